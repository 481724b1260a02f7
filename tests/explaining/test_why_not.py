"""Wishes whose answer is known: what they cost, who has to move, or which rule forbids them."""

import pytest

from builders import (
    MON,
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    roles,
    room,
    schedule,
    service,
)
from iopsched.domain.answers import Answer
from iopsched.domain.progress import Limits
from iopsched.domain.relations import Pin
from iopsched.errors import ProblemsError
from iopsched.explaining.why_not import why_not
from iopsched.explaining.wishes import has
from iopsched.judging.judge import judge

LIMITS = Limits(reproducible=True, effort=20, workers=1)


def hold(**fields) -> Pin:
    return Pin.model_validate({"pin": "hold", **fields})


def ask(week, planned, *wish, prove=False) -> Answer:
    """Ask, and hold what any answer promises: a schedule is valid, has the wish, and costs what is said."""
    answer = why_not(week, planned, wish, limits=LIMITS, prove=prove)
    if answer.settled == "allowed":
        verdict = judge(week, answer.schedule)
        assert verdict.valid
        assert has(answer.schedule, wish)
        assert answer.schedule.instance_digest == week.digest
        shortages = [level.value for level in verdict.levels[:3]]
        assert [level.at_most for level in answer.levels[:3]] == shortages
        assert all(level.at_least is None or level.at_least <= level.at_most for level in answer.levels)
    else:
        assert answer.schedule is None
    assert answer.sentences
    return answer


def week_of(*clients, **parts):
    """Two groups at one time of Mon and a later one of Tue, in three rooms, and two clinicians."""
    defaults = {
        "rooms": [room("A", 4), room("B", 4), room("C", 4)],
        "clinicians": [clinician("k1"), clinician("k2")],
        "groups": [group("g", "Mon 18:00"), group("h", "Mon 18:00"), group("e", "Tue 18:00")],
        "clients": list(clients),
    }
    return instance(**{**defaults, **parts})


def both(week, *others):
    """g with c1 and h with c2."""
    return schedule(
        week,
        group_session("g.1", "Mon 18:00", ["c1"], ["k1"], "A"),
        group_session("h.1", "Mon 18:00", ["c2"], ["k2"], "B"),
        *others,
    )


def test_a_wish_that_is_met_already_costs_nothing_to_say():
    week = week_of(client("c1"), client("c2"))
    answer = ask(week, both(week), hold(client="c1", group="g"))
    assert answer.settled == "already"
    assert answer.sentences == ("the schedule has it already: c1 in g (g.1 Mon 18:00)",)


def test_a_wish_that_nothing_stands_in_the_way_of():
    week = week_of(client("c1"), client("c2"))
    answer = ask(week, both(week), hold(client="c1", clinician="k1", group="e"))
    assert answer.settled == "allowed"
    assert not answer.moved
    assert [change.joined for change in answer.own] == [("e.1",)]
    assert all(level.at_most == 0 for level in answer.levels[:3])


def test_a_cheap_wish_changes_one_client_alone():
    week = week_of(client("c1", "grp"), client("c2", "grp"))
    answer = ask(week, both(week), hold(client="c1", group="e"))
    assert answer.settled == "allowed"
    assert not answer.moved
    assert not answer.shortfalls


def test_a_dear_wish_leaves_somebody_short():
    """The only seat of h is c2's, and c2 can come at no other time."""
    seats = [group("g", "Mon 18:00"), group("h", "Tue 18:00", max_heads=1)]
    week = week_of(client("c1", "grp"), client("c2", "grp", hours="Tue 17-20"), groups=seats)
    planned = schedule(
        week,
        group_session("g.1", "Mon 18:00", ["c1"], ["k1"], "A"),
        group_session("h.1", "Tue 18:00", ["c2"], ["k2"], "B"),
    )
    answer = ask(week, planned, hold(client="c1", group="h"), prove=True)
    assert answer.settled == "allowed"
    assert [(change.client, change.course) for change in answer.shortfalls] == [("c2", "new")]
    assert [change.id for change in answer.moved] == ["c2"]
    short = answer.levels[1]
    assert (short.before, short.at_most, short.at_least) == (0, 1, 1)
    assert "1 more client short of a need exactly (proved)" in " ".join(answer.sentences)
    assert any(violation.rule == "head_count" for violation in answer.in_the_way)


