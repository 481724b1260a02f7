"""Drafts: groups decided for everybody at once keep their rules, and what is held stays."""

from dataclasses import replace

import pytest

from builders import (
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    roles,
    room,
    schedule,
    service,
)
from iopsched.continuity.resolving import nothing_held
from iopsched.cpsat import drafting, timed
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.drafting import draft
from iopsched.cpsat.serving import Choice
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.schedule import Schedule
from iopsched.generating.generate import generate
from iopsched.generating.spec import FEATURES, GeneratorSpec
from iopsched.judging.judge import judge

LIMITS = Limits(reproducible=True, effort=2.0, workers=1)

NOT_ASKED = {"held", "client_meal", "clinician_meal"}
"""Rules that groups alone may break: meals are asked with own sessions between groups."""

OF_PLACES = {"client_in_one_place", "clinician_in_one_place", "trips_cap", "apart_in_building"}
"""Rules that own sessions may break, which have an hour in a draft and no place."""


def drafted(week: Instance, held: Schedule | None = None) -> Schedule:
    found = draft(Cutter(week), held or nothing_held(week), LIMITS).schedule
    assert found is not None
    return found


def some_week(seed: int) -> Instance:
    spec = GeneratorSpec(
        seed=seed,
        clients=14 + seed % 7,
        sites=1 + seed % 3,
        timetable=("fixed", "open")[seed % 2],
        load=("loose", "balanced", "tight", "over")[seed % 4],
        telehealth=0.2,
        features=tuple(FEATURES),
    )
    return generate(spec).instance


@pytest.mark.parametrize("seed", range(8))
def test_a_draft_keeps_all_rules_that_are_asked_of_it(seed: int) -> None:
    week = some_week(seed)
    found = drafted(week)
    groups = tuple(one for one in found.sessions if one.group is not None)
    assert groups
    alone = judge(week, found.model_copy(update={"sessions": groups}))
    assert {one.rule for one in alone.violations} <= NOT_ASKED
    assert {one.rule for one in judge(week, found).violations} <= NOT_ASKED | OF_PLACES


def test_a_draft_leaves_whoever_leads_own_sessions_the_minutes_for_them() -> None:
    """One clinician, two hours: a group that takes both for one client, or own sessions for two."""
    week = instance(
        services=[service("grp", 120, min_heads=1), individual("ind")],
        groups=[group("g", "Mon 9:00")],
        clinicians=[clinician("k1", hours="Mon 9:00-11:00")],
        clients=[client("c1", "grp"), client("c2", "ind"), client("c3", "ind")],
    )
    assert {one.id for one in drafted(week).sessions} == {"c2.ind.1", "c3.ind.1"}


@pytest.mark.parametrize(("trips", "attended"), [(1, 1), (2, 2)])
def test_a_draft_keeps_days_on_site_within_a_clients_trips(trips: int, attended: int) -> None:
    week = instance(
        groups=[group("g1", "Mon 9:00"), group("g2", "Tue 9:00")],
        services=[service("grp", min_heads=1)],
        clients=[client("c1", item("grp", min_sessions=2), max_trips=trips)],
    )
    assert len(drafted(week).sessions) == attended


@pytest.mark.parametrize(("second", "attended"), [("Mon 12:00", 2), ("Mon 12:15", 1)])
def test_a_draft_counts_trips_within_a_day(second: str, attended: int) -> None:
    """A wait of more than two hours begins a trip: of two groups with such a wait one is attended."""
    week = instance(
        groups=[group("g1", "Mon 9:00"), group("g2", second)],
        services=[service("grp", min_heads=1)],
        clients=[client("c1", item("grp", min_sessions=2), max_trips=1)],
    )
    assert len(drafted(week).sessions) == attended


def test_a_draft_leaves_the_hour_in_which_a_client_can_see_whoever_alone_may_lead() -> None:
    """Both have minutes enough on Monday, but the clinician is there only while one of the groups meets."""
    week = instance(
        services=[service("grp", min_heads=1), individual(roles=roles([["LCSW"]]))],
        groups=[group("g1", "Mon 9:00"), group("g2", "Mon 11:00")],
        clinicians=[
            clinician("k1"),
            clinician("k2", hours="Mon 9:00-10:00", credentials=["LCSW"]),
        ],
        clients=[client("c1", "grp", "ind")],
    )
    found = {one.id: one for one in drafted(week).sessions}
    assert sorted(found) == ["c1.ind.1", "g2.1"]
    assert (found["c1.ind.1"].start, found["c1.ind.1"].leaders) == (9 * 60, ("k2",))


