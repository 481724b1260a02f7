"""Groups at many different times, of which clients take what suits them; counselling now and then."""

import datetime as dt
import random
from contextlib import suppress

from iopsched.generating.draft import Draft, Generated, NoSlotError
from iopsched.generating.programmes.planting import attend_groups, hold_group, meeting, write_plan
from iopsched.generating.records import Record
from iopsched.generating.relations import add_apart, add_avoided, add_wishes

PERMITTED = {
    "group-therapy": ("LCSW", "LPC", "LMFT", "PSY"),
    "disease-of-addiction": ("LCDC", "LCSW", "LPC"),
    "cravings": ("LCDC", "LPC"),
    "stress": ("PSY", "LPC", "LCSW"),
    "support-system": ("LMFT", "LCSW"),
    "co-occurring": ("PSY", "LCSW+LCDC"),
    "twelve-steps": ("LCDC",),
}
"""Each topic, and whose licence covers it."""
PART_OF_DAY = {
    "morning": (("Mon", "Wed", "Fri"), ("9:00", "10:45")),
    "afternoon": (("Tue", "Wed", "Thu"), ("13:00", "14:45")),
    "evening": (("Mon", "Tue", "Thu"), ("17:30", "19:15")),
}
TOPICS = {
    "morning": (
        "group-therapy",
        "disease-of-addiction",
        "stress",
        "cravings",
        "group-therapy",
        "twelve-steps",
    ),
    "afternoon": ("co-occurring", "group-therapy", "support-system", "cravings", "group-therapy", "stress"),
    "evening": (
        "group-therapy",
        "cravings",
        "support-system",
        "twelve-steps",
        "group-therapy",
        "co-occurring",
    ),
}
ELSEWHEN = {
    "9:00": ("13:00", "17:30"),
    "10:45": ("9:00", "14:45"),
    "13:00": ("10:45", "17:30"),
    "14:45": ("13:00", "16:15"),
    "17:30": ("16:15", "19:15"),
    "19:15": ("17:30", "14:45"),
}
HOURS = {
    "morning": (
        "Mon-Fri 8:30-13:00",
        "Mon-Fri 8:45-15:00",
        "Mon-Wed 8:30-12:30; Thu 8:30-17; Fri 8:30-12:30",
    ),
    "afternoon": ("Mon-Fri 12:30-17:30", "Mon-Thu 11:00-16:30", "Tue-Fri 9:00-18:00"),
    "evening": (
        "Mon-Fri 17:00-21:00",
        "Mon-Thu 15:30-21:00; Sat 9-12",
        "Mon-Wed 17:15-21; Thu 16-21; Sat 9-12",
    ),
}
CLIENTS = {
    22: {"morning": 8, "afternoon": 6, "evening": 8},
    28: {"morning": 10, "afternoon": 7, "evening": 11},
}
"""For each size of programme, how many clients come at which part of the day."""


def add_house(draft: Draft) -> None:
    """Add rooms, and a team of social workers, counsellors, a psychologist and a family therapist."""
    for number, capacity in enumerate((16, 14, 12), 1):
        draft.add_room(f"group-{number}", capacity, features=["group"])
    for number in (1, 2):
        draft.add_room(f"office-{number}", 4, features=["office"])
    load: Record = {"max_minutes_per_day": 360, "max_minutes_per_week": 1380, "break_minutes": 5}
    day, late = "Mon-Fri 8:30-17:00", "Mon-Thu 12:00-21:00; Fri 9-13; Sat 9-12"
    draft.add_clinician("k01", ["LCSW"], day, **load, max_caseload=8)
    draft.add_clinician("k02", ["LCSW", "LCDC"], late, **load, max_caseload=8)
    draft.add_clinician("k03", ["LCDC"], day, **load, max_caseload=8)
    draft.add_clinician("k04", ["LCDC"], late, **load, max_caseload=8)
    draft.add_clinician("k05", ["PSY"], "Mon-Thu 10:00-20:45", **load)
    draft.add_clinician("k06", ["LPC"], day, **load, max_caseload=8)
    draft.add_clinician("k07", ["LPC"], late, **load, max_caseload=8)
    draft.add_clinician("k08", ["LMFT"], "Mon-Thu 12:00-20:45; Fri 9-17", **load, max_caseload=6)


def add_services(draft: Draft) -> None:
    """Add the topics, each 90 minutes for those licensed for it, and what happens in offices."""
    for service, any_of in PERMITTED.items():
        draft.add_service(service, 90, any_of, min_heads=3, good_size=8, room_features=["group"])
    office: Record = {"format": "individual", "room_features": ["office"]}
    draft.add_service("individual", 50, ("LCSW", "LPC", "LMFT", "LCDC"), **office)
    draft.add_service("assessment", 60, ("PSY",), **office)
    draft.add_service("family-session", 60, ("LMFT",), format="family", room_features=["office"])
    draft.services["drug-screen"] = {
        "id": "drug-screen",
        "format": "individual",
        "clock_minutes": 10,
        "credited_minutes": 0,
        "scheduled": False,
    }


