"""What own sessions are offered in a part: a few starts that are free, and what their clients wish for."""

import random

import pytest

from builders import client, clinician, group, individual, instance, own_session, room, schedule, service
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.parts import Sample
from iopsched.cpsat.scope import open_scope
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule


def offered(week: Instance, held: Schedule, starts: int, leaders: int = 9, seed: int = 1):
    """Return what the one open session of c1 is offered while all else stays."""
    scope = open_scope(week, held, clients=["c1"])
    v = Cutter(week).cut(scope, sample=Sample(starts, leaders, random.Random(seed)))
    return v.candidates.placements["c1.ind.1"]


def two_in_a_morning(**fields) -> tuple[Instance, Schedule]:
    """Return a week of one clinician and two own sessions, that of c2 held from 10:00 to 11:00."""
    week = instance(
        services=[individual("ind")],
        clinicians=[clinician("k1", hours="Mon 9:00-12:00")],
        clients=[client("c1", "ind", **fields), client("c2", "ind")],
    )
    return week, schedule(week, own_session("c2.ind.1", "Mon 10:00"))


@pytest.mark.parametrize("seed", range(5))
def test_as_many_starts_are_offered_as_are_free_and_asked_for(seed: int) -> None:
    week, held = two_in_a_morning()
    assert {p.start for p in offered(week, held, 1, seed=seed)} < {540, 660}
    assert {p.start for p in offered(week, held, 2, seed=seed)} == {540, 660}
    assert {p.start for p in offered(week, held, 9, seed=seed)} == {540, 660}


@pytest.mark.parametrize("seed", range(5))
def test_what_a_session_is_now_is_offered_besides(seed: int) -> None:
    week, held = two_in_a_morning()
    held = held.model_copy(
        update={"sessions": (*schedule(week, own_session("c1.ind.1", "Mon 9:00")).sessions, *held.sessions)}
    )
    assert {p.start for p in offered(week, held, 1, seed=seed)} == {540, 660}


def with_leaders(**fields) -> Instance:
    return instance(
        services=[individual("ind")],
        clinicians=[clinician(f"k{at}") for at in range(9)],
        clients=[client("c1", "ind", **fields)],
    )


@pytest.mark.parametrize("seed", range(5))
def test_whom_a_client_wishes_for_is_among_the_few_leaders(seed: int) -> None:
    week = with_leaders(preferences=[{"clinician": "k7"}, {"clinician": "k8", "avoid": True}])
    found = {k for p in offered(week, schedule(week), 2, 1, seed) for _, k in p.leads}
    assert "k7" in found
    assert len(found) <= 2


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("wish", "day", "first", "last"),
    [
        ({"day": "thu"}, 3, 0, 1440),
        ({"hours": "Tue 10:00-11:00"}, 1, 600, 660),
    ],
)
def test_some_starts_are_what_the_client_wishes_for(seed, wish, day, first, last) -> None:
    week = with_leaders(preferences=[wish])
    found = {p.start for p in offered(week, schedule(week), 3, 1, seed)}
    assert any(start // 1440 == day and first <= start % 1440 < last for start in found)


def test_own_sessions_are_looked_for_where_a_wished_clinician_works() -> None:
    week = instance(
        sites=[{"id": "north"}, {"id": "south"}],
        travel=[{"between": ["north", "south"], "minutes": 20}],
        rooms=[room("n1", site="north"), room("s1", site="south")],
        services=[service("grp"), individual("ind", modes=["on_site"])],
        groups=[group("g", "Mon 9:00", rooms=["n1"])],
        clinicians=[clinician("k1", sites=["north"]), clinician("k2", sites=["south"])],
        clients=[
            client("c1", "grp", "ind", preferences=[{"clinician": "k2"}]),
            client("c2", "grp", "ind", preferences=[{"clinician": "k2", "avoid": True}]),
        ],
    )
    cutter = Cutter(week)
    assert {p.where for p in cutter.options("c1.ind.1", usual=True)} == {"north", "south"}
    assert {p.where for p in cutter.options("c2.ind.1", usual=True)} == {"north"}
