"""Mutations of the family client: bands, plans, trips, groups and company."""

import datetime as dt
import itertools
import random
from typing import Any

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from mutations.edit import Mutation, Pair, added, altered, by_date, groups_of, of_client, pick, put

Facts = Instance


def _credited(facts: Facts, plan: Schedule, client: str, attended: bool = True) -> dict[dt.date, int]:
    """Return the credited minutes of a client on each date."""
    dates: dict[dt.date, int] = {}
    for session in of_client(plan, client):
        dates[session.date] = dates.get(session.date, 0) + facts.service[session.service].credits
    for entry in facts.client[client].attended if attended else ():
        dates[entry.date] = dates.get(entry.date, 0) + entry.credited_minutes
    return {date: minutes for date, minutes in dates.items() if minutes > 0}


def _with_credit(facts: Facts, plan: Schedule) -> list[str]:
    return [client.id for client in facts.clients if _credited(facts, plan, client.id, attended=False)]


def _payer(facts: Facts, plan: Schedule, client: str, **rules: Any) -> Pair | None:
    """Return the pair with one more payer of the client, who asks for this."""
    changed = added(facts, plan, "payers", {"id": "strict", **rules})
    payers = [*facts.client[client].payers, "strict"]
    return changed and altered(*changed, "clients", client, payers=payers)


