"""Writing files: whole or not at all, readable by their owner only, the same bytes every time."""

import contextlib
import errno
import fcntl
import os
import re
import stat
import tempfile
from pathlib import Path
from typing import Any

from iopsched.domain.instance import Instance
from iopsched.domain.levels import LEVEL_PRESETS, PAYER_PRESETS, Preset
from iopsched.domain.schedule import Schedule
from iopsched.errors import Problem, ProblemsError
from iopsched.files.layout import json_text
from iopsched.files.sources import shown_name

__all__ = [
    "instance_data",
    "json_text",
    "make_folder",
    "remove_unfinished",
    "require_writable",
    "write_bytes",
    "write_instance",
    "write_json",
    "write_keeping_previous",
    "write_schedule",
    "write_text",
]

SCHEDULE_NAME = "schedule.json"
INSTANCE_NAME = "instance.json"
_UNFINISHED = re.compile(r"\.iopsched-[a-z0-9_]{8}\.tmp", re.ASCII)


def write_schedule(target: str | Path, schedule: Schedule, *, keep_previous: bool = True) -> Path:
    """Write a schedule to a .json file, or as schedule.json into a folder; return the file's path.

    An older one there becomes schedule.previous.json, unless `keep_previous` is false or it is the
    same. A search that improves on its own schedule keeps the previous one only the first time.

    Raises:
        ProblemsError: it cannot be written.
    """
    path = _file_in(target, SCHEDULE_NAME)
    content = json_text(schedule.model_dump(mode="json")).encode()
    if keep_previous:
        write_keeping_previous(path, content)
    else:
        write_bytes(path, content)
    return path


def write_keeping_previous(path: Path, content: bytes) -> None:
    """Write a whole file; an older one becomes ``<name>.previous``, with its suffix, unless it is the same.

    Raises:
        ProblemsError: it cannot be written.
    """
    older = _older(path)
    if older is not None and older != content:
        write_bytes(path.with_name(f"{path.stem}.previous{path.suffix}"), older)
    write_bytes(path, content)


def write_instance(target: str | Path, instance: Instance, *, defaults: bool = False) -> Path:
    """Write an instance to a .json file, or as instance.json into a folder; return the file's path.

    With `defaults` every field is spelled out, otherwise only what differs from its default.

    Raises:
        ProblemsError: it cannot be written.
    """
    path = _file_in(target, INSTANCE_NAME)
    write_json(path, instance_data(instance, defaults=defaults))
    return path


def instance_data(instance: Instance, *, defaults: bool = False) -> dict[str, Any]:
    """Return the instance as plain JSON data that reads back as the same instance."""
    if defaults:
        return instance.model_dump(mode="json")
    data = {
        "schema_version": instance.schema_version,
        **instance.model_dump(mode="json", exclude_defaults=True),
    }
    for name, presets, default in (("levels", LEVEL_PRESETS, "iop"), ("payers", PAYER_PRESETS, None)):
        entities = getattr(instance, name) if name in data else ()
        for spelt, entity in zip(data.get(name, ()), entities, strict=True):
            _leave_out_preset(spelt, entity, presets.get(entity.preset or default or ""))
    for clinician in data.get("clinicians", ()):
        held = clinician.get("credentials", ())
        clinician.update({"credentials": [_short_credential(one) for one in held]} if held else {})
    for group in data.get("groups", ()):
        group["meetings"] = [_short_meeting(meeting, i) for i, meeting in enumerate(group["meetings"], 1)]
    return data


def _leave_out_preset(spelt: dict[str, Any], entity: Any, preset: Preset | None) -> None:
    # A field cleared on purpose must stay null, or the preset would fill it again.
    for key, value in (preset.values if preset else {}).items():
        if getattr(entity, key) == value:
            spelt.pop(key, None)
        else:
            spelt[key] = getattr(entity, key)


def _short_credential(credential: dict[str, Any]) -> Any:
    return credential["name"] if set(credential) == {"name"} else credential


def _short_meeting(meeting: dict[str, Any], number: int) -> Any:
    short = dict(meeting)
    if short.get("id") == str(number):
        del short["id"]
        if set(short) == {"starts"}:
            return " | ".join(short["starts"])
    return short


