"""Which clients are screened on which days: how many days first, then which, both from the secret."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.errors import Problem
from iopsched.screening.chance import number_below, one_of
from iopsched.screening.days import DayOnSite, days_on_site

_MOST_DAYS = 7
_Dates = tuple[dt.date, ...]


@dataclass(frozen=True)
class Screen:
    """A screen to make: of which client, of which service, and on which of its days on site."""

    client: str
    service: str
    day: DayOnSite


@dataclass(frozen=True)
class TooFewDays:
    """A plan item that asks for more screens than the client's days on site admit."""

    client: str
    service: str
    needed: int
    drawn: int


@dataclass(frozen=True)
class Draw:
    """The screens of a week.

    `items` is how many plan items were drawn for, `not_due` how many were left out because they are
    not due. `warnings` tell, without the day, which client can foresee one.
    """

    screens: tuple[Screen, ...]
    short: tuple[TooFewDays, ...]
    warnings: tuple[Problem, ...]
    items: int
    not_due: int


def draw_screens(instance: Instance, schedule: Schedule, secret: bytes) -> Draw:
    """Return the screens of the week, the same ones again for the same secret, week and days on site.

    A screen is an item of a client's plan whose service is never scheduled. What was drawn is for the
    future only: a screen that `attended` records counts, a day that has passed without one does not.
    """
    days = days_on_site(instance, schedule)
    screens: list[Screen] = []
    short: list[TooFewDays] = []
    warnings: list[Problem] = []
    items = not_due = 0
    for number, client in enumerate(instance.clients):
        for position, item in enumerate(client.plan):
            if instance.service[item.service].scheduled:
                continue
            if not _is_due(instance, item):
                not_due += 1
                continue
            items += 1
            chosen = _Choice.of(client, item, days[client.id], instance.week.monday)
            dates = chosen.draw(secret, instance.week.monday.isoformat())
            screens += [Screen(client.id, item.service, day) for day in days[client.id] if day.date in dates]
            drawn = len(dates) + len(chosen.done)
            if drawn < item.min_sessions:
                short.append(TooFewDays(client.id, item.service, item.min_sessions, drawn))
            if chosen.certain:
                place = f"clients[{number}] ({client.id}).plan[{position}]"
                warnings.append(_foreseen(place))
    screens.sort(key=lambda screen: (screen.day.date, screen.client, screen.service))
    return Draw(tuple(screens), tuple(short), tuple(warnings), items, not_due)


def _is_due(instance: Instance, item: PlanItem) -> bool:
    if item.last_on is None or item.last_on >= instance.week.monday:
        return True
    then = item.last_on - dt.timedelta(days=item.last_on.weekday())
    return instance.week.monday - then >= dt.timedelta(weeks=item.every_weeks)


def _foreseen(place: str) -> Problem:
    return Problem(
        "screen_day_certain",
        place,
        "the days on site leave one day on which this client is screened for certain",
        "Set min_sessions to 0, or give the client more days on site than screens.",
        severity="warning",
    )


@dataclass(frozen=True)
class _Choice:
    """What a plan item leaves to chance: the days, those done, and how many there may be of each."""

    client: str
    service: str
    fewest: int
    most: int
    apart: int
    done: _Dates
    ahead: _Dates

    @classmethod
    def of(cls, client: Client, item: PlanItem, days: Sequence[DayOnSite], monday: dt.date) -> "_Choice":
        """Return the choice of an item among a client's days on site in the week of a Monday."""
        done = {entry.date for entry in client.attended if entry.service == item.service}
        if item.last_on is not None and item.last_on >= monday:
            done.add(item.last_on)
        most = max(item.min_sessions, 1) if item.max_sessions is None else item.max_sessions
        return cls(
            client=client.id,
            service=item.service,
            fewest=min(item.min_sessions, _MOST_DAYS),
            most=min(most, _MOST_DAYS),
            apart=max(item.min_days_between, 1),
            done=tuple(sorted(done)),
            ahead=tuple(day.date for day in days if day.ahead and day.date not in done),
        )

    def draw(self, secret: bytes, monday: str) -> _Dates:
        """Return the dates drawn, those done left out."""
        subject = (monday, self.client, self.service)
        # How many does not depend on the days, or it could be changed by changing them.
        count = self.fewest + number_below(self.most - self.fewest + 1, secret, "how many", *subject)
        sets = {tuple(date.isoformat() for date in dates): dates for dates in self._sets(count)}
        return tuple(
            date for date in sets[one_of(sets, secret, "which days", *subject)] if date in self.ahead
        )

    @property
    def certain(self) -> bool:
        """Whether one of the days ahead is drawn whatever the secret is."""
        every = [set(dates) for count in range(self.fewest, self.most + 1) for dates in self._sets(count)]
        return bool(set.intersection(*every) - set(self.done))

    def _sets(self, count: int) -> list[_Dates]:
        """Return every set of `count` dates far enough apart, those done included; of fewer if need be."""
        for further in range(max(count - len(self.done), 0), -1, -1):
            sets = list(self._sets_with(further))
            if sets:
                return sets
        return [self.done]

    def _sets_with(self, further: int) -> Iterator[_Dates]:
        for added in combinations(self.ahead, further):
            if all(self._far_enough(date, (*self.done, *added)) for date in added):
                yield tuple(sorted((*self.done, *added)))

    def _far_enough(self, date: dt.date, others: _Dates) -> bool:
        return all(other == date or abs((other - date).days) >= self.apart for other in others)
