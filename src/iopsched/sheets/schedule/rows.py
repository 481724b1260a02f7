"""One row of a schedule's sheet of sessions: what it says, compared with what was written there."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from iopsched.domain.clock import MINUTES_PER_DAY, format_time, parse_time
from iopsched.sheets.faults import CellError, shown
from iopsched.sheets.grid import Cell
from iopsched.sheets.schedule.layout import place_of
from iopsched.sheets.schedule.values import date_in, day_in, minutes_in, word_in, words_in

T = TypeVar("T")
Tell = Callable[[str, CellError, str | None], None]
"""Tells what is wrong with the cell of a column, and what stands there."""

Length = Callable[[str, str], int | None]
"""The minutes that a session lasts, by whose it is and its service."""

_BLANK = CellError("value_missing", "this cell is blank", "Fill it in, or delete the row.")


@dataclass
class SessionRow:
    """What a row of the sheet of sessions says, as far as it can be read.

    `written` is the session, as raw data, that was written into the row; None for a row that was added.
    `by_day` says that its date follows the day beside it, `open_end` that its end was left blank.
    """

    number: int
    id: str
    who: str
    service: str
    date: dt.date | None
    start: int | None
    end: int | None
    mode: str
    room: str | None
    leaders: list[str]
    written: Mapping[str, Any] | None = None
    by_day: bool = False
    open_end: bool = False

    def close(self, minutes: int | None) -> None:
        """Let a session whose end was left blank last so many minutes.

        Raises:
            CellError: its length is not known.
        """
        if not self.open_end or self.start is None:
            return
        if minutes is None or self.start + minutes > MINUTES_PER_DAY:
            raise CellError("value_missing", "when it ends is blank", "Fill in the end.")
        self.end = self.start + minutes

    def data(self, kind: str, group: str | None, service: str) -> dict[str, Any]:
        """Return the row as raw data of a session; what could not be read is as it was written."""
        written = self.written or {}
        return {
            "id": self.id,
            "kind": kind,
            "group": group,
            "service": service,
            "date": self.date.isoformat() if self.date else written.get("date"),
            "start": written.get("start") if self.start is None else format_time(self.start),
            "end": written.get("end") if self.end is None else format_time(self.end),
            "mode": self.mode,
            "room": self.room,
            "leaders": self.leaders,
            "clients": [],
            "guests": [],
        }


class RowReader:
    """Reads rows of the sheet of sessions.

    `monday` is the week's, `minutes_of` gives the length of a session by whose it is and its service.
    """

    def __init__(self, monday: dt.date | None, minutes_of: Length, epoch_1904: bool, tell: Tell) -> None:
        self._monday, self._minutes_of, self._epoch, self._refuse = monday, minutes_of, epoch_1904, tell

    def read(
        self, number: int, cells: Mapping[str, Cell], session: str, written: Mapping[str, Any] | None
    ) -> SessionRow:
        """Return what the cells of a row say, telling what is wrong with them."""
        mode, room = self._place(cells)
        who, service = self._word("Group or client", cells), self._word("Service", cells)
        start = self._got("Start", cells, minutes_in)
        end = self._end(cells, start, self._minutes_of(who, service), written)
        date, by_day = self._date(cells, written)
        return SessionRow(
            number,
            session,
            who,
            service,
            date,
            start,
            end,
            mode,
            room,
            self._leaders(cells["Leaders"]),
            written,
            by_day,
            end is None and cells["End"].blank,
        )

    def _got(
        self, column: str, cells: Mapping[str, Cell], read: Callable[[Cell, bool], T | None]
    ) -> T | None:
        cell = cells[column]
        try:
            value = read(cell, self._epoch)
            if value is None:
                raise _BLANK
        except CellError as error:
            self._refuse(column, error, shown(cell.value))
            return None
        return value

    def _word(self, column: str, cells: Mapping[str, Cell]) -> str:
        try:
            return word_in(cells[column])
        except CellError as error:
            self._refuse(column, error, shown(cells[column].value))
            return ""

    def _date(
        self, cells: Mapping[str, Cell], written: Mapping[str, Any] | None
    ) -> tuple[dt.date | None, bool]:
        """Return the date, by whichever of day and date was edited where they disagree; whether the day."""
        if cells["Day"].blank or self._monday is None:
            return self._got("Date", cells, date_in), False
        day = self._got("Day", cells, day_in)
        if day is None:
            return None, False
        by_day = self._monday + dt.timedelta(days=day)
        date = None if cells["Date"].blank else self._got("Date", cells, date_in)
        if cells["Date"].blank or date is None or date == by_day:
            return (by_day, True) if cells["Date"].blank else (date, False)
        before = dt.date.fromisoformat(written["date"]) if written else None
        if date == before:
            return by_day, True
        if by_day == before:
            return date, False
        way_out = "Change one of them; the other follows."
        told = CellError("day_and_date_differ", "the date is not of the day beside it", way_out)
        self._refuse("Date", told, date.isoformat())
        return None, False

    def _end(
        self,
        cells: Mapping[str, Cell],
        start: int | None,
        length: int | None,
        written: Mapping[str, Any] | None,
    ) -> int | None:
        """Return the end; it follows the start unless it was edited too."""
        cell = cells["End"]
        end = None if cell.blank else self._got("End", cells, minutes_in)
        if start is None or (end is None and not cell.blank):
            return None
        before = None if written is None else (parse_time(written["start"]), parse_time(written["end"]))
        if before is not None and before[0] is not None and before[1] is not None:
            length = before[1] - before[0]
            if end == before[1] and start != before[0]:
                end = None
        if end is None and length is not None:
            end = start + length
        if end is None:
            return None  # Blank, and its length is known only once the session is.
        if end > MINUTES_PER_DAY:
            way_out = "Let it start earlier."
            self._refuse("Start", CellError("ends_after_midnight", "it ends after midnight", way_out), None)
            return None
        if end <= start:
            told = CellError("ends_before_start", "it does not end after it starts", "Mend one of them.")
            self._refuse("End", told, format_time(end))
        return end

    def _place(self, cells: Mapping[str, Cell]) -> tuple[str, str | None]:
        text = self._word("Place", cells)
        if cells["Place"].blank:
            way_out = "Write a room's id, or telehealth."
            self._refuse("Place", CellError("value_missing", "the place is blank", way_out), None)
        return place_of(text)

    def _leaders(self, cell: Cell) -> list[str]:
        try:
            return words_in(cell)
        except CellError as error:
            self._refuse("Leaders", error, None)
            return []
