"""The pin family: what is held and what is forbidden."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Placement
from iopsched.cpsat.filters import ModelRule
from iopsched.cpsat.items import Literal
from iopsched.cpsat.rules.published import kept_as_published
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import World
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.relations import Pin

Yields = Iterator[cp_model.Constraint]


def _agrees(pin: Pin, p: Placement) -> bool:
    """Whether a placement agrees with what a pin says of session, time and mode."""
    group = p.slot.group.id if p.slot.group is not None else None
    mode = "telehealth" if p.where is None else "on_site"
    stated = (
        (pin.session, p.slot.id),
        (pin.group, group),
        (pin.service, p.slot.service.id),
        (pin.mode, mode),
        (pin.day, p.day),
        (pin.start, p.start),
    )
    in_time = pin.until is None or p.start < pin.until
    return in_time and all(wanted is None or wanted == is_ for wanted, is_ in stated)


class _Users:
    """Placements by whom and what they may have, found once for all pins."""

    def __init__(self, v: Variables) -> None:
        self._v = v

    def of(self, pin: Pin) -> Iterable[Placement]:
        """Return the placements that may agree with a pin, as few as its fields tell at once."""
        v = self._v
        if pin.session is not None:
            return v.candidates.placements.get(pin.session, ())
        if pin.group is not None:
            group = v.world.instance.group[pin.group]
            names = (group.session_id(meeting) for meeting in group.meetings)
            return (p for name in names for p in v.candidates.placements.get(name, ()))
        if pin.client is not None:
            return self._by_client.get(pin.client, ())
        if pin.clinician is not None:
            return self._by_clinician.get(pin.clinician, ())
        return v.candidates.all()

    @cached_property
    def _by_client(self) -> dict[str, list[Placement]]:
        asking = {pin.client for pin in self._v.world.instance.pins}
        return _by_person(self._v.client, asking)

    @cached_property
    def _by_clinician(self) -> dict[str, list[Placement]]:
        asking = {pin.clinician for pin in self._v.world.instance.pins}
        return _by_person(self._v.led, asking)


def _by_person(
    table: Mapping[Placement, Mapping[str, Literal]], asking: Collection[str | None]
) -> dict[str, list[Placement]]:
    found: dict[str, list[Placement]] = defaultdict(list)
    for p, people in table.items():
        for person in people:
            if person in asking:
                found[person].append(p)
    return found


def _matches(v: Variables, pin: Pin, users: _Users) -> Iterator[tuple[Placement, list[Literal]]]:
    """Yield each placement that could match, and the literals that together make it match."""
    for p in users.of(pin):
        if not _agrees(pin, p):
            continue
        parts: list[Literal | None] = [v.place[p]]
        if pin.client is not None:
            parts.append(v.client[p].get(pin.client))
        if pin.clinician is not None:
            parts.append(v.led[p].get(pin.clinician))
        if pin.room is not None:
            parts.append(v.room[p].get(pin.room))
        found = [part for part in parts if part is not None]
        if len(found) == len(parts):
            yield p, found


def held(v: Variables) -> Yields:
    """At least one session matches every pin that holds; as published, all that was, and nothing else."""
    users = _Users(v)
    for pin in v.world.instance.pins:
        if pin.pin == "hold":
            yield from _kept(v, pin, users)


def forbidden(v: Variables) -> Yields:
    """No session matches a pin that forbids."""
    users = _Users(v)
    for pin in v.world.instance.pins:
        if pin.pin == "forbid":
            yield from _kept(v, pin, users)


def kept(v: Variables, pin: Pin) -> Yields:
    """One pin alone."""
    yield from _kept(v, pin, _Users(v))


def _kept(v: Variables, pin: Pin, users: _Users) -> Yields:
    if pin.as_published:
        yield from kept_as_published(v, pin, _matches(v, pin, users))
    elif pin.pin == "forbid":
        for _, parts in _matches(v, pin, users):
            yield v.model.add_bool_or([~part for part in parts])
    elif not _is_over(v.world, pin):
        yield _one_of(v, _matches(v, pin, users))


def _one_of(v: Variables, options: Iterator[tuple[Placement, list[Literal]]]) -> cp_model.Constraint:
    matches: list[Literal] = []
    for _, parts in options:
        if len(parts) == 1:
            matches.append(parts[0])
            continue
        match = v.new()
        matches.append(match)
        for part in parts:
            v.model.add_implication(match, part)
    return v.model.add_bool_or(matches)


def _is_over(world: World, pin: Pin) -> bool:
    """Whether a pin asks for what was held already, or for what could only have been before now."""
    instance, starts = world.instance, [7 * MINUTES_PER_DAY - 1]
    if pin.day is not None:
        starts.append((pin.day + 1) * MINUTES_PER_DAY - 1)
    if pin.start is not None:
        starts.append(pin.start)
    if pin.until is not None:
        starts.append(pin.until - 1)
    if pin.session in instance.offer:
        starts.append(max(instance.offer[pin.session].meeting.starts))
    if pin.group is not None:
        starts.append(max(start for m in instance.group[pin.group].meetings for start in m.starts))
    return pin.session in world.history or min(starts) < world.past_until


def past_kept(world: World, p: Placement) -> bool:
    """Whether the placement is to come; what was held is chosen already."""
    return p.start >= world.past_until


RULES = {
    "held": ModelRule(constraints=held),
    "forbidden": ModelRule(constraints=forbidden),
    "past_kept": ModelRule(placement=past_kept),
}