def write_json(path: str | Path, data: Any) -> None:
    """Write plain JSON data, laid out to be read by people too.

    Raises:
        ProblemsError: it cannot be written.
    """
    write_bytes(path, json_text(data).encode())


def write_text(path: str | Path, text: str) -> None:
    """Write text as UTF-8.

    Raises:
        ProblemsError: it cannot be written.
    """
    write_bytes(path, text.encode())


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write a whole file or leave the older one as it is; new folders and files are their owner's only.

    Raises:
        ProblemsError: it cannot be written.
    """
    # A link is written through, not replaced.
    target = Path(os.path.realpath(path))
    try:
        make_folder(target.parent)
        _require_file(target)
        _write_whole(target, content)
    except OSError as error:
        raise ProblemsError([_not_written(error, target)]) from None


def require_writable(path: str | Path, *, folder: bool) -> None:
    """Make sure, as far as it can be told beforehand, that a file or a folder of that path can be written.

    Raises:
        ProblemsError: it cannot.
    """
    nearest = next(one for one in (Path(path), *Path(path).absolute().parents) if one.exists())
    allowed = os.W_OK | os.X_OK if nearest.is_dir() else os.W_OK
    if not os.access(nearest, allowed):
        raise ProblemsError([_not_written(OSError(errno.EACCES, ""), nearest)])
    if not nearest.is_dir() and (folder or nearest != Path(path)):
        raise ProblemsError([_not_written(OSError(errno.ENOTDIR, ""), nearest)])


def make_folder(folder: str | Path) -> None:
    """Make a folder, and those above it, for its owner only, unless it is there.

    Raises:
        ProblemsError: it cannot be made.
    """
    folder = Path(folder)
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        for one in reversed(missing):
            one.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise ProblemsError([_not_written(error, folder)]) from None


def _write_whole(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".iopsched-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            _hold(file.fileno())
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    _sync_folder(target.parent)


def _hold(handle: int) -> None:
    # Held until it is closed, or its process killed. Not every file system can; nothing is removed there.
    with contextlib.suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def remove_unfinished(folder: str | Path) -> None:
    """Remove the hidden files of writes into a folder that were killed; those still being written stay."""
    with contextlib.suppress(OSError):
        for path in Path(folder).iterdir():
            if _UNFINISHED.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                _remove_unless_held(path)


def _remove_unless_held(path: Path) -> None:
    with contextlib.suppress(OSError), open(path, "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()


def _sync_folder(folder: Path) -> None:
    # Not every file system lets a folder be synced; the file itself is safe by now.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _require_file(target: Path) -> None:
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        code = errno.EISDIR if target.is_dir() else errno.ENOTSUP
        raise OSError(code, "")


def _older(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise ProblemsError([_not_written(error, path)]) from None


def _file_in(target: str | Path, name: str) -> Path:
    path = Path(target)
    return path if path.suffix == ".json" and not path.is_dir() else path / name


_CANNOT = {
    errno.ENOSPC: ("disk_full", "the disk is full", "Make room, or write somewhere else."),
    errno.EDQUOT: ("disk_full", "your share of the disk is full", "Make room, or write somewhere else."),
    errno.EACCES: ("not_writable", "you may not write there", "Write into a folder of your own."),
    errno.EPERM: ("not_writable", "you may not write there", "Write into a folder of your own."),
    errno.EROFS: ("not_writable", "the disk is read-only", "Write somewhere else."),
    errno.EISDIR: ("is_a_folder", "there is a folder of this name", "Choose another name."),
    errno.ENOTDIR: ("not_a_folder", "part of the path is a file", "Choose another folder."),
    errno.EEXIST: ("not_a_folder", "part of the path is a file", "Choose another folder."),
    errno.ENOTSUP: ("not_a_file", "there is something of this name that is no file", "Choose another name."),
    errno.ENAMETOOLONG: ("name_invalid", "the name is too long", "Choose a shorter one."),
    errno.ELOOP: ("name_invalid", "the name leads in a circle", "Choose another name."),
}


def _not_written(error: OSError, path: Path) -> Problem:
    reason = errno.errorcode.get(error.errno or 0, "unknown")
    unknown = ("not_written", f"the file cannot be written ({reason})", "Write somewhere else.")
    code, message, way_out = _CANNOT.get(error.errno or 0, unknown)
    return Problem(code, shown_name(path), message, way_out)
