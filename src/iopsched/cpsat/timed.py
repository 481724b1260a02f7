"""Own sessions that have hours in a draft: those that one clinician alone may lead.

Where a client's groups meet while that clinician works, enough minutes on some day are not enough: there
must be one hour in which neither is in a group. Others could be led by many, and hours are easily found.
"""

from collections import Counter
from collections.abc import Collection, Sequence

from iopsched.cpsat.candidates import Candidates, Placement
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.extract import Value, session_of
from iopsched.cpsat.openings import Taken
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import Where
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.schedule import Schedule, Session

MOST_CLIENTS = 600
"""Beyond, hours cost a draft more than what they save later: 40 s with 1,000 clients."""


def add_timed(cutter: Cutter, groups: Candidates, taken: Taken, held: Collection[str]) -> None:
    """Add to what groups could be those own sessions that have hours, and are not held.

    They have no room and no place, and start where groups do as far as they do not overlap then. With an open
    timetable, and with more clients than `MOST_CLIENTS`, none has hours: a draft is not over in time then.
    """
    has_open = any(len({p.start for p in found}) > 1 for found in groups.placements.values())
    if has_open or len(cutter.instance.clients) > MOST_CLIENTS:
        return
    begins = {p.start for p in groups.all()}
    for slot in cutter.slots.values():
        if slot.owner is None or slot.company or slot.id in held:
            continue
        options = cutter.options(slot.id, usual=True)
        if len({k for p in options for _, k in p.leads}) != 1 or any(p.guests for p in options):
            continue
        possible = taken.possible(options, cutter.instance.client, cutter.instance)
        found = [_anywhere(p) for p in _thinned(possible, begins)]
        if found:
            groups.slots.append(slot)
            groups.placements[slot.id] = found


def timed_sessions(
    cutter: Cutter, v: Variables, schedule: Schedule, timed: Sequence[Placement], value: Value
) -> list[Session]:
    """Return the own sessions that values hold of those with hours, in rooms free beside a schedule.

    They are held where most is that their people lead and attend on that day. Where there is no room, they
    are held by telehealth, or left out. From one place to the next it may be too far.
    """
    held = cutter.held(schedule)
    taken = {at: [(start, end) for start, end, _ in uses] for at, uses in held.used.items()}
    there: Counter[tuple[str, int, Where]] = Counter()
    for one in schedule.sessions:
        day, where = held.start[one.id] // MINUTES_PER_DAY, held.where[one.id]
        there.update((person, day, where) for person in (*one.leaders, *one.clients))
    found: list[Session] = []
    for p in sorted((p for p in timed if value(v.place[p])), key=lambda one: (one.start, one.slot.id)):
        session = session_of(v, p, None, value)
        people = (*session.leaders, *session.clients)
        options = [one for one in cutter.options(p.slot.id, usual=True) if one.start == p.start]
        options.sort(key=lambda one: -sum(there[person, p.day, one.where] for person in people))
        for option in options:
            free = (one for one in option.rooms if _is_free(taken.get(("room", one, p.day), ()), p))
            room = next(free, None)
            if room is None and option.where is not None:
                continue
            if room is not None:
                taken.setdefault(("room", room, p.day), []).append((p.start, p.end))
            there.update((person, p.day, option.where) for person in people)
            found.append(session_of(v, p, room, value))
            break
    return found


def _is_free(uses: Collection[tuple[int, int]], p: Placement) -> bool:
    return all(end <= p.start or p.end <= start for start, end in uses)


def _thinned(placements: Sequence[Placement], begins: Collection[int]) -> list[Placement]:
    """Return placements of which none overlaps another, first those at starts at which groups begin."""
    found: list[Placement] = []
    for p in sorted(placements, key=lambda one: (one.start not in begins, one.start)):
        if all(abs(one.start - p.start) >= p.end - p.start for one in found):
            found.append(p)
    return found


def _anywhere(p: Placement) -> Placement:
    """Return a placement with the same people at the same time, without a room and a place."""
    return Placement(p.slot, p.start, p.end, None, leads=p.leads, clients=p.clients, guests=p.guests)
