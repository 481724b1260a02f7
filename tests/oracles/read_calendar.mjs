// Prints the events of a calendar as JSON, as ical.js understands them.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
}
const method = calendar.getFirstPropertyValue("method");
const utc = (time) => (time ? time.toJSDate().toISOString().replace(".000Z", "Z") : null);
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    start_utc: utc(event.startDate),
    end_utc: utc(event.endDate),
    summary: event.summary,
    location: event.location,
    description: event.description,
    status: component.getFirstPropertyValue("status"),
    sequence: event.sequence,
    method,
    class: component.getFirstPropertyValue("class"),
    properties: [...new Set(component.getAllProperties().map((property) => property.name))].sort(),
    floating: event.startDate ? event.startDate.zone === ICAL.Timezone.localTimezone : null,
  };
});
console.log(JSON.stringify(events));
