"""A folder of calendars: what an earlier export left in it, and writing the next one over it."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iopsched.domain.instance import Instance
from iopsched.errors import Problem, ProblemsError
from iopsched.files.parsing import parse_json
from iopsched.files.sources import read_any_bytes
from iopsched.files.writing import make_folder, remove_unfinished, write_bytes, write_json

_WHOSE = ("clients", "clinicians", "rooms")
_FOLDERS = (*_WHOSE, *(f"changes/{whose}" for whose in _WHOSE))
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?:\+[a-z]{1,20})?\.ics", re.ASCII)
_NOTE = "calendars.json"
_MOST_CALENDARS = 20_000
_FEWEST_KEY_BYTES = 16
_MOST_KEY_BYTES = 4096


@dataclass(frozen=True)
class CalendarFolder:
    """A folder of calendars as it was found: `calendars` by their paths in it, `note` on whose they are."""

    root: Path
    note: Mapping[str, str]
    calendars: Mapping[str, bytes]

    def write(self, calendars: Mapping[str, bytes]) -> list[Path]:
        """Write calendars by their paths inside the folder, for their owner only; return the files' paths.

        Each is written whole or not at all. Those found there and not written again are removed, for
        somebody might send them once more; other files stay.

        Raises:
            ProblemsError: they cannot be written.
        """
        for name in calendars:
            whose, _, file = name.rpartition("/")
            if whose not in _FOLDERS or _NAME.fullmatch(file) is None:
                raise ProblemsError([Problem("name_invalid", "calendars", "a calendar has no usable name")])
        for inner in sorted({self.root, *((self.root / name).parent for name in calendars)}):
            make_folder(inner)
            remove_unfinished(inner)
        for name, content in calendars.items():
            write_bytes(self.root / name, content)
        write_json(self.root / _NOTE, dict(self.note))
        for name in sorted(set(self.calendars) - set(calendars)):
            _remove(self.root / name)
        return [self.root / name for name in calendars]


def open_calendars(folder: str | Path, instance: Instance, key: bytes = b"") -> CalendarFolder:
    """Return what an earlier export left in a folder; nothing if there is no such folder yet.

    Raises:
        ProblemsError: a calendar cannot be read, or they are another programme's of the same week, or
            their UIDs were made with another key.
    """
    root = Path(folder)
    note = _note(instance, key)
    try:
        if (root / _NOTE).is_file():
            _require_continued(parse_json(read_any_bytes(root / _NOTE, "calendars"), "calendars"), note)
        found = dict(_calendars(root))
    except OSError:
        raise _refuse("not_readable", "the folder cannot be read", "Write into another folder.") from None
    if len(found) > _MOST_CALENDARS:
        raise _refuse("file_too_large", "the folder holds more than any week's", "Write into another folder.")
    return CalendarFolder(root, note, {name: read_any_bytes(found[name], "calendars") for name in found})


def read_uid_key(path: str | Path) -> bytes:
    """Return the site's secret for UIDs that is in a file; white space around it does not count.

    Raises:
        ProblemsError: it cannot be read, or is too short to be a secret, or far too long.
    """
    key = read_any_bytes(path, "uid-key").strip()
    if not _FEWEST_KEY_BYTES <= len(key) <= _MOST_KEY_BYTES:
        message = f"the key is not {_FEWEST_KEY_BYTES} to {_MOST_KEY_BYTES} bytes long"
        way_out = "Make one with: openssl rand -hex 32"
        raise ProblemsError([Problem("uid_key_length", "uid-key", message, way_out, str(len(key)))])
    return key


def _calendars(root: Path) -> Iterator[tuple[str, Path]]:
    for inner in _FOLDERS:
        if (root / inner).is_dir():
            for path in sorted((root / inner).iterdir()):
                if _NAME.fullmatch(path.name) and path.is_file():
                    yield f"{inner}/{path.name}", path


def _note(instance: Instance, key: bytes) -> dict[str, str]:
    # A digest, for telling one key from another; it gives none away.
    digest = hashlib.sha256(b"uid key of calendars\n" + key).hexdigest()[:16] if key else "none"
    return {"instance_id": instance.id, "week": instance.week.monday.isoformat(), "uid_key": digest}


def _require_continued(found: Any, note: Mapping[str, str]) -> None:
    if not isinstance(found, dict) or found.get("week") != note["week"]:
        return
    if found.get("instance_id") != note["instance_id"]:
        raise _refuse(
            "calendars_of_another_instance",
            "the folder holds this week's calendars of another instance, which would all be cancelled",
            "Write into another folder.",
        )
    if found.get("uid_key") != note["uid_key"]:
        raise _refuse(
            "uid_key_differs",
            "the calendars in the folder were made with another UID key, or one of both without",
            "Give the same --uid-key as then, or write into another folder.",
        )


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        message = "a calendar of an older export cannot be removed, and somebody might send it"
        raise _refuse("not_writable", message, "Remove it, or write into another folder.") from None


def _refuse(code: str, message: str, way_out: str) -> ProblemsError:
    return ProblemsError([Problem(code, "calendars", message, way_out)])
