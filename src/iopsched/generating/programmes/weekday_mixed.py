"""Weekday programme with evening and Saturday parallels, and a partial-hospitalisation day beside it."""

import datetime as dt
import random
from contextlib import suppress

from iopsched.generating.draft import Draft, Generated, NoSlotError, Record, role
from iopsched.generating.programmes.planting import (
    attend_groups,
    choose_primaries,
    hold_group,
    place_all,
    write_plan,
)
from iopsched.generating.relations import add_apart, add_wishes

THERAPISTS = ("LCSW", "LPC", "LMFT")
DAY_HOURS = ("Mon-Fri 8:30-13:30", "Mon-Fri 8:45-15:00", "Mon-Thu 8:30-16:00; Fri 8:30-13:00")
EVENING_HOURS = ("Mon-Fri 17:15-21:00; Sat 8:30-14:00", "Mon-Thu 16:00-21:00", "Mon-Fri 16:30-21:00; Sat 8:30-12:30")
DAY, EVENING, SATURDAY, PHP, AFTERCARE = "day", "evening", "saturday", "php", "aftercare"
SIZES = {24: {DAY: 9, EVENING: 6, SATURDAY: 2, PHP: 5, AFTERCARE: 2}, 36: {DAY: 12, EVENING: 9, SATURDAY: 3, PHP: 8, AFTERCARE: 4}}
GROUPS = {
    DAY: ("process-day", "skills-day", "relapse-day", "support-day", "meditation-day"),
    EVENING: ("process-evening", "skills-evening", "relapse-evening", "support-evening", "meditation-evening"),
    SATURDAY: ("process-evening", "skills-evening", "relapse-evening", "process-saturday", "relapse-saturday"),
    PHP: (
        "php-community", "skills-day", "relapse-day", "meditation-day", "peer-day", "php-process", "php-activity",
    ),
    AFTERCARE: ("aftercare",),
}  # fmt: skip


def add_services(draft: Draft) -> None:
    """Add what the programme delivers; counselling roles are for licensed staff only."""
    add = draft.add_service
    group: Record = {"room_features": ["group"], "good_size": 7}
    office: Record = {"format": "individual", "room_features": ["office"]}
    add("process", 90, THERAPISTS, clients_per_leader=12, **group)
    add("skills-workshop", 90, (*THERAPISTS, "LCDC"), max_heads=22, **group)
    add("relapse-prevention", 90, (*THERAPISTS, "LCDC"), max_heads=22, **group)
    add("mental-health-support", 90, ("LCSW+LCDC", "LPC+LCDC"), **group)
    add("meditation", 45, (*THERAPISTS, "LCDC", "CPS"), max_heads=22, room_features=["group"])
    add("peer-support", 60, ("CPS",), max_heads=22, room_features=["group"])
    add(
        "family-education", 90, ("LMFT", "LCSW"), max_heads=24, guests_count_as_heads=True,
        room_features=["large"],
    )  # fmt: skip
    add("php-community", 90, (*THERAPISTS, "RN"), max_heads=10, room_features=["group"])
    add("php-process", 90, THERAPISTS, max_heads=10, room_features=["group"])
    add("php-activity", 90, (*THERAPISTS, "LCDC", "RN"), max_heads=10, room_features=["group"])
    add("aftercare", 60, (*THERAPISTS, "LCDC"), max_heads=15, room_features=["group"])
    draft.services["alumni-meeting"] = {
        "id": "alumni-meeting", "roles": [], "clock_minutes": 60, "credited_minutes": 0, "max_heads": 20,
        "room_features": ["large"],
    }  # fmt: skip
    add("individual", 50, THERAPISTS, **office)
    add("progress-check-in", 30, (*THERAPISTS, "LCDC"), **office)
    add("medication-visit", 20, credited_minutes=15, roles=[role("PMHNP", "MD", id_="prescriber")], **office)


def add_house(draft: Draft, large: bool) -> None:
    """Add rooms and clinicians; the prescriber comes twice a week."""
    draft.add_room("hall", 28, features=["group", "large"])
    for number in range(1, 3):
        draft.add_room(f"group-{number}", 24 if number == 1 else 14, features=["group"])
    for number in range(1, 3 + large):
        draft.add_room(f"office-{number}", 3, features=["office"])
    meal: Record = {"meal": {"minutes": 30, "after_minutes": 360, "between": "11:30-13:30"}}
    day: Record = {"max_minutes_per_day": 390, "max_minutes_per_week": 1620, "break_minutes": 5}
    hours = "Mon-Fri 8:30-17:30"
    late = "Mon-Thu 12:30-21:00; Sat 8:30-13:00"
    draft.add_clinician("k01", ["LCSW", "LCDC"], hours, **day, may_supervise=True, max_caseload=10, tags=["dual"])
    draft.add_clinician("k02", ["LPC"], hours, **day, max_caseload=10)
    draft.add_clinician("k03", ["LMFT"], "Mon-Thu 10:00-20:30; Fri 9-13", **day, max_caseload=10)
    draft.add_clinician("k04", ["LPC", "LCDC"], late, **day, max_caseload=10, tags=["dual"])
    draft.add_clinician("k05", ["LCSW"], late, **day, may_supervise=True, max_caseload=10)
    draft.add_clinician("k06", ["LCDC"], "Mon-Fri 8:30-16:30", **day, **meal)
    draft.add_clinician("k07", ["RN"], "Mon-Fri 8:30-16:30", **day, **meal)
    draft.add_clinician("k08", ["CPS"], "Mon-Fri 8:30-16:30; Sat 9-14", max_minutes_per_week=900)
    draft.add_clinician("k09", ["PMHNP"], "Tue 11:00-14:00; Thu 15:30-18:00", break_minutes=10)
    if large:
        draft.add_clinician("k10", ["LPC"], "Mon-Fri 8:30-16:30", **day, max_caseload=10)


