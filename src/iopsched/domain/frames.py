"""A schedule as tables of pandas: tidy, one row for each thing, columns and dtypes always the same.

pandas is loaded by whoever makes frames, not by whoever imports this module.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from iopsched.domain.clients import Client
from iopsched.domain.clinicians import Clinician
from iopsched.domain.clock import DAYS, format_day
from iopsched.domain.instance import Instance
from iopsched.domain.result import Certificate, LevelResult, LevelValue
from iopsched.domain.schedule import Schedule, Session

if TYPE_CHECKING:
    import pandas as pd

LIST_SEPARATOR = "; "
"""What stands between the ids of a column that holds several."""

_TEXT, _WHOLE, _TIME, _FLAG = "string", "int64", "datetime64[ns]", "bool"
_WHOLE_OR_NOT, _SHARE_OR_NOT, _FLAG_OR_NOT = "Int64", "Float64", "boolean"


class FrameColumn(NamedTuple):
    """A column of a frame: its name, its dtype and what stands in it."""

    name: str
    dtype: str
    meaning: str


FRAMES: dict[str, tuple[FrameColumn, ...]] = {
    "sessions": (
        FrameColumn("session", _TEXT, "the session's id, the same every week"),
        FrameColumn("kind", _TEXT, "`group` or `individual`"),
        FrameColumn("group", _TEXT, "the group it is a meeting of; missing for an individual session"),
        FrameColumn("service", _TEXT, "what it delivers"),
        FrameColumn("format", _TEXT, "`group`, `individual`, `family` or `conjoint`"),
        FrameColumn("date", _TIME, "its date, at midnight"),
        FrameColumn("day", _TEXT, "its day, `Mon` to `Sun`"),
        FrameColumn("start", _TIME, "when it starts, by the clock of the week's time zone"),
        FrameColumn("end", _TIME, "when it ends, by the same clock"),
        FrameColumn("minutes", _WHOLE, "its clock minutes"),
        FrameColumn("credited_minutes", _WHOLE, "what it credits each client"),
        FrameColumn("mode", _TEXT, "`on_site` or `telehealth`"),
        FrameColumn("room", _TEXT, "its room; missing by telehealth"),
        FrameColumn("site", _TEXT, "the room's site; missing by telehealth"),
        FrameColumn("leaders", _TEXT, "who lead it, with `; ` between them; missing if nobody does"),
        FrameColumn("clients", _WHOLE, "how many clients attend"),
        FrameColumn("guests", _WHOLE, "how many guests come along"),
        FrameColumn("heads", _WHOLE, "clients, and guests where the service counts them"),
        FrameColumn("min_heads", _WHOLE, "the fewest heads it may have"),
        FrameColumn("max_heads", _WHOLE, "the most heads it may have"),
        FrameColumn("room_capacity", _WHOLE_OR_NOT, "how many people the room holds, leaders included"),
        FrameColumn("past", _FLAG, "whether it started before `week.now`"),
    ),
    "enrolments": (
        FrameColumn("session", _TEXT, "the session's id"),
        FrameColumn("person", _TEXT, "who attends: a client or a guest"),
        FrameColumn("role", _TEXT, "`client` or `guest`"),
        FrameColumn("client", _TEXT, "the client; for a guest, the client they come with"),
        FrameColumn("kind", _TEXT, "as in sessions"),
        FrameColumn("group", _TEXT, "as in sessions"),
        FrameColumn("service", _TEXT, "as in sessions"),
        FrameColumn("date", _TIME, "as in sessions"),
        FrameColumn("start", _TIME, "as in sessions"),
        FrameColumn("end", _TIME, "as in sessions"),
        FrameColumn("minutes", _WHOLE, "the session's clock minutes"),
        FrameColumn(
            "credited_minutes",
            _WHOLE,
            "what the schedule credits the client for it; 0 for guests, and where attendance is recorded",
        ),
        FrameColumn("recorded", _FLAG, "whether the client's attendance of this session is recorded"),
    ),
    "clients": (
        FrameColumn("client", _TEXT, "the client's id"),
        FrameColumn("level", _TEXT, "the level of care"),
        FrameColumn("priority", _WHOLE, "how much the client weighs in level 1"),
        FrameColumn("sessions", _WHOLE, "how many sessions the client attends"),
        FrameColumn("minutes", _WHOLE, "credited minutes of the week, attended ones included"),
        FrameColumn("attended_minutes", _WHOLE, "those of them that were recorded as attended"),
        FrameColumn(
            "needed_minutes", _WHOLE_OR_NOT, "the least credited minutes; missing if there is no floor"
        ),
        FrameColumn("service_days", _WHOLE, "days with credited minutes"),
        FrameColumn("qualifying_days", _WHOLE, "days with enough credited minutes to qualify"),
        *(FrameColumn(f"minutes_{day}", _WHOLE, "credited minutes of the day") for day in DAYS),
        FrameColumn("needs", _WHOLE, "how many needs the client has"),
        FrameColumn("needs_short", _WHOLE, "how many of them are not met"),
        FrameColumn("minutes_short", _WHOLE, "what all that is missing counts in minutes short"),
        FrameColumn("met", _FLAG, "whether every need is met"),
        FrameColumn("line", _TEXT, "the certificate in one line"),
    ),
    "needs": (
        FrameColumn("client", _TEXT, "the client's id"),
        FrameColumn(
            "kind",
            _TEXT,
            "`week_minutes`, `qualifying_days`, `service_days`, `sessions`, `gap_days` or `membership`",
        ),
        FrameColumn("subject", _TEXT, "the service or group it is about; missing for the others"),
        FrameColumn("unit", _TEXT, "`minutes`, `days`, `sessions` or `groups`"),
        FrameColumn("needed", _WHOLE, "how much is needed"),
        FrameColumn("got", _WHOLE, "how much there is"),
        FrameColumn("short", _WHOLE, "how much is missing"),
        FrameColumn("minutes_short", _WHOLE, "what that counts in minutes short"),
        FrameColumn("impossible", _FLAG, "whether the data asks for more than it allows"),
    ),
    "clinicians": (
        FrameColumn("clinician", _TEXT, "the clinician's id"),
        FrameColumn("sessions", _WHOLE, "how many sessions the clinician leads"),
        FrameColumn("days", _WHOLE, "on how many days"),
        FrameColumn("minutes", _WHOLE, "clock minutes led in the week"),
        FrameColumn("max_minutes_per_week", _WHOLE_OR_NOT, "the limit; missing if there is none"),
        *(FrameColumn(f"minutes_{day}", _WHOLE, "clock minutes led on the day") for day in DAYS),
        FrameColumn("max_minutes_per_day", _WHOLE_OR_NOT, "the limit of each day; missing if there is none"),
        FrameColumn("clients", _WHOLE, "how many clients are in the clinician's sessions, each counted once"),
    ),
    "goals": (
        FrameColumn("goal", _TEXT, "the goal level's id, in the order in which levels count"),
        FrameColumn("value", _WHOLE, "its value, the less the better"),
        FrameColumn("bound", _WHOLE_OR_NOT, "what it cannot be below; missing if that is not known"),
        FrameColumn("bound_kind", _TEXT, "`proved`, `conditional` (on the levels before) or `none`"),
        FrameColumn("gap", _SHARE_OR_NOT, "value less bound as a share of `scale`, or in units without one"),
        FrameColumn("optimal", _FLAG_OR_NOT, "whether nothing better is possible; missing without a bound"),
        FrameColumn("unit", _TEXT, "what the value counts"),
        FrameColumn("scale", _WHOLE_OR_NOT, "what the gap is a share of; missing if there is no such thing"),
        FrameColumn(
            "terms", _TEXT, "what the value is made of, before weighing, such as `minutes_short 120`"
        ),
    ),
}
"""The frames in their order, with every column."""

Row = tuple[Any, ...]


def frames(
    instance: Instance,
    schedule: Schedule,
    certificates: Sequence[Certificate],
    levels: Sequence[LevelResult | LevelValue],
) -> "dict[str, pd.DataFrame]":
    """Return a frame for every name of `FRAMES`; sessions in order of time, all else in the instance's.

    `certificates` and `levels` are the judge's of that schedule, or a search's.
    """
    sessions = sorted(schedule.sessions, key=lambda s: (s.date, s.start, s.end, s.id))
    rows: dict[str, Iterable[Row]] = {
        "sessions": (_session(instance, session) for session in sessions),
        "enrolments": (row for session in sessions for row in _enrolments(instance, session)),
        "clients": (_client(instance.client[one.client], one, sessions) for one in certificates),
        "needs": (
            (n.client, n.kind, n.subject, n.unit, n.needed, n.got, n.short, n.minutes, n.impossible)
            for one in certificates
            for n in one.needs
        ),
        "clinicians": (_clinician(clinician, sessions) for clinician in instance.clinicians),
        "goals": (_goal(level) for level in levels),
    }
    return {name: _frame(columns, rows[name]) for name, columns in FRAMES.items()}


def _frame(columns: Sequence[FrameColumn], rows: Iterable[Row]) -> "pd.DataFrame":
    import pandas as pd

    listed = list(rows)
    return pd.DataFrame(
        {
            column.name: pd.Series([row[at] for row in listed], dtype=column.dtype)
            for at, column in enumerate(columns)
        }
    )


def _at(date: dt.date, minutes: int) -> dt.datetime:
    return dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minutes)


def _session(instance: Instance, session: Session) -> Row:
    service = instance.service[session.service]
    group = None if session.group is None else instance.group[session.group]
    room = None if session.room is None else instance.room[session.room]
    counted = len(session.guests) if service.guests_count_as_heads else 0
    return (
        session.id,
        session.kind,
        session.group,
        session.service,
        service.format,
        _at(session.date, 0),
        format_day(session.date.weekday()),
        _at(session.date, session.start),
        _at(session.date, session.end),
        session.end - session.start,
        service.credits,
        session.mode,
        session.room,
        None if room is None else room.site,
        LIST_SEPARATOR.join(session.leaders) or None,
        len(session.clients),
        len(session.guests),
        len(session.clients) + counted,
        (group.min_heads if group else None) or service.fewest_heads,
        (group.max_heads if group else None) or service.most_heads,
        None if room is None else room.capacity,
        instance.week.is_past(session.date, session.start),
    )


def _enrolments(instance: Instance, session: Session) -> Iterator[Row]:
    worth = instance.service[session.service].credits
    for client in session.clients:
        recorded = any(entry.session == session.id for entry in instance.client[client].attended)
        yield _enrolment(session, client, "client", client, 0 if recorded else worth, recorded)
    for guest in session.guests:
        yield _enrolment(session, guest, "guest", instance.guest[guest][0].id, 0, False)


def _enrolment(session: Session, person: str, role: str, client: str, credited: int, recorded: bool) -> Row:
    return (
        session.id,
        person,
        role,
        client,
        session.kind,
        session.group,
        session.service,
        _at(session.date, 0),
        _at(session.date, session.start),
        _at(session.date, session.end),
        session.end - session.start,
        credited,
        recorded,
    )


def _client(client: Client, certificate: Certificate, sessions: Sequence[Session]) -> Row:
    by_day = {date.weekday(): minutes for date, minutes in certificate.minutes_by_date.items()}
    floor = next((need.needed for need in certificate.needs if need.kind == "week_minutes"), None)
    return (
        client.id,
        certificate.level,
        client.priority,
        sum(client.id in session.clients for session in sessions),
        certificate.minutes,
        sum(entry.credited_minutes for entry in client.attended),
        floor,
        certificate.service_days,
        certificate.qualifying_days,
        *(by_day.get(day, 0) for day in range(len(DAYS))),
        len(certificate.needs),
        sum(need.short > 0 for need in certificate.needs),
        sum(need.minutes for need in certificate.needs),
        certificate.met,
        certificate.line,
    )


def _clinician(clinician: Clinician, sessions: Sequence[Session]) -> Row:
    led = [session for session in sessions if clinician.id in session.leaders]
    by_day = [0] * len(DAYS)
    for session in led:
        by_day[session.date.weekday()] += session.end - session.start
    return (
        clinician.id,
        len(led),
        len({session.date for session in led}),
        sum(by_day),
        clinician.max_minutes_per_week,
        *by_day,
        clinician.max_minutes_per_day,
        len({client for session in led for client in session.clients}),
    )


def _goal(level: LevelResult | LevelValue) -> Row:
    solved = level if isinstance(level, LevelResult) else None
    bounded = solved is not None and solved.bound is not None
    return (
        level.id,
        level.value,
        solved.bound if solved else None,
        solved.bound_kind if solved else "none",
        solved.gap if solved else None,
        solved.optimal if solved and bounded else None,
        level.unit,
        level.scale,
        LIST_SEPARATOR.join(f"{term} {value}" for term, value in level.terms.items()),
    )
