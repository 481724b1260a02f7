"""The instance as the model sees it: hours, stays and merged rules in minutes of the week.

Everything here is the model's own reading of the instance. The judge reads it by itself, in dates.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from iopsched.cpsat.asking import Asking, asks_for_primary
from iopsched.domain.base import DatedHours
from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.clinicians import Clinician
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.hours import ALWAYS, Hours
from iopsched.domain.instance import Instance
from iopsched.domain.services import Group, Service

Stretch = tuple[int, int]
Where = str | None
"""A site id, or None for telehealth."""


@dataclass(frozen=True)
class Merged:
    """The strictest of a client's level, payer profiles and own band; None asks for nothing."""

    min_minutes: int
    max_minutes: int | None
    min_service_days: int
    max_service_days: int | None
    day_threshold: int
    threshold_given: bool
    min_qualifying_days: int
    max_minutes_per_day: int | None
    max_gap_days: int | None


class World:
    """Look-ups that rules and goals share; nothing in it depends on a decision."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        week = instance.week
        self.monday = week.monday
        self.site_of = {room.id: room.site for room in instance.rooms}
        self._items = {(c.id, item.service): item for c in instance.clients for item in c.plan}
        self.site_open = {s.id: self._stretches(s.hours, s.exceptions) for s in instance.sites}
        self.room_open = {r.id: self._stretches(r.hours or ALWAYS, r.exceptions) for r in instance.rooms}
        self.clinician_open = {k.id: self._stretches(k.hours, k.exceptions) for k in instance.clinicians}
        self.client_open = {c.id: self._stretches(c.hours, c.exceptions) for c in instance.clients}
        self.guest_open = {g.id: self._stretches(g.hours, g.exceptions) for _, g in instance.guest.values()}
        self.closures = [
            (stretch, frozenset(closure.sites))
            for closure in week.closures
            for stretch in self._closure_stretches(closure.date, closure.hours)
        ]
        self._way = {
            (a.id, b.id): instance.travel_minutes(a.id, b.id) for a in instance.sites for b in instance.sites
        }
        self.merged = {client.id: self._merge(client) for client in instance.clients}
        self._exceptional = {
            c.id: frozenset(self.day_of_date(entry.date) for entry in c.exceptions) for c in instance.clients
        }
        self.stay = {client.id: self._stay(client) for client in instance.clients}
        self._qualified: dict[tuple[str, int, int], set[str]] = {}
        self._on_duty: dict[tuple[str, int, int], dict[str, None]] = {}
        self.past_until = self._minutes_past()
        self.history = {session.id: session for session in instance.history}
        published = () if instance.published is None else instance.published.sessions
        self.published = {session.id: session for session in published}
        self.recorded = {
            c.id: frozenset(entry.session for entry in c.attended if entry.session) for c in instance.clients
        }

    def item(self, client: str, service: str) -> PlanItem | None:
        """Return a client's plan item of a service, or None."""
        return self._items.get((client, service))

    def day_of_date(self, date: dt.date) -> int:
        """Return the day of the week a date is, which may lie outside 0 to 6."""
        return (date - self.monday).days

    def _minutes_past(self) -> int:
        """Return how much of the week is past."""
        now = self.instance.week.now
        if now is None:
            return 0
        return self.day_of_date(now.date()) * MINUTES_PER_DAY + now.hour * 60 + now.minute

    def credits(self, client: str, session_id: str, service: Service) -> int:
        """Return the minutes that a session credits a client: none where attendance tells of it."""
        return 0 if session_id in self.recorded[client] else service.credits

    def _closure_stretches(self, date: dt.date, hours: tuple[Stretch, ...] | None) -> list[Stretch]:
        base = self.day_of_date(date) * MINUTES_PER_DAY
        windows = ((0, MINUTES_PER_DAY),) if hours is None else hours
        return [(base + start, base + end) for start, end in windows]

    def _stretches(self, hours: Hours, exceptions: tuple[DatedHours, ...]) -> list[Stretch]:
        days = list(hours.days)
        for exception in exceptions:
            day = self.day_of_date(exception.date)
            if 0 <= day < 7:
                days[day] = exception.hours
        return [
            (day * MINUTES_PER_DAY + start, day * MINUTES_PER_DAY + end)
            for day, windows in enumerate(days)
            for start, end in windows
        ]

    def way(self, place_a: Where, place_b: Where) -> int:
        """Return the minutes a person needs from one place to the next."""
        if place_b is None:
            return 0
        if place_a is None:
            return self.instance.conventions.telehealth_buffer_minutes
        return self._way[place_a, place_b]

    def closed(self, start: int, end: int, where: Where) -> bool:
        """Return whether a closure overlaps a session at this place."""
        return any(a < end and start < b and (not sites or where in sites) for (a, b), sites in self.closures)

    @cached_property
    def closed_days(self) -> set[int]:
        """The days of the week that are closed everywhere and all day."""
        everywhere = {site.id for site in self.instance.sites}
        return {
            start // MINUTES_PER_DAY
            for (start, end), sites in self.closures
            if end - start == MINUTES_PER_DAY and (not sites or sites.issuperset(everywhere))
        }

    def _stay(self, client: Client) -> tuple[int, int]:
        first = 0 if client.starts_on is None else max(0, self.day_of_date(client.starts_on))
        last = 6 if client.ends_on is None else min(6, self.day_of_date(client.ends_on))
        return first, last

    def away(self, client: str, start: int, end: int) -> bool:
        """Return whether a dated exception of the client leaves no room for start to end."""
        day = start // MINUTES_PER_DAY
        if day not in self._exceptional[client]:
            return False
        return not any(opens <= start and end <= closes for opens, closes in self.client_open[client])

    def in_stay(self, client: str, start: int) -> bool:
        """Return whether a start falls into the client's stay."""
        first, last = self.stay[client]
        return first <= start // MINUTES_PER_DAY <= last

    def _merge(self, client: Client) -> Merged:
        sources = [self.instance.level[client.level]]
        sources += [self.instance.payer[payer] for payer in client.payers]  # type: ignore[misc]

        def largest(values: Iterable[int | None]) -> int:
            return max((v for v in values if v is not None), default=0)

        def smallest(values: Iterable[int | None]) -> int | None:
            return min((v for v in values if v is not None), default=None)

        thresholds = [s.qualifying_day_minutes for s in sources if s.qualifying_day_minutes is not None]
        return Merged(
            min_minutes=largest([client.min_minutes_per_week, *(s.min_minutes_per_week for s in sources)]),
            max_minutes=smallest([client.max_minutes_per_week, *(s.max_minutes_per_week for s in sources)]),
            min_service_days=largest(s.min_service_days for s in sources),
            max_service_days=smallest(s.max_service_days for s in sources),
            day_threshold=max(thresholds, default=1),
            threshold_given=bool(thresholds),
            min_qualifying_days=largest(s.min_qualifying_days for s in sources),
            max_minutes_per_day=smallest(s.max_minutes_per_day for s in sources),
            max_gap_days=smallest(s.max_gap_days for s in sources),
        )

    @cached_property
    def invited(self) -> dict[str, set[str]]:
        """For each service, the clients whom another client's plan item of it names."""
        invited: dict[str, set[str]] = {service.id: set() for service in self.instance.services}
        for client in self.instance.clients:
            for item in client.plan:
                invited[item.service].update(c for c in item.with_clients if c != client.id)
        return invited

    @cached_property
    def asking(self) -> Asking:
        """Who asks for what in its plan."""
        return Asking(self.instance)

    @cached_property
    def staff_of(self) -> dict[str, list[str]]:
        """For each site, the clinicians who may ever be present there."""
        on_site = [k for k in self.instance.clinicians if "on_site" in k.modes]
        return {
            site.id: [k.id for k in on_site if k.sites is None or site.id in k.sites]
            for site in self.instance.sites
        }

    def on_duty(self, site: str, start: int, end: int) -> dict[str, None]:
        """Return the clinicians who could be present at a site throughout, as far as their hours tell."""
        key = (site, start, end)
        if key not in self._on_duty:
            hours = self.clinician_open
            self._on_duty[key] = {k: None for k in self.staff_of[site] if within(hours[k], start, end)}
        return self._on_duty[key]

    def qualified(self, service: Service, role: int, day: int) -> set[str]:
        """Return the clinicians who hold one of a role's credential sets on a day of the week."""
        key = (service.id, role, day)
        if key not in self._qualified:
            any_of, date = service.roles[role].any_of, self.instance.week.date_of(day)
            self._qualified[key] = {
                k.id
                for k in self.instance.clinicians
                if any(set(_valid(k, date)).issuperset(wanted) for wanted in any_of)
            }
        return self._qualified[key]

    @cached_property
    def attended_minutes(self) -> dict[str, list[int]]:
        """Credited minutes already attended, per client and day."""
        minutes = {client.id: [0] * 7 for client in self.instance.clients}
        for client in self.instance.clients:
            for entry in client.attended:
                minutes[client.id][self.day_of_date(entry.date)] += entry.credited_minutes
        return minutes

    def attended_days(self, client: Client, service: str) -> list[int]:
        """Return the days on which sessions of a service were attended already, one per session."""
        return [self.day_of_date(a.date) for a in client.attended if a.service == service]

    def asks_for_primary(self, item: PlanItem) -> bool:
        """Return whether the item's sessions are led by the client's primary."""
        return asks_for_primary(self.instance, item)

    def most_sessions(self, item: PlanItem) -> int | None:
        """Return the most sessions a week of a plan item, None without a cap."""
        if item.max_sessions is not None:
            return item.max_sessions
        if self.instance.service[item.service].format == "group":
            return None
        return max(item.min_sessions, 1)

    def due(self, item: PlanItem) -> bool:
        """Return whether the item is a need this week."""
        if not self.instance.service[item.service].scheduled:
            return False
        if item.last_on is None:
            return True
        last_monday = item.last_on - dt.timedelta(days=item.last_on.weekday())
        return (self.monday - last_monday).days >= 7 * item.every_weeks

    def heads(self, service: Service, group: Group | None) -> tuple[int, int]:
        """Return the fewest and most heads of a session."""
        low, high = service.fewest_heads, service.most_heads
        if group is not None:
            low = group.min_heads if group.min_heads is not None else low
            high = group.max_heads if group.max_heads is not None else high
        return low, high


def _valid(clinician: Clinician, date: dt.date) -> Iterator[str]:
    """Yield a clinician's credentials that are valid on a date."""
    return (c.name for c in clinician.credentials if c.valid_until is None or c.valid_until >= date)


def within(stretches: list[Stretch], start: int, end: int) -> bool:
    """Return whether one stretch (sorted, disjoint) holds all of start to end."""
    at = bisect_right(stretches, (start, 10**9)) - 1
    return at >= 0 and end <= stretches[at][1]
