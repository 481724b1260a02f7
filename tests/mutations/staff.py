"""Mutations that break one rule of the family staff: who leads."""

import datetime as dt
import random
from collections.abc import Callable, Iterator

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from mutations.edit import (
    Mutation,
    Pair,
    altered,
    pick,
    put,
    with_exception,
)

Facts = Instance


def _busy(plan: Schedule, session: Session, clinician: str) -> bool:
    """Return whether a clinician leads anything else that date."""
    return any(s.date == session.date and clinician in s.leaders for s in plan.sessions if s.id != session.id)


def _others(facts: Facts, plan: Schedule, session: Session) -> Iterator[str]:
    """Yield clinicians who lead nothing on the session's date."""
    for clinician in facts.clinicians:
        if clinician.id not in session.leaders and not _busy(plan, session, clinician.id):
            yield clinician.id


def leader_missing(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        s
        for s in plan.sessions
        if s.leaders and len(s.leaders) == sum(not role.optional for role in facts.service[s.service].roles)
    ]
    session = pick(rng, found)
    return session and (facts, put(plan, session.id, leaders=session.leaders[1:]))


def leader_too_many(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (s, name)
        for s in plan.sessions
        if len(s.leaders) == len(facts.service[s.service].roles)
        for name in _others(facts, plan, s)
    ]
    chosen = pick(rng, found)
    return chosen and (facts, put(plan, chosen[0].id, leaders=[*chosen[0].leaders, chosen[1]]))


def _needs_credentials(facts: Facts, session: Session) -> bool:
    required = [role for role in facts.service[session.service].roles if not role.optional]
    return any(all(some for some in role.any_of) for role in required)


