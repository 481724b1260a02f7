"""A solved week as calendars: a file for each client, clinician and room, and one of what changes for it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from iopsched.calendars.entry import Entry
from iopsched.calendars.ical import Method, calendar_bytes, entries_of
from iopsched.calendars.instants import week_span
from iopsched.calendars.timetable import Timetables, timetables
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.domain.schedule_checks import schedule_problems
from iopsched.domain.week import Week
from iopsched.errors import Problem, ProblemsError

_CHANGES = "changes/"
_SUFFIX: dict[Method, str] = {"PUBLISH": ".ics", "CANCEL": "+cancelled.ics"}
_NOTHING: Mapping[str, Entry] = {}
_OF_ANOTHER_WEEK = {"instance_differs", "week_differs", "date_outside_week"}


def calendars_of(
    instance: Instance,
    schedule: Schedule,
    *,
    stamp: dt.datetime,
    key: bytes = b"",
    against: Schedule | None = None,
    previous: Mapping[str, bytes] | None = None,
    now: dt.datetime | None = None,
) -> dict[str, bytes]:
    """Return the calendars of a week by their paths: ``clients/c014.ics``, ``clinicians/``, ``rooms/``.

    `stamp` is the time of the export, with its zone. `key` is the site's secret for UIDs; without one,
    whoever knows ids can find out by trying what a UID stands for. `previous` are the calendars returned
    before: what says the same stays byte for byte, what does not is counted as changed, and what is gone
    stays as cancelled. With `against`, the schedule published for this week, there are also
    ``changes/clients/c014.ics`` with what is new or otherwise for the receiver and
    ``changes/clients/c014+cancelled.ics`` with what is cancelled; what was over by `now`, on the wall
    clock, is left out of both. Left out itself it is the instance's.

    Raises:
        ProblemsError: a schedule does not belong to the instance, or a previous file is no such calendar.
        ValueError: `stamp` has no zone.
    """
    if stamp.utcoffset() is None:
        raise ValueError("stamp has no zone")
    _require_belonging(instance, schedule, against)
    stamp = stamp.astimezone(dt.UTC).replace(microsecond=0)
    planned = timetables(instance, schedule, key, stamp)
    published: Timetables = {}
    if against is not None:
        published = timetables(instance, against, key, stamp)
    sent = _sent_before(instance, {} if previous is None else previous)
    whole: dict[str, dict[str, Entry]] = {}
    for path in sorted({*planned, *published, *sent}):
        earlier = [one.get(path, _NOTHING) for one in (sent, published)]
        whole[path] = _counted_on(planned.get(path, _NOTHING), earlier, stamp)
    files = {path: calendar_bytes(entries.values(), "PUBLISH") for path, entries in whole.items() if entries}
    if against is not None:
        over = _over_by(instance.week, now)
        files.update(_changes(planned, published, whole, over))
    return files


def _require_belonging(instance: Instance, schedule: Schedule, against: Schedule | None) -> None:
    problems = [problem for problem in schedule_problems(instance, schedule) if problem.severity == "error"]
    if against is not None:
        # Rooms and people of then may be gone by now, but the week and the programme are the same.
        problems += [
            replace(problem, place=f"against.{problem.place}")
            for problem in schedule_problems(instance, against)
            if problem.code in _OF_ANOTHER_WEEK
        ]
    if problems:
        raise ProblemsError(problems)


def _counted_on(
    planned: Mapping[str, Entry], earlier: list[Mapping[str, Entry]], stamp: dt.datetime
) -> dict[str, Entry]:
    """Return every entry of a receiver, and as cancelled what it may have been sent before."""
    counted: dict[str, Entry] = {}
    for uid in sorted({*planned, *(uid for one in earlier for uid in one)}):
        versions = [one[uid] for one in earlier if uid in one]
        entry = planned.get(uid)
        counted[uid] = (versions[0].withdrawn(stamp) if entry is None else entry).after(versions)
    return counted


def _changes(
    planned: Timetables, published: Timetables, whole: Timetables, over: dt.datetime
) -> Iterator[tuple[str, bytes]]:
    for path in sorted({*planned, *published}):
        old, new = published.get(path, _NOTHING), planned.get(path, _NOTHING)
        changed = [whole[path][uid] for uid in {*old, *new} if _differs(old.get(uid), new.get(uid), over)]
        for method, suffix in _SUFFIX.items():
            entries = [entry for entry in changed if entry.cancelled == (method == "CANCEL")]
            if entries:
                yield f"{_CHANGES}{path.removesuffix('.ics')}{suffix}", calendar_bytes(entries, method)


def _differs(old: Entry | None, new: Entry | None, over: dt.datetime) -> bool:
    if old is not None and new is not None and new.says_the_same_as(old):
        return False
    return any(entry.end > over for entry in (old, new) if entry is not None)


def _over_by(week: Week, now: dt.datetime | None) -> dt.datetime:
    now = week.now if now is None else now
    if now is None:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    return now.replace(tzinfo=ZoneInfo(week.time_zone)).astimezone(dt.UTC)


def _sent_before(instance: Instance, previous: Mapping[str, bytes]) -> Timetables:
    """Return the entries of this week in calendars written before; those of other weeks stay as they are."""
    first, last = week_span(instance.week)
    sent: dict[str, dict[str, Entry]] = {}
    problems = []
    for path, content in sorted(previous.items()):
        try:
            entries = entries_of(content)
        except ValueError:
            problems.append(_not_ours(path))
            continue
        if not path.startswith(_CHANGES):
            sent[path] = {entry.uid: entry for entry in entries if first <= entry.start < last}
    if problems:
        raise ProblemsError(problems)
    return sent


def _not_ours(path: str) -> Problem:
    folder = "/".join(path.split("/")[:-1])
    known = folder.removeprefix(_CHANGES) in ("clients", "clinicians", "rooms")
    return Problem(
        "calendar_unknown",
        folder if known else "calendars",
        "a calendar there was not written by iopsched, or was edited since",
        "Write into another folder.",
    )
