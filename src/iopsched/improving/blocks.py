"""The order in which clients are placed into an empty week: pins first, then those alike together."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from iopsched.cpsat.cutting import Cutter
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.relations import Pin
from iopsched.improving.board import Reach

COMPANIONS = 8
"""How many clients who could attend a held group session are placed together with the pin."""


@dataclass(frozen=True)
class Block:
    """Clients who are placed together, and where most of their sessions are held, "" for telehealth."""

    clients: tuple[str, ...]
    home: str


def blocks(
    cutter: Cutter,
    reach: Reach,
    size: int,
    *,
    among: Collection[str] | None = None,
    pins_kept: bool = False,
) -> Iterator[Block]:
    """Yield all clients, or those `among` them, in blocks of at most about this size.

    What pins hold is decided in the first block, unless it is kept already. A group session needs its
    fewest heads from one block, so clients who meet at the same place at the same hours are in one.
    """
    order = sorted(cutter.instance.client, key=lambda client: _likeness(cutter, reach, client))
    first = [] if pins_kept else list(dict.fromkeys(_pinned(cutter, reach, order)))
    taken = set(first)
    left = [client for client in order if client not in taken and (among is None or client in among)]
    of_home = [list(found) for _, found in groupby(left, key=lambda client: _home(cutter, reach, client))]
    if first and of_home:
        # Whoever pins hold is placed with those around the first of them.
        home = _home(cutter, reach, first[0])
        of_home.sort(key=lambda found: _home(cutter, reach, found[0]) != home)
        of_home[0] = first + of_home[0]
    elif first:
        of_home = [first]
    for found in of_home:
        home = _home(cutter, reach, found[-1])
        number = max(1, round(len(found) / size))
        each = max(-(-len(found) // number), len(first))
        yield from (Block(tuple(found[at : at + each]), home) for at in range(0, len(found), each))


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
