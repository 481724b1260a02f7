"""What was held before now: kept as it was, a broken rule never, and the cap of what may be added."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from builders import (
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    room,
    schedule,
    service,
)
from cut import AHEAD, OVER, cut, cuts
from iopsched.cpsat.build import build
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.week import Week
from iopsched.errors import ProblemsError
from iopsched.files.reading import instance_from_data, problems_of
from iopsched.files.writing import instance_data
from iopsched.judging.judge import judge
from iopsched.solving import solve
from rule_cases.case import Case
from rule_cases.past import HOUSE, MON_18, MONDAY_HELD, OWN, TUESDAY_NOON, held
from test_model_cases import fixed_is_feasible, narrowed

LIMITS = Limits(reproducible=True, effort=5, workers=1)
CHUNKS = 16
OUTSIDE = tuple(case for case in AHEAD if case.side == "outside")
OUT_OF_REACH = {"attend_all_whole", "held"}
"""Rules that miss something: what could only have been before now is missed no more."""


@pytest.mark.parametrize("case", OUTSIDE, ids=[case.id for case in OUTSIDE])
def test_what_breaks_a_rule_is_history_once_the_week_is_over(case: Case) -> None:
    week = cut(case, OVER)
    verdict = judge(week, case.schedule)
    assert verdict.valid
    told = {violation.rule for violation in verdict.history}
    assert told <= case.violations <= told | OUT_OF_REACH
    assert fixed_is_feasible(build(week, only=case.schedule, merge=False), case.schedule)
    row = replace(case, instance=week)
    assert fixed_is_feasible(build(narrowed(row), keep=(case.schedule,)), case.schedule)


@pytest.mark.parametrize("start", range(CHUNKS))
def test_judge_and_model_agree_on_every_row_at_any_time(start: int) -> None:
    for case in AHEAD[start::CHUNKS]:
        for week in cuts(case):
            model = build(week, only=case.schedule, merge=False)
            assert fixed_is_feasible(model, case.schedule) == judge(week, case.schedule).valid, (
                case.id,
                week.week.now,
            )


def test_only_what_takes_part_in_it_makes_a_violation_count() -> None:
    """Two sessions at one time on Monday are history, whatever else there is; a third beside them is not."""
    facts = instance(
        groups=[group("g", "Mon 18:00", "Wed 18:00"), group("h", "Mon 18:30"), group("m", "Mon 18:45")],
        rooms=[room("A"), room("B"), room("C")],
        clinicians=[clinician("k1"), clinician("k2"), clinician("k3")],
    )
    both = (
        group_session("g.1", "Mon 18:00"),
        group_session("h.1", "Mon 18:30", leaders=["k2"], room="B"),
    )
    third = group_session("m.1", "Mon 18:45", leaders=["k3"], room="C")
    begun = held(facts, "2026-03-02T18:40", *both)
    verdict = judge(begun, schedule(begun, *both, group_session("g.2", "Wed 18:00")))
    assert verdict.valid
    assert [(v.rule, v.sessions) for v in verdict.history] == [("client_in_one_place", ("g.1", "h.1"))]
    verdict = judge(begun, schedule(begun, *both, third))
    assert {v.sessions for v in verdict.violations} == {("g.1", "m.1"), ("h.1", "m.1")}


def test_the_solver_keeps_what_was_held_and_plans_the_rest() -> None:
    result = solve(MONDAY_HELD, limits=LIMITS)
    kept = [session for session in result.schedule.sessions if session.id in ("g.1", "c1.ind.1")]
    assert {session.id: session for session in kept} == {
        session.id: session for session in MONDAY_HELD.history
    }
    assert not result.shortfalls
    now = MONDAY_HELD.week.now
    assert now is not None
    later = [s for s in result.schedule.sessions if s.id not in ("g.1", "c1.ind.1")]
    assert not [s for s in later if MONDAY_HELD.week.is_past(s.date, s.start)]


def test_history_that_no_plan_and_no_rule_would_allow_is_kept_as_well() -> None:
    odd = (
        own_session("c2.ind.4", "Mon 3:05", ["c1"], ["k1", "k2"], "B", minutes=95),
        group_session("g.1", "Mon 18:00", ["c1", "c2", "c3"], [], "A"),
        group_session("g.2", "Tue 11:00", ["c3"], ["k1"], "A"),
    )
    week = held(HOUSE, TUESDAY_NOON, *odd)
    result = solve(week, limits=LIMITS)
    assert set(week.history) <= set(result.schedule.sessions)
    verdict = judge(week, result.schedule)
    assert verdict.valid
    assert {"start_offered", "length_kept", "company_kept", "roles_filled"} <= {
        violation.rule for violation in verdict.history
    }


def test_a_week_that_is_over_comes_back_as_it_was() -> None:
    week = held(HOUSE, "2026-03-09T08:00", MON_18, OWN)
    result = solve(week, limits=LIMITS)
    assert {session.id for session in result.schedule.sessions} == {"g.1", "c1.ind.1"}
    assert result.status == "optimal"


def test_a_published_schedule_that_came_otherwise_is_no_obstacle() -> None:
    """Monday was published for others and at another hour; Tuesday was published, and not held."""
    published = schedule(
        HOUSE,
        group_session("g.1", "Mon 19:00", ["c1", "c3"], ["k2"], "B"),
        group_session("g.2", "Tue 11:00", ["c1"], ["k1"]),
        group_session("g.3", "Wed 18:00", ["c1"], ["k2"], "B"),
    )
    result = solve(MONDAY_HELD, limits=LIMITS, published=published)
    ids = {session.id: session for session in result.schedule.sessions}
    assert set(MONDAY_HELD.history) <= set(result.schedule.sessions)
    assert ids["g.3"] == published.sessions[2]
    assert ids.keys() & {"g.2"} == set() or ids["g.2"].start == 12 * 60


def test_a_missed_individual_session_is_made_up_for() -> None:
    missed = {"date": "2026-03-02", "credited_minutes": 0, "session": "c1.ind.1"}
    week = instance(
        services=[service("grp"), individual("ind", 50)],
        clients=[client("c1", item("ind"), attended=[missed], hours="Mon-Wed 9-12")],
    )
    was = own_session("c1.ind.1", "Mon 9:00")
    week = held(week, TUESDAY_NOON, was)
    result = solve(week, limits=LIMITS)
    assert [session.id for session in result.schedule.sessions] == ["c1.ind.1", "c1.ind.2"]
    assert not result.shortfalls
    assert result.certificates[0].minutes == 50


@pytest.mark.parametrize(
    "entries, ids",
    [
        ((), 2),
        ((("c1.ind.1", None),), 3),
        ((("c1.ind.1", None), ("c1.ind.2", None)), 4),
        ((("c1.ind.1", "ind"),), 2),
        ((("g.1", None), ("c2.ind.1", None), (None, None)), 2),
        ((("c1.ind.1", None), ("c1.ind.1", "ind")), 3),
    ],
)
def test_each_missed_session_leaves_one_more_id(
    entries: tuple[tuple[str | None, str | None], ...], ids: int
) -> None:
    attended = [
        {"date": f"2026-03-0{2 + day}", "credited_minutes": 0, "session": session, "service": service_id}
        for day, (session, service_id) in enumerate(entries)
    ]
    week = instance(clients=[client("c1", item("ind", min_sessions=2), attended=attended), client("c2")])
    assert [name for name, _ in week.individual_session_ids(week.client["c1"])] == [
        f"c1.ind.{number}" for number in range(1, ids + 1)
    ]


@pytest.mark.parametrize(
    "now, past",
    [
        (None, (False, False)),
        ("2026-03-01T23:59", (False, False)),
        ("2026-03-02T18:00", (False, False)),
        ("2026-03-02T18:01", (True, False)),
        ("2026-03-08T00:00", (True, False)),
        ("2026-03-09T00:00", (True, True)),
    ],
)
def test_what_starts_before_now_is_past(now: str | None, past: tuple[bool, bool]) -> None:
    week = Week.model_validate({"monday": "2026-03-02", "time_zone": "America/New_York", "now": now})
    times = ((dt.date(2026, 3, 2), 18 * 60), (dt.date(2026, 3, 8), 12 * 60))
    assert tuple(week.is_past(*time) for time in times) == past


def test_time_and_history_are_facts_and_nothing_else_changes_the_digest() -> None:
    begun = held(HOUSE, TUESDAY_NOON)
    assert HOUSE.digest != begun.digest != MONDAY_HELD.digest
    assert held(HOUSE, TUESDAY_NOON, OWN, MON_18).digest == MONDAY_HELD.digest
    assert "history" not in HOUSE.facts()


def test_a_week_that_has_begun_reads_back_as_written() -> None:
    data = instance_data(MONDAY_HELD)
    assert data["week"]["now"] == TUESDAY_NOON
    assert [session["id"] for session in data["history"]] == ["g.1", "c1.ind.1"]
    assert instance_from_data(data) == MONDAY_HELD


def test_problems_of_the_history_are_told_together_and_with_all_others() -> None:
    data: dict[str, Any] = instance_data(MONDAY_HELD)
    data["history"][0] |= {"clients": ["c1", "c9"], "date": "2026-03-05"}
    data["history"][1]["room"] = "Z"
    data["rooms"][1]["site"] = "north"
    _, found = problems_of(data)
    assert {(problem.code, problem.place) for problem in found} == {
        ("unknown_reference", "history[0] (g.1).clients[1]"),
        ("history_not_past", "history[0] (g.1).start"),
        ("unknown_reference", "history[1] (c1.ind.1).room"),
        ("unknown_reference", "rooms[1] (B).site"),
    }


def test_an_instance_built_in_python_is_checked_as_well() -> None:
    with pytest.raises(ProblemsError) as error:
        HOUSE.replace(history=MONDAY_HELD.history)
    assert [problem.code for problem in error.value.problems] == ["history_without_now"]


def begun_track(*clients: dict[str, Any]) -> Instance:
    """A track of three evenings, of which the first was held with c1 and c2."""
    facts = instance(
        groups=[group("g", "Mon 18:00", "Wed 18:00", "Fri 18:00", attendance="attend_all")],
        clients=list(clients) or [client("c1"), client("c2")],
    )
    return held(facts, TUESDAY_NOON, group_session("g.1", "Mon 18:00", ["c1", "c2"]))


@pytest.mark.parametrize(
    "evenings, valid",
    [((), True), (("Wed",), False), (("Fri",), False), (("Wed", "Fri"), True)],
)
def test_the_rest_of_a_track_is_held_whole_or_left_out(evenings: tuple[str, ...], valid: bool) -> None:
    week = begun_track()
    number = {"Wed": 2, "Fri": 3}
    plan = schedule(
        week,
        group_session("g.1", "Mon 18:00", ["c1", "c2"]),
        *(group_session(f"g.{number[day]}", f"{day} 18:00", ["c1", "c2"]) for day in evenings),
    )
    assert judge(week, plan).valid == valid
    assert fixed_is_feasible(build(week), plan) == valid


def test_a_track_whose_first_evening_was_cancelled_goes_on() -> None:
    week = held(begun_track().replace(history=()), TUESDAY_NOON)
    plan = schedule(
        week,
        group_session("g.2", "Wed 18:00", ["c1", "c2"]),
        group_session("g.3", "Fri 18:00", ["c1", "c2"]),
    )
    assert judge(week, plan).valid
    assert fixed_is_feasible(build(week), plan)
