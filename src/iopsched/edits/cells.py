"""The cells of a schedule workbook that a broken rule concerns, those that were edited first."""

from collections.abc import Iterable, Iterator, Sequence

from iopsched.domain.instance import Instance
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Schedule, Session
from iopsched.edits.finding import Edit
from iopsched.edits.reading import edit_spots
from iopsched.sheets.grid import Spot
from iopsched.sheets.schedule.cells import SchedulePlaces

ATTENDING = "attending"
"""Stands for the rows of attendance, among the fields of a session."""

_TIME, _END, _PLACE, _LEADERS = ("date", "start"), ("start", "end"), ("room",), ("leaders",)
_ALL = (*_TIME, *_PLACE, *_LEADERS)

CONCERNED: dict[str, tuple[str, ...]] = {
    "start_offered": _TIME,
    "length_kept": _END,
    "service_scheduled": ("service",),
    "site_open": (*_TIME, *_PLACE),
    "room_available": (*_TIME, *_PLACE),
    "room_in_one_use": (*_TIME, *_PLACE),
    "client_available": (*_TIME, ATTENDING),
    "client_stay": (*_TIME, ATTENDING),
    "arrival_and_departure": (*_TIME, *_PLACE, ATTENDING),
    "client_in_one_place": (*_TIME, *_PLACE, ATTENDING),
    "guest_available": (*_TIME, ATTENDING),
    "guest_in_one_place": (*_TIME, *_PLACE, ATTENDING),
    "clinician_available": (*_TIME, *_LEADERS),
    "clinician_in_one_place": _ALL,
    "site_staffed": _ALL,
    "roles_filled": _LEADERS,
    "credentials_held": (*_LEADERS, "date"),
    "leader_listed": _LEADERS,
    "clinician_place": (*_PLACE, *_LEADERS),
    "supervisor_present": _ALL,
    "clinician_day_load": (*_LEADERS, "date"),
    "clinician_week_load": _LEADERS,
    "clinician_break": (*_TIME, *_LEADERS),
    "clinician_run": (*_TIME, *_LEADERS),
    "clinician_meal": (*_TIME, *_LEADERS),
    "caseload_kept": _LEADERS,
    "plan_clinician": (*_LEADERS, ATTENDING),
    "clinician_avoided": (*_LEADERS, ATTENDING),
    "language_shared": (*_LEADERS, ATTENDING),
    "mode_allowed": (*_PLACE, ATTENDING),
    "room_suits": _PLACE,
    "room_fits": (*_PLACE, *_LEADERS, ATTENDING),
    "head_count": (ATTENDING,),
    "leader_ratio": (*_LEADERS, ATTENDING),
    "ages_together": (ATTENDING,),
    "eligible_only": (ATTENDING,),
    "closed_group": (ATTENDING,),
    "attend_all_whole": (ATTENDING,),
    "one_of_set": (ATTENDING,),
    "service_planned": (ATTENDING,),
    "week_minutes": (ATTENDING,),
    "day_minutes": ("date", ATTENDING),
    "service_days": ("date", ATTENDING),
    "authorised_days": ("date", ATTENDING),
    "sessions_cap": (ATTENDING,),
    "sessions_apart": (*_TIME, ATTENDING),
    "trips_cap": (*_TIME, *_PLACE, ATTENDING),
    "groups_cap": (ATTENDING,),
    "client_run": (*_TIME, ATTENDING),
    "client_meal": (*_TIME, ATTENDING),
    "company_kept": (ATTENDING,),
    "apart_in_session": (ATTENDING,),
    "apart_in_building": (*_TIME, *_PLACE, ATTENDING),
    "kept_together": (ATTENDING,),
    "held": (*_ALL, ATTENDING),
    "forbidden": (*_ALL, ATTENDING),
    "past_kept": (*_ALL, "end", ATTENDING),
}
"""What of the sessions that break a rule it is about, by the rule's name."""


class ViolationCells:
    """Finds the cells that a broken rule concerns, in one schedule workbook."""

    def __init__(
        self, instance: Instance, schedule: Schedule, places: SchedulePlaces, edits: Sequence[Edit] = ()
    ) -> None:
        self._instance, self._places, self._edits = instance, places, edits
        self._sessions = {session.id: session for session in schedule.sessions}
        self._edited = {spot for edit in edits for spot in edit_spots(edit, edits, places)}

    def of(self, violation: Violation, *, new: bool = True) -> tuple[Spot, ...]:
        """Return the cells that a violation concerns, edited ones first.

        A `new` one, which the schedule did not have as it was written, comes from an edit: where none
        of its own cells was edited, the edits that can have to do with it are named too.
        """
        sessions = self._concerned(violation)
        found = list(dict.fromkeys(self._cells(violation, sessions)))
        if new and not self._edited.intersection(found):
            found += [spot for spot in self._causes(violation, sessions) if spot not in found]
        return tuple(sorted(found, key=lambda spot: spot not in self._edited))

    def _concerned(self, violation: Violation) -> list[Session]:
        """Return the sessions a violation names, or else those of its people, or those in its places."""
        named = [self._sessions[one] for one in violation.sessions if one in self._sessions]
        if named or violation.sessions:
            return named
        people = set(violation.people)
        attended = [one for one in self._sessions.values() if people & set(_everybody(one))]
        return attended or [one for one in self._sessions.values() if one.room in violation.places]

    def _cells(self, violation: Violation, sessions: Iterable[Session]) -> Iterator[Spot]:
        for session in sessions:
            for name in CONCERNED.get(violation.rule, _ALL):
                if name == ATTENDING:
                    yield from self._attending(violation, session)
                else:
                    spot = self._places.session(session.id, name)
                    if spot is not None:
                        yield spot

    def _attending(self, violation: Violation, session: Session) -> Iterator[Spot]:
        """Yield the rows of the people a violation names in a session, or of everybody it lets in."""
        there = [(kind, one) for kind in ("clients", "guests") for one in getattr(session, kind)]
        named = [(kind, one) for kind, one in there if one in violation.people]
        for kind, person in named or there:
            spot = self._places.person(session.id, person, kind)
            if spot is not None:
                yield spot

    def _causes(self, violation: Violation, sessions: Sequence[Session]) -> list[Spot]:
        """Return the cells of edits that share a person, a place or a session's group with a violation."""
        named = {*violation.sessions, *violation.people, *violation.places}
        named |= {one.group for one in sessions if one.group is not None}
        related = [edit for edit in self._edits if named & self._touched(edit)]
        return [
            spot for edit in related or self._edits for spot in edit_spots(edit, self._edits, self._places)
        ]

    def _touched(self, edit: Edit) -> set[str]:
        session = self._sessions.get(edit.session)
        touched = {edit.session} | ({edit.person} if edit.person else set())
        touched |= {pin.clinician for pin in edit.pins if pin.clinician is not None}
        offer = self._instance.offer.get(edit.session)
        if offer is not None:
            touched.add(offer.group.id)
        if session is not None and edit.person is None:
            touched |= {*_everybody(session), *({session.room} if session.room else ())}
        return touched


def _everybody(session: Session) -> tuple[str, ...]:
    return (*session.leaders, *session.clients, *session.guests)


def told_cells(spots: Sequence[Spot], most: int = 6) -> str:
    """Return cells as people name them, ``Sessions!D12, Attendance!B40``, the first of many."""
    told = ", ".join(str(spot) for spot in spots[:most])
    more = len(spots) - most
    return told if more <= 0 else f"{told} and {more} more"
