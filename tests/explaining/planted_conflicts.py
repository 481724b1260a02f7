"""Weeks with one contradiction planted in them, and what is known of it: the parts and the rules."""

from dataclasses import dataclass
from typing import Any

from builders import (
    FRI,
    MON,
    TUE,
    client,
    clients,
    clinician,
    group,
    group_session,
    instance,
    item,
    own_session,
    room,
    schedule,
    service,
)
from iopsched.domain.instance import Instance

Data = dict[str, Any]


@dataclass(frozen=True)
class Planted:
    """An instance without any schedule; the places of the parts that contradict, and the rules."""

    name: str
    instance: Instance
    places: tuple[str, ...]
    rules: tuple[str, ...]
    given: tuple[str, ...] = ()


def hold(**fields: Any) -> Data:
    return {"pin": "hold", **fields}


def forbid(**fields: Any) -> Data:
    return {"pin": "forbid", **fields}


HARMLESS = [forbid(clinician="k1", day="Sun"), hold(group="x"), forbid(room="A", day="Sun")]
"""Pins that contradict nothing, in front of those that do."""


def week(*pins: Data, **parts: Any) -> Instance:
    """A house with two rooms, a group x that is in nobody's way, and these pins after three harmless ones."""
    defaults: Data = {
        "rooms": [room("A"), room("B")],
        "clinicians": [clinician("k1"), clinician("k2")],
        "clients": clients(3),
        "groups": [group("g", "Mon 18:00"), group("h", "Mon 18:00")],
    }
    made = {**defaults, **parts}
    made["groups"] = [*made["groups"], group("x", "Sat 9:00")]
    return instance(**made, pins=[*HARMLESS, *pins])


def places(*numbers: int) -> tuple[str, ...]:
    return tuple(f"pins[{len(HARMLESS) + number}]" for number in numbers)


def _of_places() -> list[Planted]:
    one_room = [group("g", "Mon 18:00", rooms=["A"]), group("h", "Mon 18:30", rooms=["A"])]
    return [
        Planted(
            "one room at one time",
            week(hold(group="g"), hold(client="c1", group="x"), hold(group="h"), groups=one_room),
            places(0, 2),
            ("room_in_one_use",),
            ("mode_allowed", "room_suits"),
        ),
        Planted(
            "a room too small",
            week(
                *(hold(client=f"c{n}", group="g") for n in (1, 2, 3)),
                rooms=[room("A", 3), room("B", 20, features=["x"])],
                groups=[group("g", "Mon 18:00", rooms=["A"])],
            ),
            places(0, 1, 2),
            ("room_fits",),
            ("roles_filled", "mode_allowed", "room_suits"),
        ),
        Planted(
            "a client in two places",
            week(hold(client="c1", group="g"), hold(client="c2", group="h"), hold(client="c1", group="h")),
            places(0, 2),
            ("client_in_one_place",),
        ),
        Planted(
            "a clinician in two places",
            week(hold(group="g", clinician="k1"), hold(group="h", clinician="k1")),
            places(0, 1),
            ("clinician_in_one_place",),
        ),
        Planted(
            "a closed day",
            week(hold(group="g"), week={"closures": [{"date": MON}, {"date": FRI}]}),
            (*places(0), "week.closures[0]"),
            ("site_open",),
        ),
    ]


def _of_groups() -> list[Planted]:
    small = [group("g", "Mon 18:00", max_heads=2)]
    band = [client("c1", age_band="adult"), client("c2", age_band="adolescent"), client("c3")]
    return [
        Planted(
            "three who are one too many",
            week(*(hold(client=f"c{n}", group="g") for n in (1, 2, 3)), groups=small),
            places(0, 1, 2),
            ("head_count",),
        ),
        Planted(
            "too few who may",
            week(
                hold(client="c1", group="g"),
                forbid(client="c2", group="g"),
                groups=[group("g", "Mon 18:00", min_heads=3)],
            ),
            places(0, 1),
            ("head_count",),
        ),
        Planted(
            "bands that do not mix",
            week(hold(client="c1", group="g"), hold(client="c2", session="g.1"), clients=band),
            places(0, 1),
            ("ages_together",),
        ),
        Planted(
            "two of a set",
            week(
                hold(client="c1", group="g"),
                hold(client="c1", group="h"),
                groups=[group("g", "Mon 18:00"), group("h", "Tue 18:00")],
                group_sets=[{"id": "s", "groups": ["g", "h"]}],
            ),
            places(0, 1),
            ("one_of_set",),
        ),
        Planted(
            "a track of which one meeting is forbidden",
            week(
                hold(session="g.1"),
                forbid(session="g.2"),
                groups=[group("g", "Mon 18:00", "Wed 18:00", attendance="attend_all")],
            ),
            places(0, 1),
            ("attend_all_whole",),
        ),
        Planted(
            "somebody who is not eligible",
            week(
                hold(client="c1", group="g"),
                groups=[group("g", "Mon 18:00", eligible={"tags": ["dbt"]})],
            ),
            places(0),
            ("eligible_only",),
        ),
    ]


