"""Which session each row of the sheet of sessions is: by its hidden id, or by what is offered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from iopsched.domain.clock import MINUTES_PER_DAY, format_time
from iopsched.sheets.faults import CellError
from iopsched.sheets.schedule.offered import Offered, OfferedSession
from iopsched.sheets.schedule.rows import SessionRow

_REMOVE = "Remove the row, or mend the group or client in it."


class Matching:
    """Finds the session of each row; a row without an id, or copied from another, is a new session."""

    def __init__(self, offered: Offered, rows: Sequence[SessionRow]) -> None:
        self._offered = offered
        self._by_id = {one.id: one for one in offered.sessions}
        self._set_copies_apart(rows)
        self._taken = {row.id for row in rows if row.id}

    @cached_property
    def known(self) -> frozenset[str]:
        """The ids that may be shown."""
        return frozenset({one.of for one in self._offered.sessions} | set(self._offered.clients))

    def data(self, row: SessionRow) -> dict[str, Any]:
        """Return a row as raw data of the session it is.

        Raises:
            CellError: it can be no session, or which one cannot be told.
        """
        if row.id:
            return self._kept(row)
        found = self._new(row)
        row.close(self._offered.minutes.get(found.service))
        row.id = found.id
        self._taken.add(found.id)
        return _data(row, found)

    def _kept(self, row: SessionRow) -> dict[str, Any]:
        offered = self._by_id.get(row.id)
        row.close(self._offered.minutes.get(row.service if offered is None else offered.service))
        if offered is None:
            return self._unknown(row)
        whose = "group" if offered.starts else "client"
        if row.who and row.who != offered.of or row.service and row.service != offered.service:
            message = f"this row is session {row.id} of {whose} {offered.of}, service {offered.service}"
            raise CellError("session_differs", message, "Delete the row, and add a new one for the other.")
        return _data(row, offered)

    def _unknown(self, row: SessionRow) -> dict[str, Any]:
        """Return a session that the lists do not know; what it stands for is held against the instance."""
        written: Mapping[str, Any] = row.written or {}
        own = row.id.startswith(f"{row.who}.{row.service}.")
        kind = written.get("kind", "individual" if own else "group")
        group = written.get("group", None if own else row.who or None)
        return row.data(kind, group, row.service or written.get("service", ""))

    def _new(self, row: SessionRow) -> OfferedSession:
        if not row.who:
            way_out = "Write the group or the client it is for."
            raise CellError("value_missing", "whose session this is, is blank", way_out)
        if row.who not in self.known:
            way_out = "Use the id of a group or a client of the week."
            raise CellError("unknown_reference", "there is no group or client with this id", way_out)
        fitting = [
            one
            for one in self._offered.sessions
            if one.of == row.who and row.service in ("", one.service) and one.id not in self._taken
        ]
        if not fitting:
            message = f"{row.who} has no further session that could be held"
            if row.service in self._offered.minutes:
                message += f" of {row.service}"
            raise CellError("session_not_offered", message, _REMOVE)
        return self._chosen(row, fitting)

    def _chosen(self, row: SessionRow, fitting: list[OfferedSession]) -> OfferedSession:
        at = self._time_in_week(row)
        by_time = [one for one in fitting if at in one.starts]
        if len(by_time) == 1 or len(fitting) == 1:
            return (by_time or fitting)[0]
        groups = [one for one in fitting if one.starts]
        services = list(dict.fromkeys(one.service for one in fitting))
        if not groups and len(services) == 1:
            return fitting[0]
        if groups:
            message = f"which meeting of {row.who} this is cannot be told by its day and start"
            way_out = f"Use a start of one of {', '.join(one.id for one in groups)}, or delete the row."
        else:
            message = f"which session of {row.who} this is cannot be told"
            way_out = f"Fill in the service: {', '.join(services)}."
        raise CellError("session_unclear", message, way_out)

    def _time_in_week(self, row: SessionRow) -> int | None:
        if row.date is None or row.start is None:
            return None
        return row.date.weekday() * MINUTES_PER_DAY + row.start

    def _set_copies_apart(self, rows: Sequence[SessionRow]) -> None:
        """Take the ids from rows that were copied from another, which keeps it."""
        same: dict[str, list[SessionRow]] = defaultdict(list)
        for row in rows:
            if row.id:
                same[row.id].append(row)
        for several in same.values():
            keeps = next((row for row in several if _untouched(row)), several[0])
            for row in several:
                if row is not keeps:
                    row.id, row.written = "", None


def _data(row: SessionRow, offered: OfferedSession) -> dict[str, Any]:
    group = offered.of if offered.starts else None
    return row.data("group" if offered.starts else "individual", group, offered.service)


def _untouched(row: SessionRow) -> bool:
    written = row.written
    return written is not None and (
        row.date is not None
        and row.date.isoformat() == written["date"]
        and row.start is not None
        and format_time(row.start) == written["start"]
        and row.room == written["room"]
        and row.leaders == list(written["leaders"])
    )
