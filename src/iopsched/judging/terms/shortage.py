"""Terms of level 1: who is short, and by how much."""

from iopsched.judging.index import ScheduleIndex


def abandoned(index: ScheduleIndex) -> int:
    """Return the priority of clients who miss more than half of a need."""
    return sum(
        client.priority
        for client in index.instance.clients
        if any(2 * need.short > need.needed for need in index.needs[client.id])
    )


def clients_short(index: ScheduleIndex) -> int:
    """Return the priority of clients with any shortfall."""
    return sum(
        client.priority
        for client in index.instance.clients
        if any(need.short > 0 for need in index.needs[client.id])
    )


def minutes_short(index: ScheduleIndex) -> int:
    """Return the credited minutes short, days and sessions converted."""
    return sum(need.minutes for needs in index.needs.values() for need in needs)
