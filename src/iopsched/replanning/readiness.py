"""What if: every clinician and every room out for a day, and who would fall short after the best re-plan."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Literal

from iopsched.continuity.carrying import carry_over
from iopsched.continuity.floors import Floors
from iopsched.continuity.repairing import Repair
from iopsched.continuity.resolving import Verified, brief
from iopsched.domain.base import Model
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule
from iopsched.judging.judge import judge
from iopsched.replanning.differences import diff
from iopsched.replanning.events import Absence, Closing, Event, apply_events

SECONDS = 10.0
EFFORT = 6.0
"""What planning again for one absence may use at most."""

_Kind = Literal["clinician", "room"]


class AbsenceOutcome(Model):
    """What one day without a clinician or a room comes to.

    `short` are the clients who fall short after planning again and did not before; `at_least` how many
    more fall short in any schedule, as far as that is proved from single clients. `sessions` are those
    that needed another leader or room, `churn` the share of assignments that change.
    """

    kind: _Kind
    id: str
    date: dt.date
    sessions: tuple[str, ...]
    short: tuple[str, ...]
    at_least: int
    minutes_short: int
    churn: float
    found: bool

    @property
    def proved(self) -> bool:
        """Whether no re-plan keeps more clients from falling short."""
        return self.found and self.at_least == len(self.short)


def each_absence(
    instance: Instance,
    schedule: Schedule,
    *,
    limits: Limits | None = None,
    on_outcome: Callable[[AbsenceOutcome, int, int], None] = lambda *_: None,
    cancel: Cancel | None = None,
) -> tuple[AbsenceOutcome, ...]:
    """Return what each clinician's and each room's absence for a day comes to, the worst first.

    Only days on which they are needed are asked about. `on_outcome` gets each outcome with its number
    and how many there are. Limits are those of one absence. Cancelling returns what there is so far.

    Raises:
        ProblemsError: the schedule is not of the instance.
    """
    asked = list(_needed(instance, schedule))
    found: list[AbsenceOutcome] = []
    for number, (kind, one, date) in enumerate(asked, 1):
        if cancel is not None and cancel.is_set():
            break
        outcome = _outcome(instance, schedule, kind, one, date, limits or Limits(), cancel)
        found.append(outcome)
        on_outcome(outcome, number, len(asked))
    return tuple(sorted(found, key=_gravity))


def _gravity(outcome: AbsenceOutcome) -> tuple[object, ...]:
    short = -len(outcome.short)
    return (outcome.found, short, -outcome.minutes_short, outcome.kind, outcome.id, outcome.date)


def _needed(instance: Instance, schedule: Schedule) -> Iterator[tuple[_Kind, str, dt.date]]:
    ahead = [s for s in schedule.sessions if not instance.week.is_past(s.date, s.start)]
    clinicians = {(leader, s.date) for s in ahead for leader in s.leaders if leader in instance.clinician}
    rooms = {(s.room, s.date) for s in ahead if s.room in instance.room}
    for leader, date in sorted(clinicians):
        yield "clinician", leader, date
    for room, date in sorted(rooms):
        yield "room", str(room), date


def _event(kind: _Kind, one: str, date: dt.date) -> Event:
    if kind == "clinician":
        return Absence(clinician=one, date=date)
    return Closing(room=one, date=date)


def _outcome(
    instance: Instance,
    schedule: Schedule,
    kind: _Kind,
    one: str,
    date: dt.date,
    limits: Limits,
    cancel: Cancel | None,
) -> AbsenceOutcome:
    published = instance.replace(published=carry_over(instance, schedule).published)
    before = carry_over(published, schedule).start
    already = {need.client for need in judge(published, before).shortfalls}
    without = apply_events(published, [_event(kind, one, date)]).instance
    start = carry_over(without, schedule).start
    best = Repair(without, brief(limits, SECONDS, EFFORT), cancel=cancel, closer=False).run(start)
    short = () if best is None else _short(best, already)
    floors = Floors(without)
    floors.ask(short, brief(limits, SECONDS, EFFORT), cancel)
    return AbsenceOutcome(
        kind=kind,
        id=one,
        date=date,
        sessions=tuple(
            s.id for s in before.sessions if s.date == date and (one in s.leaders or s.room == one)
        ),
        short=short,
        at_least=sum(1 for found in floors.clients.values() if found.short),
        minutes_short=0 if best is None else _minutes(best, already),
        churn=0.0 if best is None else diff(start, best.schedule).churn.share,
        found=best is not None,
    )


def _short(best: Verified, already: set[str]) -> tuple[str, ...]:
    clients = dict.fromkeys(need.client for need in best.verdict.shortfalls)
    return tuple(client for client in clients if client not in already)


def _minutes(best: Verified, already: set[str]) -> int:
    return sum(need.minutes for need in best.verdict.shortfalls if need.client not in already)
