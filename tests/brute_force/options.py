"""Every session that a week could hold, found without the model: all combinations, less what the judge bars.

A choice is dropped only for a rule that nothing added later could mend. First places and times are tried
by themselves, then each person there, then whole sessions.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iopsched.domain.clients import Client
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.instance import Instance
from iopsched.domain.result import Need
from iopsched.domain.rules import RULES
from iopsched.domain.schedule import Schedule, Session
from iopsched.domain.services import Group, Meeting
from iopsched.judging import building
from iopsched.judging.checks.past import is_history
from iopsched.judging.combined import CombinedRules, combine
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.judge import CHECKS
from iopsched.judging.needs import needs_of

REPAIRABLE = frozenset(
    {"attend_all_whole", "held", "past_kept", "clinician_meal", "client_meal", "trips_cap"}
)
"""Rules that a further session can mend: another meeting of a track, or one in the middle of a long pause."""

OF_A_PLACE = frozenset(
    {
        "start_offered",
        "length_kept",
        "service_scheduled",
        "site_open",
        "room_available",
        "mode_allowed",
        "room_suits",
    }
)
OF_A_CLIENT = frozenset(
    {
        "client_available",
        "client_stay",
        "arrival_and_departure",
        "mode_allowed",
        "eligible_only",
        "closed_group",
    }
)
OF_A_LEADER = frozenset({"clinician_available", "clinician_place", "leader_listed"})
OF_A_GUEST = frozenset({"guest_available"})
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Slot:
    """A session that may be held: its id, service and, of a group's, group and meeting, or else owner."""

    id: str
    service: str
    group: Group | None = None
    meeting: Meeting | None = None
    owner: str | None = None


def week_of(instance: Instance, sessions: Iterable[Session]) -> Schedule:
    """Return a schedule of these sessions, unchecked."""
    return Schedule.model_construct(
        schema_version=1,
        instance_id=instance.id,
        instance_digest=None,
        week=instance.week.monday,
        sessions=tuple(sessions),
    )


class LookUps:
    """Builds the judge's look-ups for many weeks of one instance.

    What stays the same from week to week is worked out once, and needs not at all: no rule asks for them.
    """

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self.held = instance.history
        self._rules = {client.id: combine(instance, client) for client in instance.clients}

    def __call__(self, sessions: Iterable[Session]) -> ScheduleIndex:
        """Return the look-ups of these sessions."""
        week = week_of(self._instance, sessions)
        building.combine, building.needs_of = self._combined, _no_needs
        try:
            return building.build_index(self._instance, week)
        finally:
            building.combine, building.needs_of = combine, needs_of

    def _combined(self, _: Instance, client: Client) -> CombinedRules:
        return self._rules[client.id]


def _no_needs(_: ScheduleIndex, __: Client) -> tuple[Need, ...]:
    return ()


def broken(index: ScheduleIndex, rules: Iterable[str]) -> Iterator[str]:
    """Yield those of the rules that the judge finds broken, not only by what was held before now."""
    return (
        rule for rule in rules if not all(is_history(index, violation) for violation in CHECKS[rule](index))
    )


def slots(instance: Instance, without: frozenset[str] = NOTHING) -> list[Slot]:
    """Return the sessions that may be held, those of services never scheduled only without that rule."""
    found = [
        Slot(one, offer.group.service, group=offer.group, meeting=offer.meeting)
        for one, offer in instance.offer.items()
    ]
    for client in instance.clients:
        found += [
            Slot(one, service, owner=client.id) for one, service in instance.individual_session_ids(client)
        ]
        if "service_scheduled" in without:
            never = [item.service for item in client.plan if not instance.service[item.service].scheduled]
            found += [Slot(f"{client.id}.{service}.1", service, owner=client.id) for service in never]
    return found


_FOUND: dict[tuple[str, frozenset[str]], list[list[Session]]] = {}


def choices(instance: Instance, without: frozenset[str] = NOTHING) -> list[list[Session]]:
    """Return, slot by slot, every session that it could be, as far as it breaks no rule all by itself.

    What was held is nobody's choice any more, and nothing else can be before now.
    """
    if "past_kept" in without:
        instance = instance.replace(week=instance.week.model_copy(update={"now": None}), history=())
    key = (instance.digest, without)
    if key not in _FOUND:
        look_up, held = LookUps(instance), {session.id for session in instance.history}
        _FOUND[key] = [
            [] if slot.id in held else list(_options(instance, slot, without, look_up))
            for slot in slots(instance, without)
        ]
    return _FOUND[key]


