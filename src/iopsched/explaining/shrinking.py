"""Making a lever that works as small as its schedule needs it: one more seat, not three."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from iopsched.domain.lever_hours import ClientHours, ClinicianHours, PlaceHours
from iopsched.domain.lever_table import LeverTable
from iopsched.domain.levers import AnyLever, FewerHeads, MoreChairs, MoreLoad, MoreSeats


def shrunk(
    levers: Sequence[AnyLever], table: LeverTable, enough: Callable[[Sequence[AnyLever]], bool]
) -> tuple[AnyLever, ...]:
    """Return the levers, each as small as it can be one after the other so that they are still `enough`."""
    found = list(levers)
    for at, lever in enumerate(levers):
        for smaller in _smaller(lever, table):
            if enough([*found[:at], smaller, *found[at + 1 :]]):
                found[at] = smaller
                break
    return tuple(found)


def smallest(lever: AnyLever, table: LeverTable) -> AnyLever:
    """Return the smallest version of a lever: one seat, one step; hours of clinicians stay as they are."""
    if isinstance(lever, ClinicianHours):
        return lever
    return next(_smaller(lever, table), lever)


def _smaller(lever: AnyLever, table: LeverTable) -> Iterator[AnyLever]:
    """Yield smaller versions of a lever, the smallest first."""
    offered = table.of(lever.kind)
    match lever:
        case MoreSeats() | MoreChairs():
            for steps in range(1, (lever.seats - lever.before) // offered.step):
                yield _with(lever, steps * offered.cost, seats=lever.before + steps * offered.step)
        case FewerHeads():
            for steps in range(1, (lever.before - lever.heads) // offered.step):
                yield _with(lever, steps * offered.cost, heads=lever.before - steps * offered.step)
        case MoreLoad():
            for steps in range(1, (lever.minutes - lever.before) // offered.step):
                yield _with(lever, steps * offered.cost, minutes=lever.before + steps * offered.step)
        case ClinicianHours() | ClientHours() | PlaceHours():
            for steps in range(1, -(-(lever.end - lever.start) // offered.step)):
                minutes = steps * offered.step
                if lever.side == "before":
                    yield _with(lever, steps * offered.cost, start=lever.end - minutes)
                else:
                    yield _with(lever, steps * offered.cost, end=lever.start + minutes)


def _with(lever: Any, cost: int, **changes: Any) -> Any:
    return lever.model_copy(update={"cost": cost, **changes})
