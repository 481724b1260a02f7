"""Certificates: one line for each client's week."""

from iopsched.domain.clients import Client
from iopsched.domain.clock import format_day
from iopsched.domain.result import Certificate, Need
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.words import counted

_NEED_WORDS = {
    "week_minutes": "credited minutes",
    "qualifying_days": "qualifying days",
    "service_days": "service days",
    "sessions": "sessions of",
    "gap_days": "stretches without too long a gap",
    "membership": "group",
}


def certificate_of(index: ScheduleIndex, client: Client) -> Certificate:
    """Return the client's week: minutes by date, needs and the line that says it all."""
    minutes_by_date = {date: index.credited[client.id][date] for date in index.service_dates(client)}
    needs = index.needs[client.id]
    days = [(format_day(date.weekday()), minutes) for date, minutes in minutes_by_date.items()]
    return Certificate(
        client=client.id,
        level=client.level,
        minutes_by_date=minutes_by_date,
        minutes=sum(minutes_by_date.values()),
        service_days=len(minutes_by_date),
        qualifying_days=len(index.qualifying_dates(client)),
        needs=needs,
        line=f"{_told_hours(days)}: {_told_needs(client.level, needs)}",
    )


def _told_hours(days: list[tuple[str, int]]) -> str:
    """Return ``Mon 3.0 + Wed 3.5 = 6.5 h on 2 days``, in hours and minutes where tenths are not exact."""
    in_tenths = all(minutes % 6 == 0 for _, minutes in days)

    def hours(minutes: int) -> str:
        return f"{minutes / 60:.1f}" if in_tenths else f"{minutes // 60}:{minutes % 60:02d}"

    parts = " + ".join(f"{day} {hours(minutes)}" for day, minutes in days) or "nothing"
    total = hours(sum(minutes for _, minutes in days))
    return f"{parts} = {total} h on {counted(len(days), 'day')}"


def _told_needs(level: str, needs: tuple[Need, ...]) -> str:
    """Return ``meets iop``, or by how much the week is short and of what."""
    short = [need for need in needs if need.short > 0]
    if not short:
        return f"meets {level}"
    missing = ", ".join(_told_need(need) for need in short)
    return f"{sum(need.minutes for need in short)} min short of {level} ({missing})"


def _told_need(need: Need) -> str:
    subject = "" if need.subject is None else f" {need.subject}"
    data = ", more than the data allows" if need.impossible else ""
    return f"{_NEED_WORDS[need.kind]}{subject} {need.got} of {need.needed}{data}"
