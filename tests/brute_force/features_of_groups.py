"""Features of groups: head counts, ages, eligibility, tracks, sets, and who keeps whom company."""

from brute_force.base import DATES, Data, Tiny


def heads(tiny: Tiny) -> None:
    service = tiny.data["services"][tiny.rng.choice((0, 0, 1))]
    service["min_heads"] = tiny.rng.choice((1, 2, 2))
    service["max_heads"] = tiny.rng.choice((2, 2, 3))
    if tiny.chance(0.3):
        service["clients_per_leader"] = 1
        service["roles"] = [{"id": "lead"}, {"id": "second", "optional": True}]
    if tiny.chance(0.4):
        group = tiny.one("groups")
        group["min_heads"], group["max_heads"] = tiny.rng.choice(((1, 1), (1, 2), (2, 3)))


def ages(tiny: Tiny) -> None:
    bands = ("adult", "teen", "young")
    for client in tiny.data["clients"]:
        client["age_band"] = tiny.rng.choice(bands)
    if tiny.chance(0.4):
        tiny.one("services")["ages_together"] = [["adult", "young"]]


def eligibility(tiny: Tiny) -> None:
    tiny.data["levels"].append({"id": "php", "preset": "unbounded", "min_minutes_per_week": 60})
    for client in tiny.data["clients"]:
        client["programme_week"] = tiny.rng.choice((1, 2, 3))
        if tiny.chance(0.5):
            client["gender"] = tiny.rng.choice(("f", "m"))
        if tiny.chance(0.5):
            client["track"] = tiny.rng.choice(("sud", "mh"))
        if tiny.chance(0.5):
            client["tags"] = ["vet"]
        if tiny.chance(0.3):
            client["level"] = "php"
    asked: tuple[Data, ...] = (
        {"genders": ["f"]},
        {"tracks": ["sud"]},
        {"levels": ["php"]},
        {"tags": ["vet"]},
        {"first_week": 2},
        {"last_week": 2},
        {"age_bands": ["adult"]},
    )
    tiny.one("groups")["eligible"] = tiny.rng.choice(asked)
    if tiny.chance(0.3):
        tiny.one("clients")["only_groups"] = tiny.some(tiny.ids("groups"), 0)


def closed(tiny: Tiny) -> None:
    group = tiny.one("groups")
    group["closed"] = tiny.chance(0.8)
    group["members"] = tiny.some(tiny.ids("clients"))


def tracks(tiny: Tiny) -> None:
    group = tiny.data["groups"][0]
    group["attendance"] = "attend_all"
    if len(group["meetings"]) == 1 and tiny.chance(0.8):
        day, hour = tiny.rng.choice(tiny.hours)
        group["meetings"].append({"id": "2", "starts": [f"{day} {hour}:00"]})
    if tiny.chance(0.5):
        group["members"] = tiny.some(tiny.ids("clients"))
    if tiny.chance(0.3):
        tiny.one("clients")[tiny.rng.choice(("starts_on", "ends_on"))] = DATES[tiny.day()]
    if tiny.chance(0.3):
        closures = tiny.data["week"].setdefault("closures", [])
        closures.append({"date": DATES[tiny.day()]})


def sets(tiny: Tiny) -> None:
    if len(tiny.data["groups"]) > 1:
        tiny.data["group_sets"] = [{"id": "parallel", "groups": tiny.ids("groups")}]


def company(tiny: Tiny) -> None:
    """Bring along somebody to a session of a client's own, or to a group."""
    client = tiny.one("clients")
    plan = client.setdefault("plan", [{"service": "grp"}])
    item: Data = {"service": "fam", "company": tiny.rng.choice(("required", "optional"))}
    if tiny.chance(0.25):
        item = plan[0]
        item["company"] = tiny.rng.choice(("required", "optional"))
    else:
        service: Data = {"id": "fam", "format": tiny.rng.choice(("family", "conjoint")), "clock_minutes": 60}
        if tiny.chance(0.4):
            service["modes"] = ["on_site", "telehealth"]
        tiny.data["services"].append(service)
        plan.append(item)
        client["hours"] = tiny.open_hours(1, 60)
    others = [one for one in tiny.ids("clients") if one != client["id"]]
    if others and tiny.chance(0.5):
        item["with_clients"] = [tiny.rng.choice(others)]
        _join(tiny, item["with_clients"][0], client, item)
    if not item.get("with_clients") or tiny.chance(0.5):
        guest: Data = {"id": "v1"}
        if tiny.chance(0.4):
            guest["hours"] = tiny.open_hours(1, 60)
        if tiny.chance(0.2):
            guest["exceptions"] = [{"date": DATES[tiny.day()], "hours": "never"}]
        client["guests"] = [guest]
        item["with_guests"] = ["v1"]
        if tiny.chance(0.4):
            plan[0].update(with_guests=["v1"], company="optional")
        service_id = item["service"]
        service = next(one for one in tiny.data["services"] if one["id"] == service_id)
        service["guests_count_as_heads"] = tiny.chance(0.5)


def _join(tiny: Tiny, other_id: str, client: Data, item: Data) -> None:
    """Plan the session for the partner too, now and then: one session may serve both."""
    other = next(one for one in tiny.data["clients"] if one["id"] == other_id)
    plan = other.get("plan")
    if plan and tiny.chance(0.6) and all(one["service"] != item["service"] for one in plan):
        plan.append(
            {
                "service": item["service"],
                "with_clients": [client["id"]],
                "min_sessions": tiny.rng.choice((0, 1)),
            }
        )
        other["hours"] = client.get("hours", "always")


def relations(tiny: Tiny) -> None:
    if len(tiny.data["clients"]) > 1:
        kind = tiny.rng.choice(("apart", "apart_building", "apart_building", "together"))
        relation: Data = {"kind": kind, "clients": tiny.rng.sample(tiny.ids("clients"), 2)}
        if kind == "together" and tiny.chance(0.4):
            relation["groups"] = [tiny.one("groups")["id"]]
        tiny.data["relations"] = [relation]


FEATURES = (
    (heads, 0.25),
    (ages, 0.12),
    (eligibility, 0.15),
    (closed, 0.15),
    (tracks, 0.25),
    (sets, 0.12),
    (company, 0.25),
    (relations, 0.3),
)
