"""Cross-checks of the week and its places: travel between sites, and dates inside the week."""

import datetime as dt
import itertools
from collections.abc import Iterator

from iopsched.domain.draft import Draft
from iopsched.domain.week import Week
from iopsched.errors import Problem

_MOST_MISSING_PAIRS = 20


def travel_problems(draft: Draft) -> Iterator[Problem]:
    """Yield each pair of sites that has no travel minutes, or has them twice."""
    seen: dict[frozenset[str], str] = {}
    for place, travel in draft.travel:
        pair = frozenset(travel.between)
        if pair in seen:
            message = f"the minutes between these two sites are given already, at {seen[pair]}"
            yield Problem("duplicate_travel", place, message, "Keep one; travel counts both ways.")
        seen.setdefault(pair, place)
    if {"sites", "travel"} & draft.incomplete:
        return
    sites = list(dict.fromkeys(placed.it.id for placed in draft.sites))
    missing = (
        (one, other) for one, other in itertools.combinations(sites, 2) if frozenset((one, other)) not in seen
    )
    for one, other in itertools.islice(missing, _MOST_MISSING_PAIRS):
        yield Problem(
            "travel_missing",
            "travel",
            f"nothing says how long it takes from {one} to {other}",
            "Add the minutes for every two sites, 0 where nobody needs any.",
        )


def date_problems(draft: Draft) -> Iterator[Problem]:
    """Yield each closure, exception, attendance and earlier date that lies on the wrong side of Monday."""
    week = draft.week
    if week is None:
        return
    for index, closure in enumerate(week.closures):
        yield from outside_week(week, f"week.closures[{index}].date", closure.date)
    for place, exceptions in draft.exceptions():
        seen: set[dt.date] = set()
        for index, exception in enumerate(exceptions):
            at = f"{place}[{index}].date"
            yield from outside_week(week, at, exception.date)
            if exception.date in seen:
                message = "there are hours for this date already"
                yield Problem("duplicate_date", at, message, "Join them: 9-12, 13-17.", str(exception.date))
            seen.add(exception.date)
    yield from _client_dates(draft, week)


def _client_dates(draft: Draft, week: Week) -> Iterator[Problem]:
    sunday = week.date_of(6)
    for place, client in draft.clients:
        for index, attendance in enumerate(client.attended):
            yield from outside_week(week, f"{place}.attended[{index}].date", attendance.date)
        last = client.last_service_date
        if last is not None and last >= week.monday:
            message = f"the last service date lies before the week, which starts on {week.monday}"
            way_out = "Put what was attended this week into attended."
            yield Problem("date_not_before_week", f"{place}.last_service_date", message, way_out, str(last))
        for index, item in enumerate(client.plan):
            if item.last_on is not None and item.last_on > sunday:
                message = f"the item was last on after the week, which ends on {sunday}"
                yield Problem(
                    "date_not_before_week",
                    f"{place}.plan[{index}].last_on",
                    message,
                    "Mend the date.",
                    str(item.last_on),
                )


def stay_doubts(draft: Draft) -> Iterator[Problem]:
    """Yield a warning for each client whose stay has no day in the week: needed no more, and allowed."""
    week = draft.week
    if week is None:
        return
    for place, client in draft.clients:
        if client.starts_on is not None and client.starts_on > week.date_of(6):
            yield _no_day(f"{place}.starts_on", "starts", "after", week, client.starts_on)
        if client.ends_on is not None and client.ends_on < week.monday:
            yield _no_day(f"{place}.ends_on", "ends", "before", week, client.ends_on)


def _no_day(place: str, verb: str, side: str, week: Week, date: dt.date) -> Problem:
    message = f"the stay {verb} {side} the week from {week.monday} to {week.date_of(6)}"
    way_out = "Leave the client out of this week, or mend the date."
    return Problem("no_day_in_week", place, message, way_out, str(date), "warning")


def outside_week(week: Week, place: str, date: dt.date) -> Iterator[Problem]:
    """Yield a problem if a date is not in the week."""
    if not week.monday <= date <= week.date_of(6):
        message = f"the date is not in the week from {week.monday} to {week.date_of(6)}"
        yield Problem("date_outside_week", place, message, "Mend the date, or leave it out.", str(date))
