"""Everything put together that a week is planned again from, and everything that came of it."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from iopsched.continuity.carrying import Dropped, carry_over
from iopsched.domain.attendance import AttendanceRow
from iopsched.domain.base import Model
from iopsched.domain.clients import Client
from iopsched.domain.differences import Difference, heading_of
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.relations import Pin
from iopsched.domain.result import SolveResult
from iopsched.domain.schedule import Schedule
from iopsched.domain.schedule_checks import schedule_problems
from iopsched.errors import Problem, ProblemsError, safe_value
from iopsched.replanning.attendance import record
from iopsched.replanning.differences import diff
from iopsched.replanning.event_texts import parse_events
from iopsched.replanning.events import Event, apply_events
from iopsched.replanning.past import at_time
from iopsched.replanning.pinning import pins_of, with_pins
from iopsched.replanning.rescue import MakeUp, Unmet, make_ups, unmet, with_extra_sessions
from iopsched.replanning.substitutes import Substitutes, substitutions


class Texts(NamedTuple):
    """Events and pins as they are written on the command line; `arrive` holds the clients of each file."""

    absent: Sequence[str] = ()
    close: Sequence[str] = ()
    cancel: Sequence[str] = ()
    arrive: Sequence[tuple[Client, ...]] = ()
    leave: Sequence[str] = ()
    hold: Sequence[str] = ()
    forbid: Sequence[str] = ()


class Prepared(Model):
    """What a week is planned again from.

    `given` is the instance before anything happened to it, `instance` the effective one, which has
    the published schedule. `published` is that schedule as it was given, `start` what of it the
    instance still has; `dropped` is what it has not, `notes` what else is to be said.
    """

    given: Instance
    instance: Instance
    published: Schedule
    start: Schedule
    notes: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()


class Replanned(Model):
    """A week planned again.

    `instance` is the effective one, `difference` leads from the published schedule to the new one,
    `dropped` could not be carried over, and `substitutes` ranks who may stand in for each leader who
    is not there any more. `make_ups` are sessions more for who missed some, `unmet` says of everybody
    who falls short why.
    """

    instance: Instance
    result: SolveResult
    difference: Difference
    notes: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    substitutes: tuple[Substitutes, ...] = ()
    make_ups: tuple[MakeUp, ...] = ()
    unmet: tuple[Unmet, ...] = ()


def prepare(
    instance: Instance,
    schedule: Schedule,
    *,
    events: Sequence[Event] = (),
    pins: Sequence[Pin] = (),
    now: dt.datetime | None = None,
    attended: Sequence[AttendanceRow] = (),
    texts: Texts | None = None,
    extra_sessions: int = 0,
) -> Prepared:
    """Return what a published schedule and all that happened to its week come to.

    First what is past is held and attendance recorded, then events happen, then pins are added. Who
    missed sessions may have `extra_sessions` own ones beyond its plan.

    Raises:
        ProblemsError: the schedule is another instance's, or something does not fit; all is told.
    """
    preparing = _Preparing(instance, schedule, extra_sessions)
    return preparing.run(events, pins, now, attended, texts or Texts())


def foreign(instance: Instance, schedule: Schedule) -> tuple[Problem, ...]:
    """Return the problem that a published schedule is another instance's, if it is.

    Last week's instance may have had another id; two of one week are different houses.
    """
    if schedule.week != instance.week.monday or schedule.instance_id == instance.id:
        return ()
    message = f"the schedule is for another instance than {instance.id}"
    way_out, shown = "Give the instance it was made for.", safe_value(schedule.instance_id)
    return (Problem("instance_differs", "schedule.instance_id", message, way_out, shown),)


def text_problems(instance: Instance, texts: Texts) -> tuple[Problem, ...]:
    """Return what is wrong with events and pins whatever schedule is published, as far as can be told.

    For when no schedule could be read: all that is wrong with a command is told at once.
    """
    problems: list[Problem] = []
    arriving = {client.id for clients in texts.arrive for client in clients}
    try:
        parse_events(
            instance,
            absent=texts.absent,
            close=texts.close,
            cancel=texts.cancel,
            arrive=texts.arrive,
            leave=texts.leave,
        )
    except ProblemsError as error:
        problems += error.problems
    # A pin may name whoever arrives, and only events that are right can bring anybody.
    if not (problems or arriving):
        try:
            pins_of(instance, texts.hold, texts.forbid)
        except ProblemsError as error:
            problems += error.problems
    return tuple(problems)


def finish(
    prepared: Prepared, result: SolveResult, *, limits: Limits | None = None, cancel: Cancel | None = None
) -> Replanned:
    """Return what came of planning again: what changed, who may stand in, and why who falls short does.

    `limits` are those of the search; what is asked of single clients takes a small part of them each.
    """
    given = prepared.given
    published = prepared.published.model_copy(update={"instance_digest": None, "instance_id": given.id})
    own = None if schedule_problems(given, published) else given
    difference = diff(published, result.schedule, instance=prepared.instance, instance_before=own)
    return Replanned(
        instance=prepared.instance,
        result=result,
        # The digest was only taken off to compare; what is changed is the schedule as it was given.
        difference=difference.model_copy(update={"before": heading_of(prepared.published)}),
        notes=prepared.notes,
        dropped=prepared.dropped,
        substitutes=substitutions(
            prepared.instance, prepared.start, result.schedule, published=prepared.instance.published
        ),
        make_ups=make_ups(prepared.instance, prepared.start, result.schedule),
        unmet=unmet(prepared.instance, result, limits=limits, cancel=cancel),
    )


class _Preparing:
    """The instance on its way, and what is wrong or to be said so far."""

    def __init__(self, instance: Instance, schedule: Schedule, extra_sessions: int) -> None:
        self._given, self._schedule, self._instance = instance, schedule, instance
        self._extra_sessions = extra_sessions
        self._notes: list[str] = []
        self._problems: list[Problem] = []

    def run(
        self,
        events: Sequence[Event],
        pins: Sequence[Pin],
        now: dt.datetime | None,
        attended: Sequence[AttendanceRow],
        texts: Texts,
    ) -> Prepared:
        """Return what is planned again from, or raise with everything that is wrong."""
        self._problems += foreign(self._given, self._schedule)
        published = carry_over(self._given, self._schedule).published
        self._instance = self._given.replace(published=published)
        if self._held(published, now) and attended:
            self._attended(published, attended)
        self._happened(events, texts)
        self._pinned(pins, texts)
        if self._problems:
            raise ProblemsError(self._problems)
        carried = carry_over(self._instance, published)
        return Prepared(
            given=self._given,
            instance=self._instance,
            published=self._schedule,
            start=carried.start,
            notes=tuple(self._notes),
            dropped=carried.dropped,
        )

    def _held(self, published: Schedule, now: dt.datetime | None) -> bool:
        """Hold what is past; return whether that went well."""
        if now is None:
            return True
        # Moved to this week it would pass for this week's.
        as_given = published.model_copy(update={"week": self._schedule.week})
        try:
            self._instance, sentences = at_time(self._instance, now, as_given)
        except ProblemsError as error:
            self._problems += error.problems
            return False
        self._notes += sentences
        return True

    def _attended(self, published: Schedule, rows: Sequence[AttendanceRow]) -> None:
        as_given = published.model_copy(update={"week": self._schedule.week})
        try:
            changed = record(self._instance, as_given, rows)
        except ProblemsError as error:
            self._problems += error.problems
        else:
            self._instance = changed.instance
            self._notes += changed.notes
            if self._extra_sessions:
                self._instance = with_extra_sessions(self._instance, self._extra_sessions)

    def _happened(self, events: Sequence[Event], texts: Texts) -> None:
        try:
            said = parse_events(
                self._instance,
                absent=texts.absent,
                close=texts.close,
                cancel=texts.cancel,
                arrive=texts.arrive,
                leave=texts.leave,
            )
            changed = apply_events(self._instance, (*events, *said))
        except ProblemsError as error:
            self._problems += error.problems
        else:
            self._instance = changed.instance
            self._notes += changed.notes

    def _pinned(self, pins: Sequence[Pin], texts: Texts) -> None:
        there = self._instance.pins
        try:
            added = tuple(pin for pin in dict.fromkeys(pins) if pin not in there)
            instance = self._instance.replace(pins=(*there, *added)) if added else self._instance
            self._instance, sentences = with_pins(instance, texts.hold, texts.forbid)
        except ProblemsError as error:
            self._problems += error.problems
        else:
            self._notes += sentences
