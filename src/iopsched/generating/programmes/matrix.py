"""The Matrix model: phases by programme week, with or without the hours that reach nine a week."""

import datetime as dt
import random
from contextlib import suppress

from iopsched.generating.draft import Draft, Generated, NoSlotError
from iopsched.generating.programmes.planting import attend_groups, hold_group, write_plan
from iopsched.generating.records import Record, role
from iopsched.generating.relations import add_apart, add_wishes

WEEKS = (1, 1, 2, 2, 3, 4, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 14, 15, 16, 18, 22, 27, 33, 45)
"""The programme week of each client: early recovery, relapse prevention, support, a year of aftercare."""
HOURS = (
    "Mon-Fri 17:00-21:30; Sat-Sun 9-13",
    "Mon-Fri 15:30-21:00; Sat 9-13",
    "Mon-Thu 12:00-21:00; Fri 16-21; Sun 9-13",
    "Mon-Sat 9:00-21:00",
)
THERAPISTS = ("LPC", "LCSW", "LMFT")


def add_services(draft: Draft, added_hours: bool) -> None:
    """Add what the manual names, credited and uncredited, and the hours added to it."""
    add = draft.add_service
    group: Record = {"room_features": ["group"]}
    peer = role("CPS", id_="peer", optional=True)
    add(
        "early-recovery-skills",
        50,
        roles=[role(*THERAPISTS, "LCDC"), peer],
        max_heads=10,
        good_size=6,
        **group,
    )
    add("relapse-prevention", 90, roles=[role(*THERAPISTS), peer], max_heads=12, good_size=8, **group)
    add(
        "family-education",
        90,
        ("LMFT", "LCSW"),
        max_heads=28,
        guests_count_as_heads=True,
        room_features=["large"],
    )
    add("social-support", 90, roles=[role(*THERAPISTS, "LCDC"), peer], max_heads=10, **group)
    for service, minutes in (("twelve-step-meeting", 60), ("smart-recovery", 90)):
        leaders = [] if service == "twelve-step-meeting" else [role("CPS")]
        draft.services[service] = {
            "id": service,
            "roles": leaders,
            "clock_minutes": minutes,
            "credited_minutes": 0,
            "max_heads": 25,
            "room_features": ["large"],
        }
    office: Record = {"format": "individual", "room_features": ["office"]}
    add("individual", 50, THERAPISTS, **office)
    add("family-education-session", 50, ("LMFT", "LCSW"), format="family", room_features=["office"])
    add("screening", 60, (*THERAPISTS, "LCDC"), **office)
    add("medication-visit", 20, credited_minutes=15, roles=[role("MD", id_="prescriber")], **office)
    if added_hours:
        add("process", 60, THERAPISTS, max_heads=12, **group)
        add("skills", 60, (*THERAPISTS, "LCDC"), max_heads=24, room_features=["large"])


def add_house(draft: Draft) -> None:
    """Add rooms and clinicians; the physician comes for two hours twice a week."""
    draft.add_room("hall", 32, features=["group", "large"])
    draft.add_room("group-1", 14, features=["group"])
    draft.add_room("group-2", 14, features=["group"])
    draft.add_room("office-1", 4, features=["office"])
    draft.add_room("office-2", 4, features=["office"])
    load: Record = {"max_minutes_per_day": 360, "max_minutes_per_week": 1380, "break_minutes": 10}
    late = "Mon-Fri 14:00-21:30"
    draft.add_clinician("k01", ["LPC"], late, **load, max_caseload=12)
    draft.add_clinician("k02", ["LCSW"], late, **load, max_caseload=12)
    draft.add_clinician("k03", ["LMFT"], "Mon-Thu 14:00-21:00; Fri 12-18", **load, max_caseload=6)
    draft.add_clinician("k04", ["LCDC"], "Mon-Fri 14:00-21:00", **load)
    draft.add_clinician("k05", ["CPS"], "Mon-Fri 17-21; Sat-Sun 9-13", max_minutes_per_week=1200)
    draft.add_clinician("k06", ["MD"], "Mon 15:30-17:30; Thu 16:00-18:00", break_minutes=10)


TIMETABLE = (
    ("early-recovery", "early-recovery-skills", "Mon 17:30, Fri 17:30", "k04+k05 k04", "group-1", (1, 4)),
    ("relapse-a", "relapse-prevention", "Mon 18:30, Fri 18:30", "k01 k01+k05", "group-1", (1, 16)),
    ("relapse-b", "relapse-prevention", "Mon 18:30, Fri 18:30", "k02 k02+k05", "group-2", (1, 16)),
    ("family-education", "family-education", "Wed 18:00", "k03 k02", "hall", (1, 12)),
    ("social-support", "social-support", "Wed 18:00", "k04+k05 k04 k01", "group-2", (13, 48)),
    ("twelve-step", "twelve-step-meeting", "Tue 17:00, Thu 17:00, Sat 11:30, Sun 10:00", "", "hall", None),
    ("smart", "smart-recovery", "Sat 9:30", "k05", "hall", None),
)
"""The manual's sample week: group, service, meetings, who may lead, room, first and last programme week."""
ADDED = (
    ("process-a", "process", "Tue 18:15, Thu 18:15", "k01", "group-1", (1, 16)),
    ("process-b", "process", "Tue 18:15, Thu 18:15", "k02", "group-2", (1, 16)),
    ("skills", "skills", "Tue 19:30, Wed 19:45, Thu 19:30", "k04 k03", "hall", (1, 16)),
)
"""The hours added to it; each therapist's process and relapse-prevention groups are its own clients'."""
WHOLE = ("early-recovery", "relapse-a", "relapse-b", "process-a", "process-b")


