"""What the planted week amounts to: minutes, trips, who is where."""

from collections import Counter

from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.hours import parse_day_hours
from iopsched.generating.board import Stretch
from iopsched.generating.draft import Draft


def credited_by_day(draft: Draft, client: str) -> dict[int, int]:
    """Return the credited minutes of each day on which a client has any."""
    minutes: Counter[int] = Counter()
    for session in draft.weeks[client]:
        service = draft.services[draft.sessions[session]["service"]]
        credited = int(service["clock_minutes"])
        if "credited_minutes" in service:
            credited = int(service["credited_minutes"])
        minutes[draft.spans[session].day] += credited
    return {day: total for day, total in sorted(minutes.items()) if total}


def on_site_by_day(draft: Draft, client: str) -> dict[int, list[Stretch]]:
    """Return a client's on-site stretches of each day that has any, earliest first."""
    found: dict[int, list[Stretch]] = {}
    for session in draft.attended(client):
        if draft.spans[session].place is not None:
            found.setdefault(draft.spans[session].day, []).append(draft.spans[session])
    return found


def trips(draft: Draft, client: str, new_trip_after: int = 120) -> int:
    """Return the trips a client makes in the week."""
    return sum(
        1
        + sum(after.start - before.end > new_trip_after for before, after in zip(day, day[1:], strict=False))
        for day in on_site_by_day(draft, client).values()
    )


def groups_of(draft: Draft, client: str) -> list[str]:
    """Return the groups a client is in, the first it attends first."""
    groups = [draft.sessions[session].get("group") for session in draft.attended(client)]
    return list(dict.fromkeys(group for group in groups if group is not None))


def meal_kept(stretches: list[Stretch], minutes: int, after_minutes: int, between: tuple[int, int]) -> bool:
    """Return whether a day, earliest first, has a meal break where it is long enough to need one."""
    if not stretches or stretches[-1].end - stretches[0].start <= after_minutes:
        return True
    midnight = stretches[0].day * MINUTES_PER_DAY
    return any(
        min(after.start, midnight + between[1]) - max(before.end, midnight + between[0]) >= minutes
        for before, after in zip(stretches, stretches[1:], strict=False)
    )


def present(draft: Draft, clinician: str, stretch: Stretch) -> bool:
    """Return whether a clinician is at the site of a stretch throughout."""
    record = draft.clinicians[clinician]
    if stretch.place not in record.get("sites", (stretch.place,)):
        return False
    windows = draft.board.windows[clinician]
    for exception in record.get("exceptions", ()):
        if exception["date"] == draft.date(stretch.day):
            midnight = stretch.day * MINUTES_PER_DAY
            windows = tuple(
                (midnight + low, midnight + high) for low, high in parse_day_hours(exception["hours"])
            )
    if not any(low <= stretch.start and stretch.end <= high for low, high in windows):
        return False
    return all(
        other.place == stretch.place
        or other.end + draft.board.way(other.place, stretch.place) <= stretch.start
        or other.start - draft.board.way(stretch.place, other.place) >= stretch.end
        for other in draft.board.on(clinician, stretch.day)
    )


def fewest_present(draft: Draft, site: str) -> int:
    """Return the fewest clinicians present during any session planted at a site."""
    stretches = {stretch for stretch in draft.spans.values() if stretch.place == site}
    return min((sum(present(draft, k, s) for k in draft.clinicians) for s in stretches), default=1)
