"""How people and dates are called on a page."""

import datetime as dt
from collections.abc import Iterable, Mapping

from iopsched.reporting.words import DAY_NAMES

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_ISOLATE, _END = "\u2068", "\u2069"


class Naming:
    """What to call people by: the name a site gave for an id, or the id."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self._names = {key: " ".join(name.split()) for key, name in (names or {}).items()}

    @property
    def given(self) -> bool:
        """Whether the site gave any names."""
        return bool(self._names)

    def of(self, person: str) -> str:
        """Return the person's name, or the id where none was given."""
        return self._names.get(person) or person

    def all_of(self, people: Iterable[str]) -> tuple[str, ...]:
        """Return what each of these people is called."""
        return tuple(self.of(person) for person in people)

    def besides(self, person: str) -> str:
        """Return the id to print beside a name; empty where the id is all there is."""
        return person if self.of(person) != person else ""

    def in_picture(self, person: str) -> str:
        """Return what the person is called, kept apart from the direction of the text around it."""
        called = self.of(person)
        return called if called == person else f"{_ISOLATE}{called}{_END}"

    def ordered(self, people: Iterable[str]) -> list[str]:
        """Return ids in the order of what their owners are called."""
        return sorted(people, key=lambda person: (self.of(person).casefold(), person))


def day_in_words(date: dt.date) -> str:
    """Return a date as ``Monday 2 March``."""
    return f"{DAY_NAMES[date.weekday()]} {date.day} {MONTHS[date.month - 1]}"


def week_in_words(monday: dt.date) -> str:
    """Return a week as ``2 to 8 March 2026``, with month and year said once where they are shared."""
    sunday = monday + dt.timedelta(days=6)
    first, last = str(monday.day), f"{sunday.day} {MONTHS[sunday.month - 1]} {sunday.year}"
    if monday.month != sunday.month:
        first += f" {MONTHS[monday.month - 1]}"
    if monday.year != sunday.year:
        first += f" {monday.year}"
    return f"{first} to {last}"


def twelve_hours(minutes: int) -> str:
    """Return minutes after midnight on a clock of twelve hours, such as ``5:30 pm``."""
    hour, minute = divmod(minutes, 60)
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'am' if hour % 24 < 12 else 'pm'}"