def hold_topics(draft: Draft) -> dict[str, list[str]]:
    """Plant a group for every hour of each part of the day; return the groups of each part.

    Every group meets once, at one of three times; some more are offered than the planted week holds.
    """
    groups: dict[str, list[str]] = {}
    for part, (days, starts) in PART_OF_DAY.items():
        times = [(day, start) for day in days for start in starts]
        for number, ((day, start), service) in enumerate(zip(times, TOPICS[part], strict=True), 1):
            other, third = ELSEWHEN[start]
            candidates = f"{day} {start} | {day} {other} | {days[number % 3]} {third}"
            leaders = draft.qualified(service)
            group = f"{service}-{part}" if f"{service}-{part}" not in draft.groups else f"{service}-{part}-2"
            hold_group(draft, group, service, [candidates], leaders, draft.rooms_with("group"))
            groups.setdefault(part, []).append(group)
    for service, start in (
        ("stress", "Fri 14:45 | Thu 17:30"),
        ("support-system", "Wed 17:30 | Fri 10:45"),
        ("disease-of-addiction", "Wed 19:15 | Fri 13:00"),
        ("group-therapy", "Sat 9:00 | Fri 17:30"),
    ):
        draft.add_group(f"{service}-more", service, [meeting(start)], leaving_out_cost=0)
    return groups


def add_clients(draft: Draft, groups: dict[str, list[str]], size: int, rng: random.Random) -> None:
    """Add clients by the part of the day that suits them, and plant what they attend."""
    number = 0
    for part, count in CLIENTS[size].items():
        for _ in range(count):
            number += 1
            client = f"c{number:03d}"
            fields: Record = {"programme_week": rng.randint(1, 12)}
            if number % 7 == 3:
                fields["guests"] = [{"id": f"{client}-g1", "hours": "Mon-Fri 12:00-20:00"}]
            if number % 9 == 5:
                fields["ends_on"] = draft.date(3)
            draft.add_client(client, rng.choice(HOURS[part]), **fields)
            for group in groups[part]:
                # A discharge on Thursday, or hours without a Friday, simply means one group fewer.
                with suppress(NoSlotError):
                    attend_groups(draft, client, [group])


def add_office_hours(draft: Draft) -> None:
    """Plant counselling for those who are due this week, by the primary, and a few other visits."""
    offices = draft.rooms_with("office")
    for number, client in enumerate(draft.clients):
        record = draft.clients[client]
        if number % 2 == 0:
            leaders = [k for k in draft.qualified("individual") if _caseload(draft, k) < 6]
            session = draft.place(client, "individual", leaders, offices)
            record["primary"] = draft.sessions[session]["leaders"][0]
        else:
            record["primary"] = min(draft.qualified("individual"), key=lambda k: (_caseload(draft, k), k))
        if number % 9 == 1:
            with suppress(NoSlotError):
                draft.place(client, "assessment", ["k05"], offices)
        if "guests" in record:
            with suppress(NoSlotError):
                draft.place(client, "family-session", ["k08"], offices, guests=[f"{client}-g1"])


def _caseload(draft: Draft, clinician: str) -> int:
    return sum(record.get("primary") == clinician for record in draft.clients.values())


def add_plans(draft: Draft) -> None:
    """Write the plans: topics attended, counselling every other week, and a drug screen."""
    for number, client in enumerate(draft.clients):
        due = number % 2 == 0
        extra: Record = {
            "individual": {"every_weeks": 2, "last_on": draft.date(-13 + number % 5 if due else -6)},
            "drug-screen": {},
        }
        if f"{client}.assessment.1" in draft.sessions:
            extra["assessment"] = {"with_whom": "any"}
        if f"{client}.family-session.1" in draft.sessions:
            extra["family-session"] = {"with_guests": [f"{client}-g1"], "every_weeks": 4}
        least = {service: 1 if service == "group-therapy" else 0 for service in PERMITTED}
        write_plan(draft, client, extra, PERMITTED, least)


def varied_times(size: int = 28) -> Generated:
    """Return a programme of 22 or 28 clients whose groups meet once each, at one of several times."""
    rng = random.Random(1 if size == 28 else size)
    draft = Draft(f"varied-times-{size}", dt.date(2026, 4, 13), "Mon-Fri 8:30-21:00; Sat 9-12")
    draft.levels.append({"id": "iop", "min_minutes_per_week": 540, "min_service_days": 3})
    add_services(draft)
    add_house(draft)
    add_clients(draft, hold_topics(draft), size, rng)
    add_office_hours(draft)
    add_plans(draft)
    add_apart(draft, rng, 2)
    add_avoided(draft, rng, 2)
    add_wishes(draft, rng, 0.6)
    return draft.generated()
