"""Where input comes from: a file, standard input, or an instance that ships with the package."""

import errno
import importlib.resources
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from iopsched.errors import Problem, ProblemsError, safe_key
from iopsched.files.archives import is_archive

MOST_BYTES = 32 * 1024 * 1024
"""No week needs a larger file; a larger one is refused before it is read."""

_SHIPPED_NAME = re.compile(r"(?:[a-z0-9_-]{1,40}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,80}", re.ASCII)
_TABLES = {".csv", ".tsv", ".txt"}
_WORKBOOKS = {".xlsx"}
_NO_LONGER = {".xls", ".xlsm", ".xlsb", ".xltx", ".ods", ".numbers"}
Kind = Literal["json", "workbook", "folder"]
"""What an instance or a schedule can be read from."""

_NO_FAMILY = {"schedules"}
_NO_INSTANCE = {"best_known.json", "catalogue.json", "suites.json"}
_OWN_NAMES = {
    "schedule.json",
    "schedule.previous.json",
    "instance.json",
    "result.json",
    "run.json",
    "difference.json",
}


def read_bytes(source: str | Path, what: str) -> bytes:
    """Return the bytes of `source`: a path to a .json file, ``-`` or ``@name``; `what` is it, in a word.

    Raises:
        ProblemsError: there is no such file, or it cannot be read, or it is too large.
    """
    if source == "-":
        return _bounded(sys.stdin.buffer.read(MOST_BYTES + 1), what)
    if isinstance(source, str) and source.startswith("@"):
        return _bounded(_shipped(source[1:], what).read_bytes(), what)
    return _file(Path(source), what)


def read_table_bytes(source: str | Path, what: str) -> bytes:
    """Return the bytes of a table: a path to a .csv, .tsv, .txt or .xlsx file, or ``-``; `what` is it.

    Raises:
        ProblemsError: as `read_bytes`.
    """
    if source == "-":
        return _bounded(sys.stdin.buffer.read(MOST_BYTES + 1), what)
    return _file(Path(source), what, _require_table)


def read_any_bytes(path: str | Path, what: str) -> bytes:
    """Return the bytes of a file, whatever its name ends in; `what` is it, in a word.

    Raises:
        ProblemsError: there is no such file, or it cannot be read, or it is too large.
    """
    return _file(Path(path), what, lambda _path, _what: None)


def read_source(source: str | Path, what: str) -> tuple[Kind, bytes]:
    """Return what kind of input `source` is, and its bytes; those of a folder are left to its reader.

    A path says what it is by its name; standard input is a workbook if it begins as one.

    Raises:
        ProblemsError: as `read_bytes`.
    """
    if source == "-" or (isinstance(source, str) and source.startswith("@")):
        content = read_bytes(source, what)
        return ("workbook" if source == "-" and is_archive(content) else "json"), content
    path = Path(source)
    if is_folder(path):
        return "folder", b""
    kind: Kind = "workbook" if path.suffix.lower() in _WORKBOOKS else "json"
    return kind, _file(path, what, _require_json_or_workbook)


def is_folder(path: Path) -> bool:
    """Return whether there is a folder of this name."""
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def shipped_instances() -> tuple[str, ...]:
    """Return the names, ``family/name``, of the instances that ship with the package."""
    return tuple(sorted(_shipped_files()))


def shown_name(path: Path) -> str:
    """Return a file's name as it may be shown; a name of the user's own may be somebody's."""
    name = path.name
    if name in _OWN_NAMES:
        return name
    suffix = path.suffix if path.suffix in {".json", ".xlsx", ".csv", ".html", ".ics", ".txt"} else ""
    return safe_key(name.removesuffix(suffix)).replace("<key", "<name") + suffix


def _refuse(code: str, what: str, message: str, way_out: str, value: str | None = None) -> ProblemsError:
    return ProblemsError([Problem(code, what, message, way_out, value)])


def _require_json(path: Path, what: str) -> None:
    if path.suffix.lower() != ".json":
        raise _refuse("format_unknown", what, "the file's name does not end in .json", "Name a .json file.")


