"""Planted contradictions of staff, relations, the past and what is published."""

from builders import (
    TUE,
    client,
    clients,
    clinician,
    group,
    group_session,
    item,
    own_session,
    schedule,
    service,
)
from explaining.conflict_week import Data, Planted, forbid, hold, places, week
from iopsched.domain.instance import Instance


def of_staff() -> list[Planted]:
    """Loads, caseloads, and who is avoided."""
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


def of_relations() -> list[Planted]:
    """Clients kept apart and together."""

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


def of_past() -> list[Planted]:
    """What is over, and what happened."""
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


def of_published() -> list[Planted]:
    """What is held as published."""
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


def of_meals() -> list[Planted]:
    """Meals, which a session more can mend: a pause is a pause only until the next session."""
    return [Planted("a day without a meal", meals("Mon 12:00"), places(0, 1), ("clinician_meal",), LISTED)]


LISTED = ("leader_listed",)


def meals(third: str) -> Instance:
    """Two sessions held back to back by one clinician, too long without a meal, and a third that may be."""
    meal = {"after_minutes": 90, "minutes": 30, "between": "9:00-16:00"}
    return week(
        hold(group="g"),
        hold(group="h"),
        groups=[
            group("g", "Mon 10:00", leaders=["k1"]),
            group("h", "Mon 11:00", leaders=["k1"]),
            group("i", third, leaders=["k1"]),
        ],
        clinicians=[clinician("k1", meal=meal), clinician("k2")],
    )
