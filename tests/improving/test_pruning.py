"""A schedule that no longer fits is made to fit: what is broken goes, and hardly anything else."""

import random

import pytest

from builders import client, group, group_session, individual, instance, own_session, schedule, service
from cpsat.part_weeks import Week, generated
from iopsched.domain.schedule import Schedule, Session
from iopsched.improving.pruning import pruned
from iopsched.judging.judge import judge

SEEDS = range(1, 25)
ROUNDS_OF_DAMAGE = 6


def with_sessions(schedule: Schedule, sessions: list[Session]) -> Schedule:
    return schedule.model_copy(update={"sessions": tuple(sessions)})


def damaged(schedule: Schedule, seed: int, before: set[str]) -> Schedule:
    """Return a schedule with a few sessions moved, dropped, doubly led or attended by whoever it is."""
    rng = random.Random(seed)
    sessions = list(schedule.sessions)
    people = sorted({client for one in sessions for client in one.clients})
    leaders = sorted({leader for one in sessions for leader in one.leaders})
    for _ in range(ROUNDS_OF_DAMAGE):
        at = rng.randrange(len(sessions))
        one = sessions[at]
        if one.id in before:
            continue
        shift = rng.choice((-60, 60))
        changes = (
            {"start": one.start + shift, "end": one.end + shift},
            {"clients": tuple(sorted({*one.clients, rng.choice(people)}))},
            {"leaders": (rng.choice(leaders),)},
            None,
        )
        change = rng.choice(changes)
        if change is None:
            sessions.pop(at)
        else:
            sessions[at] = one.model_copy(update=change)
    return with_sessions(schedule, sessions)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_valid_schedule_stays_as_it_is(seed: int) -> None:
    week = generated(seed)
    assert pruned(week.instance, week.schedule).sessions == week.schedule.sessions


def mended(seed: int) -> tuple[Week, set[str], Schedule]:
    """Return a week, what was held before now, and what is left of its schedule after damage."""
    week = generated(seed)
    before = {one.id for one in week.instance.history}
    return week, before, pruned(week.instance, damaged(week.schedule, seed, before))


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_broken_afterwards_but_what_has_to_be_held(seed: int) -> None:
    week, before, after = mended(seed)
    begun = {"attend_all_whole"} if before else set()
    assert {one.rule for one in judge(week.instance, after).violations} <= {"held", *begun}
    assert {one.id for one in after.sessions} >= before


def test_the_damage_does_break_rules() -> None:
    rules: set[str] = set()
    for seed in SEEDS:
        week = generated(seed)
        broken = damaged(week.schedule, seed, {one.id for one in week.instance.history})
        rules |= {violation.rule for violation in judge(week.instance, broken).violations}
    assert {"client_in_one_place", "clinician_in_one_place", "attend_all_whole"} <= rules


@pytest.mark.parametrize("seed", SEEDS)
def test_most_of_what_is_not_broken_stays(seed: int) -> None:
    week, _, after = mended(seed)
    assert len(after.sessions) >= len(week.schedule.sessions) - 4 * ROUNDS_OF_DAMAGE


def test_a_track_of_which_one_meeting_is_new_is_held_whole() -> None:
    week = next(
        found
        for found in map(generated, SEEDS)
        if not found.instance.history and any(_tracks(found.instance, found.schedule))
    )
    group = next(iter(_tracks(week.instance, week.schedule)))
    gone = group.session_id(group.meetings[0])
    without = with_sessions(week.schedule, [one for one in week.schedule.sessions if one.id != gone])
    after = {one.id: one for one in pruned(week.instance, without).sessions}
    others = [group.session_id(meeting) for meeting in group.meetings[1:]]
    assert gone in after
    assert after[gone].clients == after[others[0]].clients


def _tracks(instance, schedule):
    held = {one.id for one in schedule.sessions}
    return [
        group
        for group in instance.groups
        if group.attendance == "attend_all"
        and len(group.meetings) > 1
        and len({meeting.starts[0] % 1440 for meeting in group.meetings}) == 1
        and all(group.session_id(meeting) in held for meeting in group.meetings)
    ]


def test_what_is_easily_found_again_goes_before_anything_else() -> None:
    """A trip too many: the own session goes, and not the group that begins the last of them."""
    week = instance(
        services=[service("grp", min_heads=1), individual()],
        groups=[group("g1", "Tue 9:00"), group("g2", "Wed 9:00")],
        clients=[client("c1", "grp", "ind", max_trips=2)],
    )
    held = schedule(
        week,
        own_session("c1.ind.1", "Mon 9:00", ["c1"], ["k1"], "A"),
        group_session("g1.1", "Tue 9:00", ["c1"], ["k1"], "A"),
        group_session("g2.1", "Wed 9:00", ["c1"], ["k1"], "A"),
    )
    easily = pruned(week, held, easily=["c1.ind.1"])
    assert [one.id for one in easily.sessions] == ["g1.1", "g2.1"]
