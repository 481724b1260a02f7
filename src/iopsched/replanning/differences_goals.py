"""What two schedules differ in, by the judge: shortfalls and goal levels."""

from typing import Literal

from iopsched.domain.differences import Course, LevelChange, ShortfallChange
from iopsched.domain.instance import Instance
from iopsched.domain.result import Need, NeedKind, Verdict
from iopsched.domain.rules import RULES
from iopsched.domain.schedule import Schedule
from iopsched.domain.schedule_checks import schedule_problems
from iopsched.judging.judge import judge

Judged = tuple[Literal["neither", "after", "both"], tuple[ShortfallChange, ...], tuple[LevelChange, ...]]
Needs = dict[tuple[str, NeedKind, str | None], Need]


def judged_on(
    before: Schedule, after: Schedule, instance: Instance, instance_before: Instance | None
) -> Judged:
    """Return which schedules could be judged, the shortfalls that changed, and all goal levels."""
    new = _values(instance, after)
    if instance_before is None and not _fits(instance, before):
        return "after", (), _levels(None, new)
    old = _values(instance_before or instance, before)
    renamed = {former: group.id for group in instance.groups for former in group.formerly}
    return "both", _shortfalls(_needs(old, renamed), _needs(new, {})), _levels(old, new)


def shortfall_changes(before: Verdict, after: Verdict) -> tuple[ShortfallChange, ...]:
    """Return the needs that are not as short in one verdict as in another on the same clients and groups."""
    return _shortfalls(_needs(before, {}), _needs(after, {}))


def _fits(instance: Instance, schedule: Schedule) -> bool:
    # An instance changed since is judged by what it says now: its digest is not asked for.
    return not schedule_problems(instance, schedule.model_copy(update={"instance_digest": None}))


def _values(instance: Instance, schedule: Schedule) -> Verdict:
    return judge(instance, schedule, without=frozenset(RULES))


def _shortfalls(earlier: Needs, later: Needs) -> tuple[ShortfallChange, ...]:
    changes = []
    for key in dict.fromkeys([*later, *earlier]):
        one, other = earlier.get(key), later.get(key)
        course = _course(one.short if one else 0, other.short if other else 0)
        if course is not None:
            client, kind, subject = key
            changes.append(
                ShortfallChange.model_construct(
                    client=client, kind=kind, subject=subject, course=course, before=one, after=other
                )
            )
    return tuple(sorted(changes, key=lambda change: change.client))


def _needs(verdict: Verdict, renamed: dict[str, str]) -> Needs:
    found: Needs = {}
    for line in verdict.certificates:
        for need in line.needs:
            subject = need.subject
            if need.kind == "membership" and subject is not None:
                subject = renamed.get(subject, subject)
            found[need.client, need.kind, subject] = need
    return found


def _course(old: int, new: int) -> Course | None:
    if old == new:
        return None
    if not old:
        return "new"
    if not new:
        return "gone"
    return "worse" if new > old else "better"


def _levels(old: Verdict | None, new: Verdict) -> tuple[LevelChange, ...]:
    earlier = {level.id: level for level in old.levels} if old else {}
    later = {level.id: level for level in new.levels}
    return tuple(
        LevelChange.model_construct(id=one, before=earlier.get(one), after=later.get(one))
        for one in dict.fromkeys([*later, *earlier])
    )
