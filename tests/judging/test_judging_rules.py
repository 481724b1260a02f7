"""Rules whose edges need more than a row, and what violations say: matching leaders, meals, presence."""

import itertools

import pytest
from judged import broken, violations

from builders import (
    NEXT_MON,
    WED,
    client,
    clinician,
    group,
    group_session,
    instance,
    item,
    own_session,
    roles,
    room,
    schedule,
    service,
)
from iopsched.domain.rules import RULES
from iopsched.domain.schedule import Schedule
from iopsched.judging.checks.staff import leaders_fill_roles
from iopsched.judging.judge import CHECKS, judge


def test_every_rule_has_its_check_in_the_order_of_the_rules():
    assert list(CHECKS) == list(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_check_says_its_rule_in_the_rule_s_own_sentence(rule):
    assert CHECKS[rule].__doc__ == RULES[rule].sentence
    assert CHECKS[rule].__name__ == rule


def test_a_rule_left_out_is_not_judged():
    facts = instance(clients=[client("c1", hours="never")])
    held = schedule(facts, group_session("g.1", "Mon 18:00"))
    assert [violation.rule for violation in judge(facts, held).violations] == ["client_available"]
    assert judge(facts, held, without=frozenset({"client_available"})).valid


def by_hand(leaders, asked) -> bool:
    """Try every way to put leaders to roles; None leaves an optional role empty."""
    places = [*leaders, *[None] * (len(asked) - len(leaders))]
    return any(
        all(
            role.optional if leader is None else any(set(needed) <= leader for needed in role.any_of)
            for leader, role in zip(order, asked, strict=True)
        )
        for order in itertools.permutations(places)
    )


@pytest.mark.parametrize(
    "sets, optional",
    [
        ([[["a"]], [["b"]]], 0),
        ([[["a"]], [["a"], ["b"]]], 1),
        ([[["a", "b"]], [["a"]], [["b"]]], 1),
        ([[["a"], ["b"]], [["b"], ["c"]], [["a"], ["c"]]], 2),
        ([[[]], [["c"]]], 1),
    ],
)
def test_matching_leaders_to_roles_agrees_with_trying_every_order(sets, optional):
    asked = instance(services=[service("grp", roles=roles(*sets, optional=optional))]).service["grp"].roles
    held = [set(), {"a"}, {"b"}, {"c"}, {"a", "b"}, {"a", "b", "c"}]
    for number in range(len(asked) - optional, len(asked) + 1):
        for leaders in itertools.product(held, repeat=number):
            assert leaders_fill_roles(leaders, asked) == by_hand(leaders, asked)


def test_an_optional_role_is_filled_by_whoever_is_left():
    # k1 alone may lead; k2 only assists. Both: k1 leads, k2 assists. k2 alone: the lead stays empty.
    facts = instance(
        services=[service("grp", roles=roles([["lead"]], [["assist"]], optional=1))],
        clinicians=[clinician("k1", credentials=["lead", "assist"]), clinician("k2", credentials=["assist"])],
    )
    assert broken(facts, group_session("g.1", "Mon 18:00", leaders=["k1"])) == []
    assert broken(facts, group_session("g.1", "Mon 18:00", leaders=["k2", "k1"])) == []
    assert broken(facts, group_session("g.1", "Mon 18:00", leaders=["k2"])) == ["credentials_held"]


@pytest.mark.parametrize(
    "between, starts, kept",
    [
        # Two hours each; the day spans more than 240 minutes. Pause 11:00-11:30 is the only one.
        (None, ("Mon 9:00", "Mon 11:30"), True),
        (None, ("Mon 9:00", "Mon 11:15"), False),  # spans 255, pauses 15
        (None, ("Mon 9:00", "Mon 11:00"), True),  # spans exactly 240
        ("11:00-14:00", ("Mon 9:00", "Mon 11:30"), True),
        ("11:15-14:00", ("Mon 9:00", "Mon 11:30"), False),  # 15 minutes inside
        ("11:15-14:00", ("Mon 9:00", "Mon 11:45"), True),  # 11:15-11:45
        ("8:00-11:15, 11:20-14:00", ("Mon 9:00", "Mon 11:45"), False),  # 15 and 25, in two windows
        ("8:00-10:00, 12:00-13:00", ("Mon 9:00", "Mon 14:00"), True),
    ],
)
def test_meal_windows(between, starts, kept):
    meal = {"minutes": 30, "after_minutes": 240, **({} if between is None else {"between": between})}
    facts = instance(
        services=[service("grp", 120)],
        groups=[group("g", *starts)],
        clients=[client("c1", meal=meal)],
        clinicians=[clinician("k1", meal=meal)],
    )
    sessions = [group_session(f"g.{number}", start) for number, start in enumerate(starts, 1)]
    assert broken(facts, *sessions) == ([] if kept else ["client_meal", "clinician_meal"])


@pytest.mark.parametrize(
    "elsewhere, present",
    [
        # k1 is supervised at main 18:00-19:00; north is 20 minutes away.
        ("Mon 16:40", True),  # ends 17:40
        ("Mon 16:45", False),
        ("Mon 17:40", False),
        ("Mon 19:15", False),
        ("Mon 19:20", True),
        ("Tue 18:00", True),
    ],
)
def test_a_supervisor_elsewhere_is_back_in_time_or_not_yet_gone(elsewhere, present):
    facts = instance(
        week={"grid_minutes": 5},
        sites=[{"id": "main"}, {"id": "north"}],
        travel=[{"between": ["north", "main"], "minutes": 20}],
        rooms=[room("A", site="main"), room("B", site="north")],
        groups=[group("g", "Mon 18:00"), group("n", elsewhere)],
        clinicians=[clinician("k1", needs_supervision=True), clinician("k2", may_supervise=True)],
        clients=[client("c1"), client("c2")],
    )
    sessions = (
        group_session("g.1", "Mon 18:00", ["c1"], ["k1"]),
        group_session("n.1", elsewhere, ["c2"], ["k2"], room="B"),
    )
    assert broken(facts, *sessions) == ([] if present else ["supervisor_present"])


def test_two_under_supervision_do_not_supervise_each_other():
    facts = instance(
        services=[service("grp", roles=roles([[]], [[]]))],
        clinicians=[clinician("k1", needs_supervision=True), clinician("k2", needs_supervision=True)],
    )
    found = violations(facts, group_session("g.1", "Mon 18:00", leaders=["k1", "k2"]))
    assert [(one.rule, one.people) for one in found] == [
        ("supervisor_present", ("k1",)),
        ("supervisor_present", ("k2",)),
    ]


def test_a_pair_is_reported_once():
    facts = instance(
        rooms=[room("A"), room("B")],
        groups=[group("g", "Mon 18:00"), group("h", "Mon 18:30")],
        clinicians=[clinician("k1"), clinician("k2")],
        clients=[client("c1"), client("c2")],
        relations=[
            {"kind": "apart", "clients": ["c1", "c2"]},
            {"kind": "apart_building", "clients": ["c2", "c1"]},
        ],
    )
    found = violations(
        facts,
        group_session("g.1", "Mon 18:00", ["c1", "c2"]),
        group_session("h.1", "Mon 18:30", ["c1"], ["k2"], room="B"),
    )
    assert [(one.rule, one.sessions, one.people, one.places) for one in found] == [
        ("client_in_one_place", ("g.1", "h.1"), ("c1",), ("main",)),
        ("apart_in_session", ("g.1",), ("c1", "c2"), ()),
        ("apart_in_building", ("g.1", "h.1"), ("c1", "c2"), ("main",)),
    ]


def test_messages_name_ids_times_and_numbers():
    facts = instance(
        rooms=[room("A", 3)],
        services=[service("grp"), service("fam", format="family")],
        clients=[
            client(
                "c1",
                item("fam", with_guests=["v1", "v2"], with_clients=["c2"]),
                guests=[{"id": "v1"}, {"id": "v2"}],
            ),
            client("c2"),
        ],
    )
    found = violations(facts, own_session("c1.fam.1", "Tue 17:30", ["c1", "c2"], guests=["v1", "v2"]))
    assert [one.message for one in found] == [
        "room A holds 3; c1.fam.1 on Tue 17:30 brings 5 (2 clients, 2 guests, 1 leader)"
    ]


def test_nonsense_gets_a_verdict():
    # A session of 24 hours, one of another week, and everybody in two rooms at once, none led.
    facts = instance(
        rooms=[room("A"), room("B")],
        groups=[group("g", "Mon 18:00"), group("h", "Mon 18:00", attendance="attend_all")],
        clients=[client("c1", "ind", meal={"minutes": 0, "after_minutes": 0}, max_run_minutes=60)],
    )
    found = broken(
        facts,
        group_session("g.1", "Mon 0:00", minutes=1440, leaders=[]),
        group_session("h.1", "Mon 18:00", room="B", leaders=[]),
        own_session("c1.ind.1", "Mon 10:10", clients=[], date=NEXT_MON),
        own_session("c1.ind.2", "Wed 10:00", date=WED, leaders=["k1"]),
        own_session("c1.ind.3", "Wed 10:00", date=WED, leaders=["k1"]),
    )
    assert {"start_offered", "length_kept", "roles_filled", "client_in_one_place", "head_count"} <= set(found)
    assert {"client_run", "service_planned", "sessions_cap", "room_in_one_use", "company_kept"} <= set(found)


def test_an_empty_week_breaks_nothing_but_what_is_held():
    facts = instance(
        groups=[group("g", "Mon 18:00"), group("h", "Tue 18:00")],
        pins=[{"pin": "hold", "client": "c1", "day": "Mon"}, {"pin": "forbid", "group": "h"}],
    )
    verdict = judge(facts, Schedule(instance_id=facts.id, week=facts.week.monday))
    assert [(one.rule, one.message, one.people) for one in verdict.violations] == [
        ("held", "no session agrees with what is held: client c1, day Mon", ("c1",))
    ]
