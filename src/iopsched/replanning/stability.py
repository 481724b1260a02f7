"""How stable a week is against another one: groups, times, leaders, each person's own clinician."""

from collections import defaultdict
from typing import Annotated, Literal

from pydantic import Field, Strict

from iopsched.domain.base import Id, Model
from iopsched.domain.clock import IsoDate
from iopsched.domain.differences import renamed_schedule
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from iopsched.replanning.differences import renamings

Number = Annotated[int, Strict(), Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class GroupStability(Model):
    """One group: who was in it, who is, and how much of that is people moving.

    `course`: only one of the schedules has sessions of a group that is ``opened`` or ``ended``, and
    neither of a closed group that is ``not_held``.
    `newcomers` are in the group and were not, `leavers` the other way round; of these, `new` were in no
    session of the schedule before, and `gone` are no clients of the instance. All others *stay*, and
    only their moves are churn: those who joined or left, as a share of all who stay and were or are in
    the group. `complete`: of a closed group, whether all its members are in it.
    """

    group: Id
    course: Literal["kept", "opened", "ended", "not_held"]
    clients_before: Number
    clients_after: Number
    stayed: Number
    newcomers: Number
    new: Number
    leavers: Number
    gone: Number
    churn: Share
    complete: bool | None = None


class RosterStability(Model):
    """All groups together, in pairs of client and group of the clients who stay.

    `joined` and `left` are pairs that only one of the schedules has, `of` those that either has, and
    `churn` is their share. `newcomers` counts pairs in groups that had sessions before, new clients too.
    """

    joined: Number
    left: Number
    of: Number
    churn: Share
    newcomers: Number


class SessionStability(Model):
    """Sessions that both schedules have: at the same weekday and start or moved, led by the same or not."""

    opened: Number
    closed: Number
    same_time: Number
    moved: Number
    same_leaders: Number
    other_leaders: Number


class ClinicianStability(Model):
    """Clients' own sessions (individual, family, conjoint) of services that they had sessions of before.

    Counted for each client who attends: `kept` if somebody leads it who led one of those, otherwise
    `changed`. Sessions without leaders count in neither.
    """

    kept: Number
    changed: Number


class Stability(Model):
    """How stable a schedule is against the one before it; weekdays are compared, not dates.

    `clients_staying` are clients of the instance with a session in the schedule before, `clients_new`
    those without any, and `clients_gone` had one and are no clients of the instance.
    """

    week_before: IsoDate
    week_after: IsoDate
    clients_staying: Number
    clients_new: Number
    clients_gone: Number
    rosters: RosterStability
    groups: tuple[GroupStability, ...]
    sessions: SessionStability
    clinicians: ClinicianStability


_COURSE: dict[tuple[bool, bool], Literal["kept", "opened", "ended", "not_held"]] = {
    (True, True): "kept",
    (False, True): "opened",
    (True, False): "ended",
    (False, False): "not_held",
}


def stability(instance: Instance, before: Schedule, after: Schedule) -> Stability:
    """Return how stable `after`, a schedule of the instance, is against `before`, of any week.

    `before` may know people, groups and sessions that the instance does not; groups that were renamed
    are followed (`formerly`).
    """
    before = renamed_schedule(before, renamings(before, instance))
    seen = {client for session in before.sessions for client in session.clients}
    staying = seen & instance.client.keys()
    rosters_before, rosters_after = _rosters(before), _rosters(after)
    names = {**dict.fromkeys(instance.group), **dict.fromkeys(rosters_before), **dict.fromkeys(rosters_after)}
    groups = tuple(
        _group(instance, name, rosters_before.get(name), rosters_after.get(name), staying)
        for name in names
        if name in rosters_before or name in rosters_after or _closed(instance, name)
    )
    return Stability(
        week_before=before.week,
        week_after=after.week,
        clients_staying=len(staying),
        clients_new=len(instance.client.keys() - seen),
        clients_gone=len(seen - staying),
        rosters=_all_rosters(groups, rosters_before, rosters_after, staying),
        groups=groups,
        sessions=_sessions(before, after),
        clinicians=_clinicians(before, after),
    )


def _rosters(schedule: Schedule) -> dict[str, set[str]]:
    """Return who is in each group that has a session."""
    rosters: dict[str, set[str]] = {}
    for session in schedule.sessions:
        if session.group is not None:
            rosters.setdefault(session.group, set()).update(session.clients)
    return rosters


def _closed(instance: Instance, name: str) -> bool:
    return name in instance.group and instance.group[name].closed


def _group(
    instance: Instance, name: str, before: set[str] | None, after: set[str] | None, staying: set[str]
) -> GroupStability:
    were, are = before or set(), after or set()
    newcomers, leavers = are - were, were - are
    members = set(instance.group[name].members) if _closed(instance, name) else None
    return GroupStability(
        group=name,
        course=_COURSE[before is not None, after is not None],
        clients_before=len(were),
        clients_after=len(are),
        stayed=len(were & are),
        newcomers=len(newcomers),
        new=len(newcomers - staying),
        leavers=len(leavers),
        gone=len(leavers - staying),
        churn=_share(len((newcomers | leavers) & staying), len((were | are) & staying)),
        complete=None if members is None else members <= are,
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _all_rosters(
    groups: tuple[GroupStability, ...],
    before: dict[str, set[str]],
    after: dict[str, set[str]],
    staying: set[str],
) -> RosterStability:
    joined = sum(group.newcomers - group.new for group in groups)
    left = sum(group.leavers - group.gone for group in groups)
    either = sum(
        len((before.get(group.group, set()) | after.get(group.group, set())) & staying) for group in groups
    )
    return RosterStability(
        joined=joined,
        left=left,
        of=either,
        churn=_share(joined + left, either),
        newcomers=sum(group.newcomers for group in groups if group.group in before),
    )


def _sessions(before: Schedule, after: Schedule) -> SessionStability:
    old = {session.id: session for session in before.sessions}
    both = [(old[session.id], session) for session in after.sessions if session.id in old]
    same_time = sum(_when(one) == _when(other) for one, other in both)
    same_leaders = sum(set(one.leaders) == set(other.leaders) for one, other in both)
    return SessionStability(
        opened=len(after.sessions) - len(both),
        closed=len(before.sessions) - len(both),
        same_time=same_time,
        moved=len(both) - same_time,
        same_leaders=same_leaders,
        other_leaders=len(both) - same_leaders,
    )


def _when(session: Session) -> tuple[int, int]:
    return session.date.weekday(), session.start


def _clinicians(before: Schedule, after: Schedule) -> ClinicianStability:
    led: dict[tuple[str, str], set[str]] = defaultdict(set)
    for session in before.sessions:
        if session.kind == "individual":
            for client in session.clients:
                led[client, session.service].update(session.leaders)
    kept = changed = 0
    for session in after.sessions:
        if session.kind != "individual" or not session.leaders:
            continue
        for client in session.clients:
            known = led.get((client, session.service))
            if known and known.isdisjoint(session.leaders):
                changed += 1
            elif known:
                kept += 1
    return ClinicianStability(kept=kept, changed=changed)
