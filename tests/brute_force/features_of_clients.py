"""Features of clients: bands, payers, what happened already, spacing, caps, wishes; pins and goals."""

from random import Random

from brute_force.base import DATES, Data, Tiny
from iopsched.domain.goals import TERMS


def bands(tiny: Tiny) -> None:
    level = tiny.data["levels"][0]
    level["min_minutes_per_week"] = tiny.rng.choice((0, 60, 120))
    level["max_minutes_per_week"] = tiny.rng.choice((120, 135, 150))
    if tiny.chance(0.5):
        level["max_minutes_per_day"] = tiny.rng.choice((60, 90, 105))
    if tiny.chance(0.3):
        tiny.one("clients")["min_minutes_per_week"] = tiny.rng.choice((30, 90, 120))
    if tiny.chance(0.3):
        tiny.data["levels"].append({"id": "own", "preset": "unbounded"})
        tiny.one("clients").update(level="own", max_minutes_per_week=tiny.rng.choice((60, 100)))


def days(tiny: Tiny) -> None:
    level = tiny.data["levels"][0]
    field = tiny.rng.choice(("min_service_days", "max_service_days", "max_gap_days"))
    level[field] = tiny.rng.choice((0, 1, 1)) if field == "max_service_days" else tiny.rng.choice((1, 2, 3))
    if field == "max_gap_days" and tiny.chance(0.5):
        tiny.one("clients")["last_service_date"] = tiny.rng.choice(("2026-02-28", "2026-03-01", "2026-02-25"))


def payers(tiny: Tiny) -> None:
    payer: Data = {"id": "p1", "min_qualifying_days": tiny.rng.choice((1, 2))}
    if tiny.chance(0.8):
        payer["qualifying_day_minutes"] = tiny.rng.choice((30, 60, 61, 105, 120))
    if tiny.chance(0.3):
        payer["max_minutes_per_week"] = 120
    tiny.data["payers"] = [payer]
    if tiny.chance(0.3):
        tiny.data["payers"].append({"id": "p2", "qualifying_day_minutes": 90, "max_service_days": 1})
    client = tiny.one("clients")
    client["payers"] = tiny.some([one["id"] for one in tiny.data["payers"]])
    if tiny.chance(0.6):
        authorisation: Data = {}
        if tiny.chance(0.6):
            authorisation["days_left"] = tiny.rng.choice((0, 1, 1, 2))
        if tiny.chance(0.5):
            authorisation[tiny.rng.choice(("first_date", "last_date"))] = DATES[tiny.day()]
        client["authorisation"] = authorisation


def attended(tiny: Tiny) -> None:
    client = tiny.one("clients")
    entry: Data = {"date": DATES[tiny.day()], "credited_minutes": tiny.rng.choice((0, 30, 60, 150))}
    if tiny.chance(0.6):
        entry["service"] = tiny.rng.choice(("grp", "ind"))
    client["attended"] = [entry]
    if tiny.chance(0.3):
        client["attended"].append({"date": DATES[tiny.day()], "credited_minutes": 60})


def spacing(tiny: Tiny) -> None:
    client = tiny.one("clients")
    item: Data = client.setdefault("plan", [{"service": "grp"}])[0]
    item["min_sessions"] = tiny.rng.choice((0, 1, 2))
    if tiny.chance(0.5):
        item["max_sessions"] = item["min_sessions"] + tiny.rng.choice((0, 1))
    item["min_days_between"] = tiny.rng.choice((0, 1, 2))
    if tiny.chance(0.3):
        item["every_weeks"] = 2
        item["last_on"] = tiny.rng.choice(("2026-02-24", "2026-02-18"))


def caps(tiny: Tiny) -> None:
    client = tiny.one("clients")
    client[tiny.rng.choice(("max_trips", "max_groups"))] = tiny.rng.choice((0, 1, 1, 2))
    tiny.data.setdefault("conventions", {}).setdefault(
        "new_trip_after_minutes", tiny.rng.choice((30, 60, 120))
    )


def priorities(tiny: Tiny) -> None:
    for client in tiny.data["clients"]:
        client["priority"] = tiny.rng.randint(1, 3)


def wishes(tiny: Tiny) -> None:
    for client in tiny.data["clients"]:
        found: list[Data] = []
        for _ in range(tiny.rng.choice((0, 1, 2))):
            about: tuple[Data, ...] = (
                {"group": tiny.one("groups")["id"]},
                {"clinician": tiny.one("clinicians")["id"]},
                {"day": tiny.day()},
                {"hours": tiny.open_hours(1, 60)},
            )
            wish = dict(tiny.rng.choice(about), strength=tiny.rng.randint(1, 3), avoid=tiny.chance(0.4))
            found.append(wish)
        client["preferences"] = found


def screens(tiny: Tiny) -> None:
    """Plan a service that is never scheduled."""
    tiny.data["services"].append(
        {"id": "screen", "format": "individual", "clock_minutes": 30, "scheduled": False, "roles": []}
    )
    client = tiny.one("clients")
    client.setdefault("plan", [{"service": "grp"}]).append({"service": "screen", "with_whom": "any"})


def pins(tiny: Tiny) -> None:
    found: list[Data] = []
    for _ in range(tiny.rng.choice((1, 1, 2))):
        group = tiny.one("groups")
        meeting = tiny.rng.choice(group["meetings"])
        about: Data = {
            "session": f"{group['id']}.{meeting['id']}",
            "group": group["id"],
            "client": tiny.one("clients")["id"],
            "clinician": tiny.one("clinicians")["id"],
            "room": tiny.one("rooms")["id"],
            "mode": tiny.rng.choice(("on_site", "telehealth")),
            "day": meeting["starts"][0].split()[0],
            "start": meeting["starts"][0],
            "service": tiny.one("services")["id"],
        }
        fields = tiny.rng.sample(sorted(about), tiny.rng.choice((1, 2, 2, 3)))
        found.append({"pin": tiny.rng.choice(("hold", "forbid")), **{name: about[name] for name in fields}})
    tiny.data["pins"] = found


def goals(tiny: Tiny) -> None:
    """Put some terms at levels of their own, anywhere, so that every term is first now and then."""
    # Draws of its own, so that a new term leaves all else at each seed as it is.
    rng = Random(tiny.rng.random())
    chosen = rng.sample(sorted(TERMS), 5)
    tiny.data["goals"] = [
        {"id": "first", "terms": [{"term": chosen[0]}]},
        {"id": "second", "terms": [{"term": term, "weight": rng.randint(1, 9)} for term in chosen[1:3]]},
        {"id": "third", "terms": [{"term": term, "weight": rng.randint(1, 9)} for term in chosen[3:]]},
    ]


def sizes(tiny: Tiny) -> None:
    tiny.data["services"][0]["good_size"] = tiny.rng.choice((1, 2, 3))
    for group in tiny.data["groups"]:
        if tiny.chance(0.4):
            group["leaving_out_cost"] = tiny.rng.choice((1, 5, 50))
        if tiny.chance(0.3):
            group["good_size"] = tiny.rng.choice((0, 2))


FEATURES = (
    (bands, 0.25),
    (days, 0.3),
    (payers, 0.2),
    (attended, 0.15),
    (spacing, 0.2),
    (caps, 0.25),
    (priorities, 0.3),
    (wishes, 0.35),
    (screens, 0.1),
    (pins, 0.15),
    (goals, 0.5),
    (sizes, 0.3),
)
