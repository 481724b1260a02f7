"""The options that say what happened to a week: ``--absent``, ``--close``, ``--cancel`` and so on."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

_EVENTS = {
    "absent": ("WHO:DAY[:HOURS]", "A clinician or client is away: k03:tue, k03:tue:14:00-17:00, c014:wed."),
    "close": ("WHERE:DAY[:HOURS]", "A room or site is closed: room:A:wed, site:main:thu:12:00-18:00."),
    "cancel": ("WHAT[:DAY]", "A group or session is cancelled: relapse-2, relapse-2:tue, relapse-2.1."),
    "arrive": ("FILE", "Clients arrive: a .json file with one client or a list of them."),
    "leave": ("CLIENT[:DAY]", "A client leaves: c014, or from a day on: c014:wed."),
}


def event_options(command: F) -> F:
    """Add an option for each kind of event to a command; each may be given several times."""
    for name, (metavar, words) in reversed(_EVENTS.items()):
        command = click.option(f"--{name}", multiple=True, metavar=metavar, help=words)(command)
    return command
