"""Options of the verbs that write calendars."""

from pathlib import Path
from typing import Any

import click

UID_KEY: dict[str, Any] = {
    "type": click.Path(dir_okay=False, path_type=Path),
    "metavar": "FILE",
    "help": "The site's secret that hides what the ids of calendar entries stand for; always the same one.",
}
"""How ``--uid-key`` is taken, whichever verb takes it."""

uid_key_option = click.option("--uid-key", **UID_KEY)
"""The site's secret for UIDs; `iopsched.files.calendars.read_uid_key` reads it."""


def read_key(file: Path | None) -> bytes:
    """Return the site's secret in a file, or that there is none.

    Raises:
        iopsched.errors.ProblemsError: it cannot be read, or is no secret.
    """
    from iopsched.files.calendars import read_uid_key

    return b"" if file is None else read_uid_key(file)
