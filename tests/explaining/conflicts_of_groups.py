"""Planted contradictions of rooms, groups and clients."""

from builders import FRI, MON, client, clients, group, item, room
from explaining.conflict_week import Planted, forbid, hold, places, week


def of_places() -> list[Planted]:
    """Rooms, sites, and people in two places."""
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


def of_groups() -> list[Planted]:
    """Head counts, ages, sets, tracks, eligibility."""
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


def of_clients() -> list[Planted]:
    """A client's hours and caps."""
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