def _options(instance: Instance, slot: Slot, without: frozenset[str], look_up: LookUps) -> Iterator[Session]:
    local = frozenset(RULES) - REPAIRABLE - without
    for bare in _bare_sessions(instance, slot, without, look_up):
        clients = _who(look_up, bare, "clients", instance.client, OF_A_CLIENT - without)
        leaders = _who(look_up, bare, "leaders", instance.clinician, OF_A_LEADER - without)
        guests = _who(look_up, bare, "guests", instance.guest, OF_A_GUEST - without)
        for people in itertools.product(_subsets(clients), _subsets(leaders), _subsets(guests)):
            session = bare.model_copy(update=dict(zip(("clients", "leaders", "guests"), people, strict=True)))
            if _allowed(look_up, session, local):
                yield session


def _allowed(look_up: LookUps, session: Session, rules: frozenset[str]) -> bool:
    return next(broken(look_up([*look_up.held, session]), rules), None) is None


def _who(
    look_up: LookUps, bare: Session, field: str, everybody: Iterable[str], rules: frozenset[str]
) -> list[str]:
    return [one for one in everybody if _allowed(look_up, bare.model_copy(update={field: (one,)}), rules)]


def _subsets(people: list[str]) -> list[tuple[str, ...]]:
    return [chosen for size in range(len(people) + 1) for chosen in itertools.combinations(people, size)]


def _bare_sessions(
    instance: Instance, slot: Slot, without: frozenset[str], look_up: LookUps
) -> Iterator[Session]:
    """Yield the sessions without anybody at all times and places that are open to the slot."""
    times = [
        bare
        for start in _starts(instance, slot, without)
        for bare in _lengths(instance, slot, start, without)
        if not instance.week.is_past(bare.date, bare.start)
    ]
    if slot.owner is not None and times:
        times = _within_hours(look_up, slot.owner, times, _OF_AN_OWNER - without)
    for bare, room in itertools.product(times, [None, *instance.room]):
        placed = bare.model_copy(update={"mode": "telehealth" if room is None else "on_site", "room": room})
        if _allowed(look_up, placed, OF_A_PLACE - without):
            yield placed


_OF_AN_OWNER = frozenset({"client_available", "client_stay"})


def _within_hours(look_up: LookUps, owner: str, times: list[Session], rules: frozenset[str]) -> list[Session]:
    """Return the times at which the owner is there, asked all at once under numbers of their own."""
    stem = times[0].id.rpartition(".")[0]
    numbered = {
        f"{stem}.{number}": bare.model_copy(update={"id": f"{stem}.{number}", "clients": (owner,)})
        for number, bare in enumerate(times, 1)
    }
    index = look_up(numbered.values())
    away = {one for rule in rules for violation in CHECKS[rule](index) for one in violation.sessions}
    return [bare for name, bare in zip(numbered, times, strict=True) if name not in away]


def _starts(instance: Instance, slot: Slot, without: frozenset[str]) -> list[int]:
    grid = instance.week.grid_minutes
    if slot.meeting is None:
        step = grid // 2 if "start_offered" in without else grid
        return list(range(0, 7 * MINUTES_PER_DAY, step))
    offered = list(slot.meeting.starts)
    if "start_offered" in without:
        offered += [start + grid for start in offered if start + grid not in offered]
    return offered


def _lengths(instance: Instance, slot: Slot, start: int, without: frozenset[str]) -> Iterator[Session]:
    day, begin = divmod(start, MINUTES_PER_DAY)
    length = instance.service[slot.service].clock_minutes
    for extra in (0, 15) if "length_kept" in without else (0,):
        if begin + length + extra <= MINUTES_PER_DAY:
            yield Session.model_construct(
                id=slot.id,
                kind="individual" if slot.group is None else "group",
                group=None if slot.group is None else slot.group.id,
                service=slot.service,
                date=instance.week.date_of(day),
                start=begin,
                end=begin + length + extra,
                mode="telehealth",
                room=None,
                leaders=(),
                clients=(),
                guests=(),
            )
