"""The calendars of a change pack: beside a letter, what changes for its reader, to import."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from iopsched.calendars.exporting import calendars_of
from iopsched.cli.calendar_options import read_key
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.files.calendars import open_calendars

_CHANGES = "changes/"


def pack_calendars(
    letters: Iterable[str],
    before: Schedule,
    after: Schedule,
    instance: Instance,
    *,
    key_file: Path | None,
    sent: Path | None,
    now: dt.datetime | None,
) -> dict[str, str]:
    """Return calendars of changes by their paths, ``clients/c014.ics``, for those who get a letter.

    `letters` are the letters' paths, `sent` is the folder of the calendars that people have and
    `key_file` the site's secret for them. Two weeks have none: neither changes what is in the other's.

    Raises:
        iopsched.errors.ProblemsError: the secret or the calendars in `sent` cannot be read or gone on with.
    """
    key = read_key(key_file)
    if before.week != after.week:
        return {}
    files = calendars_of(
        instance,
        after,
        stamp=dt.datetime.now(dt.UTC),
        key=key,
        # That both are of one instance, or of two on purpose, is known by now.
        against=before.model_copy(update={"instance_id": instance.id}),
        previous={} if sent is None else open_calendars(sent, instance, key).calendars,
        now=now,
    )
    told = {letter.removesuffix(".txt") for letter in letters}
    return {
        name.removeprefix(_CHANGES): content.decode()
        for name, content in files.items()
        if name.startswith(_CHANGES)
        and name.removeprefix(_CHANGES).removesuffix(".ics").removesuffix("+cancelled") in told
    }