def credentials_lapsed(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    """All credentials of all leaders of a session were valid until the day before it."""
    session = pick(rng, (s for s in plan.sessions if _needs_credentials(facts, s)))
    changed: Pair | None = session and (facts, plan)
    for name in session.leaders if session else ():
        day_before = (session.date - dt.timedelta(days=1)).isoformat() if session else ""
        lapsed = [{"name": c.name, "valid_until": day_before} for c in facts.clinician[name].credentials]
        changed = changed and altered(*changed, "clinicians", name, credentials=lapsed)
    return changed


def credentials_never_held(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, (s for s in plan.sessions if _needs_credentials(facts, s)))
    changed: Pair | None = session and (facts, plan)
    for name in session.leaders if session else ():
        changed = changed and altered(*changed, "clinicians", name, credentials=[])
    return changed


def led_by_nobody_able(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (s.id, name)
        for s in plan.sessions
        if _needs_credentials(facts, s) and len(s.leaders) == 1
        for name in _others(facts, plan, s)
        if not facts.clinician[name].credentials
    ]
    chosen = pick(rng, found)
    return chosen and (facts, put(plan, chosen[0], leaders=[chosen[1]]))


def _relisted(meeting_only: bool) -> Mutation:
    def relist(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        session = pick(rng, (s for s in plan.sessions if s.group is not None and s.leaders))
        if session is None or session.group is None:
            return None
        others = [c.id for c in facts.clinicians if c.id not in session.leaders]
        group = facts.group[session.group]
        meetings = group.model_dump(mode="json")["meetings"]
        if not others:
            return None
        for meeting in meetings:
            if f"{group.id}.{meeting['id']}" == session.id:
                meeting["leaders"] = others if meeting_only else None
        changes = {"meetings": meetings} if meeting_only else {"meetings": meetings, "leaders": others}
        return altered(facts, plan, "groups", group.id, **changes)

    return relist


def led_by_somebody_unlisted(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = []
    for session in plan.sessions:
        if session.group is None or not session.leaders:
            continue
        offer = facts.offer[session.id]
        listed = offer.group.leaders if offer.meeting.leaders is None else offer.meeting.leaders
        if listed is None:
            continue
        held = {c.name for name in session.leaders for c in facts.clinician[name].credentials}
        for name in _others(facts, plan, session):
            able = held <= {c.name for c in facts.clinician[name].credentials} or len(session.leaders) > 1
            if name not in listed and able:
                found.append((session.id, [*session.leaders[:-1], name]))
    chosen = pick(rng, found)
    return chosen and (facts, put(plan, chosen[0], leaders=chosen[1]))


def other_mode_only(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    chosen = pick(rng, ((s.mode, name) for s in plan.sessions for name in s.leaders))
    if chosen is None:
        return None
    other = "telehealth" if chosen[0] == "on_site" else "on_site"
    return altered(facts, plan, "clinicians", chosen[1], modes=[other])


def other_site_only(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (name, site.id)
        for s in plan.sessions
        if s.room is not None
        for name in s.leaders
        for site in facts.sites
        if site.id != facts.room[s.room].site
    ]
    chosen = pick(rng, found)
    return chosen and altered(facts, plan, "clinicians", chosen[0], sites=[chosen[1]])


def nobody_may_supervise(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [n for s in plan.sessions for n in s.leaders if facts.clinician[n].needs_supervision]
    chosen = pick(rng, found)
    changed: Pair | None = chosen and (facts, plan)
    for clinician in facts.clinicians:
        changed = changed and altered(*changed, "clinicians", clinician.id, may_supervise=False)
    return changed


def supervisors_away(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [s for s in plan.sessions if any(facts.clinician[n].needs_supervision for n in s.leaders)]
    session = pick(rng, found)
    changed: Pair | None = session and (facts, plan)
    for clinician in facts.clinicians:
        if session and clinician.may_supervise:
            exceptions = with_exception(clinician, session, "never")
            changed = changed and altered(*changed, "clinicians", clinician.id, exceptions=exceptions)
    return changed


def another_who_needs_supervision(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    """A clinician who leads by telehealth, or where nobody may supervise, turns out to need supervision."""
    supervised = any(clinician.may_supervise for clinician in facts.clinicians)
    found = [n for s in plan.sessions if s.room is None or not supervised for n in s.leaders]
    chosen = pick(rng, found)
    return chosen and altered(facts, plan, "clinicians", chosen, needs_supervision=True, may_supervise=False)


def _client_sessions(plan: Schedule, wanted: Callable[[Session], bool]) -> list[tuple[Session, str]]:
    return [(s, name) for s in plan.sessions if wanted(s) for name in s.clients]


def _asks_primary(facts: Facts, session: Session, client: str) -> bool:
    item = facts.client[client].item_for(session.service)
    whom = None if item is None else item.with_whom
    usual = "primary" if facts.service[session.service].format == "individual" else "any"
    return item is not None and (whom or usual) == "primary"


def primary_is_another(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (name, clinician.id)
        for s, name in _client_sessions(plan, lambda s: True)
        if _asks_primary(facts, s, name)
        for clinician in facts.clinicians
        if clinician.id not in s.leaders and clinician.max_caseload is None
    ]
    chosen = pick(rng, found)
    return chosen and altered(facts, plan, "clients", chosen[0], primary=chosen[1])


def led_by_another_than_the_primary(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (s, other)
        for s, name in _client_sessions(plan, lambda s: s.kind == "individual" and len(s.leaders) == 1)
        if _asks_primary(facts, s, name) and facts.client[name].primary in s.leaders
        for other in _others(facts, plan, s)
    ]
    chosen = pick(rng, found)
    return chosen and (facts, put(plan, chosen[0].id, leaders=[chosen[1]]))


def tag_nobody_has(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (s.service, name)
        for s, name in _client_sessions(plan, lambda s: bool(s.leaders))
        if facts.client[name].item_for(s.service) is not None
    ]
    chosen = pick(rng, found)
    if chosen is None:
        return None
    items = facts.client[chosen[1]].model_dump(mode="json")["plan"]
    for item in items:
        if item["service"] == chosen[0]:
            item["clinician_tags"] = ["rare"]
    # The tag must be somebody's, or the facts would ask for what nobody is.
    idle = [c.id for c in facts.clinicians if not any(c.id in s.leaders for s in plan.sessions)]
    changed = altered(facts, plan, "clients", chosen[1], plan=items)
    return changed and (altered(*changed, "clinicians", idle[0], tags=["rare"]) if idle else changed)


def _avoiding(group: bool) -> Mutation:
    def avoid(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
        found = [
            (name, leader)
            for s, name in _client_sessions(plan, lambda s: (s.kind == "group") == group)
            for leader in s.leaders
            if facts.client[name].primary != leader
        ]
        chosen = pick(rng, found)
        if chosen is None:
            return None
        avoided = [*facts.client[chosen[0]].avoid_clinicians, chosen[1]]
        return altered(facts, plan, "clients", chosen[0], avoid_clinicians=sorted(set(avoided)))

    return avoid


def client_speaks_another(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    chosen = pick(rng, _client_sessions(plan, lambda s: s.group is not None or bool(s.leaders)))
    return chosen and altered(facts, plan, "clients", chosen[1], languages=["xx"])


def leader_speaks_another(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    chosen = pick(rng, (name for s in plan.sessions if s.clients for name in s.leaders))
    return chosen and altered(facts, plan, "clinicians", chosen, languages=["xx"])


def group_in_another_language(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    chosen = pick(rng, (s.group for s in plan.sessions if s.group is not None and s.clients))
    return chosen and altered(facts, plan, "groups", chosen, language="xx")


STAFF: dict[str, tuple[Mutation, ...]] = {
    "roles_filled": (leader_missing, leader_too_many),
    "credentials_held": (credentials_lapsed, credentials_never_held, led_by_nobody_able),
    "leader_listed": (_relisted(True), _relisted(False), led_by_somebody_unlisted),
    "clinician_place": (other_mode_only, other_site_only),
    "supervisor_present": (nobody_may_supervise, supervisors_away, another_who_needs_supervision),
    "plan_clinician": (primary_is_another, led_by_another_than_the_primary, tag_nobody_has),
    "clinician_avoided": (_avoiding(group=True), _avoiding(group=False)),
    "language_shared": (client_speaks_another, leader_speaks_another, group_in_another_language),
}
