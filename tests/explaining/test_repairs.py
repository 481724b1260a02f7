"""Priced repairs: planted weeks in which the one right lever is known, and what every menu promises."""

import threading

import pytest

from builders import (
    client,
    clients,
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
from iopsched import Limits, ProblemsError, solve
from iopsched.domain.lever_table import KINDS, LeverTable
from iopsched.domain.schedule_checks import schedule_problems
from iopsched.explaining.repairs import repairs
from iopsched.explaining.trying import shortage_of
from iopsched.judging.judge import judge

LIMITS = Limits(reproducible=True, effort=20.0, workers=1)
SOLVE = Limits(reproducible=True, effort=10.0, workers=1)


def menu_of(facts, *sessions, **options):
    return repairs(facts, schedule(facts, *sessions), limits=LIMITS, **options)


def only(*kinds, **others):
    """A table with these kinds alone on offer."""
    kept = {kind: {"offered": kind in kinds} for kind in KINDS}
    return LeverTable.model_validate({**kept, **others})


def one_seat():
    facts = instance(groups=[group("g", "Mon 18:00", max_heads=2)], clients=planned(3))
    return facts, [group_session("g.1", "Mon 18:00", clients=("c1", "c2"))]


def planned(number, **fields):
    return [client(f"c{index}", "grp", **fields) for index in range(1, number + 1)]


def half_an_hour():
    facts = instance(
        clinicians=[clinician("k1", hours="Mon 17-17:30")],
        clients=[client("c1", "ind", primary="k1", hours="Mon 17-18")],
    )
    return facts, []


def one_chair():
    facts = instance(rooms=[room("A", 3)], clients=planned(3))
    return facts, [group_session("g.1", "Mon 18:00", clients=("c1", "c2"))]


def by_telehealth():
    facts = instance(
        services=[individual(modes=["on_site", "telehealth"])],
        rooms=[],
        clients=[client("c1", "ind", modes=["on_site"], hours="Mon 18-19")],
    )
    return facts, []


def no_credential():
    facts = instance(
        services=[individual(roles=[{"any_of": [["LPC"]]}])],
        clients=[client("c1", "ind", primary="k1", hours="Mon 18-19")],
    )
    return facts, []


def comes_late():
    facts = instance(clients=[client("c1", "grp"), client("c2", "grp", hours="Mon 18:30-19:30")])
    return facts, [group_session("g.1", "Mon 18:00", clients=("c1",))]


def nobody_listed_leads():
    facts = instance(
        clinicians=[clinician("k1"), clinician("k2", hours="never")],
        groups=[group("g", "Mon 18:00", leaders=["k2"])],
        clients=planned(2),
    )
    return facts, []


def too_few_heads():
    facts = instance(groups=[group("g", "Mon 18:00", min_heads=3)], clients=planned(2, hours="Mon 18-19"))
    return facts, []


def led_too_much():
    facts = instance(
        clinicians=[clinician("k1", max_minutes_per_week=60)],
        clients=[client("c1", "ind", hours="Mon 18-19"), client("c2", "ind", hours="Mon 19-20")],
    )
    return facts, [own_session("c1.ind.1", "Mon 18:00")]


def another_evening():
    facts = instance(
        clinicians=[clinician("k1", hours="Mon 9-12")],
        clients=[client("c1", "ind", primary="k1", hours="Thu 17-20")],
    )
    return facts, []


def primary_is_taken():
    facts = instance(
        clinicians=[clinician("k1", hours="Mon 9-12"), clinician("k2")],
        clients=[client("c1", "ind", primary="k1", hours="Thu 17-20")],
    )
    return facts, []


def full_caseload():
    facts = instance(
        clinicians=[clinician("k1", max_caseload=1)],
        clients=[client("c1", primary="k1"), client("c2", "ind", hours="Mon 18-19")],
    )
    return facts, []


def one_session_more():
    facts = instance(
        level={"min_minutes_per_week": 120},
        clients=[client("c1", item("ind", max_sessions=1), hours="Mon 18-19; Tue 18-19")],
    )
    return facts, [own_session("c1.ind.1", "Mon 18:00")]


def no_group_at_their_time():
    facts = instance(groups=[group("g", "Mon 18:00")], clients=planned(2, hours="Sat 10-11"))
    return facts, []


def closes_early():
    facts = instance(
        sites=[{"id": "main", "hours": "Mon 18-18:30"}],
        clients=planned(2, hours="Mon 18-19"),
    )
    return facts, []


PLANTED = [
    (one_seat, ["One more seat in g (3 instead of 2)"]),
    (half_an_hour, ["k1 stays 30 minutes longer on Mon (until 18:00)"]),
    (one_chair, ["Room A seats 1 more (4 instead of 3)"]),
    (by_telehealth, ["Telehealth for c1"]),
    (no_credential, ["k1 gets the credential LPC"]),
    (comes_late, ["c2 comes from 18:00 instead of 18:30 on Mon"]),
    (nobody_listed_leads, ["Let k1 lead g too"]),
    (too_few_heads, ["Hold g with 2 already (instead of 3 or more)"]),
    (led_too_much, ["k1 leads up to 120 minutes a week (instead of 60)"]),
    (another_evening, ["k1 works Thu 17:00-18:00 too"]),
    (primary_is_taken, ["c1 may see somebody else than its primary for ind"]),
    (full_caseload, ["k1 is primary to up to 2 clients (instead of 1)"]),
    (one_session_more, ["One more session of ind for c1 (2 instead of 1)"]),
    (no_group_at_their_time, ["Let g.1 start Sat 10:00 too"]),
    (closes_early, ["Site main is open until 19:00 instead of 18:30 on Mon"]),
]
NAMES = [build.__name__ for build, _ in PLANTED]


@pytest.mark.parametrize(("build", "sentences"), PLANTED, ids=NAMES)
def test_the_right_lever_comes_first_and_serves_everybody(build, sentences):
    facts, sessions = build()
    menu = menu_of(facts, *sessions)
    first = menu.suggestions[0]
    assert list(first.sentences) == sentences
    assert first.after.measure == (0, 0, 0)
    assert first.before.clients_short == len(first.helped) > 0
    assert (first.rank, first.moved, first.worse, menu.not_helped, menu.complete) == (1, (), (), (), True)
    assert menu.again is None


@pytest.mark.parametrize(("build", "sentences"), PLANTED, ids=NAMES)
def test_what_a_suggestion_promises_is_what_the_week_with_it_has_at_least(build, sentences):
    facts, sessions = build()
    present = schedule(facts, *sessions)
    for one in repairs(facts, present, limits=LIMITS).suggestions:
        changed = facts
        for lever in one.levers:
            changed = lever.apply(changed)
        shown = one.difference.apply(present)
        verdict = judge(changed, shown)
        assert verdict.valid
        assert shortage_of(changed, verdict) == one.after
        assert list(schedule_problems(facts, shown)) or not judge(facts, shown).valid
        solved = solve(changed, limits=SOLVE)
        assert shortage_of(changed, judge(changed, solved.schedule)).measure <= one.after.measure


def test_a_pair_is_offered_where_neither_does_anything_alone():
    facts = instance(
        rooms=[room("A", 3)],
        groups=[group("g", "Mon 18:00", max_heads=2)],
        clients=planned(3, hours="Mon 18-19"),
    )
    menu = menu_of(facts, group_session("g.1", "Mon 18:00", clients=("c1", "c2")))
    assert [set(one.sentences) for one in menu.suggestions] == [
        {"One more seat in g (3 instead of 2)", "Room A seats 1 more (4 instead of 3)"}
    ]
    assert menu.suggestions[0].cost == 7
    assert menu.suggestions[0].helped == ("c3",)


def test_two_things_for_one_client_are_a_pair_only_where_both_are_needed_to_serve_it():
    facts = instance(
        services=[service("grp"), service("other")],
        clinicians=[clinician("k1"), clinician("k2")],
        rooms=[room("A"), room("B")],
        groups=[
            group("g", "Mon 18:00", max_heads=1),
            {**group("h", "Tue 18:00", max_heads=1), "service": "other"},
        ],
        clients=[client("c1", "grp", "other"), client("c2", "grp", "other", hours="Mon-Tue 18-19")],
    )
    menu = menu_of(
        facts,
        group_session("g.1", "Mon 18:00"),
        group_session("h.1", "Tue 18:00"),
        levers=only("seat"),
    )
    by_sentences = {frozenset(one.sentences): one for one in menu.suggestions}
    seats = {"One more seat in g (2 instead of 1)", "One more seat in h (2 instead of 1)"}
    assert by_sentences.keys() == {frozenset(seats), *(frozenset([one]) for one in seats)}
    assert by_sentences[frozenset(seats)].helped == ("c2",)
    assert menu.suggestions[0].levers == by_sentences[frozenset(seats)].levers
    for one in seats:
        assert by_sentences[frozenset([one])].helped == ()
        assert by_sentences[frozenset([one])].better == ("c2",)


def test_as_many_seats_as_are_needed_and_no_more():
    facts = instance(groups=[group("g", "Mon 18:00", max_heads=2)], clients=planned(4, hours="Mon 18-19"))
    menu = menu_of(facts, group_session("g.1", "Mon 18:00", clients=("c1", "c2")), levers=only("seat"))
    assert [one.sentences for one in menu.suggestions] == [("2 more seats in g (4 instead of 2)",)]
    assert menu.suggestions[0].cost == 4


def test_what_solving_again_gives_is_no_lever_and_comes_for_nothing():
    facts = instance(clients=planned(2))
    menu = menu_of(facts, group_session("g.1", "Mon 18:00", clients=("c1",)))
    assert menu.again is not None
    assert (menu.again.sentences, menu.again.cost, menu.again.helped) == ((), 0, ("c2",))
    assert menu.again.after.measure == (0, 0, 0)
    assert menu.suggestions == ()


def test_the_cheaper_of_two_comes_first_and_a_table_can_turn_that_round():
    facts, sessions = one_seat()
    assert kinds(menu_of(facts, *sessions, levers=only("seat", "open_group"))) == ["seat", "open_group"]
    dear = only("seat", "open_group", seat={"cost": 50})
    assert kinds(menu_of(facts, *sessions, levers=dear)) == ["open_group", "seat"]


def kinds(menu):
    """The kinds of levers on a menu, in order of the first of each."""
    return list(dict.fromkeys(one.levers[0].kind for one in menu.suggestions))


def test_what_is_not_on_offer_is_not_suggested():
    facts, sessions = one_seat()
    menu = menu_of(facts, *sessions, levers=only())
    assert (menu.suggestions, menu.of, menu.not_helped) == ((), 0, ("c3",))


def test_a_week_without_shortfalls_has_an_empty_menu():
    facts = instance(clients=planned(1))
    menu = menu_of(facts, group_session("g.1", "Mon 18:00"))
    assert (menu.suggestions, menu.again, menu.not_helped, menu.tried) == ((), None, (), 0)


def test_progress_is_told_and_whoever_stops_keeps_what_was_found():
    facts, sessions = one_seat()
    told, stop = [], threading.Event()

    def watch(tried, of):
        told.append((tried, of))
        if tried == 1:
            stop.set()

    menu = menu_of(facts, *sessions, on_progress=watch, cancel=stop)
    assert told[0] == (0, menu.of)
    assert (menu.tried, menu.complete) == (1, False)
    assert [one.sentences for one in menu.suggestions] == [("One more seat in g (3 instead of 2)",)]


def test_a_schedule_that_breaks_a_rule_is_refused():
    facts, _ = one_seat()
    with pytest.raises(ProblemsError) as caught:
        menu_of(facts, group_session("g.1", "Mon 18:00", clients=("c1", "c2", "c3")))
    assert {problem.code for problem in caught.value.problems} == {"schedule_invalid"}


def test_only_the_first_ones_are_given():
    facts, sessions = one_seat()
    assert len(menu_of(facts, *sessions, top=1).suggestions) == 1


def test_a_need_that_the_data_makes_impossible_has_no_lever():
    facts = instance(
        level={"min_minutes_per_week": 120},
        payers=[{"id": "p", "max_minutes_per_week": 60}],
        clients=clients(1, payers=["p"]),
    )
    assert menu_of(facts, group_session("g.1", "Mon 18:00")).suggestions == ()
