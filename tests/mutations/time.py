"""Mutations that break one rule of the family time."""

import random

from iopsched.domain.clock import DAYS, format_time, format_week_time
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from mutations.edit import (
    Mutation,
    Pair,
    altered,
    by_date,
    ending_early,
    insert,
    of_client,
    overlap,
    pairs,
    pick,
    put,
    rebuilt,
    site_of,
    starting_late,
    with_exception,
)
from mutations.moving import moved_onto, moved_where_missing


def _shifted(session: Session, minutes: int) -> dict[str, str]:
    return {"start": format_time(session.start + minutes), "end": format_time(session.end + minutes)}


def off_the_grid(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, (s for s in plan.sessions if s.kind == "individual" and s.end < 1430))
    return session and (facts, put(plan, session.id, **_shifted(session, 3)))


def at_no_candidate(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, (s for s in plan.sessions if s.kind == "group" and s.start > 10))
    return session and (facts, put(plan, session.id, **_shifted(session, -7)))


def candidate_withdrawn(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, (s for s in plan.sessions if s.group is not None and s.end <= 1380))
    if session is None or session.group is None:
        return None
    meetings = facts.group[session.group].model_dump(mode="json")["meetings"]
    used = f"{DAYS[session.date.weekday()].capitalize()} {format_time(session.start)}"
    later = session.date.weekday() * 1440 + session.start + facts.week.grid_minutes
    for meeting in meetings:
        if f"{session.group}.{meeting['id']}" == session.id:
            meeting["starts"] = [s for s in meeting["starts"] if s != used] or [format_week_time(later)]
    return altered(facts, plan, "groups", session.group, meetings=meetings)


