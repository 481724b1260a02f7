"""Terms of what clients wish and whom they asked for."""

from iopsched.domain.clients import Client, Preference
from iopsched.judging.hours import overlaps, within
from iopsched.judging.index import ScheduleIndex


def _met(index: ScheduleIndex, client: Client, wish: Preference) -> bool:
    sessions = index.sessions_of(client)
    if wish.hours is not None:
        days = wish.hours.days
        if wish.avoid:
            return not any(overlaps(s.start, s.end, days[s.date.weekday()]) for s in sessions)
        return all(within(s.start, s.end, days[s.date.weekday()]) for s in sessions)
    if wish.group is not None:
        true = wish.group in index.enrolled[client.id]
    elif wish.clinician is not None:
        true = any(wish.clinician in session.leaders for session in sessions)
    else:
        true = any(session.date.weekday() == wish.day for session in sessions)
    return true != wish.avoid


def _unmet(index: ScheduleIndex, client: Client) -> int:
    return sum(wish.strength for wish in client.preferences if not _met(index, client, wish))


def worst_unmet_wishes(index: ScheduleIndex) -> int:
    """Return the worst-off client's share of unmet wishes, in thousandths rounded up."""
    return max(unmet_shares(index).values(), default=0)


def unmet_shares(index: ScheduleIndex) -> dict[str, int]:
    """Return the share of unmet wishes of each client with any, in thousandths rounded up."""
    return {
        client.id: _rounded_up(
            1000 * _unmet(index, client), sum(wish.strength for wish in client.preferences)
        )
        for client in index.instance.clients
        if client.preferences
    }


def _rounded_up(number: int, divisor: int) -> int:
    return -(-number // divisor)


def unmet_wishes(index: ScheduleIndex) -> int:
    """Return the strength of all unmet wishes."""
    return sum(_unmet(index, client) for client in index.instance.clients)


def company_missing(index: ScheduleIndex) -> int:
    """Return how many times optional company does not come along."""
    missing = 0
    for client in index.instance.clients:
        for item in client.plan:
            if item.company != "optional":
                continue
            for session in index.sessions_for(client, item):
                missing += sum(1 for one in item.with_clients if one not in session.clients)
                missing += sum(1 for one in item.with_guests if one not in session.guests)
    return missing


def cover_sessions(index: ScheduleIndex) -> int:
    """Return the sessions led by cover instead of the primary clinician."""
    return sum(
        1
        for client in index.instance.clients
        if client.primary is not None
        for item in client.plan
        if item.with_whom == "primary_or_cover"
        for session in index.sessions_for(client, item)
        if client.primary not in session.leaders
    )
