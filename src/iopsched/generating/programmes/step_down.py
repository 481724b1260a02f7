"""One house with PHP, IOP and OP clients whose required hours fall week by week, over three weeks."""

import datetime as dt
import random

from iopsched.domain.clock import format_day
from iopsched.generating.draft import Draft, Generated
from iopsched.generating.programmes.planting import hold_group, write_plan
from iopsched.generating.records import Record
from iopsched.generating.relations import add_apart, add_wishes

PHP, OP = 1200, 180
"""Weekly minutes from which a client is in partial hospitalisation, and up to which in outpatient care."""
PATHS = (
    ((1200, 1200, 900), 4),
    ((1200, 900, 720), 4),
    ((720, 540, 540), 6),
    ((540, 540, 180), 6),
    ((540, 180, 90), 5),
    ((180, 90, 90), 5),
)
"""Minutes required in each of the three weeks, and how many clients follow that path."""
MORNING, EVENING = ("9:00", "10:15", "11:30"), ("17:30", "18:45", "20:00")
DAYS = {5: "Mon Tue Wed Thu Fri", 4: "Mon Tue Thu Fri", 3: "Mon Wed Fri"}
EVENINGS = {4: "Mon Tue Wed Thu", 3: "Mon Wed Thu"}
THERAPISTS = ("LCSW", "LPC", "LMFT")


class Path:
    """A client's way down through the levels of care: minutes a week, day or evening, authorised days."""

    def __init__(self, number: int, minutes: tuple[int, ...]) -> None:
        self.client = f"c{number:03d}"
        self.minutes = minutes
        self.evening = minutes[0] <= OP or minutes[0] < PHP and number % 2 == 0
        by_day = "Mon-Fri 8:30-19:30" if minutes[-1] <= OP else "Mon-Fri 8:30-17:00"
        self.hours = "Mon-Thu 16:30-21:15; Fri 12-15" if self.evening else by_day

    def days(self, week: int) -> str:
        """Return the days the client comes for the groups in the mornings or evenings."""
        count = self.minutes[week] // 180 if self.minutes[week] > OP else 0
        return "" if count == 0 else (EVENINGS if self.evening else DAYS)[min(count, 5)]

    def days_left(self, week: int) -> int:
        """Return the qualifying days that are authorised from this week's Monday on."""
        return sum(len(self.days(later).split()) for later in range(week, len(self.minutes)))


def all_paths(week: int) -> list[Path]:
    """Return the paths of the clients of a week; each week some are discharged and others admitted."""
    steps = [minutes for minutes, count in PATHS for _ in range(count)]
    paths = [Path(number, minutes) for number, minutes in enumerate(steps, 1)]
    admitted = [Path(31, (1200, 1200, 1200)), Path(32, (1200, 1200, 1200)), Path(33, (1200, 1200, 1200))]
    coming = (0, 1, 3)[week]
    return [*paths[: len(paths) - coming], *admitted[:coming]]


def add_services(draft: Draft) -> None:
    """Add the groups and visits of the house."""
    add = draft.add_service
    group: Record = {"room_features": ["group"], "good_size": 6}
    office: Record = {"format": "individual", "room_features": ["office"]}
    add("php-process", 60, THERAPISTS, max_heads=10, **group)
    add("php-afternoon", 60, (*THERAPISTS, "RN", "LCDC"), max_heads=12, **group)
    add("process", 60, THERAPISTS, **group)
    add("recovery-skills", 60, (*THERAPISTS, "LCDC"), max_heads=22, **group)
    add("education", 60, (*THERAPISTS, "LCDC", "RN"), max_heads=22, **group)
    add("continuing-care", 90, THERAPISTS, **group)
    add("individual", 50, THERAPISTS, **office)
    add("medication-visit", 20, ("PMHNP",), credited_minutes=15, **office)
    draft.levels += [
        {"id": "php", "preset": "php", "min_service_days": 5},
        {"id": "iop"},
        {"id": "op", "preset": "op"},
    ]
    draft.payers.append({"id": "medicaid", "qualifying_day_minutes": 180, "min_qualifying_days": 3})


def add_house(draft: Draft) -> None:
    """Add rooms and clinicians."""
    for number, capacity in enumerate((24, 14, 14), 1):
        draft.add_room(f"group-{number}", capacity, features=["group"])
    for number in (1, 2):
        draft.add_room(f"office-{number}", 4, features=["office"])
    load: Record = {"max_minutes_per_day": 360, "max_minutes_per_week": 1500, "break_minutes": 5}
    day, late = "Mon-Fri 8:30-17:00", "Mon-Thu 12:30-21:15; Fri 9-15"
    draft.add_clinician("k01", ["LCSW"], day, **load, may_supervise=True, max_caseload=12)
    draft.add_clinician("k02", ["LPC"], day, **load, max_caseload=12)
    draft.add_clinician("k03", ["LMFT"], late, **load, max_caseload=12)
    draft.add_clinician("k04", ["LPC"], late, **load, max_caseload=12)
    draft.add_clinician("k05", ["LCDC"], day, **load)
    draft.add_clinician("k06", ["LCDC"], late, **load)
    draft.add_clinician("k07", ["RN"], "Mon-Fri 8:30-15:30", **load)
    draft.add_clinician("k08", ["PMHNP"], "Mon 14:00-16:30; Wed 12:30-17:00", break_minutes=10)


