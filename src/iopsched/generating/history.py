"""What happened before the week is planned: a published schedule, and what was attended on Monday."""

import datetime as dt

from iopsched.generating.house import House
from iopsched.generating.records import Record


def publish(house: House) -> None:
    """Publish last week's schedule: the planted one with a few clients, leaders and times changed."""
    draft = house.draft
    sessions: list[Record] = []
    for number, record in enumerate(draft.sessions.values()):
        older = {**record, "date": (dt.date.fromisoformat(record["date"]) - dt.timedelta(7)).isoformat()}
        if "group" in record and number % 4 == 0 and len(record["clients"]) > 2:
            older["clients"] = record["clients"][1:]
        if number % 11 == 5:
            continue
        sessions.append(older)
    monday = draft.monday - dt.timedelta(7)
    draft.fields["published"] = {"instance_id": draft.id, "week": monday.isoformat(), "sessions": sessions}


def attend_monday(house: House) -> None:
    """Turn what is planted on Monday into what was attended, and close what is left of that day."""
    draft = house.draft
    for id_, record in list(draft.sessions.items()):
        if draft.spans[id_].day != 0:
            continue
        service = draft.services[record["service"]]
        for client in record["clients"]:
            planned = any(item["service"] == record["service"] for item in draft.clients[client]["plan"])
            entry: Record = {
                "date": draft.date(0),
                "credited_minutes": service.get("credited_minutes", service["clock_minutes"]),
                "session": id_,
                **({"service": record["service"]} if planned else {}),
            }
            draft.clients[client].setdefault("attended", []).append(entry)
            draft.weeks[client].remove(id_)
        for who in (*record["leaders"], *record["clients"], *record["guests"], record.get("room")):
            if who is not None:
                draft.board.release(who, draft.spans[id_])
        del draft.sessions[id_], draft.spans[id_]
    for group in draft.groups.values():
        for meeting in group["meetings"]:
            past = [start for start in meeting["starts"] if start.startswith("Mon")]
            if past and meeting["id"].startswith("mon"):
                meeting["starts"] = past
    draft.week.setdefault("closures", []).append({"date": draft.date(0)})
