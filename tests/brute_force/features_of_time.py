"""Features of time and place: hours, closures, exceptions, sites, telehealth, conventions."""

from brute_force.base import DATES, Data, Tiny


def _exception(tiny: Tiny) -> Data:
    hour = tiny.rng.choice(tiny.hours)[1]
    hours = tiny.rng.choice(("never", f"{hour}:00-{hour + 2}:00", f"{hour}:30-{hour + 3}:00", "always"))
    return {"date": DATES[tiny.day()], "hours": hours}


def closures(tiny: Tiny) -> None:
    hour = tiny.rng.choice(tiny.hours)[1]
    closure: Data = {"date": DATES[tiny.day()]}
    if tiny.chance(0.6):
        closure["hours"] = f"{hour}:30-{hour + 1}:15"
    if tiny.chance(0.5):
        closure["sites"] = tiny.some(tiny.ids("sites"))
    tiny.data["week"]["closures"] = [closure]


def site_hours(tiny: Tiny) -> None:
    site = tiny.one("sites")
    site["hours"] = tiny.open_hours(2, 60)
    if tiny.chance(0.4):
        site["exceptions"] = [_exception(tiny)]


def room_hours(tiny: Tiny) -> None:
    room = tiny.one("rooms")
    if tiny.chance(0.6):
        room["hours"] = tiny.open_hours(1, 60)
    if tiny.chance(0.6):
        room["exceptions"] = [_exception(tiny)]


def client_hours(tiny: Tiny) -> None:
    client = tiny.one("clients")
    if tiny.chance(0.6):
        client["hours"] = tiny.open_hours(1, 60)
    if tiny.chance(0.5) and "hours" in client:
        client["exceptions"] = [_exception(tiny)]


def stays(tiny: Tiny) -> None:
    client = tiny.one("clients")
    day = tiny.day()
    client[tiny.rng.choice(("starts_on", "ends_on"))] = DATES[day]


def comings_and_goings(tiny: Tiny) -> None:
    client = tiny.one("clients")
    hour = tiny.rng.choice(tiny.hours)[1]
    client[tiny.rng.choice(("arrive_after", "leave_by"))] = f"{hour}:{tiny.rng.choice(('00', '45'))}"


def clinician_hours(tiny: Tiny) -> None:
    clinician = tiny.one("clinicians")
    if tiny.chance(0.6):
        clinician["hours"] = tiny.open_hours(1, 60)
    if tiny.chance(0.5):
        clinician["exceptions"] = [_exception(tiny)]


def two_sites(tiny: Tiny) -> None:
    tiny.data["sites"].append({"id": "east"})
    minutes = tiny.rng.choice((0, 15, 30, 60, 90))
    tiny.data["travel"] = [{"between": ["main", "east"], "minutes": minutes}]
    tiny.data["rooms"].append({"id": "E", "site": "east", "capacity": 4})
    for clinician in tiny.data["clinicians"]:
        if tiny.chance(0.4):
            clinician["sites"] = tiny.some(["main", "east"])


def telehealth(tiny: Tiny) -> None:
    service = tiny.one("services")
    service["modes"] = tiny.rng.choice((["telehealth"], ["on_site", "telehealth"]))
    tiny.data.setdefault("conventions", {})["telehealth_buffer_minutes"] = tiny.rng.choice((0, 15, 60))
    group = tiny.one("groups")
    if tiny.chance(0.3):
        group["modes"] = [tiny.rng.choice(("on_site", "telehealth"))]
    for person in (tiny.one("clients"), tiny.one("clinicians")):
        if tiny.chance(0.3):
            person["modes"] = [tiny.rng.choice(("on_site", "telehealth"))]


def staffing(tiny: Tiny) -> None:
    tiny.one("sites")["min_staff_present"] = tiny.rng.choice((0, 2, 2))


def conventions(tiny: Tiny) -> None:
    tiny.data.setdefault("conventions", {}).update(
        new_trip_after_minutes=tiny.rng.choice((0, 30, 60, 240)),
        split_shift_after_minutes=tiny.rng.choice((0, 30, 60)),
        short_rest_minutes=tiny.rng.choice((840, 960, 1380, 1440)),
        uncredited_session_minutes=tiny.rng.choice((0, 20, 100)),
    )


def grid(tiny: Tiny) -> None:
    tiny.data["week"]["grid_minutes"] = 30


def rooms(tiny: Tiny) -> None:
    tiny.one("rooms")["capacity"] = tiny.rng.randint(1, 3)
    if tiny.chance(0.4):
        tiny.one("services")["room_features"] = ["quiet"]
        for room in tiny.data["rooms"]:
            if tiny.chance(0.6):
                room["features"] = ["quiet"]
    if tiny.chance(0.5):
        tiny.one("groups")["rooms"] = tiny.some(tiny.ids("rooms"))
    if tiny.chance(0.3):
        tiny.rng.choice(tiny.one("groups")["meetings"])["rooms"] = tiny.some(tiny.ids("rooms"))


FEATURES = (
    (closures, 0.12),
    (site_hours, 0.12),
    (room_hours, 0.12),
    (client_hours, 0.2),
    (stays, 0.12),
    (comings_and_goings, 0.12),
    (clinician_hours, 0.2),
    (two_sites, 0.2),
    (telehealth, 0.25),
    (staffing, 0.12),
    (conventions, 0.2),
    (grid, 0.15),
    (rooms, 0.2),
)
