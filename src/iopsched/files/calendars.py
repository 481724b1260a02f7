"""A folder of calendars: what an earlier export left in it, and writing the next one over it."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from iopsched.errors import Problem, ProblemsError
from iopsched.files.writing import make_folder, remove_unfinished, write_bytes

CHANGES = "changes"
_RECEIVERS = ("clients", "clinicians", "rooms")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?:\+[a-z]{1,20})?\.ics", re.ASCII)
_MOST_BYTES = 64 * 1024 * 1024
"""No house fills a folder with more; it is refused before it is read."""


def read_calendars(folder: str | Path) -> dict[str, bytes]:
    """Return the calendars of an earlier export by their paths inside the folder; none if it is not there.

    Other files in the folder are left alone.

    Raises:
        ProblemsError: a calendar cannot be read, or they are larger than any week's.
    """
    found = dict(_calendars(Path(folder)))
    try:
        if sum(path.stat().st_size for path in found.values()) > _MOST_BYTES:
            raise ProblemsError([_too_large()])
        return {name: path.read_bytes() for name, path in found.items()}
    except OSError:
        message = "a calendar of an earlier export cannot be read"
        raise ProblemsError(
            [Problem("not_readable", "calendars", message, "Write into another folder.")]
        ) from None


def write_calendar_folder(folder: str | Path, calendars: Mapping[str, bytes]) -> list[Path]:
    """Write calendars by their paths inside a folder and return the files' paths.

    Changes of an earlier export that are no longer any are removed, for somebody might send them again;
    all else stays. Files are written whole, for their owner only.

    Raises:
        ProblemsError: they cannot be written.
    """
    root = Path(folder)
    for name in calendars:
        if _NAME.fullmatch(Path(name).name) is None:
            raise ProblemsError([Problem("name_invalid", "calendars", "a calendar has no usable name")])
    for inner in sorted({(root / name).parent for name in calendars}):
        make_folder(inner)
        remove_unfinished(inner)
    for name, content in calendars.items():
        write_bytes(root / name, content)
    for name, path in dict(_calendars(root)).items():
        if name.startswith(f"{CHANGES}/") and name not in calendars:
            with contextlib.suppress(OSError):
                path.unlink()
    return [root / name for name in calendars]


def _calendars(root: Path) -> Iterator[tuple[str, Path]]:
    for inner in (*_RECEIVERS, *(f"{CHANGES}/{receiver}" for receiver in _RECEIVERS)):
        if (root / inner).is_dir():
            for path in sorted((root / inner).iterdir()):
                if _NAME.fullmatch(path.name) and path.is_file():
                    yield f"{inner}/{path.name}", path


def _too_large() -> Problem:
    message = f"the calendars there are larger than {_MOST_BYTES // 1024 // 1024} MiB, which no week needs"
    return Problem("file_too_large", "calendars", message, "Write into another folder.")
