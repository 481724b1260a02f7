"""Over-subscribed weeks: whatever a reason claims is so."""

import threading

import pytest

from builders import client, clinician, group, instance, item, room, service
from iopsched import verify
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.schedule import Schedule
from iopsched.errors import ProblemsError
from iopsched.explaining.needing import tried_out
from iopsched.explaining.reasons import reasons
from iopsched.generating.generate import generate
from iopsched.generating.spec import GeneratorSpec
from iopsched.solving import solve

LIMITS = Limits(reproducible=True, effort=3, workers=1)


def crowded(seed: int) -> tuple[Instance, Schedule]:
    """A generated week with no seat too many, and its schedule without groups for two clients."""
    made = generate(GeneratorSpec(clients=8 + seed % 5, seed=seed, features=()))
    out = {one.id for one in made.instance.clients[:2]}
    stay = [
        one.model_copy(update={"clients": tuple(c for c in one.clients if one.group is None or c not in out)})
        for one in made.planted.sessions
    ]
    stay = [one for one in stay if one.clients]
    heads = {one.group: max(len(other.clients) for other in stay if other.group == one.group) for one in stay}
    groups = [
        one.model_copy(update={"min_heads": 1, "max_heads": heads.get(one.id, 1)})
        for one in made.instance.groups
    ]
    week = made.instance.replace(groups=tuple(groups), published=None)
    return week, made.planted.model_copy(update={"sessions": tuple(stay), "instance_digest": week.digest})


def has(verdict) -> dict:
    return {(n.client, n.kind, n.subject): n for line in verdict.certificates for n in line.needs}


@pytest.mark.parametrize("seed", range(1, 5))
def test_every_cause_meets_the_need_harms_nobody_and_breaks_only_what_it_names(seed, monkeypatch):
    week, schedule = crowded(seed)
    before = has(verify(week, schedule))
    tried = []

    def remember(facts, way, need, floors):
        tried.append((need, tried_out(facts, way, need, floors)))
        return tried[-1][1]

    monkeypatch.setattr("iopsched.explaining.reasons.tried_out", remember)
    some = list(dict.fromkeys(key[0] for key, need in before.items() if need.short))[:1]
    found = reasons(week, schedule, limits=LIMITS, clients=some)
    assert {reason.need.client for reason in found.reasons} == set(some)
    claimed = {cause.violations for reason in found.reasons for cause in reason.causes}
    assert claimed <= {one.violations for _, one in tried if one is not None}
    for need, one in tried:
        verdict = verify(week, one.schedule)
        assert verdict.violations == one.violations
        named = {violation.rule for violation in verdict.violations}
        assert set(one.rules) <= named
        assert named - set(one.rules) <= {"site_staffed"}
        after = has(verdict)
        assert after[need.client, need.kind, need.subject].short == 0
        assert all(after[key].short <= was.short for key, was in before.items())
    assert tried


def short_week(**parts) -> Instance:
    """A week with one seat that two clients need."""
    who = [client("c1", "grp"), client("c2", "grp", priority=2)]
    return instance(**{"clients": who, "services": [service("grp", max_heads=1)], **parts})


def first_reason(week: Instance):
    return reasons(week, solve(week, limits=LIMITS).schedule, limits=LIMITS).reasons[0]


def test_a_need_that_need_not_be_unmet_is_the_search_s_fault():
    week = instance(clients=[client("c1", "grp")])
    empty = solve(week, limits=LIMITS).schedule.model_copy(update={"sessions": ()})
    (reason,) = reasons(week, empty, limits=LIMITS).reasons
    assert reason.lies_in == "search"
    assert reason.causes == ()
    assert "plan again" in reason.sentences[0]


def test_whoever_could_only_have_it_if_others_moved_is_told_so():
    groups = [group("g", "Mon 18:00", max_heads=1), group("h", "Tue 18:00", max_heads=1)]
    who = [client("c1", "grp", hours="Mon 17:00-20:00"), client("c2", "grp")]
    week = instance(groups=groups, clients=who)
    best = solve(week, limits=LIMITS).schedule
    (held,) = [one for one in best.sessions if one.group == "g"]
    worse = best.model_copy(update={"sessions": (held.model_copy(update={"clients": ("c2",)}),)})
    (reason,) = reasons(week, worse, limits=LIMITS).reasons
    assert reason.lies_in == "search"


def test_a_floor_above_the_ceiling_lies_in_the_data():
    level = {"min_minutes_per_week": 120}
    payer = {"id": "p", "max_minutes_per_week": 60}
    week = instance(level=level, payers=[payer], clients=[client("c1", "grp", payers=["p"])])
    assert first_reason(week).lies_in == "data"


@pytest.mark.parametrize("goals", [[{"id": "w", "terms": [{"term": "unmet_wishes"}]}], None])
def test_without_goals_of_level_one_the_week_itself_is_asked(goals):
    week = short_week(**({"goals": goals} if goals else {}))
    schedule = solve(week, limits=LIMITS).schedule
    found = reasons(week, schedule, limits=LIMITS)
    if goals:
        assert not found.level_one_proved
    for reason in found.reasons:
        assert reason.lies_in in ("programme", "search")


def test_a_need_that_counts_no_minutes_is_not_settled_by_level_one():
    conventions = {"uncredited_session_minutes": 0}
    who = [
        client("c1", item("grp", min_sessions=1), min_minutes_per_week=600),
        client("c2", "grp", priority=2),
    ]
    services = [service("grp", max_heads=1, credited_minutes=0)]
    week = instance(clients=who, services=services, conventions=conventions)
    schedule = solve(week, limits=LIMITS).schedule
    found = {r.need.kind: r for r in reasons(week, schedule, limits=LIMITS).reasons if r.need.client == "c1"}
    assert found["sessions"].lies_in == "programme"
    assert found["sessions"].causes[0].fewest


def test_without_a_leader_free_who_could_lead_is_told_and_where_each_is():
    services = [service("grp", roles=[{"any_of": [["LPC"], ["LCSW"]]}]), service("grp2")]
    groups = [group("g", "Mon 18:00"), group("h", "Mon 18:00", service="grp2", leaders=["k1"])]
    staff = [
        clinician("k1", credentials=["LPC"]),
        clinician("k2", credentials=["LCSW"], hours="Tue 8:00-9:00"),
        clinician("k3"),
    ]
    week = instance(
        services=services,
        groups=groups,
        clinicians=staff,
        rooms=[room("A"), room("B")],
        clients=[client("c1", "grp"), client("c2", "grp2", priority=2)],
    )
    told = first_reason(week).causes[0].obstacles
    assert told == (
        "g.1 on Mon 18:00 has no leader with LPC or LCSW free (k1 leads h.1; k2 has no time then)",
    )


def test_a_schedule_that_breaks_rules_is_refused_and_a_cancelled_search_says_so():
    week = short_week()
    schedule = solve(week, limits=LIMITS).schedule
    crowd = schedule.sessions[0].model_copy(update={"clients": ("c1", "c2")})
    with pytest.raises(ProblemsError):
        reasons(week, schedule.model_copy(update={"sessions": (crowd,)}), limits=LIMITS)
    cancel = threading.Event()
    cancel.set()
    found = reasons(week, schedule, limits=LIMITS, cancel=cancel)
    assert not found.complete
    assert found.reasons == ()


def test_of_a_week_without_shortfalls_nothing_is_said():
    week = instance(clients=[client("c1", "grp")])
    found = reasons(week, solve(week, limits=LIMITS).schedule, limits=LIMITS)
    assert found.reasons == ()
    assert found.complete
    assert found.level_one_proved