def test_somebody_makes_room_at_no_cost_to_anybodys_needs():
    """c1 can only come on Mon, where g is full; c2 moves to the group of Tue."""
    groups = [group("g", "Mon 18:00", max_heads=1), group("e", "Tue 18:00")]
    week = week_of(client("c1", "grp", hours="Mon 17-20"), client("c2", "grp"), groups=groups)
    planned = schedule(week, group_session("g.1", "Mon 18:00", ["c2"], ["k1"], "A"))
    answer = ask(week, planned, hold(client="c1", session="g.1"))
    assert answer.settled == "allowed"
    assert [(c.id, c.joined, c.left) for c in answer.moved] == [("c2", ("e.1",), ("g.1",))]
    assert [(c.client, c.course) for c in answer.shortfalls] == [("c1", "gone")]


def test_a_time_that_somebody_else_has_is_had_by_moving_them():
    week = instance(
        services=[individual()],
        clients=[client("c1", "ind", hours="Mon 9-12"), client("c2", "ind", hours="Mon 9-12")],
        clinicians=[clinician("k1")],
    )
    planned = schedule(week, own_session("c1.ind.1", "Mon 9:00"), own_session("c2.ind.1", "Mon 10:00"))
    answer = ask(week, planned, hold(session="c1.ind.1", start="Mon 10:00"))
    assert answer.settled == "allowed"
    assert [(c.id, c.moved) for c in answer.moved] == [("c2", ("c2.ind.1",))]


def test_a_group_is_opened_with_those_who_may_join():
    groups = [group("g", "Mon 18:00"), group("t", "Tue 18:00", "Thu 18:00", attendance="attend_all")]
    week = week_of(client("c1", "grp"), client("c2", "grp"), groups=groups)
    planned = schedule(week, group_session("g.1", "Mon 18:00", ["c1", "c2"], ["k1"], "A"))
    answer = ask(week, planned, hold(group="t"))
    assert answer.settled == "allowed"
    assert {"t.1", "t.2"} <= {session.id for session in answer.schedule.sessions}


def test_a_wish_that_something_is_not():
    week = week_of(client("c1", "grp"), client("c2", "grp"))
    answer = ask(week, both(week), Pin.model_validate({"pin": "forbid", "clinician": "k2"}))
    assert answer.settled == "allowed"
    assert all("k2" not in session.leaders for session in answer.schedule.sessions)


CO_LED = roles([["LPC"]])

