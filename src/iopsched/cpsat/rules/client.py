"""The client family: caps on minutes, days, sessions, trips and groups, and who comes along."""

from collections.abc import Iterator

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Placement, Slot
from iopsched.cpsat.expr import Expr, total, weighted
from iopsched.cpsat.filters import ModelRule
from iopsched.cpsat.items import Item, by_day
from iopsched.cpsat.rules.stretches import meals_kept, runs_kept
from iopsched.cpsat.trips import trips_of_day
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import World
from iopsched.domain.clients import Client

Yields = Iterator[cp_model.Constraint]


def service_planned_client(world: World, slot: Slot, client: str) -> bool:
    """Whether the service is in the client's plan, or the client may come along."""
    return client in world.asking.planned[slot.service.id] or client in world.invited[slot.service.id]


def service_planned(v: Variables) -> Yields:
    """Whoever attends a service outside its plan comes along with a client whose plan names it."""
    for p in v.undecided:
        clients, planned = v.client[p], v.world.asking.planned[p.slot.service.id]
        for client, attends in clients.items():
            if client in planned:
                continue
            hosts = []
            for other, host in clients.items():
                item = v.world.item(other, p.slot.service.id)
                if other != client and item is not None and client in item.with_clients:
                    hosts.append(host)
            yield v.model.add_bool_or([~attends, *hosts])


def _credit(v: Variables, client: Client, items: list[Item]) -> Expr:
    slots = ((item.placement.slot, item.literal) for item in items)
    return weighted((v.world.credits(client.id, slot.id, slot.service), literal) for slot, literal in slots)


def week_minutes(v: Variables) -> Yields:
    """Credited minutes of the week stay under the ceiling, or add nothing to what was attended."""
    for client in v.clients:
        most, had = v.world.merged[client.id].max_minutes, sum(v.world.attended_minutes[client.id])
        items = v.of_client[client.id]
        if most is not None and items:
            yield v.model.add(_credit(v, client, items) <= max(most - had, 0))


def day_minutes(v: Variables) -> Yields:
    """Credited minutes of each day stay under the ceiling, or add nothing to what was attended."""
    for client in v.clients:
        most = v.world.merged[client.id].max_minutes_per_day
        if most is None:
            continue
        for day, items in by_day(v.of_client[client.id]).items():
            had = v.world.attended_minutes[client.id][day]
            yield v.model.add(_credit(v, client, items) <= max(most - had, 0))


def service_days(v: Variables) -> Yields:
    """Service days number at most the ceiling, or those attended already."""
    for client in v.clients:
        most = v.world.merged[client.id].max_service_days
        if most is None:
            continue
        had = sum(minutes > 0 for minutes in v.world.attended_minutes[client.id])
        days = v.days.service_days(client.id)
        yield v.model.add(total(days) <= max(most, had))


def authorised_days(v: Variables) -> Yields:
    """Qualifying days lie in the authorised window and number at most the days left."""
    for client in v.clients:
        if client.authorisation is None:
            continue
        threshold = v.world.merged[client.id].day_threshold
        had = [minutes >= threshold for minutes in v.world.attended_minutes[client.id]]
        days = v.days.qualifying_days(client.id, exact=True)
        for day, qualifies in enumerate(days):
            date = v.world.instance.week.date_of(day)
            first, last = client.authorisation.first_date, client.authorisation.last_date
            outside = (first is not None and date < first) or (last is not None and date > last)
            if outside and not had[day]:
                yield v.model.add(qualifies == 0)
        left = client.authorisation.days_left
        if left is not None:
            yield v.model.add(total(days) <= max(left, sum(had)))


def sessions_cap(v: Variables) -> Yields:
    """Sessions of a plan item stay under its cap, recorded attendance included."""
    for client in v.clients:
        for item in client.plan:
            most = v.world.most_sessions(item)
            sessions = v.days.sessions(client.id, item.service)
            if most is None or not sessions:
                continue
            had = len(v.world.attended_days(client, item.service))
            yield v.model.add(total(s.literal for s in sessions) <= max(most - had, 0))


