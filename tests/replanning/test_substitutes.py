"""Who could lead a session instead, in which order, and what stands in the way of the others."""

import pytest

from builders import (
    TUE,
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
from iopsched.domain.goals import DEFAULT_GOALS
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.errors import ProblemsError
from iopsched.judging.building import build_index
from iopsched.judging.judge import CHECKS, judge
from iopsched.replanning.events import Absence, apply_events
from iopsched.replanning.led_by import (
    RULES_OF_OTHERS,
    RULES_OF_PRESENCE,
    goal_values,
    led_by,
    violations_of_leading,
    violations_of_presence,
)
from iopsched.replanning.substitutes import substitutes, substitutions
from sample import sample_instance, sample_schedule


def a_week(**parts) -> Instance:
    """A Tuesday evening group that k1 leads; the others hold more or less of what it takes."""
    return instance(
        **{
            "services": [
                service("grp", roles=roles([["LPC"], ["LCSW", "CADC"]])),
                individual(roles=roles([["LPC"], ["LCSW", "CADC"]])),
            ],
            "clinicians": [
                clinician("k1", credentials=["LPC"]),
                clinician("k2", credentials=["LCSW", "CADC"], hours="Tue 17-21", max_minutes_per_day=360),
                clinician("k3", credentials=["LPC"], hours="Mon-Fri 9-17"),
                clinician("k4", credentials=["LPC"], languages=["es"]),
                clinician("k5", credentials=["CM"]),
                clinician("k6", credentials=["LPC"]),
                clinician("k7", credentials=[{"name": "LPC", "valid_until": "2026-02-28"}]),
            ],
            "rooms": [room("A"), room("B")],
            "groups": [group("g", "Tue 18:00", "Thu 18:00"), group("h", "Tue 18:00")],
            "clients": [
                client("c1", "grp", item("ind", with_whom="any"), primary="k6"),
                client("c2", "grp"),
            ],
            **parts,
        }
    )


def as_published(week: Instance) -> Schedule:
    return schedule(
        week,
        group_session("g.1", "Tue 18:00", clients=["c1", "c2"]),
        own_session("c1.ind.1", "Tue 15:00", leaders=["k3"], room="B"),
    )


def ranked(week: Instance, plan: Schedule, session: str, **extra) -> dict[str, bool]:
    return {entry.clinician: entry.valid for entry in substitutes(week, plan, session, **extra)}


def test_the_fit_come_first_and_the_reasons_say_why():
    week = a_week()
    found = {entry.clinician: entry for entry in substitutes(week, as_published(week), "g.1")}
    assert list(found) == ["k6", "k2", "k4", "k7", "k3"]
    assert [entry.valid for entry in found.values()] == [True, True, False, False, False]
    assert found["k2"].reason == (
        "k2 holds LCSW and CADC, works Tue 17:00-21:00, leads nothing else then, 60 of 360 min that day"
    )
    assert found["k6"].reason == (
        "k6 holds LPC, works Tue 00:00-24:00, leads nothing else then, 60 min that day, "
        "is primary to 1 of its 2 clients"
    )
    assert {entry.instead_of for entry in found.values()} == {"k1"}
    assert found["k3"].rules == ("clinician_available",)
    assert "g.1 on Tue 18:00" in found["k3"].reason
    assert found["k4"].rules == ("language_shared",)
    assert found["k7"].rules == ("credentials_held",)


def test_whoever_holds_none_of_the_credentials_is_left_out():
    week = a_week()
    assert "k5" not in ranked(week, as_published(week), "g.1")
    away = apply_events(week, [Absence(clinician="k1", date=TUE)]).instance
    (one,) = substitutions(away, as_published(week), schedule(away))
    assert one.left_out == 1


def test_whoever_knows_the_group_comes_before_whoever_does_not():
    week = a_week()
    before = schedule(
        week,
        group_session("g.1", "Tue 18:00", clients=["c1", "c2"]),
        group_session("g.2", "Thu 18:00", clients=["c1", "c2"], leaders=["k2"]),
    )
    found = substitutes(week, as_published(week), "g.1", published=before)
    assert [entry.clinician for entry in found][:2] == ["k2", "k6"]
    assert found[0].reason.endswith(", led this group as published")


def test_the_goals_decide_before_familiarity():
    wish = {"clinician": "k2", "strength": 5}
    week = a_week(clients=[client("c1", "grp", primary="k6"), client("c2", "grp", preferences=[wish])])
    plan = schedule(week, group_session("g.1", "Tue 18:00", clients=["c1", "c2"]))
    assert list(ranked(week, plan, "g.1"))[:2] == ["k2", "k6"]


def test_whoever_leads_elsewhere_or_too_long_is_unfit():
    week = a_week(
        clinicians=[
            clinician("k1", credentials=["LPC"]),
            clinician("k2", credentials=["LPC"], max_minutes_per_day=100),
            clinician("k6", credentials=["LPC"]),
        ],
        clients=[client("c1", "grp", item("ind", with_whom="any")), client("c2", "grp")],
    )
    plan = schedule(
        week,
        group_session("g.1", "Tue 18:00", clients=["c1"]),
        group_session("h.1", "Tue 18:00", clients=["c2"], leaders=["k6"], room="B"),
        own_session("c1.ind.1", "Tue 15:00", leaders=["k2"]),
    )
    found = {entry.clinician: entry.rules for entry in substitutes(week, plan, "g.1")}
    assert found == {"k2": ("clinician_day_load",), "k6": ("clinician_in_one_place",)}


def test_of_two_leaders_each_may_be_replaced():
    two = [service("grp", roles=roles([["LPC"]], [["CADC"]])), individual()]
    people = [
        clinician("k1", credentials=["LPC"]),
        clinician("k2", credentials=["CADC"]),
        clinician("k3", credentials=["CADC"]),
        clinician("k4", credentials=["LPC"]),
    ]
    week = a_week(services=two, clinicians=people, clients=[client("c1", "grp"), client("c2", "grp")])
    plan = schedule(week, group_session("g.1", "Tue 18:00", clients=["c1"], leaders=["k1", "k2"]))
    found = substitutes(week, plan, "g.1")
    assert {(entry.clinician, entry.instead_of, entry.valid) for entry in found} == {
        ("k3", "k2", True),
        ("k4", "k1", True),
    }


def test_an_empty_role_is_filled_before_anybody_is_replaced():
    two = [service("grp", roles=roles([["LPC"]], [["LPC"]])), individual()]
    week = a_week(services=two, clients=[client("c1", "grp"), client("c2", "grp")])
    plan = schedule(week, group_session("g.1", "Tue 18:00", clients=["c1"]))
    found = substitutes(week, plan, "g.1")
    assert {entry.instead_of for entry in found} == {None}
    assert [entry.clinician for entry in found if entry.valid] == ["k6"]
    alone = schedule(week, group_session("g.1", "Tue 18:00", clients=["c1"], leaders=[]))
    assert next(iter(substitutes(week, alone, "g.1"))).valid


def test_a_role_that_everybody_may_fill_leaves_nobody_out():
    week = a_week(services=[service("grp"), individual()])
    assert "k5" in ranked(week, as_published(week), "g.1")
    peers = a_week(services=[service("grp", roles=[]), individual()])
    plan = schedule(peers, group_session("g.1", "Tue 18:00", clients=["c1"], leaders=[]))
    assert substitutes(peers, plan, "g.1") == ()


def test_a_session_that_is_not_there_is_a_problem():
    week = a_week()
    with pytest.raises(ProblemsError) as error:
        substitutes(week, as_published(week), "Zoe Quimby")
    assert [problem.code for problem in error.value.problems] == ["unknown_session"]
    assert "Zoe" not in str(error.value)


def test_where_somebody_is_away_all_who_may_stand_in_are_ranked_the_chosen_too():
    week = a_week()
    before = as_published(week)
    away = apply_events(week, [Absence(clinician="k1", date=TUE)]).instance
    after = schedule(
        away,
        group_session("g.1", "Tue 18:00", clients=["c1", "c2"], leaders=["k2"]),
        own_session("c1.ind.1", "Tue 15:00", leaders=["k3"], room="B"),
    )
    (found,) = substitutions(away, before, after, published=before)
    assert (found.session, found.lost, found.chosen) == ("g.1", ("k1",), ("k2",))
    assert [entry.clinician for entry in found.ranked] == ["k6", "k2", "k4", "k7", "k3"]
    assert {entry.clinician: entry.instead_of for entry in found.ranked}["k2"] is None


def test_a_session_that_could_not_be_kept_shows_what_stood_in_the_way():
    week = a_week()
    before = as_published(week)
    events = [Absence(clinician=one, date=TUE) for one in ("k1", "k2", "k6")]
    away = apply_events(week, events).instance
    (found,) = substitutions(away, before, schedule(away))
    assert found.chosen == ()
    assert found.lost == ("k1",)
    assert not any(entry.valid for entry in found.ranked)


def test_a_leader_who_is_not_in_the_instance_any_more_is_lost_too():
    week = a_week()
    published = schedule(week, group_session("g.1", "Tue 18:00", clients=["c1", "c2"]))
    later = a_week(clinicians=[clinician("k6", credentials=["LPC"])])
    start = schedule(later, group_session("g.1", "Tue 18:00", clients=["c1", "c2"], leaders=[]))
    after = schedule(later, group_session("g.1", "Tue 18:00", clients=["c1", "c2"], leaders=["k6"]))
    (found,) = substitutions(later, start, after, published=published)
    assert (found.lost, found.chosen) == (("k1",), ("k6",))
    assert [(entry.clinician, entry.valid) for entry in found.ranked] == [("k6", True)]


def test_nobody_is_looked_for_where_nobody_is_missing_or_all_is_past():
    week = a_week()
    before = as_published(week)
    assert substitutions(week, before, before) == ()
    moved = schedule(week, group_session("g.1", "Thu 18:00", clients=["c1", "c2"]))
    away = apply_events(week, [Absence(clinician="k1", date=TUE)]).instance
    assert substitutions(away, before, moved) == ()
    past = a_week(week={"now": "2026-03-08T20:00"})
    away = apply_events(past, [Absence(clinician="k1", date=TUE)]).instance
    assert substitutions(away, before, before) == ()


def test_the_rules_left_out_are_rules():
    assert set(CHECKS) >= RULES_OF_OTHERS | RULES_OF_PRESENCE


@pytest.mark.parametrize("session", ["evening.1", "evening.3", "c01.ind.1", "c01.family.1"])
@pytest.mark.parametrize("leaders", [(), ("k1",), ("k2",), ("k1", "k2"), ("k3",)])
def test_other_leaders_are_judged_as_if_all_were_looked_up_anew(session, leaders):
    week = sample_instance(
        clinicians=[
            {"id": "k1", "max_minutes_per_week": 900, "max_minutes_per_day": 360, "max_caseload": 4},
            {"id": "k2", "hours": "Tue 9-12; Thu 16-18", "needs_supervision": True},
            {"id": "k3", "may_supervise": True, "break_minutes": 30},
        ],
        goals=DEFAULT_GOALS,
    )
    plan = sample_schedule(week)
    tried = led_by(build_index(week, plan), session, leaders)
    anew = sample_schedule(week, **{session: {"leaders": leaders}})
    verdict = judge(week, anew)
    asked = [violation for violation in verdict.violations if violation.rule not in RULES_OF_OTHERS]
    found = [*violations_of_leading(tried), *violations_of_presence(tried)]
    assert sorted(found, key=str) == sorted(asked, key=str)
    assert goal_values(tried) == tuple(level.value for level in verdict.levels)
    others = judge(week, plan).violations
    assert [violation for violation in verdict.violations if violation.rule in RULES_OF_OTHERS] == [
        violation for violation in others if violation.rule in RULES_OF_OTHERS
    ]
