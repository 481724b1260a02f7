"""Adds relations between clients, wishes and people to avoid, all of which the planted week bears."""

import random
from itertools import combinations

from iopsched.domain.clock import format_day
from iopsched.generating.draft import Draft
from iopsched.generating.measures import groups_of, on_site_by_day
from iopsched.generating.records import Record

WISHED_HOURS = ("Mon-Fri 9:00-13:00; Sat 9-12", "Mon-Fri 17:00-21:00; Sat 9-14", "Mon-Sat 9:00-20:00")


def add_apart(draft: Draft, rng: random.Random, count: int, *, building: bool = False) -> None:
    """Keep up to `count` pairs apart who never meet in the planted week, nor in the building then."""
    kind = "apart_building" if building else "apart"
    meet = _share_building if building else _share_session
    clients = sorted(draft.clients)
    taken: set[str] = {who for relation in draft.relations for who in relation["clients"]}
    for _ in range(20 * count):
        one, other = sorted(rng.sample(clients, 2))
        if {one, other} & taken or meet(draft, one, other) or not draft.weeks[one] or not draft.weeks[other]:
            continue
        draft.relations.append({"kind": kind, "clients": [one, other]})
        taken |= {one, other}
        if sum(relation["kind"] == kind for relation in draft.relations) >= count:
            return


def add_together(draft: Draft, rng: random.Random, count: int) -> None:
    """Keep up to `count` pairs together in the groups whose sessions they share in the planted week."""
    by_track: dict[str, list[str]] = {}
    for client in sorted(draft.clients):
        for group in groups_of(draft, client)[:1]:
            by_track.setdefault(group, []).append(client)
    pairs = [pair for members in by_track.values() for pair in combinations(members[:4], 2)]
    for one, other in rng.sample(pairs, min(count, len(pairs))):
        groups = [group for group in groups_of(draft, one) if _same(draft, group, one, other)]
        if groups:
            draft.relations.append({"kind": "together", "clients": [one, other], "groups": groups})


def _same(draft: Draft, group: str, one: str, other: str) -> bool:
    sessions = [s for s in draft.sessions.values() if s.get("group") == group]
    return all((one in s["clients"]) == (other in s["clients"]) for s in sessions)


def _share_session(draft: Draft, one: str, other: str) -> bool:
    named = [who for item in draft.clients[one].get("plan", ()) for who in item.get("with_clients", ())]
    return other in named or bool(set(draft.weeks[one]) & set(draft.weeks[other]))


def _share_building(draft: Draft, one: str, other: str) -> bool:
    days, others = on_site_by_day(draft, one), on_site_by_day(draft, other)
    return _share_session(draft, one, other) or any(
        mine[0].start < theirs[-1].end and theirs[0].start < mine[-1].end
        for day, mine in days.items()
        for theirs in (others.get(day, []),)
        if theirs
    )


def add_wishes(draft: Draft, rng: random.Random, share: float) -> None:
    """Give a share of the clients one to three wishes, the first of which the planted week meets."""
    for client in sorted(draft.clients):
        if rng.random() < share and draft.weeks[client]:
            wishes = [_met_wish(draft, rng, client)]
            wishes += [_wish(draft, rng, client) for _ in range(rng.randint(0, 2))]
            draft.clients[client]["preferences"] = [
                wish for number, wish in enumerate(wishes) if not _alike(wish, wishes[:number])
            ]


def _alike(wish: Record, others: list[Record]) -> bool:
    """Return whether a wish is about the same thing as one of the others."""
    return any(wish.keys() - {"strength", "avoid"} <= other.keys() for other in others)


def _met_wish(draft: Draft, rng: random.Random, client: str) -> Record:
    strength = {"strength": rng.randint(2, 5)}
    leaders = sorted({k for session in draft.weeks[client] for k in draft.sessions[session]["leaders"]})
    days = draft.board.days(client)
    free = [day for day in range(6) if day not in days]
    kind = rng.choice(("group", "day", "clinician"))
    if kind == "group" and groups_of(draft, client):
        return {"group": rng.choice(groups_of(draft, client)), **strength}
    if kind == "clinician" and leaders:
        return {"clinician": rng.choice(leaders), **strength}
    if free:
        return {"day": format_day(rng.choice(free)), "avoid": True, **strength}
    return {"day": format_day(rng.choice(days)), **strength}


def _wish(draft: Draft, rng: random.Random, client: str) -> Record:
    strength = {"strength": rng.randint(1, 5)}
    kind = rng.choice(("group", "day", "hours", "clinician"))
    if kind == "group":
        groups = groups_of(draft, client) or list(draft.groups)
        services = {item["service"] for item in draft.clients[client].get("plan", ())}
        suiting = [id_ for id_, group in draft.groups.items() if group["service"] in services]
        return {"group": rng.choice(suiting or groups), **strength}
    if kind == "clinician":
        return {"clinician": rng.choice(sorted(draft.clinicians)), "avoid": rng.random() < 0.5, **strength}
    if kind == "day":
        return {"day": format_day(rng.randrange(6)), "avoid": True, **strength}
    return {"hours": rng.choice(WISHED_HOURS), **strength}


def add_avoided(draft: Draft, rng: random.Random, count: int) -> None:
    """Let `count` clients avoid a clinician who leads none of their planted sessions."""
    for client in rng.sample(sorted(draft.clients), min(count, len(draft.clients))):
        met = {k for session in draft.weeks[client] for k in draft.sessions[session]["leaders"]}
        met.add(draft.clients[client].get("primary", ""))
        strangers = [k for k in sorted(draft.clinicians) if k not in met]
        if strangers:
            draft.clients[client]["avoid_clinicians"] = [rng.choice(strangers)]