FORBIDDEN = {
    "client_available": (
        week_of(client("c1", hours="Tue 17-21"), client("c2")),
        [hold(client="c1", group="g")],
    ),
    "client_stay": (
        week_of(client("c1", starts_on="2026-03-03"), client("c2")),
        [hold(client="c1", group="g")],
    ),
    "arrival_and_departure": (
        week_of(client("c1", leave_by="18:30"), client("c2")),
        [hold(client="c1", group="g")],
    ),
    "eligible_only": (
        week_of(
            client("c1"),
            client("c2", age_band="senior"),
            groups=[group("g", "Mon 18:00", eligible={"age_bands": ["senior"]}), group("h", "Mon 18:00")],
        ),
        [hold(client="c1", group="g")],
    ),
    "closed_group": (
        week_of(
            client("c1"),
            client("c2"),
            groups=[group("g", "Mon 18:00", closed=True, members=["c2"]), group("h", "Mon 18:00")],
        ),
        [hold(client="c1", group="g")],
    ),
    "language_shared": (
        week_of(client("c1", languages=["es"]), client("c2"), clinicians=[clinician("k1"), clinician("k2")]),
        [hold(client="c1", group="g")],
    ),
    "service_planned": (
        week_of(client("c1", "ind"), client("c2")),
        [hold(client="c1", group="g")],
    ),
    "mode_allowed": (
        week_of(client("c1", modes=["telehealth"]), client("c2")),
        [hold(client="c1", group="g")],
    ),
    "clinician_avoided": (
        week_of(client("c1", avoid_clinicians=["k1"]), client("c2")),
        [hold(client="c1", group="g", clinician="k1")],
    ),
    "credentials_held": (
        week_of(
            client("c1"),
            client("c2"),
            services=[service("grp", roles=CO_LED), individual()],
            clinicians=[clinician("k1"), clinician("k2", credentials=["LPC"])],
        ),
        [hold(session="g.1", clinician="k1")],
    ),
    "clinician_available": (
        week_of(client("c1"), client("c2"), clinicians=[clinician("k1", hours="Tue 17-21"), clinician("k2")]),
        [hold(session="g.1", clinician="k1")],
    ),
    "leader_listed": (
        week_of(
            client("c1"),
            client("c2"),
            groups=[group("g", "Mon 18:00", leaders=["k2"]), group("h", "Mon 18:00")],
        ),
        [hold(session="g.1", clinician="k1")],
    ),
    "room_suits": (
        week_of(
            client("c1"), client("c2"), groups=[group("g", "Mon 18:00", rooms=["B"]), group("h", "Mon 18:00")]
        ),
        [hold(session="g.1", room="A")],
    ),
    "start_offered": (week_of(client("c1"), client("c2")), [hold(session="g.1", start="Wed 18:00")]),
    "site_open": (
        week_of(client("c1"), client("c2"), week={"closures": [{"date": MON}]}),
        [hold(session="g.1")],
    ),
    "room_fits": (
        week_of(client("c1"), client("c2"), rooms=[room("A", 2), room("B", 2)]),
        [hold(session="g.1", client="c1"), hold(session="g.1", client="c2")],
    ),
    "caseload_kept": (
        week_of(
            client("c1", "ind", primary="k1"),
            client("c2", "ind"),
            clinicians=[clinician("k1", max_caseload=1), clinician("k2")],
        ),
        [hold(client="c2", service="ind", clinician="k1")],
    ),
    "plan_clinician": (
        week_of(client("c1", "ind", primary="k1"), client("c2")),
        [hold(client="c1", service="ind", clinician="k2")],
    ),
    "clinician_day_load": (
        week_of(
            client("c1"), client("c2"), clinicians=[clinician("k1", max_minutes_per_day=30), clinician("k2")]
        ),
        [hold(session="g.1", clinician="k1")],
    ),
    "apart_in_session": (
        week_of(client("c1"), client("c2"), relations=[{"kind": "apart", "clients": ["c1", "c2"]}]),
        [hold(client="c1", group="g"), hold(client="c2", group="g")],
    ),
    "groups_cap": (
        week_of(client("c1", max_groups=1), client("c2")),
        [hold(client="c1", group="g"), hold(client="c1", group="e")],
    ),
    "one_of_set": (
        week_of(client("c1"), client("c2"), group_sets=[{"id": "s", "groups": ["g", "e"]}]),
        [hold(client="c1", group="g"), hold(client="c1", group="e")],
    ),
    "day_minutes": (
        week_of(client("c1"), client("c2"), level={"max_minutes_per_day": 30}),
        [hold(client="c1", group="g")],
    ),
    "client_in_one_place": (
        week_of(client("c1"), client("c2")),
        [hold(client="c1", group="g"), hold(client="c1", group="h")],
    ),
    "clinician_in_one_place": (
        week_of(client("c1"), client("c2")),
        [hold(session="g.1", clinician="k1"), hold(session="h.1", clinician="k1")],
    ),
    "forbidden": (
        week_of(client("c1"), client("c2"), pins=[{"pin": "forbid", "client": "c1", "day": "Tue"}]),
        [hold(client="c1", group="e")],
    ),
    "held": (
        week_of(
            client("c1"), client("c2"), pins=[{"pin": "hold", "client": "c2", "session": "h.1", "room": "B"}]
        ),
        [hold(session="h.1", room="A")],
    ),
}


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_what_is_forbidden_is_forbidden_by_the_rule_planted(rule):
    week, wish = FORBIDDEN[rule]
    answer = ask(week, schedule(week), *wish) if rule != "held" else ask(week, _held(week), *wish)
    assert answer.settled == "forbidden"
    assert answer.ban.rules == (rule,)
    assert answer.ban.fewest
    assert {violation.rule for violation in answer.ban.violations} == {rule}
    assert answer.sentences[0].startswith("proved: ")
    assert any(sentence.startswith(f"{rule}: ") for sentence in answer.sentences)