def sessions_apart(v: Variables) -> Yields:
    """Of any few days as long as the spacing, at most one has a session of the plan item."""
    for client in v.clients:
        for item in client.plan:
            if item.min_days_between == 0:
                continue
            sessions = by_day(v.days.sessions(client.id, item.service))
            had = v.world.attended_days(client, item.service)
            for first in range(-6, 7):
                window = range(first, first + item.min_days_between)
                literals = [s.literal for day in window for s in sessions.get(day, [])]
                taken = any(day in window for day in had)
                if literals:
                    yield v.model.add(total(literals) <= (0 if taken else 1))


def trips_cap(v: Variables) -> Yields:
    """A client makes at most its trips a week."""
    for client in v.clients:
        if client.max_trips is None:
            continue
        trips: list[Expr] = []
        for items in by_day([i for i in v.of_client[client.id] if i.where is not None]).values():
            trips.extend(trips_of_day(v, items, v.world.instance.conventions.new_trip_after_minutes))
        yield v.model.add(total(trips) <= client.max_trips)


def groups_cap(v: Variables) -> Yields:
    """A client is in at most its number of groups."""
    for client in v.clients:
        if client.max_groups is None:
            continue
        members = [v.in_group(client.id, group) for group in v.membership.groups_of(client.id)]
        yield v.model.add(total(m for m in members if m is not None) <= client.max_groups)


def client_run(v: Variables) -> Yields:
    """A client's day has no run longer than its own without a rest."""
    for client in v.clients:
        if client.max_run_minutes is not None:
            items = v.in_question(v.of_client[client.id])
            yield from runs_kept(v, items, client.max_run_minutes, client.rest_minutes)


def client_meal(v: Variables) -> Yields:
    """A client has its meal break on long days."""
    for client in v.clients:
        if client.meal is not None:
            yield from meals_kept(v, v.in_question(v.of_client[client.id]), client.meal)


def company_client(world: World, slot: Slot, client: str) -> bool:
    """Whether the client belongs in an individual session: its owner, or named by the owner's item."""
    return slot.owner is None or client == slot.owner.id or client in slot.company


def company_guest(world: World, p: Placement, guest: str) -> bool:
    """Whether the guest's client has a plan item of the service that names the guest."""
    host, _ = world.instance.guest[guest]
    item = world.item(host.id, p.slot.service.id)
    return item is not None and guest in item.with_guests


def company_kept(v: Variables) -> Yields:
    """Required company comes along, guests only with their client, and the owner is there."""
    instance = v.world.instance
    for p in v.undecided:
        clients = v.client[p]
        if p.slot.owner is not None:
            owner = clients.get(p.slot.owner.id)
            if owner is None or owner.index != v.place[p].index:
                yield v.model.add_bool_or([~v.place[p]] if owner is None else [~v.place[p], owner])
        asking = v.world.asking.required_company[p.slot.service.id]
        for client_id, attends in clients.items() if asking else ():
            item = v.world.item(client_id, p.slot.service.id) if client_id in asking else None
            if item is None:
                continue
            company = [clients.get(c) for c in item.with_clients]
            company += [v.guest[p].get(g) for g in item.with_guests]
            for there in company:
                yield v.model.add_bool_or([~attends] if there is None else [~attends, there])
        for guest, attends in v.guest[p].items():
            host = clients.get(instance.guest[guest][0].id)
            yield v.model.add_bool_or([~attends] if host is None else [~attends, host])


RULES = {
    "company_kept": ModelRule(slot_client=company_client, guest=company_guest, constraints=company_kept),
    "service_planned": ModelRule(slot_client=service_planned_client, constraints=service_planned),
    "week_minutes": ModelRule(constraints=week_minutes),
    "day_minutes": ModelRule(constraints=day_minutes),
    "service_days": ModelRule(constraints=service_days),
    "authorised_days": ModelRule(constraints=authorised_days),
    "sessions_cap": ModelRule(constraints=sessions_cap),
    "sessions_apart": ModelRule(constraints=sessions_apart),
    "trips_cap": ModelRule(constraints=trips_cap),
    "groups_cap": ModelRule(constraints=groups_cap),
    "client_run": ModelRule(constraints=client_run),
    "client_meal": ModelRule(constraints=client_meal),
}
