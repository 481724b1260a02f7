"""Runs and meals, of clinicians and of clients."""

from collections.abc import Iterator

from iopsched.domain.clients import Client
from iopsched.domain.clinicians import Clinician
from iopsched.domain.clock import format_day
from iopsched.domain.result import Violation
from iopsched.judging.day import has_meal, runs, span
from iopsched.judging.index import Days, ScheduleIndex
from iopsched.judging.words import told_window


def clinician_run(index: ScheduleIndex) -> Iterator[Violation]:
    """A clinician works no longer than its run without a rest."""
    for clinician in index.instance.clinicians:
        yield from _long_runs("clinician_run", "clinician", clinician, index.clinician_days[clinician.id])


def client_run(index: ScheduleIndex) -> Iterator[Violation]:
    """A client's day has no run longer than its own without a rest."""
    for client in index.instance.clients:
        yield from _long_runs("client_run", "client", client, index.client_days[client.id])


def _long_runs(rule: str, kind: str, person: Clinician | Client, days: Days) -> Iterator[Violation]:
    if person.max_run_minutes is None:
        return
    for date, sessions in days.items():
        for start, end in runs(sessions, person.rest_minutes):
            if end - start > person.max_run_minutes:
                message = f"{kind} {person.id} has no rest of {person.rest_minutes} minutes on "
                message += (
                    f"{format_day(date.weekday())} {told_window((start, end))}: {end - start} minutes, "
                )
                message += f"at most {person.max_run_minutes} are allowed"
                involved = tuple(one.id for one in sessions if start <= one.start and one.end <= end)
                yield Violation(rule=rule, message=message, sessions=involved, people=(person.id,))


def clinician_meal(index: ScheduleIndex) -> Iterator[Violation]:
    """A clinician has its meal break on long days."""
    for clinician in index.instance.clinicians:
        yield from _missed_meals("clinician_meal", "clinician", clinician, index.clinician_days[clinician.id])


def client_meal(index: ScheduleIndex) -> Iterator[Violation]:
    """A client has its meal break on long days."""
    for client in index.instance.clients:
        yield from _missed_meals("client_meal", "client", client, index.client_days[client.id])


def _missed_meals(rule: str, kind: str, person: Clinician | Client, days: Days) -> Iterator[Violation]:
    if person.meal is None:
        return
    for date, sessions in days.items():
        if has_meal(sessions, person.meal):
            continue
        message = f"{kind} {person.id} has no meal break of {person.meal.minutes} minutes on "
        message += f"{format_day(date.weekday())} {told_window(span(sessions))}"
        if person.meal.between is not None:
            message += f" inside {' or '.join(told_window(window) for window in person.meal.between)}"
        ids = tuple(session.id for session in sessions)
        yield Violation(rule=rule, message=message, sessions=ids, people=(person.id,))
