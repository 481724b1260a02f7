"""Levers that add hours: of a clinician, of a client, of a room or site."""

from typing import Literal

from iopsched.domain.base import Id
from iopsched.domain.clock import Day, TimeOfDay, format_day, format_time
from iopsched.domain.lever import Lever

Side = Literal["before", "after", "apart"]
"""Whether added hours come before hours that are there, after them, or stand by themselves."""


class _MoreHours(Lever):
    """Hours of one day get longer, or hours that were none are added."""

    day: Day
    start: TimeOfDay
    end: TimeOfDay
    side: Side

    @property
    def _day(self) -> str:
        return format_day(self.day)

    @property
    def _apart(self) -> str:
        return f"{self._day} {format_time(self.start)}-{format_time(self.end)}"

    @property
    def _length(self) -> str:
        return f"{self.end - self.start} minutes"


class ClinicianHours(_MoreHours):
    """A clinician stays longer, comes earlier, or works at another time too."""

    kind: Literal["clinician_hours", "clinician_evening"] = "clinician_hours"
    clinician: Id

    def sentence(self) -> str:
        """Return, for example, ``k03 stays 30 minutes longer on Tue (until 20:30)``."""
        if self.side == "apart":
            return f"{self.clinician} works {self._apart} too"
        if self.side == "after":
            return (
                f"{self.clinician} stays {self._length} longer on {self._day} (until {format_time(self.end)})"
            )
        return (
            f"{self.clinician} comes {self._length} earlier on {self._day} (from {format_time(self.start)})"
        )


class ClientHours(_MoreHours):
    """A client comes earlier, or stays longer, on one day."""

    kind: Literal["client_hours"] = "client_hours"
    client: Id

    def sentence(self) -> str:
        """Return, for example, ``c014 comes from 17:00 instead of 18:00 on Tue``."""
        first, last = format_time(self.start), format_time(self.end)
        if self.side == "apart":
            return f"{self.client} comes {self._apart} too"
        if self.side == "before":
            return f"{self.client} comes from {first} instead of {last} on {self._day}"
        return f"{self.client} stays until {last} instead of {first} on {self._day}"


class PlaceHours(_MoreHours):
    """A room or a site is open longer on one day."""

    kind: Literal["room_hours", "site_hours"]
    place: Id

    def sentence(self) -> str:
        """Return, for example, ``Site main is open from 16:30 instead of 17:00 on Tue``."""
        what = "Room" if self.kind == "room_hours" else "Site"
        first, last = format_time(self.start), format_time(self.end)
        if self.side == "apart":
            return f"{what} {self.place} is open {self._apart} too"
        if self.side == "before":
            return f"{what} {self.place} is open from {first} instead of {last} on {self._day}"
        return f"{what} {self.place} is open until {last} instead of {first} on {self._day}"