def hold_timetable(draft: Draft) -> None:
    """Plant the same hours every week: mornings from Monday to Friday, evenings to Thursday."""

    def every(days: str, start: str) -> list[str]:
        return [f"{day} {start}" for day in days.split()]

    first, second, third = MORNING
    hold_group(
        draft,
        "php-process",
        "php-process",
        every(DAYS[5], first),
        ["k01", "k02"],
        ["group-2"],
        attendance="attend_all",
        eligible={"levels": ["php"]},
    )
    hold_group(
        draft,
        "php-afternoon",
        "php-afternoon",
        every(DAYS[5], "13:15"),
        ["k07", "k05"],
        ["group-2"],
        attendance="attend_all",
        eligible={"levels": ["php"]},
    )
    hold_group(draft, "process-day", "process", every(DAYS[5], first), ["k02", "k01"], ["group-3", "group-1"])
    hold_group(draft, "skills-day", "recovery-skills", every(DAYS[5], second), ["k05", "k02"], ["group-1"])
    hold_group(draft, "education-day", "education", every(DAYS[5], third), ["k07", "k05"], ["group-1"])
    first, second, third = EVENING
    hold_group(draft, "process-evening", "process", every(EVENINGS[4], first), ["k03", "k04"], ["group-1"])
    hold_group(
        draft, "skills-evening", "recovery-skills", every(EVENINGS[4], second), ["k06", "k04"], ["group-1"]
    )
    hold_group(
        draft, "education-evening", "education", every(EVENINGS[4], third), ["k06", "k03"], ["group-1"]
    )
    hold_group(
        draft,
        "continuing-care",
        "continuing-care",
        ["Tue 17:30", "Thu 17:30"],
        ["k04", "k03"],
        ["group-2"],
        eligible={"levels": ["op"]},
    )


def fill_week(draft: Draft, week: int, rng: random.Random, primaries: dict[str, str]) -> None:
    """Add the clients as they are in a week, and plant their groups and their own sessions."""
    for number, path in enumerate(all_paths(week), 1):
        _add_client(draft, path, week, number, rng)
        for record in [r for r in draft.sessions.values() if r["kind"] == "group"]:
            if _attends(draft, path, week, record):
                draft.attend(path.client, record["id"])
    offices = draft.rooms_with("office")
    busiest = sorted(all_paths(week), key=lambda path: (path.evening, -path.minutes[week]))
    for path in busiest:
        if path.minutes[week] >= PHP:
            draft.place(path.client, "medication-visit", ["k08"], offices)
    for number, path in enumerate(busiest):
        client = path.client
        if path.minutes[week] > OP or (week + number) % 2 == 0:
            leaders = ["k03", "k04"] if path.evening else ["k01", "k02"]
            leaders = [primaries[client]] if client in primaries else leaders
            leaders = sorted(leaders, key=list(primaries.values()).count)
            session = draft.place(client, "individual", leaders, offices)
            primaries[client] = draft.sessions[session]["leaders"][0]
        elif client not in primaries:
            shift = ("k03", "k04") if path.evening else ("k01", "k02")
            primaries[client] = min(shift, key=list(primaries.values()).count)
        draft.clients[client]["primary"] = primaries[client]


def _add_client(draft: Draft, path: Path, week: int, number: int, rng: random.Random) -> None:
    minutes = path.minutes[week]
    level = "php" if minutes >= PHP else "op" if minutes <= OP else "iop"
    fields: Record = {
        "level": level,
        "min_minutes_per_week": minutes,
        "programme_week": 1 + week + number % 8,
    }
    if path.minutes[week] <= OP and number == len(all_paths(week)) - 3 * week:
        fields["ends_on"] = draft.date(4)
    if level == "iop" and number % 3:
        fields["payers"] = ["medicaid"]
        fields["authorisation"] = {
            "days_left": path.days_left(week),
            "last_date": draft.date(4 if number % 2 else 25),
        }
    draft.add_client(path.client, path.hours, **fields)


def _attends(draft: Draft, path: Path, week: int, record: Record) -> bool:
    group, minutes = record["group"], path.minutes[week]
    day = format_day(draft.spans[record["id"]].day)
    if not draft.can_attend(path.client, record["id"]):
        return False
    if group.startswith("php-"):
        return minutes >= PHP
    if group == "continuing-care":
        return minutes <= OP and (minutes == OP or (day == "Tue") == (int(path.client[1:]) % 2 == 0))
    if group == "process-day" and minutes >= PHP:
        return False
    return group.endswith("-evening" if path.evening else "-day") and day in path.days(week).split()


def step_down(week: int = 0, seed: int = 1) -> Generated:
    """Return one of three consecutive weeks; the second and third have the one before as published."""
    names = ("step-down-30", "step-down-30-week-2", "step-down-30-week-3")
    primaries: dict[str, str] = {}
    made: list[Generated] = []
    for number in range(week + 1):
        rng = random.Random(seed)
        monday = dt.date(2026, 6, 1) + dt.timedelta(7 * number)
        draft = Draft(names[number], monday, "Mon-Fri 8:30-21:30")
        add_services(draft)
        add_house(draft)
        hold_timetable(draft)
        fill_week(draft, number, rng, primaries)
        draft.drop_unattended()
        _add_plans(draft)
        add_apart(draft, rng, 1)
        add_wishes(draft, rng, 0.3)
        if made:
            published = made[-1].planted.model_dump(mode="json", exclude_none=True)
            draft.fields["published"] = {
                key: value for key, value in published.items() if key != "instance_digest"
            }
        made.append(draft.generated())
    return made[-1]


def _add_plans(draft: Draft) -> None:
    for number, (client, record) in enumerate(draft.clients.items()):
        extra: Record = {}
        if record["level"] == "op":
            due = f"{client}.individual.1" in draft.sessions
            extra["individual"] = {"every_weeks": 2, "last_on": draft.date(-12 if due else -5)}
        if record["level"] == "php":
            extra["medication-visit"] = {"with_whom": "any"}
        flexible = dict.fromkeys(("process", "recovery-skills", "education"), 2)
        write_plan(draft, client, extra, (), flexible if number % 2 else {})