def _require_json_or_workbook(path: Path, what: str) -> None:
    suffix = path.suffix.lower()
    if suffix in _WORKBOOKS or suffix == ".json":
        return
    message = "the file's name ends in neither .json nor .xlsx"
    way_out = "Name a .json file, a workbook (.xlsx), or a folder of .csv files."
    if suffix in _NO_LONGER:
        message, way_out = (
            f"{suffix} files are not read",
            "Save it as an Excel workbook (.xlsx), without macros.",
        )
    elif suffix in _TABLES:
        message, way_out = (
            "a single table is no week",
            "Name the folder that holds it and the other .csv files.",
        )
    raise _refuse("format_unknown", what, message, way_out)


def _require_table(path: Path, what: str) -> None:
    if path.suffix.lower() not in _TABLES | _WORKBOOKS:
        message = "the file's name ends in none of .csv, .tsv, .txt and .xlsx"
        raise _refuse("format_unknown", what, message, "Name a .csv file.")


def _file(path: Path, what: str, require: Callable[[Path, str], None] = _require_json) -> bytes:
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise _refuse("is_a_folder", what, "this is a folder", "Name a file in it.")
        if not stat.S_ISREG(status.st_mode):
            raise _refuse("not_a_file", what, "this is not a file", "Use - to read from standard input.")
        require(path, what)
        if status.st_size > MOST_BYTES:
            raise _too_large(what)
        with open(path, "rb") as file:
            return _bounded(file.read(MOST_BYTES + 1), what)
    except ValueError:
        raise _refuse("name_invalid", what, "this is no file name", "Check the name.") from None
    except OSError as error:
        raise not_read(error, what) from None


def _bounded(content: bytes, what: str) -> bytes:
    if len(content) > MOST_BYTES:
        raise _too_large(what)
    return content


def _too_large(what: str) -> ProblemsError:
    message = f"it is larger than {MOST_BYTES // 1024 // 1024} MiB, which no week needs"
    return _refuse("file_too_large", what, message, "Check that it is the right file.")


def not_read(error: OSError, what: str) -> ProblemsError:
    """Return the error of a file or folder that could not be read; `what` is it, in a word."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return _refuse("file_missing", what, "there is no such file", "Check the name and the folder.")
    if error.errno in (errno.EACCES, errno.EPERM):
        return _refuse("not_readable", what, "you may not read this file", "Ask its owner, or copy it.")
    if error.errno in (errno.ENAMETOOLONG, errno.ELOOP):
        return _refuse("name_invalid", what, "this is no file name", "Check the name.")
    reason = errno.errorcode.get(error.errno or 0, "unknown")
    return _refuse("not_readable", what, f"the file cannot be read ({reason})", "Check the disk.")


def _shipped(name: str, what: str) -> Traversable:
    found = _shipped_files()
    if _SHIPPED_NAME.fullmatch(name):
        wanted = [key for key in found if name in (key, key.partition("/")[2])]
        if wanted:
            return found[sorted(wanted)[0]]
    names = ", ".join(f"@{key.partition('/')[2]}" for key in sorted(found)[:20])
    way_out = f"These do: {names}." if names else "None does in this version."
    raise _refuse("shipped_unknown", what, "no instance of this name ships with iopsched", way_out)


def _shipped_files() -> dict[str, Traversable]:
    found: dict[str, Traversable] = {}
    for folder in shipped_folders():
        for family in folder.iterdir():
            if family.is_dir() and family.name not in _NO_FAMILY:
                for file in family.iterdir():
                    if _is_an_instance(file.name):
                        found.setdefault(f"{family.name}/{file.name.removesuffix('.json')}", file)
    return found


def _is_an_instance(name: str) -> bool:
    # Benchmarks keep their records, and runs their files, beside the instances.
    return name.endswith(".json") and name not in _NO_INSTANCE | _OWN_NAMES


def shipped_folders() -> Iterator[Traversable]:
    """Yield the folders of what ships with the package: its own, and a checkout's."""
    package = importlib.resources.files("iopsched")
    checkout = Path(__file__).resolve().parents[3]
    candidates: list[Traversable] = [package / "shipped"]
    if (checkout / "pyproject.toml").is_file():
        candidates.append(checkout / "instances")
    yield from (folder for folder in candidates if folder.is_dir())
