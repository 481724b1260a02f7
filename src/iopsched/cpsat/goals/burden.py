"""Level 4: waits and trips of clients, split days and short rests of clinicians.

The minutes waited on a day are the time from the first start to the last end of each trip, less the
sessions in it. With literals for first and last sessions of a trip that is linear.
"""

from iopsched.cpsat.expr import Expr, total, weighted
from iopsched.cpsat.items import Item, Literal, by_day
from iopsched.cpsat.trips import DayLine
from iopsched.cpsat.variables import Variables
from iopsched.domain.clock import MINUTES_PER_DAY


def _client_days(v: Variables) -> list[tuple[DayLine, dict[int, Literal]]]:
    """Return each client's days on site with the literals of first sessions of a trip."""
    if v.client_days is None:
        limit = v.world.instance.conventions.new_trip_after_minutes
        v.client_days = []
        for client in v.clients:
            for items in by_day(i for i in v.of_client[client.id] if i.where is not None).values():
                if len({item.placement.slot.id for item in items}) > 1 and not v.settled(items):
                    line = DayLine(v, items)
                    v.client_days.append((line, line.firsts(limit)))
    return v.client_days


def idle_minutes(v: Variables) -> Expr:
    """Minutes clients wait on site between two sessions of one trip."""
    limit = v.world.instance.conventions.new_trip_after_minutes
    waits = []
    for line, firsts in _client_days(v):
        lasts = line.lasts(limit)
        base = min(line.starts) // MINUTES_PER_DAY * MINUTES_PER_DAY
        longest = max(line.ends) - min(line.starts)
        wait = v.model.new_int_var(0, longest, "")
        v.model.add(
            wait
            == weighted((at - base, last) for at, last in lasts.items())
            - weighted((at - base, first) for at, first in firsts.items())
            - line.busy_minutes
        )
        waits.append(wait)
    return total(waits)


def extra_trips(v: Variables) -> Expr:
    """Second and further trips of a client on one day."""
    return total(_beyond_one(v, list(firsts.values())) for _, firsts in _client_days(v))


def _beyond_one(v: Variables, literals: list[Literal]) -> Expr:
    beyond = v.model.new_int_var(0, max(len(literals) - 1, 0), "")
    v.model.add(beyond >= total(literals) - 1)
    return beyond


def split_shifts(v: Variables) -> Expr:
    """Long pauses in a clinician's day."""
    limit = v.world.instance.conventions.split_shift_after_minutes
    splits = []
    for clinician in v.clinicians:
        for items in by_day(v.of_clinician[clinician.id]).values():
            if v.settled(items):
                continue
            splits.append(_beyond_one(v, list(DayLine(v, items).firsts(limit).values())))
    return total(splits)


def short_rests(v: Variables) -> Expr:
    """Nights too short between two working days of a clinician."""
    least = v.world.instance.conventions.short_rest_minutes
    short = []
    for clinician in v.clinicians:
        days = by_day(v.of_clinician[clinician.id])
        for day, items in days.items():
            morning = days.get(day + 1, [])
            pairs: dict[int, list[Item]] = {}
            for early in morning:
                late = [item for item in items if early.start - item.end < least]
                if late:
                    pairs.setdefault(early.start, late)
            if not pairs:
                continue
            night = v.new()
            short.append(night)
            for early in morning:
                for late_item in pairs.get(early.start, []):
                    v.model.add_bool_or(night, ~early.literal, ~late_item.literal)
    return total(short)


TERMS = {
    "idle_minutes": idle_minutes,
    "extra_trips": extra_trips,
    "split_shifts": split_shifts,
    "short_rests": short_rests,
}