def _banded(rule: str, own: bool = False) -> Mutation:
    """The mutation by which a client's payer, or level, allows a little less than the week holds."""

    def tighten(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        name = pick(rng, _with_credit(facts, plan))
        if name is None:
            return None
        dates = _credited(facts, plan, name)
        fresh = _credited(facts, plan, name, attended=False)
        most = {
            "max_minutes_per_week": sum(dates.values()) - 1,
            "max_minutes_per_day": max(dates[date] for date in fresh) - 1,
            "max_service_days": len(dates) - 1,
        }[rule]
        if not own:
            return _payer(facts, plan, name, **{rule: most})
        level = facts.level[facts.client[name].level].model_dump(mode="json")
        changed = added(facts, plan, "levels", {**level, "id": "stricter", rule: most})
        return changed and altered(*changed, "clients", name, level="stricter")

    return tighten


def _authorised(left: bool) -> Mutation:
    def run_out(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        found = []
        for name in _with_credit(facts, plan):
            client = facts.client[name]
            asked = [facts.level[client.level], *(facts.payer[payer] for payer in client.payers)]
            least = max([rules.qualifying_day_minutes or 1 for rules in asked])
            dates = sorted(d for d, minutes in _credited(facts, plan, name).items() if minutes >= least)
            fresh = [d for d in _credited(facts, plan, name, attended=False) if d in dates]
            if fresh and fresh[-1] == dates[-1] and not client.attended:
                found.append((name, dates))
        chosen = pick(rng, found)
        if chosen is None:
            return None
        name, dates = chosen
        day_before = (dates[-1] - dt.timedelta(days=1)).isoformat()
        changes = {"days_left": len(dates) - 1} if left else {"last_date": day_before}
        return altered(facts, plan, "clients", name, authorisation=changes)

    return run_out


def _items(facts: Facts, client: str, service: str, **changes: Any) -> list[dict[str, Any]]:
    """Return the client's plan with one item changed."""
    items: list[dict[str, Any]] = facts.client[client].model_dump(mode="json")["plan"]
    return [{**item, **changes} if item["service"] == service else item for item in items]


def _planned(facts: Facts, plan: Schedule) -> list[tuple[str, str, list[Session]]]:
    """Return every client with each service of its plan that it attends, and those sessions."""
    found = []
    for client in facts.clients:
        for item in client.plan:
            held = [s for s in of_client(plan, client.id) if s.service == item.service]
            if held:
                found.append((client.id, item.service, held))
    return found


def no_longer_planned(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (name, service)
        for name, service, _ in _planned(facts, plan)
        if facts.service[service].format == "group" and len(facts.client[name].plan) > 1
    ]
    chosen = pick(rng, found)
    if chosen is None:
        return None
    items = [item for item in _items(facts, *chosen) if item["service"] != chosen[1]]
    return altered(facts, plan, "clients", chosen[0], plan=items)


def plan_for_something_else(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (client.id, service.id)
        for client in facts.clients
        if not client.plan and of_client(plan, client.id)
        for service in facts.services
        if service.id not in {s.service for s in of_client(plan, client.id)} and service.scheduled
    ]
    chosen = pick(rng, found)
    return chosen and altered(facts, plan, "clients", chosen[0], plan=[{"service": chosen[1]}])


def one_session_over(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    chosen = pick(rng, _planned(facts, plan))
    if chosen is None:
        return None
    name, service, held = chosen
    recorded = sum(entry.service == service for entry in facts.client[name].attended)
    items = _items(facts, name, service, min_sessions=0, max_sessions=len(held) + recorded - 1)
    return altered(facts, plan, "clients", name, plan=items)


def attended_already(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    """The client attended as many sessions of an item on another date as the item allows."""
    found = [
        (name, service, held)
        for name, service, held in _planned(facts, plan)
        if facts.client[name].starts_on is None and facts.client[name].ends_on is None
    ]
    chosen = pick(rng, found)
    if chosen is None:
        return None
    name, service, held = chosen
    entry = {"date": facts.week.date_of(6).isoformat(), "credited_minutes": 0, "service": service}
    attended = [*facts.client[name].model_dump(mode="json")["attended"], entry]
    recorded = sum(one["service"] == service for one in attended)
    items = _items(facts, name, service, min_sessions=0, max_sessions=len(held) + recorded - 1)
    return altered(facts, plan, "clients", name, plan=items, attended=attended)


def _apart(days: int) -> Mutation:
    """The mutation by which two sessions of an item are nearer than it asks, by so many days."""

    def spread(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        found = [
            (name, service, abs((a.date - b.date).days) + days)
            for name, service, held in _planned(facts, plan)
            for a, b in itertools.combinations(held, 2)
            if abs((a.date - b.date).days) + days <= 6
        ]
        chosen = pick(rng, found)
        if chosen is None:
            return None
        items = _items(facts, chosen[0], chosen[1], min_days_between=chosen[2])
        return altered(facts, plan, "clients", chosen[0], plan=items)

    return spread


def _trips(facts: Facts, plan: Schedule, client: str) -> int:
    trips = 0
    for day in by_date(s for s in of_client(plan, client) if s.room is not None).values():
        waits = [b.start - a.end for a, b in itertools.pairwise(day)]
        trips += 1 + sum(wait > facts.conventions.new_trip_after_minutes for wait in waits)
    return trips


def _trip_cap(none: bool) -> Mutation:
    def stay(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        found = [(c.id, _trips(facts, plan, c.id)) for c in facts.clients if _trips(facts, plan, c.id) > 0]
        chosen = pick(rng, found)
        most = chosen and (0 if none else chosen[1] - 1)
        return chosen and altered(facts, plan, "clients", chosen[0], max_trips=most)

    return stay


def one_group_over(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    chosen = pick(rng, (c.id for c in facts.clients if groups_of(plan, c.id)))
    most = chosen and len(groups_of(plan, chosen)) - 1
    return chosen and altered(facts, plan, "clients", chosen, max_groups=most)


def joins_another_group(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (client.id, s)
        for client in facts.clients
        for s in plan.sessions
        if s.group is not None
        and s.group not in groups_of(plan, client.id)
        and facts.group[s.group].attendance == "pick_any"
        and not facts.group[s.group].closed
        and (not client.plan or client.item_for(s.service))
        and not any(o.date == s.date for o in of_client(plan, client.id))
    ]
    chosen = pick(rng, found)
    if chosen is None:
        return None
    name, session = chosen
    changed = altered(facts, plan, "clients", name, max_groups=len(groups_of(plan, name)))
    return changed and (changed[0], put(plan, session.id, clients=[*session.clients, name]))


def guest_missing(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (s, guest)
        for s in plan.sessions
        for guest in s.guests
        if (item := facts.guest[guest][0].item_for(s.service)) and item.company == "required"
    ]
    chosen = pick(rng, found)
    if chosen is None:
        return None
    kept = [guest for guest in chosen[0].guests if guest != chosen[1]]
    return facts, put(plan, chosen[0].id, guests=kept)


def partner_missing(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (s, other)
        for s in plan.sessions
        for name in s.clients
        if (item := facts.client[name].item_for(s.service)) and item.company == "required"
        for other in item.with_clients
        if s.kind == "group" or not s.id.startswith(f"{other}.")
    ]
    chosen = pick(rng, found)
    if chosen is None:
        return None
    kept = [name for name in chosen[0].clients if name != chosen[1]]
    return facts, put(plan, chosen[0].id, clients=kept)


def stranger_comes_along(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (s, client.id)
        for s in plan.sessions
        if s.kind == "individual"
        for client in facts.clients
        if not client.plan and not any(o.date == s.date for o in of_client(plan, client.id))
    ]
    chosen = pick(rng, found)
    return chosen and (facts, put(plan, chosen[0].id, clients=[*chosen[0].clients, chosen[1]]))


CLIENTS: dict[str, tuple[Mutation, ...]] = {
    "service_planned": (no_longer_planned, plan_for_something_else),
    "week_minutes": (_banded("max_minutes_per_week"), _banded("max_minutes_per_week", own=True)),
    "day_minutes": (_banded("max_minutes_per_day"), _banded("max_minutes_per_day", own=True)),
    "service_days": (_banded("max_service_days"), _banded("max_service_days", own=True)),
    "authorised_days": (_authorised(left=True), _authorised(left=False)),
    "sessions_cap": (one_session_over, attended_already),
    "sessions_apart": (_apart(1), _apart(2)),
    "trips_cap": (_trip_cap(none=False), _trip_cap(none=True)),
    "groups_cap": (one_group_over, joins_another_group),
    "company_kept": (guest_missing, partner_missing, stranger_comes_along),
}