def hold_timetable(draft: Draft, large: bool) -> None:
    """Plant the published week: mornings, evenings, Saturday, and the partial-hospitalisation afternoons.

    In the larger programme the timetable is open: most meetings have further candidate starts.
    """

    def or_else(*starts: str) -> list[str]:
        return [" | ".join(starts)] if large else [starts[0]]

    hold_group(draft, "process-day", "process", ["Mon 9:00", "Wed 9:00"], ["k01", "k02"], ["group-1"], attendance="attend_all")
    hold_group(draft, "skills-day", "skills-workshop", or_else("Mon 10:45", "Tue 9:00"), ["k06", "k02"], ["group-1", "hall"])
    hold_group(
        draft, "family-education-day", "family-education", or_else("Tue 10:45", "Tue 13:00"), ["k03", "k01"], ["hall"],
        leaving_out_cost=20,
    )  # fmt: skip
    hold_group(draft, "relapse-day", "relapse-prevention", or_else("Wed 10:45", "Fri 10:15"), ["k06", "k02"], ["group-1", "hall"])
    hold_group(draft, "support-day", "mental-health-support", or_else("Thu 9:00", "Thu 12:45"), ["k01"], ["group-1"])
    hold_group(draft, "meditation-day", "meditation", or_else("Thu 10:45", "Thu 8:45"), ["k08", "k06"], ["hall"])
    hold_group(draft, "peer-day", "peer-support", or_else("Fri 10:45", "Thu 11:45"), ["k08"], ["hall", "group-1"])
    hold_group(
        draft, "process-evening", "process", ["Mon 17:30", "Wed 17:30"], ["k04", "k05"], ["group-1"], attendance="attend_all"
    )
    hold_group(draft, "skills-evening", "skills-workshop", ["Mon 19:15"], ["k05", "k04"], ["group-1"])
    hold_group(draft, "family-education-evening", "family-education", ["Tue 18:00"], ["k03", "k05"], ["hall"], leaving_out_cost=20)
    hold_group(draft, "relapse-evening", "relapse-prevention", ["Wed 19:15"], ["k05", "k04"], ["group-1"])
    hold_group(draft, "support-evening", "mental-health-support", ["Thu 17:30"], ["k04"], ["group-1"])
    hold_group(draft, "meditation-evening", "meditation", ["Thu 19:15"], ["k05", "k04"], ["group-1"])
    hold_group(draft, "process-saturday", "process", or_else("Sat 9:00", "Sat 10:45"), ["k04"], ["group-1"])
    hold_group(draft, "relapse-saturday", "relapse-prevention", or_else("Sat 10:45", "Sat 9:00"), ["k05", "k04"], ["group-1"])
    php = [f"{day} 9:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")]
    afternoons = [start.replace("9:00", "13:00") for start in php]
    hold_group(draft, "php-community", "php-community", php, ["k07"], ["group-2"], attendance="attend_all")
    hold_group(draft, "php-process", "php-process", afternoons, ["k02", "k01", "k03"], ["group-2"], attendance="attend_all")
    hold_group(
        draft, "php-activity", "php-activity", [start.replace("13:00", "14:45") for start in afternoons],
        ["k07", "k06"], ["group-2"], attendance="attend_all",
    )  # fmt: skip
    hold_group(draft, "aftercare", "aftercare", or_else("Thu 18:15", "Tue 18:30"), ["k03", "k05"], ["group-2"], eligible={"levels": ["op"]})
    hold_group(draft, "alumni", "alumni-meeting", ["Sat 12:30"], [""], ["hall"])


