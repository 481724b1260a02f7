"""The house, the staff and the timetable of the mixed weekday programme."""

from iopsched.generating.draft import Draft
from iopsched.generating.programmes.planting import hold_group
from iopsched.generating.records import Record, role

THERAPISTS = ("LCSW", "LPC", "LMFT")


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
        "family-education",
        90,
        ("LMFT", "LCSW"),
        max_heads=24,
        guests_count_as_heads=True,
        room_features=["large"],
    )
    add("php-community", 90, (*THERAPISTS, "RN"), max_heads=10, room_features=["group"])
    add("php-process", 90, THERAPISTS, max_heads=10, room_features=["group"])
    add("php-activity", 90, (*THERAPISTS, "LCDC", "RN"), max_heads=10, room_features=["group"])
    add("aftercare", 60, (*THERAPISTS, "LCDC"), max_heads=15, room_features=["group"])
    draft.services["alumni-meeting"] = {
        "id": "alumni-meeting",
        "roles": [],
        "clock_minutes": 60,
        "credited_minutes": 0,
        "max_heads": 20,
        "room_features": ["large"],
    }
    add("individual", 50, THERAPISTS, **office)
    add("progress-check-in", 30, (*THERAPISTS, "LCDC"), **office)
    add("medication-visit", 20, credited_minutes=15, roles=[role("PMHNP", id_="prescriber")], **office)


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
    draft.add_clinician(
        "k01", ["LCSW", "LCDC"], hours, **day, may_supervise=True, max_caseload=10, tags=["dual"]
    )
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


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
TIMETABLE = (
    ("process-day", "process", ("Mon 9:00", "Wed 9:00"), "k01 k02", "group-1"),
    ("skills-day", "skills-workshop", ("Mon 10:45 | Tue 9:00",), "k06 k02", "group-1 hall"),
    ("family-education-day", "family-education", ("Tue 10:45 | Tue 13:00",), "k03 k01", "hall"),
    ("relapse-day", "relapse-prevention", ("Wed 10:45 | Fri 10:15",), "k06 k02", "group-1 hall"),
    ("support-day", "mental-health-support", ("Thu 9:00 | Thu 12:45",), "k01", "group-1"),
    ("meditation-day", "meditation", ("Thu 10:45 | Thu 8:45",), "k08 k06", "hall"),
    ("peer-day", "peer-support", ("Fri 10:45 | Thu 11:45",), "k08", "hall group-1"),
    ("process-evening", "process", ("Mon 17:30", "Wed 17:30"), "k04 k05", "group-1"),
    ("skills-evening", "skills-workshop", ("Mon 19:15",), "k05 k04", "group-1"),
    ("family-education-evening", "family-education", ("Tue 18:00",), "k03 k05", "hall"),
    ("relapse-evening", "relapse-prevention", ("Wed 19:15",), "k05 k04", "group-1"),
    ("support-evening", "mental-health-support", ("Thu 17:30",), "k04", "group-1"),
    ("meditation-evening", "meditation", ("Thu 19:15",), "k05 k04", "group-1"),
    ("process-saturday", "process", ("Sat 9:00 | Sat 10:45",), "k04", "group-1"),
    ("relapse-saturday", "relapse-prevention", ("Sat 10:45 | Sat 9:00",), "k05 k04", "group-1"),
    ("aftercare", "aftercare", ("Thu 18:15 | Tue 18:30",), "k03 k05", "group-2"),
    ("alumni", "alumni-meeting", ("Sat 12:30",), "", "hall"),
    *(
        (
            group,
            group,
            tuple(f"{day} {start}" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")),
            team,
            "group-2",
        )
        for group, start, team in (
            ("php-community", "9:00", "k07"),
            ("php-process", "13:00", "k02 k01 k03"),
            ("php-activity", "14:45", "k07 k06"),
        )
    ),
)
"""Group, service, its meetings each with its candidate starts, who may lead it, and where it meets."""
WHOLE = ("process-day", "process-evening", "php-community", "php-process", "php-activity")


def hold_timetable(draft: Draft, large: bool) -> None:
    """Plant the published week: mornings, evenings, Saturday, and the partial-hospitalisation afternoons.

    Only in the larger programme is the timetable open: there, meetings keep all their candidate starts.
    """
    for group, service, meetings, team, rooms in TIMETABLE:
        fields: Record = {"attendance": "attend_all"} if group in WHOLE else {}
        if service == "family-education":
            fields["leaving_out_cost"] = 20
        if group == "aftercare":
            fields["eligible"] = {"levels": ["op"]}
        starts = [one if large else one.split(" | ")[0] for one in meetings]
        hold_group(draft, group, service, starts, team.split() or [""], rooms.split(), **fields)