def _held(week):
    return schedule(week, group_session("h.1", "Mon 18:00", ["c2"], ["k2"], "B"))


def test_two_rules_that_both_forbid_are_both_named():
    week = week_of(client("c1", hours="Tue 17-21", avoid_clinicians=["k1"]), client("c2"))
    answer = ask(week, schedule(week), hold(client="c1", group="g", clinician="k1"))
    assert answer.ban.rules == ("client_available", "clinician_avoided")
    assert answer.ban.fewest


def test_too_few_others_is_a_matter_of_the_week():
    """g needs two heads, and nobody but c1 may come."""
    groups = [group("g", "Mon 18:00", min_heads=2)]
    week = week_of(client("c1"), client("c2", hours="Tue 9-12"), groups=groups)
    answer = ask(week, schedule(week), hold(client="c1", group="g"))
    assert answer.settled == "forbidden"
    assert answer.ban.lies_in == "week"
    assert "head_count" in answer.ban.rules


def test_what_is_past_can_be_wished_for_no_more():
    week = week_of(client("c1"), client("c2"), week={"now": "2026-03-03T12:00"})
    answer = ask(week, schedule(week), hold(client="c1", session="g.1"))
    assert answer.settled == "forbidden"
    assert answer.ban.rules == ("past_kept",)


def test_proved_bounds_never_exceed_the_price():
    groups = [group("g", "Mon 18:00", max_heads=1), group("h", "Tue 18:00", max_heads=1)]
    clients = [
        client("c1", item("grp", min_sessions=2), preferences=[{"day": "Mon"}]),
        client("c2", item("grp", min_sessions=1)),
    ]
    week = week_of(*clients, groups=groups)
    planned = schedule(
        week,
        group_session("g.1", "Mon 18:00", ["c1"], ["k1"], "A"),
        group_session("h.1", "Tue 18:00", ["c1"], ["k1"], "A"),
    )
    answer = ask(week, planned, hold(client="c2", group="g"), prove=True)
    assert answer.settled == "allowed"
    assert answer.levels[1].before == 1
    assert answer.levels[1].exact
    assert answer.levels[2].exact


def test_a_schedule_that_breaks_rules_is_not_explained():
    week = week_of(client("c1"), client("c2"))
    twice = schedule(week, group_session("g.1", "Mon 18:00"), group_session("h.1", "Mon 18:00"))
    with pytest.raises(ProblemsError) as caught:
        ask(week, twice, hold(client="c1", group="e"))
    assert {problem.code for problem in caught.value.problems} == {"schedule_invalid"}


def test_nothing_is_claimed_when_there_is_no_time():
    class Now:
        def is_set(self):
            return True

    week = week_of(client("c1"), client("c2"))
    answer = why_not(week, both(week), hold(client="c2", group="g"), limits=LIMITS, cancel=Now())
    assert answer.settled == "unsettled"
    assert answer.ban is None
    assert answer.sentences[0].startswith("not settled: ")
