"""What clients wait at the least between group sessions, whatever the hours of their own sessions."""

from collections.abc import Callable, Sequence

from iopsched.cpsat.candidates import Placement
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.items import Item, by_day
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import Stretch

HoursOf = Callable[[Placement], Sequence[Stretch]]
"""All hours that a placement could have, as stretches of the week."""


def least_idle(v: Variables, hours_of: HoursOf) -> Expr:
    """Return minutes that clients wait on site at the least between two group sessions of one trip.

    Two that follow each other are waited between unless something else lies in between. A placement
    that could have several hours lies there if any of them does.
    """
    limit = v.world.instance.conventions.new_trip_after_minutes
    waits = []
    for client in v.clients:
        for items in by_day(v.of_client[client.id]).values():
            groups = [one for one in items if one.where is not None and one.placement.slot.group is not None]
            for before in groups:
                for after in groups:
                    pause = after.start - before.end
                    if 0 < pause <= limit:
                        waits.append(pause * _waited(v, before, after, items, hours_of))
    return total(waits)


def _waited(v: Variables, before: Item, after: Item, items: Sequence[Item], hours_of: HoursOf) -> Expr:
    """Return a literal that is true where both are attended and nothing between them."""
    between = [
        one.literal
        for one in items
        if any(before.end <= start and end <= after.start for start, end in hours_of(one.placement))
    ]
    waited = v.new()
    v.model.add_bool_or(waited, ~before.literal, ~after.literal, *between)
    return waited
