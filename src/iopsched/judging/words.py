"""How violations speak of sessions, times and numbers."""

from collections.abc import Iterable

from iopsched.domain.clock import format_day, format_time
from iopsched.domain.hours import Window
from iopsched.domain.schedule import Session


def told(session: Session) -> str:
    """Return a session as ``relapse-2.1 on Mon 17:30``."""
    return f"{session.id} on {format_day(session.date.weekday())} {format_time(session.start)}"


def told_span(session: Session) -> str:
    """Return a session as ``relapse-2.1 on Mon 17:30-18:30``."""
    return f"{told(session)}-{format_time(session.end)}"


def told_window(window: Window) -> str:
    """Return a stretch of a day as ``17:30-18:30``."""
    return f"{format_time(window[0])}-{format_time(window[1])}"


def counted(number: int, thing: str) -> str:
    """Return a number with its thing, as ``1 client`` or ``2 clients``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def listed(things: Iterable[str]) -> str:
    """Return things as ``a, b and c``."""
    names = list(things)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