def _of_clients() -> list[Planted]:
    several = [group(name, f"{day} 18:00") for name, day in zip("ghi", ("Mon", "Tue", "Wed"), strict=True)]
    three = [hold(client="c1", group=name) for name in "ghi"]
    return [
        Planted(
            "hours that are over",
            week(hold(client="c1", group="g"), clients=[client("c1", hours="Mon 9-17"), *clients(3)[1:]]),
            places(0),
            ("client_available",),
        ),
        Planted(
            "an own session outside the hours",
            week(
                hold(client="c1", service="ind", day="Tue"),
                clients=[client("c1", "ind", hours="Mon 9-17"), client("c2")],
            ),
            places(0),
            ("client_available",),
        ),
        Planted(
            "three groups where two are allowed",
            week(*three, groups=several, clients=[client("c1", max_groups=2), *clients(3)[1:]]),
            places(0, 1, 2),
            ("groups_cap",),
        ),
        Planted(
            "more minutes than the week has",
            week(*three, groups=several, level={"max_minutes_per_week": 150}),
            places(0, 1, 2),
            ("week_minutes",),
        ),
        Planted(
            "minutes that were attended already",
            week(
                hold(client="c1", group="i"),
                groups=several,
                level={"max_minutes_per_week": 60},
                clients=[
                    client("c1", attended=[{"date": MON, "credited_minutes": 30}]),
                    client("c2", attended=[{"date": MON, "credited_minutes": 30}]),
                ],
            ),
            (*places(0), "clients[0] (c1).attended[0]"),
            ("week_minutes",),
        ),
        Planted(
            "more trips than it makes",
            week(*three, groups=several, clients=[client("c1", max_trips=2), *clients(3)[1:]]),
            places(0, 1, 2),
            ("trips_cap",),
            ("mode_allowed",),
        ),
        Planted(
            "one service too often",
            week(
                *three[:2],
                groups=several,
                clients=[client("c1", item("grp", max_sessions=1)), *clients(3)[1:]],
            ),
            places(0, 1),
            ("sessions_cap",),
        ),
    ]


def _of_staff() -> list[Planted]:
    evening = [group("g", "Mon 18:00", leaders=["k1"]), group("h", "Mon 20:00", leaders=["k1"])]
    own = [hold(client=name, service="ind", clinician="k1") for name in ("c1", "c2")]
    return [
        Planted(
            "a clinician's day",
            week(
                hold(group="g"),
                hold(group="h"),
                groups=evening,
                clinicians=[clinician("k1", max_minutes_per_day=90), clinician("k2")],
            ),
            places(0, 1),
            ("clinician_day_load",),
            ("leader_listed",),
        ),
        Planted(
            "a caseload",
            week(
                *own,
                clients=[*(client(name, "ind", hours="Tue 9-12") for name in ("c1", "c2")), client("c3")],
                clinicians=[clinician("k1", max_caseload=1), clinician("k2")],
            ),
            places(0, 1),
            ("caseload_kept",),
        ),
        Planted(
            "somebody avoided",
            week(
                hold(client="c1", group="g"),
                hold(group="g", clinician="k1"),
                clients=[client("c1", avoid_clinicians=["k1"]), *clients(3)[1:]],
            ),
            places(0, 1),
            ("clinician_avoided",),
        ),
        Planted(
            "the only leader left is forbidden",
            week(
                hold(group="g"),
                forbid(clinician="k1", day="Mon"),
                forbid(clinician="k2", until="Tue 9:00"),
            ),
            places(0, 1, 2),
            (),
            ("roles_filled",),
        ),
    ]


