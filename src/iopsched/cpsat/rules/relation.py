"""The relation family: clients kept apart or together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from ortools.sat.python import cp_model

from iopsched.cpsat.filters import ModelRule
from iopsched.cpsat.items import Item
from iopsched.cpsat.variables import Variables

Yields = Iterator[cp_model.Constraint]


def _pairs(v: Variables, *kinds: str) -> Iterator[tuple[str, str]]:
    for relation in v.world.instance.relations:
        if relation.kind in kinds and not _elsewhere(v, relation.clients):
            yield from combinations(relation.clients, 2)


def _elsewhere(v: Variables, clients: Iterable[str]) -> bool:
    """Return whether nothing of these clients' weeks is open here."""
    return v.part is not None and v.part.seen.isdisjoint(clients)


def apart_in_session(v: Variables) -> Yields:
    """Clients kept apart are never in one session."""
    for one, other in _pairs(v, "apart", "apart_building"):
        for clients in v.client.values():
            if one in clients and other in clients:
                yield v.model.add_bool_or(~clients[one], ~clients[other])


def _visits(v: Variables, client: str) -> dict[tuple[int, str], list[Item]]:
    visits: dict[tuple[int, str], list[Item]] = defaultdict(list)
    for item in v.of_client[client]:
        if item.where is not None:
            visits[item.day, item.where].append(item)
    return visits


def apart_in_building(v: Variables) -> Yields:
    """On each day and at each site, one of the two has left before the other arrives."""
    for one, other in _pairs(v, "apart_building"):
        theirs = _visits(v, other)
        for key, mine in _visits(v, one).items():
            if not theirs[key]:
                continue
            if _met_already(mine, theirs[key]):
                for item in (*mine, *theirs[key]):
                    yield v.model.add_bool_or([~item.literal])
                continue
            first = v.new()
            for a in mine:
                for b in theirs[key]:
                    if a.end > b.start:
                        yield v.model.add_bool_or(~a.literal, ~b.literal, ~first)
                    if b.end > a.start:
                        yield v.model.add_bool_or(~a.literal, ~b.literal, first)


def _met_already(mine: list[Item], theirs: list[Item]) -> bool:
    """Whether what was held so far kept two clients in the building at one time."""
    one, other = ([item for item in items if item.placement.past] for items in (mine, theirs))
    return any(a.end > b.start for a in one for b in other) and any(
        b.end > a.start for a in one for b in other
    )


def kept_together(v: Variables) -> Yields:
    """Each group session has both of two clients kept together, or neither."""
    for relation in v.world.instance.relations:
        if relation.kind != "together" or _elsewhere(v, relation.clients):
            continue
        for one, other in combinations(relation.clients, 2):
            for p, clients in v.client.items():
                group = p.slot.group
                if group is None or (relation.groups and group.id not in relation.groups):
                    continue
                a, b = clients.get(one), clients.get(other)
                if a is not None and b is not None:
                    if a.index != b.index:
                        yield v.model.add(a == b)
                elif a is not None or b is not None:
                    alone = a if a is not None else b
                    assert alone is not None
                    yield v.model.add_bool_or([~alone])


RULES = {
    "apart_in_session": ModelRule(constraints=apart_in_session),
    "apart_in_building": ModelRule(constraints=apart_in_building),
    "kept_together": ModelRule(constraints=kept_together),
}