@pytest.mark.parametrize(("most", "when"), [(0, ["Mon 11:00"]), (1, ["Mon 11:00", "Mon 12:00"])])
def test_with_an_open_timetable_or_many_clients_no_own_session_has_hours(monkeypatch, most, when) -> None:
    monkeypatch.setattr(timed, "MOST_CLIENTS", most)
    week = instance(
        services=[service("grp", min_heads=1), individual()],
        groups=[group("g1", {"starts": when})],
        clients=[client("c1", "grp", "ind")],
    )
    assert [one.group for one in drafted(week).sessions] == ["g1"]


@pytest.mark.parametrize(
    ("modes", "rooms_used"), [(["on_site"], ["A"]), (["on_site", "telehealth"], ["A", None])]
)
def test_where_there_is_one_room_own_sessions_are_held_by_telehealth_or_left_out(modes, rooms_used) -> None:
    week = instance(
        services=[
            individual("ind", roles=roles([["LCSW"]]), modes=modes),
            individual("med", roles=roles([["MD"]]), modes=modes),
        ],
        groups=[],
        clinicians=[
            clinician("k1", hours="Mon 9:00-10:00", credentials=["LCSW"]),
            clinician("k2", hours="Mon 9:00-10:00", credentials=["MD"]),
        ],
        clients=[client("c1", "ind"), client("c2", "med")],
    )
    assert [one.room for one in drafted(week).sessions] == rooms_used


def test_a_draft_begins_with_what_is_held() -> None:
    week = instance(
        services=[service("grp", min_heads=1)],
        groups=[group("g1", "Mon 9:00"), group("g2", "Mon 9:00")],
        clinicians=[clinician("k1"), clinician("k2")],
        rooms=[room("r1"), room("r2")],
        clients=[client("c1", "grp"), client("c2", "grp")],
    )
    held = schedule(week, group_session("g2.1", "Mon 9:00", ["c2"], ["k2"], "r2"))
    found = {one.id: one for one in drafted(week, held).sessions}
    assert found["g2.1"].leaders == ("k2",)
    assert found["g2.1"].room == "r2"
    assert "c2" in found["g2.1"].clients
    assert sorted(one for session in found.values() for one in session.clients) == ["c1", "c2"]


def test_a_draft_takes_nobody_who_is_held_elsewhere_then() -> None:
    made = generate(GeneratorSpec(seed=5, clients=14))
    week, own = made.instance, [one for one in made.planted.sessions if one.group is None]
    assert own
    found = drafted(week, schedule(week, *own))
    stays = {one.id: one for one in found.sessions if one.group is None}
    assert all(stays[one.id] == one for one in own)
    assert {one.rule for one in judge(week, found).violations} <= {
        *NOT_ASKED,
        *OF_PLACES,
        "clinician_break",
        "company_kept",
    }


def test_whoever_is_left_short_is_in_no_group_unless_held_there(monkeypatch) -> None:
    week = instance(
        services=[service("grp", min_heads=1, max_heads=2)],
        groups=[group("g1", "Mon 9:00"), group("g2", "Tue 9:00")],
        clients=[client(one, item("grp", min_sessions=2)) for one in ("c1", "c2", "c3", "c4")],
    )
    held = schedule(week, group_session("g1.1", "Mon 9:00", ["c4"], ["k1"], "r1"))
    left = Choice(frozenset({"c2", "c3", "c4"}), 0.1)
    monkeypatch.setattr(drafting, "whom_to_leave_short", lambda *_: left)
    found = {one.id: set(one.clients) for one in drafted(week, held).sessions}
    assert found == {"g1.1": {"c1", "c4"}, "g2.1": {"c1", "c4"}}


def test_if_a_draft_without_some_finds_nothing_everybody_is_drafted(monkeypatch) -> None:
    week = instance(
        services=[service("grp", min_heads=2)],
        groups=[group("g1", "Mon 9:00")],
        clients=[client("c1", "grp"), client("c2", "grp")],
    )
    monkeypatch.setattr(drafting, "whom_to_leave_short", lambda *_: Choice(frozenset({"c1"}), 0.1))
    real, runs = drafting.run, []

    def run(model, *others):
        runs.append(len(model.proto.constraints))
        return real(model, *others) if len(runs) > 1 else replace(real(model, *others), values=None)

    monkeypatch.setattr(drafting, "run", run)
    assert {one for session in drafted(week).sessions for one in session.clients} == {"c1", "c2"}
    assert runs == [runs[1] + 1, runs[1]]


def test_an_over_subscribed_house_is_filled() -> None:
    made = generate(GeneratorSpec(seed=2, clients=24, load="over"))
    week = made.instance.replace(pins=())
    attended = {one for session in drafted(week).sessions for one in session.clients}
    placed = {one for session in made.planted.sessions for one in session.clients}
    assert len(placed) - 2 <= len(attended) <= len(week.clients) - 2
