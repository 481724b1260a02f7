"""Mutations of the families relation and pin."""

import itertools
import random
from typing import Any

from iopsched.domain.clock import DAYS, format_time
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from mutations.edit import Mutation, Pair, added, drop, of_client, pick, put, site_of

Facts = Instance


def _apart(width: int) -> Mutation:
    """The mutation by which so many clients, two of them in one session, are to be apart."""

    def separate(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        session = pick(rng, (s for s in plan.sessions if len(s.clients) >= 2))
        if session is None:
            return None
        met = rng.sample(session.clients, 2)
        others = [c.id for c in facts.clients if c.id not in session.clients]
        if len(others) < width - 2:
            return None
        names = [*met, *rng.sample(others, width - 2)]
        return added(facts, plan, "relations", {"kind": "apart", "clients": names})

    return separate


def _spans(facts: Facts, plan: Schedule, client: str) -> dict[tuple[object, str | None], tuple[int, int]]:
    spans: dict[tuple[object, str | None], tuple[int, int]] = {}
    for session in of_client(plan, client):
        if session.room is not None:
            key = (session.date, site_of(facts, session))
            start, end = spans.get(key, (session.start, session.end))
            spans[key] = (min(start, session.start), max(end, session.end))
    return spans


def _cross(facts: Facts, plan: Schedule, a: str, b: str) -> bool:
    first, second = _spans(facts, plan, a), _spans(facts, plan, b)
    return any(
        first[key][0] < second[key][1] and second[key][0] < first[key][1]
        for key in first.keys() & second.keys()
    )


def _meet(plan: Schedule, a: str, b: str) -> bool:
    return any(a in s.clients and b in s.clients for s in plan.sessions)


def _apart_building(width: int) -> Mutation:
    """The mutation by which clients who are in the building at one time, never in one session, are apart."""

    def separate(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        found = [
            names
            for names in itertools.combinations([client.id for client in facts.clients], width)
            if not any(_meet(plan, a, b) for a, b in itertools.combinations(names, 2))
            and any(_cross(facts, plan, a, b) for a, b in itertools.combinations(names, 2))
        ]
        names = pick(rng, found)
        return names and added(facts, plan, "relations", {"kind": "apart_building", "clients": list(names)})

    return separate


def _together(narrowed: bool) -> Mutation:
    def join(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        found = [
            (s, name, client.id)
            for s in plan.sessions
            if s.group is not None
            for name in s.clients
            for client in facts.clients
            if client.id not in s.clients
        ]
        chosen = pick(rng, found)
        if chosen is None:
            return None
        relation = {"kind": "together", "clients": [chosen[1], chosen[2]]}
        groups = {"groups": [chosen[0].group]} if narrowed else {}
        return added(facts, plan, "relations", {**relation, **groups})

    return join


def one_of_them_leaves(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (s, name)
        for relation in facts.relations
        if relation.kind == "together"
        for s in plan.sessions
        if s.group is not None and (not relation.groups or s.group in relation.groups)
        for name in relation.clients
        if name in s.clients
    ]
    chosen = pick(rng, found)
    if chosen is None:
        return None
    kept = [name for name in chosen[0].clients if name != chosen[1]]
    return facts, put(plan, chosen[0].id, clients=kept)


def _all_fields(session: Session) -> dict[str, Any]:
    """Return every field of a pin that agrees with a session."""
    start = f"{DAYS[session.date.weekday()].capitalize()} {format_time(session.start)}"
    fields: dict[str, Any] = {
        "session": session.id,
        "group": session.group,
        "service": session.service,
        "client": session.clients[0] if session.clients else None,
        "clinician": session.leaders[0] if session.leaders else None,
        "room": session.room,
        "mode": session.mode,
        "start": start,
    }
    return {name: value for name, value in fields.items() if value is not None}


def hold_what_is_gone(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, (s for s in plan.sessions if s.kind == "individual"))
    if session is None:
        return None
    return added(facts, drop(plan, session.id), "pins", {"pin": "hold", **_all_fields(session)})


def hold_with_another(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    """A clinician is held who leads this client in no session of the service."""
    found = [
        {"pin": "hold", "service": s.service, "client": name, "clinician": c.id}
        for s in plan.sessions
        for name in s.clients
        for c in facts.clinicians
        if not any(o.service == s.service and name in o.clients and c.id in o.leaders for o in plan.sessions)
    ]
    pin = pick(rng, found)
    return pin and added(facts, plan, "pins", pin)


def change_what_is_kept(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    """The plan is published and a client's week kept, but one of its sessions is gone, or of others."""
    session = pick(rng, (s for s in plan.sessions if s.clients))
    if session is None:
        return None
    kept = facts.model_copy(update={"published": plan})
    pin = {"pin": "hold", "client": rng.choice(session.clients), "as_published": True}
    stranger = rng.choice([k.id for k in facts.clinicians if k.id not in session.leaders] or [""])
    changes = (drop(plan, session.id), put(plan, session.id, leaders=[stranger] if stranger else []))
    return added(kept, rng.choice(changes), "pins", pin)


def forbid_all_of_it(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, plan.sessions)
    return session and added(facts, plan, "pins", {"pin": "forbid", **_all_fields(session)})


def forbid_one_field(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, plan.sessions)
    if session is None:
        return None
    name = rng.choice(sorted(_all_fields(session)))
    return added(facts, plan, "pins", {"pin": "forbid", name: _all_fields(session)[name]})


RELATIONS: dict[str, tuple[Mutation, ...]] = {
    "apart_in_session": (_apart(2), _apart(3)),
    "apart_in_building": (_apart_building(2), _apart_building(3)),
    "kept_together": (_together(narrowed=False), _together(narrowed=True), one_of_them_leaves),
    "held": (hold_what_is_gone, hold_with_another, change_what_is_kept),
    "forbidden": (forbid_all_of_it, forbid_one_field),
}
