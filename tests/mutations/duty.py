"""Mutations of long days, of clinicians and clients alike, and of clinicians' loads and caseloads."""

import random
from collections.abc import Iterator

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from mutations.edit import Mutation, Pair, altered, by_date, led_by, of_client, pick, put

Facts = Instance


def _days(facts: Facts, plan: Schedule, kind: str) -> Iterator[tuple[str, list[Session]]]:
    """Yield each clinician or client with each of its dates' sessions."""
    for entity in getattr(facts, kind):
        sessions = led_by(plan, entity.id) if kind == "clinicians" else of_client(plan, entity.id)
        for day in by_date(sessions).values():
            yield entity.id, day


def _minutes(sessions: list[Session]) -> int:
    return sum(session.end - session.start for session in sessions)


def _span(day: list[Session]) -> int:
    return max(session.end for session in day) - day[0].start


def _pauses(day: list[Session]) -> list[int]:
    return [second.start - first.end for first, second in zip(day, day[1:], strict=False)]


def day_load_a_minute_over(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    chosen = pick(rng, _days(facts, plan, "clinicians"))
    most = chosen and _minutes(chosen[1]) - 1
    return chosen and altered(facts, plan, "clinicians", chosen[0], max_minutes_per_day=most)


def week_load_a_minute_over(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    chosen = pick(rng, (name for s in plan.sessions for name in s.leaders))
    most = chosen and _minutes(led_by(plan, chosen)) - 1
    return chosen and altered(facts, plan, "clinicians", chosen, max_minutes_per_week=most)


def _co_leading(limit: str) -> Mutation:
    """The mutation by which a clinician at its limit leads one session more."""

    def lead(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        found = [
            (s, c.id)
            for s in plan.sessions
            if s.leaders and len(s.leaders) < len(facts.service[s.service].roles)
            for c in facts.clinicians
            if led_by(plan, c.id) and not any(o.date == s.date for o in led_by(plan, c.id))
        ]
        chosen = pick(rng, found)
        if chosen is None:
            return None
        session, name = chosen
        day = session.end - session.start - 1
        most = day if limit == "max_minutes_per_day" else _minutes(led_by(plan, name))
        changed = altered(facts, plan, "clinicians", name, **{limit: most})
        return changed and (changed[0], put(plan, session.id, leaders=[*session.leaders, name]))

    return lead


def _break(extra: int) -> Mutation:
    def shorten(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        found = [(name, min(_pauses(day))) for name, day in _days(facts, plan, "clinicians") if len(day) > 1]
        chosen = pick(rng, found)
        return chosen and altered(facts, plan, "clinicians", chosen[0], break_minutes=chosen[1] + extra)

    return shorten


def _run(kind: str) -> Mutation:
    """The mutation by which the whole of a day is one run, and too long."""

    def run_on(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        chosen = pick(rng, _days(facts, plan, kind))
        if chosen is None:
            return None
        name, day = chosen
        rest = max([*_pauses(day), 14]) + 1
        return altered(facts, plan, kind, name, rest_minutes=rest, max_run_minutes=_span(day) - 1)

    return run_on


def _single(kind: str) -> Mutation:
    """The mutation by which one session alone is too long a run."""

    def run_on(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        chosen = pick(rng, _days(facts, plan, kind))
        longest = chosen and max(session.end - session.start for session in chosen[1])
        return chosen and altered(facts, plan, kind, chosen[0], max_run_minutes=(longest or 0) - 1)

    return run_on


def _meal(kind: str, between: str | None) -> Mutation:
    """The mutation by which a meal is owed that no pause allows."""

    def owe(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        chosen = pick(rng, _days(facts, plan, kind))
        if chosen is None:
            return None
        name, day = chosen
        minutes = 30 if between else max([*_pauses(day), 0]) + 1
        meal = {"minutes": minutes, "after_minutes": _span(day) - 1, "between": between}
        return altered(facts, plan, kind, name, meal=meal)

    return owe


def _assigned(facts: Facts, plan: Schedule) -> Iterator[tuple[str, str]]:
    """Yield clients without a given primary, each with a clinician assigned to it."""
    for session in plan.sessions:
        if session.kind != "individual" or facts.service[session.service].format != "individual":
            continue
        for name in session.clients:
            item = facts.client[name].item_for(session.service)
            if item and item.with_whom in (None, "primary") and facts.client[name].primary is None:
                yield from ((name, leader) for leader in session.leaders)


def _given(facts: Facts, clinician: str) -> int:
    return sum(client.primary == clinician for client in facts.clients)


def no_room_for_the_assigned(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    chosen = pick(rng, _assigned(facts, plan))
    return chosen and altered(facts, plan, "clinicians", chosen[1], max_caseload=_given(facts, chosen[1]))


def primary_no_longer_given(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    """A client loses its given primary and is assigned to it anew, whose caseload is full without it."""
    found = []
    for session in plan.sessions:
        for name in session.clients:
            primary, item = facts.client[name].primary, facts.client[name].item_for(session.service)
            individual = facts.service[session.service].format == "individual"
            if primary in session.leaders and item and item.with_whom is None and individual:
                found.append((name, primary))
    chosen = pick(rng, found)
    if chosen is None or chosen[1] is None:
        return None
    changed = altered(facts, plan, "clients", chosen[0], primary=None)
    return changed and altered(*changed, "clinicians", chosen[1], max_caseload=_given(facts, chosen[1]) - 1)


DUTY: dict[str, tuple[Mutation, ...]] = {
    "clinician_day_load": (day_load_a_minute_over, _co_leading("max_minutes_per_day")),
    "clinician_week_load": (week_load_a_minute_over, _co_leading("max_minutes_per_week")),
    "clinician_break": (_break(1), _break(60)),
    "clinician_run": (_run("clinicians"), _single("clinicians")),
    "clinician_meal": (_meal("clinicians", None), _meal("clinicians", "0:00-0:30")),
    "caseload_kept": (no_room_for_the_assigned, primary_no_longer_given),
    "client_run": (_run("clients"), _single("clients")),
    "client_meal": (_meal("clients", None), _meal("clients", "0:00-0:30")),
}
