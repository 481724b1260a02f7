"""Mutations of the families place and group: rooms, modes, heads, eligibility, tracks."""

import random
from collections.abc import Iterator

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from mutations.edit import Mutation, Pair, added, altered, drop, groups_of, of_client, pick, put

Facts = Instance
OTHER_MODE = {"on_site": "telehealth", "telehealth": "on_site"}


def _groups(plan: Schedule) -> list[Session]:
    return [session for session in plan.sessions if session.group is not None]


def _heads(facts: Facts, session: Session) -> int:
    guests = len(session.guests) if facts.service[session.service].guests_count_as_heads else 0
    return len(session.clients) + guests


def client_in_the_other_mode(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    chosen = pick(rng, ((s.mode, name) for s in plan.sessions for name in s.clients))
    return chosen and altered(facts, plan, "clients", chosen[1], modes=[OTHER_MODE[chosen[0]]])


def service_in_the_other_mode(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, plan.sessions)
    changed = session and altered(facts, plan, "services", session.service, modes=[OTHER_MODE[session.mode]])
    for group in facts.groups:
        if changed and session and group.service == session.service and group.modes:
            changed = altered(*changed, "groups", group.id, modes=None)
    return changed


def by_telehealth_instead(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [s for s in plan.sessions if s.room and "telehealth" not in facts.service[s.service].modes]
    session = pick(rng, found)
    return session and (facts, put(plan, session.id, mode="telehealth", room=None))


def room_without_the_feature(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [(s, room.id) for s in plan.sessions if s.room for room in facts.rooms if room.id != s.room]
    chosen = pick(rng, found)
    if chosen is None:
        return None
    features = [*facts.room[chosen[1]].features, "kiln"]
    changed = altered(facts, plan, "rooms", chosen[1], features=features)
    needed = [*facts.service[chosen[0].service].room_features, "kiln"]
    return changed and altered(*changed, "services", chosen[0].service, room_features=needed)


def room_not_listed(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [(s, room.id) for s in _groups(plan) if s.room for room in facts.rooms if room.id != s.room]
    chosen = pick(rng, found)
    if chosen is None or chosen[0].group is None:
        return None
    meetings = facts.group[chosen[0].group].model_dump(mode="json")["meetings"]
    for meeting in meetings:
        meeting["rooms"] = None
    return altered(facts, plan, "groups", chosen[0].group, rooms=[chosen[1]], meetings=meetings)


def one_seat_short(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, (s for s in plan.sessions if s.room and len(s.clients) + len(s.leaders) > 1))
    if session is None or session.room is None:
        return None
    people = len(session.clients) + len(session.guests) + len(session.leaders)
    return altered(facts, plan, "rooms", session.room, capacity=people - 1)


def one_seat_in_all(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, (s for s in plan.sessions if s.room and len(s.clients) + len(s.leaders) > 1))
    return session and altered(facts, plan, "rooms", session.room or "", capacity=1)


def more_heads_needed(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, _groups(plan))
    least = session and _heads(facts, session) + 1
    most = max(least or 0, 12)
    return session and altered(facts, plan, "groups", session.group or "", min_heads=least, max_heads=most)


def fewer_heads_allowed(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, (s for s in _groups(plan) if _heads(facts, s) > 1))
    most = session and _heads(facts, session) - 1
    return session and altered(facts, plan, "groups", session.group or "", min_heads=1, max_heads=most)


def too_few_come(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = []
    for session in _groups(plan):
        group = facts.group[session.group or ""]
        least = group.min_heads or facts.service[session.service].fewest_heads
        if group.attendance == "pick_any" and least > 1:
            found.append((session.id, session.clients[: least - 1]))
    chosen = pick(rng, found)
    return chosen and (facts, put(plan, chosen[0], clients=chosen[1]))


def fewer_per_leader(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [s for s in plan.sessions if s.leaders and _heads(facts, s) > len(s.leaders)]
    session = pick(rng, found)
    if session is None:
        return None
    each = (_heads(facts, session) - 1) // len(session.leaders)
    return altered(facts, plan, "services", session.service, clients_per_leader=each)


def leader_leaves(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        s
        for s in plan.sessions
        if _heads(facts, s) >= len(s.leaders) > sum(not r.optional for r in facts.service[s.service].roles)
    ]
    session = pick(rng, found)
    if session is None:
        return None
    each = -(-_heads(facts, session) // len(session.leaders))
    changed = altered(facts, plan, "services", session.service, clients_per_leader=each)
    return changed and (changed[0], put(plan, session.id, leaders=session.leaders[:-1]))


def of_another_age(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    chosen = pick(rng, (name for s in plan.sessions if len(s.clients) > 1 for name in s.clients))
    return chosen and altered(facts, plan, "clients", chosen, age_band="rare")


def ages_no_longer_together(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [s for s in plan.sessions if len({facts.client[name].age_band for name in s.clients}) > 1]
    session = pick(rng, found)
    return session and altered(facts, plan, "services", session.service, ages_together=[["rare", "other"]])


def _eligible(key: str) -> Mutation:
    """The mutation by which a group asks for what one of its clients is not, and another client is."""

    def refuse(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        chosen = pick(rng, ((s.group or "", name) for s in _groups(plan) for name in s.clients))
        if chosen is None:
            return None
        eligible = facts.group[chosen[0]].eligible.model_dump(mode="json")
        week = facts.client[chosen[1]].programme_week
        changes = {
            "tags": {"tags": [*eligible["tags"], "rare"]},
            "tracks": {"tracks": ["rare"]},
            "first_week": {"first_week": week + 1, "last_week": None},
        }[key]
        return altered(facts, plan, "groups", chosen[0], eligible={**eligible, **changes})

    return refuse


def only_other_groups(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    chosen = pick(rng, ((s.group, name) for s in _groups(plan) for name in s.clients))
    if chosen is None:
        return None
    members_of = {group.id for group in facts.groups if chosen[1] in group.members}
    others = sorted((groups_of(plan, chosen[1]) | members_of) - {chosen[0]})
    return altered(facts, plan, "clients", chosen[1], only_groups=others)


def closed_to_one(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    chosen = pick(rng, ((s, name) for s in _groups(plan) for name in s.clients))
    if chosen is None:
        return None
    session, name = chosen
    members = sorted({n for s in plan.sessions if s.group == session.group for n in s.clients} - {name})
    return altered(facts, plan, "groups", session.group or "", closed=True, members=members)


def closed_without_members(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, _groups(plan))
    return session and altered(facts, plan, "groups", session.group or "", closed=True, members=[])


def stranger_joins(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (s, client.id)
        for s in _groups(plan)
        if facts.group[s.group or ""].closed and facts.group[s.group or ""].attendance == "pick_any"
        for client in facts.clients
        if client.id not in facts.group[s.group or ""].members
        and not any(o.date == s.date for o in of_client(plan, client.id))
    ]
    chosen = pick(rng, found)
    return chosen and (facts, put(plan, chosen[0].id, clients=[*chosen[0].clients, chosen[1]]))


def _of_tracks(facts: Facts, plan: Schedule) -> Iterator[Session]:
    for session in _groups(plan):
        if facts.group[session.group or ""].attendance == "attend_all":
            yield session


def meeting_missed(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (s, name)
        for s in _of_tracks(facts, plan)
        for name in s.clients
        if sum(o.group == s.group for o in of_client(plan, name)) > 1
    ]
    chosen = pick(rng, found)
    if chosen is None:
        return None
    kept = [name for name in chosen[0].clients if name != chosen[1]]
    return facts, put(plan, chosen[0].id, clients=kept)


def meeting_not_held(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [s for s in _of_tracks(facts, plan) if sum(o.group == s.group for o in plan.sessions) > 1]
    session = pick(rng, found)
    return session and (facts, drop(plan, session.id))


def becomes_a_track(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = []
    for group in facts.groups:
        held = [s for s in plan.sessions if s.group == group.id]
        if group.attendance == "pick_any" and len({frozenset(s.clients) for s in held}) > 1:
            found.append(group.id)
    chosen = pick(rng, found)
    return chosen and altered(facts, plan, "groups", chosen, attendance="attend_all")


def _set(width: int) -> Mutation:
    """The mutation by which groups that share a client are of one set."""

    def bind(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        found = [sorted(groups_of(plan, client.id)) for client in facts.clients]
        chosen = pick(rng, (groups for groups in found if len(groups) >= width))
        groups = chosen and rng.sample(chosen, width)
        return groups and added(facts, plan, "group_sets", {"id": "bound", "groups": groups})

    return bind


SESSIONS: dict[str, tuple[Mutation, ...]] = {
    "mode_allowed": (client_in_the_other_mode, service_in_the_other_mode, by_telehealth_instead),
    "room_suits": (room_without_the_feature, room_not_listed),
    "room_fits": (one_seat_short, one_seat_in_all),
    "head_count": (more_heads_needed, fewer_heads_allowed, too_few_come),
    "leader_ratio": (fewer_per_leader, leader_leaves),
    "ages_together": (of_another_age, ages_no_longer_together),
    "eligible_only": (_eligible("tags"), _eligible("tracks"), _eligible("first_week"), only_other_groups),
    "closed_group": (closed_to_one, closed_without_members, stranger_joins),
    "attend_all_whole": (meeting_missed, meeting_not_held, becomes_a_track),
    "one_of_set": (_set(2), _set(3)),
}
