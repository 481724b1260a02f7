"""Features of clinicians: credentials, supervision, loads, breaks, caseloads, who leads what."""

from brute_force.base import DATES, Data, Tiny


def credentials(tiny: Tiny) -> None:
    service = tiny.one("services")
    sets = ([["lpc"]], [["lpc", "lcdc"]], [["lpc"], ["lcdc"]], [["np"], []])
    roles = [{"id": "lead", "any_of": tiny.rng.choice(sets)}]
    if tiny.chance(0.5):
        roles.append({"id": "second", "any_of": tiny.rng.choice(sets), "optional": tiny.chance(0.6)})
    service["roles"] = roles
    for clinician in tiny.data["clinicians"]:
        held: list[Data] = [
            {"name": name} for name in tiny.rng.sample(("lpc", "lcdc", "np"), tiny.rng.randint(1, 2))
        ]
        if tiny.chance(0.3):
            held[0]["valid_until"] = DATES[tiny.day()]
        clinician["credentials"] = held


def no_roles(tiny: Tiny) -> None:
    tiny.one("services")["roles"] = []


def supervision(tiny: Tiny) -> None:
    tiny.data["clinicians"][0]["needs_supervision"] = True
    if len(tiny.data["clinicians"]) > 1:
        tiny.data["clinicians"][1]["may_supervise"] = tiny.chance(0.8)
        if tiny.chance(0.4):
            tiny.data["clinicians"][1]["hours"] = tiny.open_hours(1, 60)


def leaders(tiny: Tiny) -> None:
    group = tiny.one("groups")
    holder = group if tiny.chance(0.6) else tiny.rng.choice(group["meetings"])
    holder["leaders"] = tiny.some(tiny.ids("clinicians"))


def loads(tiny: Tiny) -> None:
    clinician = tiny.one("clinicians")
    clinician[tiny.rng.choice(("max_minutes_per_day", "max_minutes_per_week"))] = tiny.rng.choice(
        (60, 90, 105, 120)
    )
    for other in tiny.data["clinicians"]:
        if tiny.chance(0.4):
            other.setdefault("max_minutes_per_week", tiny.rng.choice((90, 180, 300, 0)))


def breaks(tiny: Tiny) -> None:
    tiny.one("clinicians")["break_minutes"] = tiny.rng.choice((1, 15, 30, 60))


def runs(tiny: Tiny) -> None:
    for kind in ("clinicians", "clients"):
        if tiny.chance(0.6):
            person = tiny.one(kind)
            person["max_run_minutes"] = tiny.rng.choice((60, 89, 90, 119, 120))
            person["rest_minutes"] = tiny.rng.choice((1, 15, 30, 60, 200))


def meals(tiny: Tiny) -> None:
    for kind in ("clinicians", "clients"):
        if tiny.chance(0.6):
            meal: Data = {
                "minutes": tiny.rng.choice((15, 30, 60)),
                "after_minutes": tiny.rng.choice((30, 60, 119, 120)),
            }
            if tiny.chance(0.5):
                hour = tiny.rng.choice(tiny.hours)[1]
                meal["between"] = f"{hour}:00-{hour + 2}:00"
            tiny.one(kind)["meal"] = meal


def caseloads(tiny: Tiny) -> None:
    tiny.one("clinicians")["max_caseload"] = tiny.rng.choice((0, 0, 1))
    for client in tiny.data["clients"]:
        _plan_visit(tiny, client)
        if tiny.chance(0.3):
            client["primary"] = tiny.rng.choice(tiny.ids("clinicians"))


def whom(tiny: Tiny) -> None:
    client = tiny.one("clients")
    item = _plan_visit(tiny, client)
    item["with_whom"] = tiny.rng.choice(("primary", "primary_or_cover", "any"))
    if tiny.chance(0.7):
        client["primary"] = tiny.rng.choice(tiny.ids("clinicians"))
    if tiny.chance(0.4):
        group_item = client["plan"][0]
        group_item["with_whom"] = tiny.rng.choice(("primary", "primary_or_cover"))
    if tiny.chance(0.4):
        tiny.rng.choice(client["plan"])["clinician_tags"] = ["trauma"]
        for clinician in tiny.data["clinicians"]:
            if tiny.chance(0.6):
                clinician["tags"] = ["trauma"]


def _plan_visit(tiny: Tiny, client: Data) -> Data:
    """Return the client's item of a session of its own, planned now if it was not."""
    plan = client.setdefault("plan", [{"service": "grp"}])
    item = next((item for item in plan if item["service"] == "ind"), None)
    if item is None:
        item = {"service": "ind"}
        plan.append(item)
        client["hours"] = tiny.open_hours(1, 60)
    found: Data = item
    return found


def avoided(tiny: Tiny) -> None:
    client = tiny.one("clients")
    others = [one for one in tiny.ids("clinicians") if one != client.get("primary")]
    if others:
        client["avoid_clinicians"] = [tiny.rng.choice(others)]


def languages(tiny: Tiny) -> None:
    choices = (["es"], ["en", "es"], ["en"])
    for person in tiny.data["clients"] + tiny.data["clinicians"]:
        person["languages"] = tiny.rng.choice(choices)
    for group in tiny.data["groups"]:
        group["language"] = tiny.rng.choice(("en", "es"))


FEATURES = (
    (credentials, 0.2),
    (no_roles, 0.08),
    (supervision, 0.12),
    (leaders, 0.12),
    (loads, 0.2),
    (breaks, 0.2),
    (runs, 0.25),
    (meals, 0.15),
    (caseloads, 0.1),
    (whom, 0.15),
    (avoided, 0.12),
    (languages, 0.1),
)