def _of_relations() -> list[Planted]:
    def related(kind: str, *pins: Data) -> Instance:
        relations = [{"kind": "apart", "clients": ["c2", "c3"]}, {"kind": kind, "clients": ["c1", "c2"]}]
        return week(*pins, relations=relations)

    both = [hold(client="c1", group="g"), hold(client="c2", group="g")]
    return [
        Planted(
            "two kept apart",
            related("apart", *both),
            (*places(0, 1), "relations[1]"),
            ("apart_in_session",),
        ),
        Planted(
            "two kept together",
            related("together", both[0], forbid(client="c2", group="g")),
            (*places(0, 1), "relations[1]"),
            ("kept_together",),
        ),
        Planted(
            "two kept apart in the building",
            related("apart_building", both[0], hold(client="c2", group="h")),
            (*places(0, 1), "relations[1]"),
            ("apart_in_building",),
            ("mode_allowed",),
        ),
    ]


def _of_past() -> list[Planted]:
    at = {"now": "2026-03-03T12:00"}
    held = schedule(week(week=at), group_session("g.1", "Mon 18:00", ["c1"], ["k1"], "A")).sessions
    loaded = [clinician("k1", max_minutes_per_week=90), clinician("k2", hours="Mon 9-12; Sat 8-12")]
    later = [group("g", "Mon 18:00"), group("h", "Thu 18:00")]
    return [
        Planted(
            "a day of which the hours are over",
            week(
                hold(client="c1", service="ind", day="Tue"),
                week=at,
                clients=[client("c1", "ind", hours="Tue 9-12; Wed 9-12"), client("c2")],
            ),
            (*places(0), "week.now"),
            ("client_available", "past_kept"),
        ),
        Planted(
            "a week's load that was had on Monday",
            week(hold(group="h", clinician="k1"), groups=later, week=at, history=held, clinicians=loaded),
            (*places(0), "history[0] (g.1)", "week.now"),
            ("clinician_week_load", "past_kept"),
        ),
    ]


def _of_published() -> list[Planted]:
    former = week(groups=[group("g", "Mon 18:00"), group("h", "Tue 18:00")])
    published = schedule(
        former,
        group_session("g.1", "Mon 18:00", ["c1"], ["k1"], "A"),
        group_session("h.1", "Tue 18:00", ["c2"], ["k1"], "A"),
        group_session("x.1", "Sat 9:00", ["c1"], ["k2"], "A"),
    )
    kept = [hold(client=name, as_published=True) for name in ("c1", "c2", "c3")]
    away = [clinician("k1", exceptions=[{"date": TUE}]), clinician("k2")]
    groups = [group("g", "Mon 18:00"), group("h", "Tue 18:00")]
    couple = [
        client(one, item("pair", with_clients=[other], company="required"), hours="Tue 9-12; Wed 9-12")
        for one, other in (("c1", "c2"), ("c2", "c1"))
    ]
    pair = [service("grp"), service("pair", format="conjoint")]
    alone = week(services=pair, clients=[*couple, client("c3")], groups=groups)
    return [
        Planted(
            "a leader who is away",
            week(*kept, groups=groups, clinicians=away, published=published),
            places(1),
            ("clinician_available",),
        ),
        Planted(
            "a newcomer in a room that stays as published",
            week(
                hold(room="A", as_published=True),
                hold(client="c3", session="h.1", room="B"),
                groups=groups,
                published=published,
            ),
            places(0, 1),
            (),
        ),
        Planted(
            "a couple's session when one is away",
            week(
                hold(session="c1.pair.1", as_published=True),
                services=pair,
                clients=[couple[0], {**couple[1], "hours": "Wed 9-12"}, client("c3")],
                groups=groups,
                published=schedule(alone, own_session("c1.pair.1", "Tue 10:00", ["c1", "c2"])),
            ),
            places(0),
            ("client_available",),
        ),
    ]


PLANTED = [
    *_of_places(),
    *_of_groups(),
    *_of_clients(),
    *_of_staff(),
    *_of_relations(),
    *_of_past(),
    *_of_published(),
]
