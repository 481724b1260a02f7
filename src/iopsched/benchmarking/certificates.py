"""The schedules that give the best known values: kept small, and judged again whenever they are read."""

import gzip
import json
import zlib
from pathlib import Path

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.errors import Problem, ProblemsError
from iopsched.files.schedules import read_schedule, schedule_from_data
from iopsched.files.writing import json_text, write_bytes

SCHEDULES = "schedules"
MOST_BYTES = 100_000_000


def certificate_path(path: Path, instance_id: str) -> Path:
    """Return where the schedule of an instance lies, seen from the file of best known values."""
    return path.parent / SCHEDULES / f"{instance_id}.json.gz"


def write_certificate(path: Path, schedule: Schedule) -> None:
    """Write a schedule, compressed: the same bytes for the same schedule.

    Raises:
        ProblemsError: it cannot be written.
    """
    facts = schedule.model_dump(mode="json", exclude_defaults=True)
    text = json_text({"schema_version": schedule.schema_version, **facts})
    write_bytes(path, gzip.compress(text.encode(), mtime=0))


def read_certificate(path: Path, instance: Instance) -> Schedule:
    """Return the schedule of an instance; one that was written as plain text is read too.

    Raises:
        ProblemsError: there is none, or it is no schedule of the instance.
    """
    plain = path.with_suffix("")
    if not path.is_file() and plain.is_file():
        return read_schedule(plain, instance)
    return schedule_from_data(_unpacked(path), instance)


def _unpacked(path: Path) -> object:
    if not path.is_file():
        message = "the schedule that gives the best known values is missing"
        raise ProblemsError([Problem("file_missing", path.name, message, "Restore it, or record anew.")])
    try:
        with gzip.open(path) as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ValueError("too large")
        return json.loads(content)
    except (ValueError, OSError, EOFError, zlib.error, RecursionError):
        message = "this is no schedule that was recorded"
        way_out = "Restore it, or record anew."
        raise ProblemsError([Problem("certificate_unreadable", path.name, message, way_out)]) from None
