"""Reading a schedule: made by iopsched, or by hand, or by anything else."""

from pathlib import Path
from typing import Any

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import SCHEMA_VERSION, Schedule
from iopsched.domain.schedule_checks import schedule_problems, session_problems
from iopsched.errors import Problem, ProblemsError
from iopsched.files.fields import Parts, limited, once, validate_parts, wrong_version
from iopsched.files.parsing import oddities, oversize
from iopsched.files.wording import known_keys


def read_schedule(source: str | Path, instance: Instance | None = None) -> Schedule:
    """Return the schedule in a .json file, a workbook (.xlsx) or a folder of .csv files.

    ``-`` is standard input. With an instance it must be a schedule of that instance: its id, digest, week
    and ids.

    Raises:
        ProblemsError: it cannot be read, or is invalid; every problem is listed.
    """
    from iopsched.files.schedule_sheets import read_schedule_input

    return read_schedule_input(source, instance).schedule


def schedule_from_data(data: Any, instance: Instance | None = None) -> Schedule:
    """Return the schedule that plain JSON data spells.

    Raises:
        ProblemsError: it is invalid, or not of the instance; every problem is listed.
    """
    if not isinstance(data, dict):
        raise ProblemsError([Problem("not_an_object", "schedule", "an object with keys is expected")])
    unreadable = wrong_version(data, SCHEMA_VERSION) or oversize(data, known_keys())
    if unreadable is not None:
        raise ProblemsError([unreadable])
    known = frozenset[str]() if instance is None else _shown_ids(instance)
    found = list(oddities(data, known | known_keys()))
    parts = validate_parts(Schedule, data, known)
    problems = once([*found, *parts.problems])
    problems += _repeated(parts)
    if problems:
        if instance is not None:
            problems += _belonging(instance, parts)
        raise ProblemsError(limited(problems))
    schedule = Schedule(**parts.values())
    if instance is not None:
        foreign = schedule_problems(instance, schedule)
        if foreign:
            raise ProblemsError(limited(foreign))
    return schedule


def _shown_ids(instance: Instance) -> frozenset[str]:
    individual = (
        session_id for client in instance.clients for session_id, _ in instance.individual_session_ids(client)
    )
    return instance.ids | frozenset(instance.offer) | frozenset(individual)


def _repeated(parts: Parts) -> list[Problem]:
    first: dict[str, str] = {}
    problems: list[Problem] = []
    for place, session in parts.lists.get("sessions", ()):
        if session.id in first:
            message = f"another session has this id, at {first[session.id]}"
            problems.append(Problem("duplicate_id", f"{place}.id", message, "Give each session its own."))
        first.setdefault(session.id, place)
    return problems


def _belonging(instance: Instance, parts: Parts) -> list[Problem]:
    heading = Schedule(**parts.single) if {"instance_id", "week"} <= set(parts.single) else None
    problems = [] if heading is None else schedule_problems(instance, heading)
    for place, session in parts.lists.get("sessions", ()):
        problems += session_problems(instance, session, place, hint=len(problems) < 20)
    return problems
