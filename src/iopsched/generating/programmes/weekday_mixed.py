"""Weekday programme with evening and Saturday parallels, and a partial-hospitalisation day beside it."""

import datetime as dt
import random
from contextlib import suppress

from iopsched.generating.draft import Draft, Generated, NoSlotError
from iopsched.generating.programmes.planting import (
    attend_groups,
    choose_primaries,
    place_all,
    write_plan,
)
from iopsched.generating.programmes.weekday_house import add_house, add_services, hold_timetable
from iopsched.generating.records import Record
from iopsched.generating.relations import add_apart, add_wishes

DAY_HOURS = ("Mon-Fri 8:30-13:30", "Mon-Fri 8:45-15:00", "Mon-Thu 8:30-16:00; Fri 8:30-13:00")
EVENING_HOURS = (
    "Mon-Fri 17:15-21:00; Sat 8:30-14:00",
    "Mon-Thu 16:00-21:00",
    "Mon-Fri 16:30-21:00; Sat 8:30-12:30",
)
DAY, EVENING, SATURDAY, PHP, AFTERCARE = "day", "evening", "saturday", "php", "aftercare"
SIZES = {
    24: {DAY: 9, EVENING: 6, SATURDAY: 2, PHP: 5, AFTERCARE: 2},
    36: {DAY: 12, EVENING: 9, SATURDAY: 3, PHP: 8, AFTERCARE: 4},
}
GROUPS = {
    DAY: ("process-day", "skills-day", "relapse-day", "support-day", "meditation-day"),
    EVENING: (
        "process-evening",
        "skills-evening",
        "relapse-evening",
        "support-evening",
        "meditation-evening",
    ),
    SATURDAY: (
        "process-evening",
        "skills-evening",
        "relapse-evening",
        "process-saturday",
        "relapse-saturday",
    ),
    PHP: (
        "php-community",
        "skills-day",
        "relapse-day",
        "meditation-day",
        "peer-day",
        "php-process",
        "php-activity",
    ),
    AFTERCARE: ("aftercare",),
}


def add_clients(draft: Draft, sizes: Record, rng: random.Random) -> dict[str, str]:
    """Add the clients of each part of the programme; return the part each one is in."""
    parts = {
        f"c{n:03d}": part for n, part in enumerate((p for p, count in sizes.items() for _ in range(count)), 1)
    }
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
        draft.add_client(
            client, rng.choice(hours.get(part, EVENING_HOURS[:: 2 if part == SATURDAY else 1])), **fields
        )
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
    choose_primaries(
        draft, [c for c in served if c not in dual], ["k03", "k02", "k05", "k01", "k04"], "individual"
    )
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
            extra["medication-visit"] = {
                "with_whom": "any",
                "every_weeks": 4,
                "last_on": draft.date(-30 if _sees(draft, client) else -10),
            }
        elif _sees(draft, client):
            extra["medication-visit"] = {"with_whom": "any"}
        if "guests" in record:
            extra["family-education"] = {"with_guests": [guest["id"] for guest in record["guests"]]}
        optional = ["peer-support", "alumni-meeting"] if part in (DAY, EVENING) else []
        if part == AFTERCARE:
            optional = ["alumni-meeting"]
        least = {
            "skills-workshop": 1,
            "meditation": 0,
            "relapse-prevention": 1,
            "peer-support": 0,
            "alumni-meeting": 0,
        }
        write_plan(draft, client, extra, optional, least)


def _sees(draft: Draft, client: str) -> bool:
    return f"{client}.medication-visit.1" in draft.sessions


def weekday_mixed(clients: int, seed: int = 1) -> Generated:
    """Return a weekday programme of 24 clients (fixed timetable) or 36 (open)."""
    rng = random.Random(seed)
    draft = Draft(f"weekday-mixed-{clients}", dt.date(2026, 3, 9), "Mon-Fri 8:30-21:00; Sat 8:30-14")
    draft.levels += [
        {"id": "iop", "max_minutes_per_day": 300},
        {"id": "php", "preset": "php", "min_service_days": 5},
        {"id": "op", "preset": "op"},
    ]
    draft.payers += [
        {"id": "commercial", "min_service_days": 3, "qualifying_day_minutes": 120},
        {"id": "medicaid", "preset": "medicare_iop"},
    ]
    add_services(draft)
    add_house(draft, clients > 24)
    hold_timetable(draft, clients > 24)
    fill_week(draft, add_clients(draft, SIZES[clients], rng))
    add_apart(draft, rng, 2)
    add_wishes(draft, rng, 0.4)
    return draft.generated()