def add_clients(draft: Draft, sizes: Record, rng: random.Random) -> dict[str, str]:
    """Add the clients of each part of the programme; return the part each one is in."""
    parts = {f"c{n:03d}": part for n, part in enumerate((p for p, count in sizes.items() for _ in range(count)), 1)}
    for number, (client, part) in enumerate(parts.items()):
        fields: Record = {"programme_week": rng.randint(1, 12), "track": part}
        if part == PHP:
            meal = {"minutes": 30, "after_minutes": 300, "between": "11:30-13:30"}
            fields |= {"level": "php", "arrive_after": "8:45", "leave_by": "17:15", "meal": meal}
        elif part == AFTERCARE:
            fields["level"] = "op"
        elif number % 4 == 1 and part == DAY:
            fields |= {"arrive_after": "8:50", "leave_by": "13:15"}
        if number % 3 == 0 and part in (DAY, EVENING):
            fields["guests"] = [{"id": f"{client}-g1", "hours": "Tue 10:00-21:00; Thu 17-21"}]
        if number % 4 == 2 and part in (DAY, EVENING, PHP):
            fields["tags"] = ["dual-diagnosis"]
        if number % 5 == 0 and part in (DAY, EVENING):
            fields["payers"] = ["medicaid"] if part == EVENING else ["commercial"]
        hours = {DAY: DAY_HOURS, PHP: ("Mon-Fri 8:30-17:15",), AFTERCARE: ("Tue-Thu 17:30-21:00; Sat 9-14",)}
        draft.add_client(client, rng.choice(hours.get(part, EVENING_HOURS[:: 2 if part == SATURDAY else 1])), **fields)
        if part == PHP:
            draft.reserve(client, (12 * 60 + 15, 13 * 60))
    return parts


def fill_week(draft: Draft, parts: dict[str, str]) -> None:
    """Plant who attends what, then each client's own sessions, and write the plans."""
    for client, part in parts.items():
        groups = [*GROUPS[part]]
        if "guests" in draft.clients[client]:
            groups.append(f"family-education-{part}+")
        if part == DAY and int(client[1:]) % 2:
            groups.append("peer-day")
        if part == AFTERCARE:
            groups.append("alumni")
        attend_groups(draft, client, groups)
    served = [client for client, part in parts.items() if part != AFTERCARE]
    dual = [client for client in served if "tags" in draft.clients[client]]
    choose_primaries(draft, dual, ["k04", "k01"], "individual")
    choose_primaries(draft, [c for c in served if c not in dual], ["k03", "k02", "k05", "k01", "k04"], "individual")
    offices = draft.rooms_with("office")
    leaders = {"medication-visit": ["k09"], "progress-check-in": draft.qualified("progress-check-in")}
    # Whom the prescriber has no time for is seen in another week: not due in this one.
    for client in (*dual, *[c for c in served if parts[c] == PHP and c not in dual]):
        with suppress(NoSlotError):
            draft.place(client, "medication-visit", ["k09"], offices)
    place_all(draft, [(c, "progress-check-in") for c in served if parts[c] != PHP], leaders, offices)
    for client, part in parts.items():
        extra: Record = {"progress-check-in": {"with_whom": "any"}} if part not in (PHP, AFTERCARE) else {}
        record = draft.clients[client]
        if client in dual:
            extra["individual"] = {"clinician_tags": ["dual"]}
            extra["medication-visit"] = {"with_whom": "any", "every_weeks": 4, "last_on": draft.date(-30 if _sees(draft, client) else -10)}
        elif _sees(draft, client):
            extra["medication-visit"] = {"with_whom": "any"}
        if "guests" in record:
            extra["family-education"] = {"with_guests": [guest["id"] for guest in record["guests"]]}
        optional = ["peer-support", "alumni-meeting"] if part in (DAY, EVENING) else []
        if part == AFTERCARE:
            optional = ["alumni-meeting"]
        least = {"skills-workshop": 1, "meditation": 0, "relapse-prevention": 1, "peer-support": 0, "alumni-meeting": 0}
        write_plan(draft, client, extra, optional, least)


def _sees(draft: Draft, client: str) -> bool:
    return f"{client}.medication-visit.1" in draft.sessions


def weekday_mixed(clients: int, seed: int = 1) -> Generated:
    """Return a weekday programme of 24 clients (fixed timetable) or 36 (open)."""
    rng = random.Random(seed)
    draft = Draft(f"weekday-mixed-{clients}", dt.date(2026, 3, 9), "Mon-Fri 8:30-21:00; Sat 8:30-14")
    draft.levels += [{"id": "iop", "max_minutes_per_day": 300}, {"id": "php", "preset": "php", "min_service_days": 5}, {"id": "op", "preset": "op"}]
    draft.payers += [{"id": "commercial", "min_service_days": 3, "qualifying_day_minutes": 120}, {"id": "medicaid", "preset": "medicare_iop"}]
    add_services(draft)
    add_house(draft, clients > 24)
    hold_timetable(draft, clients > 24)
    fill_week(draft, add_clients(draft, SIZES[clients], rng))
    add_apart(draft, rng, 2)
    add_wishes(draft, rng, 0.4)
    return draft.generated()
