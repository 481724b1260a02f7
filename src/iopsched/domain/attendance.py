"""Attendance as it is written down after a session: one row for each client and session."""

from iopsched.domain.base import Id, Model, SessionId


class AttendanceRow(Model):
    """How many minutes a client was in a session; 0 says that it was missed.

    `row` is the row of the table it stands in, counted as spreadsheets do, for problems to name.
    """

    client: Id
    session: SessionId
    attended_minutes: int
    row: int | None = None
