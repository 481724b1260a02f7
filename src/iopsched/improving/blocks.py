"""The order in which clients are placed into an empty week: pins first, then those alike together.

A group session needs its fewest heads from one block, so clients who meet at the same place at the same
hours are in one.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from iopsched.cpsat.cutting import Cutter
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.relations import Pin
from iopsched.improving.board import Reach

COMPANIONS = 8
"""How many clients who could attend a held group session are placed together with the pin."""


GROUPED = 120
"""How many clients are placed into groups at once, at most."""

TIMED = 40
"""How many clients are given hours of own sessions at once, at most, once they are in their groups."""

Opened = Literal["all", "groups", "own", "hours"]
"""What is decided of clients in a block: all, groups alone, own sessions above all, or their hours alone."""


@dataclass(frozen=True)
class Block:
    """Clients who are placed together, and where most of their sessions are held, "" for telehealth."""

    clients: tuple[str, ...]
    home: str
    opened: Opened = "all"


def blocks(
    cutter: Cutter,
    reach: Reach,
    size: int,
    *,
    among: Collection[str] | None = None,
    pins_kept: bool = False,
    grouped: bool = False,
) -> Iterator[Block]:
    """Yield all clients, or those `among` them, in blocks of at most about this size.

    What pins hold is decided in the first block, unless it is kept already. Then follow groups, home by
    home, unless they are `grouped` otherwise meanwhile, and own sessions: clinicians are not taken for one
    client's hour where they have to lead twelve.
    """
    order = sorted(cutter.instance.client, key=lambda client: _likeness(cutter, reach, client))
    first = [] if pins_kept else list(dict.fromkeys(_pinned(cutter, reach, order)))
    taken = set(first)
    left = [client for client in order if client not in taken and (among is None or client in among)]
    of_home = [list(found) for _, found in groupby(left, key=lambda client: _home(cutter, reach, client))]
    if first:
        # Whoever pins hold is placed with those around the first of them.
        home = _home(cutter, reach, first[0])
        of_home.sort(key=lambda found: _home(cutter, reach, found[0]) != home)
    if not pins_kept and of_home:
        more = max(0, size - len(first))
        first, of_home[0] = first + of_home[0][:more], of_home[0][more:]
    if first:
        yield Block(tuple(first), _home(cutter, reach, first[-1]))
    homes = [(_home(cutter, reach, found[0]), found) for found in of_home if found]
    for home, found in [] if grouped else homes:
        if len(found) <= size:
            yield Block(tuple(found), home)
        else:
            yield from (Block(part, home, "groups") for part in _evenly(found, GROUPED))
    for home, found in homes:
        if grouped:
            yield from (Block(part, home, "hours") for part in _evenly(found, TIMED))
        elif len(found) > size:
            yield from (Block(part, home, "own") for part in _evenly(found, size))


def crowds(cutter: Cutter, reach: Reach, size: int) -> Iterator[tuple[str, ...]]:
    """Yield all clients, those alike together, in crowds of about this size."""
    order = sorted(cutter.instance.client, key=lambda client: _likeness(cutter, reach, client))
    for _, found in groupby(order, key=lambda client: _home(cutter, reach, client)):
        yield from _evenly(list(found), size)


def _evenly(clients: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """Yield clients in their order, in parts alike in size that have about so many."""
    each = -(-len(clients) // max(1, round(len(clients) / size)))
    yield from (tuple(clients[at : at + each]) for at in range(0, len(clients), each))


def _home(cutter: Cutter, reach: Reach, client: str) -> str:
    """Return where most of the sessions that a client could attend are held, "" for telehealth."""
    places = Counter(p.where or "" for one in reach.groups[client] for p in cutter.options(one)[:1])
    return min(places, key=lambda where: (-places[where], where), default="")


def _likeness(cutter: Cutter, reach: Reach, client: str) -> tuple[object, ...]:
    starts = [p.start % MINUTES_PER_DAY for one in reach.groups[client] for p in cutter.options(one)[:1]]
    hour = round(sum(starts) / len(starts) / 60) if starts else 0
    return (_home(cutter, reach, client), hour, sorted(reach.groups[client]), client)


def _pinned(cutter: Cutter, reach: Reach, order: list[str]) -> Iterator[str]:
    """Yield whom pins hold, and enough others for the group sessions that they hold."""
    for pin in cutter.instance.pins:
        if pin.pin != "hold":
            continue
        if pin.client is not None:
            yield pin.client
        for session in _sessions(cutter, pin):
            able = set(reach.clients.get(session, ()))
            yield from [client for client in order if client in able][:COMPANIONS]


def _sessions(cutter: Cutter, pin: Pin) -> list[str]:
    """Return group sessions that a pin is about, one of each group."""
    found: dict[str, str] = {}
    for slot in cutter.slots.values():
        if slot.group is None or pin.session not in (None, slot.id) or pin.group not in (None, slot.group.id):
            continue
        if pin.session is not None or pin.group is not None:
            found.setdefault(slot.group.id, slot.id)
    return list(found.values())