def _longer(minutes: int) -> Mutation:
    def stretch(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
        session = pick(rng, (s for s in plan.sessions if s.end + minutes <= 1440))
        return session and (facts, put(plan, session.id, end=format_time(session.end + minutes)))

    return stretch


def screen_in_the_schedule(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (client, entry.service)
        for client in facts.clients
        for entry in client.plan
        if not facts.service[entry.service].scheduled
    ]
    chosen = pick(rng, found)
    if chosen is None:
        return None
    client, service = chosen
    fields = {
        "id": f"{client.id}.{service}.1",
        "kind": "individual",
        "service": service,
        "date": facts.week.date_of(6).isoformat(),
        "start": "11:00",
        "end": format_time(660 + facts.service[service].clock_minutes),
        "room": facts.rooms[0].id,
        "clients": [client.id],
    }
    return facts, insert(plan, Session.model_validate(fields))


def service_no_longer_scheduled(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, (s for s in plan.sessions if s.kind == "individual"))
    return session and altered(facts, plan, "services", session.service, scheduled=False)


def closed_at_the_end(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, (s for s in plan.sessions if s.room is not None))
    if session is None:
        return None
    hours = f"{format_time(session.end - 1)}-{format_time(session.end)}"
    closure = {"date": session.date.isoformat(), "sites": [site_of(facts, session)], "hours": hours}
    week = facts.week.model_dump(mode="json")
    closures = type(facts.week).model_validate({**week, "closures": [*week["closures"], closure]})
    return rebuilt(facts, plan, week=closures)


def everything_closed(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, plan.sessions)
    if session is None:
        return None
    week = facts.week.model_dump(mode="json")
    closures = [*week["closures"], {"date": session.date.isoformat()}]
    return rebuilt(facts, plan, week=type(facts.week).model_validate({**week, "closures": closures}))


def site_closes_early(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, (s for s in plan.sessions if s.room is not None))
    if session is None:
        return None
    site = facts.site[site_of(facts, session) or ""]
    return altered(
        facts, plan, "sites", site.id, exceptions=with_exception(site, session, ending_early(session))
    )


def _room(late: bool) -> Mutation:
    def shut(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
        session = pick(rng, (s for s in plan.sessions if s.room is not None))
        if session is None or session.room is None:
            return None
        hours = starting_late(session) if late else "never"
        exceptions = with_exception(facts.room[session.room], session, hours)
        return altered(facts, plan, "rooms", session.room, exceptions=exceptions)

    return shut


def into_a_room_in_use(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (a.id, b.room)
        for a, b in pairs(plan)
        if overlap(a, b) and a.room and b.room and a.room != b.room and site_of(facts, a) == site_of(facts, b)
    ]
    chosen = pick(rng, found)
    return chosen and (facts, put(plan, chosen[0], room=chosen[1]))


def _person(kind: str, late: bool) -> Mutation:
    """The mutation by which a client or clinician is not there for the whole of a session."""

    def leave(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
        found = [
            (session, name)
            for session in plan.sessions
            for name in (session.clients if kind == "clients" else session.leaders)
        ]
        chosen = pick(rng, found)
        if chosen is None:
            return None
        session, name = chosen
        entity = facts.client[name] if kind == "clients" else facts.clinician[name]
        hours = starting_late(session) if late else ending_early(session)
        return altered(facts, plan, kind, name, exceptions=with_exception(entity, session, hours))

    return leave


def _stay(first: bool) -> Mutation:
    def shorten(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
        found = []
        for client in facts.clients:
            days = sorted({s.date.weekday() for s in of_client(plan, client.id)})
            if first and days and days[0] < 6:
                found.append((client.id, {"starts_on": facts.week.date_of(days[0] + 1).isoformat()}))
            if not first and days and days[-1] > 0:
                found.append((client.id, {"ends_on": facts.week.date_of(days[-1] - 1).isoformat()}))
        chosen = pick(rng, found)
        return chosen and altered(facts, plan, "clients", chosen[0], **chosen[1])

    return shorten


def _van(arrives: bool) -> Mutation:
    def drive(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
        session = pick(rng, (s for s in plan.sessions if s.room is not None and s.clients))
        if session is None:
            return None
        bound = (
            {"arrive_after": format_time(session.start + 1), "leave_by": None}
            if arrives
            else {"leave_by": format_time(session.end - 1), "arrive_after": None}
        )
        return altered(facts, plan, "clients", session.clients[0], **bound)

    return drive


def longer_way(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
    found = []
    for client in facts.clients:
        on_site = [s for s in of_client(plan, client.id) if s.room is not None]
        for day in by_date(on_site).values():
            for first, second in zip(day, day[1:], strict=False):
                sites = {site_of(facts, first), site_of(facts, second)}
                if len(sites) == 2:
                    found.append((sites, second.start - first.end + 1))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    ways = [
        way.model_copy(update={"minutes": chosen[1]}) if set(way.between) == chosen[0] else way
        for way in facts.travel
    ]
    return rebuilt(facts, plan, travel=tuple(ways))


def _guest(hours: str | None) -> Mutation:
    def stay_away(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
        chosen = pick(rng, ((s, name) for s in plan.sessions for name in s.guests))
        if chosen is None:
            return None
        session, name = chosen
        client, _ = facts.guest[name]
        guests = []
        for guest in client.guests:
            data = guest.model_dump(mode="json")
            if guest.id == name:
                data["exceptions"] = with_exception(guest, session, hours or ending_early(session))
            guests.append(data)
        return altered(facts, plan, "clients", client.id, guests=guests)

    return stay_away


def guest_elsewhere_alone(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (a.id, name)
        for a, b in pairs(plan)
        if a.date == b.date and a.kind == "individual" and overlap(a, b)
        for name in b.guests
        if name not in a.guests
    ]
    chosen = pick(rng, found)
    return chosen and (facts, put(plan, chosen[0], guests=[chosen[1]]))


def leader_of_two_at_once(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
    found = [
        (a.id, [*a.leaders[:-1], name])
        for a, b in pairs(plan)
        if overlap(a, b) and a.leaders and site_of(facts, a) == site_of(facts, b)
        for name in b.leaders
        if name not in a.leaders
    ]
    chosen = pick(rng, found)
    return chosen and (facts, put(plan, chosen[0], leaders=chosen[1]))


def more_staff_than_there_are(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
    session = pick(rng, (s for s in plan.sessions if s.room is not None))
    most = len(facts.clinicians) + 1
    return session and altered(facts, plan, "sites", site_of(facts, session) or "", min_staff_present=most)


def everybody_else_away(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
    """Two staff are needed, and on the date of a session led by one nobody else works."""
    found = [
        s
        for s in plan.sessions
        if s.room is not None and len(s.leaders) == 1 and sum(o.date == s.date for o in plan.sessions) == 1
    ]
    session = pick(rng, found)
    changed = session and altered(facts, plan, "sites", site_of(facts, session) or "", min_staff_present=2)
    for clinician in facts.clinicians:
        if changed and session and clinician.id not in session.leaders:
            exceptions = with_exception(clinician, session, "never")
            changed = altered(*changed, "clinicians", clinician.id, exceptions=exceptions)
    return changed


TIME: dict[str, tuple[Mutation, ...]] = {
    "start_offered": (off_the_grid, at_no_candidate, candidate_withdrawn),
    "length_kept": (_longer(1), _longer(-5)),
    "service_scheduled": (screen_in_the_schedule, service_no_longer_scheduled),
    "site_open": (closed_at_the_end, everything_closed, site_closes_early, moved_where_missing("site")),
    "room_available": (_room(late=True), _room(late=False), moved_where_missing("room")),
    "room_in_one_use": (into_a_room_in_use, moved_onto({"room"})),
    "client_available": (_person("clients", True), _person("clients", False), moved_where_missing("client")),
    "client_stay": (_stay(first=True), _stay(first=False)),
    "arrival_and_departure": (_van(arrives=True), _van(arrives=False)),
    "client_in_one_place": (moved_onto({"client"}, change_room=True), longer_way),
    "guest_available": (_guest("never"), _guest(None), moved_where_missing("guest")),
    "guest_in_one_place": (guest_elsewhere_alone, moved_onto({"client", "guest"}, change_room=True)),
    "clinician_available": (
        _person("clinicians", True),
        _person("clinicians", False),
        moved_where_missing("clinician"),
    ),
    "clinician_in_one_place": (leader_of_two_at_once, moved_onto({"clinician"}, change_room=True)),
    "site_staffed": (more_staff_than_there_are, everybody_else_away),
}