def hold_timetable(draft: Draft, added_hours: bool) -> None:
    """Plant the manual's sample week, and the hours added to it if they are wanted."""
    for group, service, meetings, teams, room, weeks in TIMETABLE + (ADDED if added_hours else ()):
        fields: Record = {"attendance": "attend_all"} if group in WHOLE else {}
        if weeks is not None:
            fields["eligible"] = {"first_week": weeks[0], "last_week": weeks[1]}
        hold_group(draft, group, service, meetings.split(", "), teams.split() or [""], [room], **fields)
    for service in ("relapse", "process") if added_hours else ("relapse",):
        draft.group_sets.append({"id": service, "groups": [f"{service}-a", f"{service}-b"]})


def groups_for(week: int, letter: str, added_hours: bool) -> list[str]:
    """Return the groups of a client in a programme week whose therapist leads the groups of a letter."""
    if week > 16:
        return ["social-support"]
    groups = ["early-recovery"] if week <= 4 else []
    groups += [f"relapse-{letter}", "family-education+" if week <= 12 else "social-support"]
    return [*groups, *([f"process-{letter}", "skills"] if added_hours else [])]


def fill_week(draft: Draft, added_hours: bool, rng: random.Random) -> None:
    """Add the clients, and plant what their phase brings, their own sessions and their company."""
    for number, week in enumerate(WEEKS, 1):
        client, letter = f"c{number:03d}", "ab"[number % 2]
        fields: Record = {"programme_week": week, "primary": {"a": "k01", "b": "k02"}[letter]}
        if week > 16:
            fields["level"] = "aftercare"
        elif number % 3 == 0 and week <= 12:
            fields["guests"] = [{"id": f"{client}-g1", "hours": "Mon-Fri 17:00-21:00; Sat 9-13"}]
        draft.add_client(client, rng.choice(HOURS), **fields)
        attend_groups(draft, client, groups_for(week, letter, added_hours))
    offices = draft.rooms_with("office")
    for number, (client, record) in enumerate(draft.clients.items()):
        week = record["programme_week"]
        if week == 1:
            draft.place(client, "screening", ["k04", "k03", "k01", "k02"], offices)
        if week in (1, 6, 7, 15, 16):
            draft.place(client, "individual", [record["primary"]], offices)
        if number % 4 == 1:
            with suppress(NoSlotError):
                draft.place(client, "medication-visit", ["k06"], offices)
        if "guests" in record and number % 2:
            draft.place(client, "family-education-session", ["k03", "k02"], offices, guests=[f"{client}-g1"])
        for meeting in (
            "twelve-step.sun",
            "twelve-step.sat",
            "twelve-step.thu",
            "twelve-step.tue",
            "smart.sat",
        ):
            busy = sum(id_.startswith("twelve-step") for id_ in draft.weeks[client])
            if draft.can_attend(client, meeting) and (meeting == "smart.sat" or busy < 1):
                draft.attend(client, meeting)


def add_plans(draft: Draft) -> None:
    """Write the plans; counselling is due three times in sixteen weeks."""
    for client, record in draft.clients.items():
        guests = [guest["id"] for guest in record.get("guests", ())]
        extra: Record = {}
        if record["programme_week"] <= 16:
            due = f"{client}.individual.1" in draft.sessions
            extra["individual"] = {"every_weeks": 5, "last_on": draft.date(-40 if due else -11)}
            extra["relapse-prevention"] = {"with_whom": "primary"}
        if guests and record["programme_week"] <= 12:
            extra["family-education"] = {"with_guests": guests, "company": "optional"}
        if f"{client}.family-education-session.1" in draft.sessions:
            extra["family-education-session"] = {"with_guests": guests}
        for service in ("screening", "medication-visit"):
            if f"{client}.{service}.1" in draft.sessions:
                extra[service] = {"with_whom": "any"}
        least = {"skills": 2, "smart-recovery": 0, "twelve-step-meeting": 1}
        write_plan(draft, client, extra, ("twelve-step-meeting", "smart-recovery"), least)


def matrix(added_hours: bool = True, seed: int = 1) -> Generated:
    """Return a Matrix programme of 24 clients; without the added hours nobody reaches nine a week."""
    rng = random.Random(seed)
    name = "matrix-24" if added_hours else "matrix-24-pure"
    draft = Draft(name, dt.date(2026, 5, 4), "Mon-Fri 14:00-21:30; Sat-Sun 9:00-13:00")
    draft.levels += [{"id": "iop"}, {"id": "aftercare", "preset": "op", "min_minutes_per_week": 60}]
    add_services(draft, added_hours)
    add_house(draft)
    hold_timetable(draft, added_hours)
    fill_week(draft, added_hours, rng)
    draft.drop_unattended()
    add_plans(draft)
    add_apart(draft, rng, 1)
    add_wishes(draft, rng, 0.3)
    return draft.generated()
