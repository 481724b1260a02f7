"""Staff: who may lead what, for whom."""

from collections import Counter
from collections.abc import Iterator, Sequence

from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.clinicians import Clinician
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Session
from iopsched.domain.services import Role
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.words import counted, listed, told


def roles_filled(index: ScheduleIndex) -> Iterator[Violation]:
    """Every role that is not optional has one leader, and every leader one role."""
    for session in index.sessions:
        if not _as_many_as_roles(index, session):
            roles = index.service_of(session).roles
            fewest = sum(1 for role in roles if not role.optional)
            asked = str(fewest) if fewest == len(roles) else f"{fewest} to {len(roles)}"
            message = f"{told(session)} has {counted(len(session.leaders), 'leader')}, "
            message += f"service {session.service} asks for {asked}"
            yield Violation(
                rule="roles_filled", message=message, sessions=(session.id,), people=session.leaders
            )


def _as_many_as_roles(index: ScheduleIndex, session: Session) -> bool:
    roles = index.service_of(session).roles
    fewest = sum(1 for role in roles if not role.optional)
    return fewest <= len(session.leaders) <= len(roles)


def credentials_held(index: ScheduleIndex) -> Iterator[Violation]:
    """Whoever fills a role holds a set of its credentials, valid on the date."""
    for session in index.sessions:
        if not _as_many_as_roles(index, session):
            continue
        roles = index.service_of(session).roles
        held = {
            leader: _valid_credentials(index.instance.clinician[leader], session)
            for leader in session.leaders
        }
        if leaders_fill_roles(list(held.values()), roles):
            continue
        unfit = [one for one in held if not any(_may_fill(held[one], role) for role in roles)]
        if unfit:
            message = f"{told(session)}: {listed(unfit)} holds the credentials of no role on that date"
        else:
            message = f"{told(session)}: {listed(session.leaders)} cannot fill its roles between them"
        yield Violation(
            rule="credentials_held",
            message=message,
            sessions=(session.id,),
            people=tuple(unfit) or session.leaders,
        )


def _valid_credentials(clinician: Clinician, session: Session) -> set[str]:
    return {
        credential.name
        for credential in clinician.credentials
        if credential.valid_until is None or session.date <= credential.valid_until
    }


def _may_fill(credentials: set[str], role: Role) -> bool:
    return any(credentials.issuperset(needed) for needed in role.any_of)


def leaders_fill_roles(leaders: Sequence[set[str]], roles: Sequence[Role]) -> bool:
    """Return whether leaders with these credentials fill distinct roles, leaving only optional ones empty.

    There are at most as many leaders as roles.
    """
    # Empty places stand for the leaders that are missing, so that every role is matched to somebody.
    empty_places = range(len(leaders), len(roles))
    candidates = [
        [number for number, credentials in enumerate(leaders) if _may_fill(credentials, role)]
        + [place for place in empty_places if role.optional]
        for role in roles
    ]
    role_of: dict[int, int] = {}

    def find(role: int, asked: set[int]) -> bool:
        for one in candidates[role]:
            if one not in asked:
                asked.add(one)
                if one not in role_of or find(role_of[one], asked):
                    role_of[one] = role
                    return True
        return False

    return all(find(role, set()) for role in range(len(roles)))


def leader_listed(index: ScheduleIndex) -> Iterator[Violation]:
    """A group session is led only by the candidate leaders of its meeting."""
    for session in index.sessions:
        offer = index.instance.offer.get(session.id) if session.kind == "group" else None
        if offer is None:
            continue
        candidates = offer.meeting.leaders or offer.group.leaders
        for leader in session.leaders:
            if candidates and leader not in candidates:
                message = f"{told(session)} is led by {leader}, its leaders are {listed(candidates)}"
                yield Violation(
                    rule="leader_listed", message=message, sessions=(session.id,), people=(leader,)
                )


def clinician_place(index: ScheduleIndex) -> Iterator[Violation]:
    """A clinician leads only at its sites and in its modes."""
    for session in index.sessions:
        site = index.place[session.id]
        for leader in session.leaders:
            clinician = index.instance.clinician[leader]
            if session.mode not in clinician.modes:
                message = f"{told(session)} is held {session.mode}, {leader} does not work in that mode"
                yield Violation(
                    rule="clinician_place", message=message, sessions=(session.id,), people=(leader,)
                )
            if site is not None and clinician.sites is not None and site not in clinician.sites:
                message = f"{told(session)} is at site {site}, {leader} works at {listed(clinician.sites)}"
                yield Violation(
                    rule="clinician_place",
                    message=message,
                    sessions=(session.id,),
                    people=(leader,),
                    places=(site,),
                )


def asks_for_primary(index: ScheduleIndex, item: PlanItem) -> bool:
    """Return whether a plan item's sessions are led by the client's primary clinician and no other."""
    if item.with_whom is None:
        return index.instance.service[item.service].format == "individual"
    return item.with_whom == "primary"


def _primary_sessions(index: ScheduleIndex, client: Client) -> list[Session]:
    return [
        session
        for item in client.plan
        if asks_for_primary(index, item)
        for session in index.sessions_for(client, item)
    ]


def caseload_kept(index: ScheduleIndex) -> Iterator[Violation]:
    """A clinician is primary to at most its caseload."""
    primaries = Counter(client.primary for client in index.instance.clients)
    assigned_to = _assigned_sessions(index)
    for clinician in index.instance.clinicians:
        if clinician.max_caseload is None:
            continue
        given, assigned = primaries[clinician.id], assigned_to.get(clinician.id, {})
        caseload, most = given + len(assigned), max(clinician.max_caseload, given)
        if caseload > most:
            message = f"clinician {clinician.id} is primary to {counted(caseload, 'client')} "
            message += f"({given} given, {listed(assigned)} assigned), its caseload is {most}"
            sessions = tuple(one.id for led in assigned.values() for one in index.deciding(led))
            yield Violation(
                rule="caseload_kept", message=message, sessions=sessions, people=(clinician.id, *assigned)
            )


def _assigned_sessions(index: ScheduleIndex) -> dict[str, dict[str, list[Session]]]:
    """Return for each clinician the clients assigned to it, each with the sessions that assign it."""
    assigned: dict[str, dict[str, list[Session]]] = {}
    for client in index.instance.clients:
        for session in _primary_sessions(index, client) if client.primary is None else ():
            for leader in dict.fromkeys(session.leaders):
                assigned.setdefault(leader, {}).setdefault(client.id, []).append(session)
    return assigned


def plan_clinician(index: ScheduleIndex) -> Iterator[Violation]:
    """A plan item's sessions are led by whom the plan asks for."""
    for client in index.instance.clients:
        yield from _primary_kept(index, client)
        for item in client.plan:
            if not item.clinician_tags:
                continue
            for session in index.sessions_for(client, item):
                for leader in session.leaders:
                    tags = index.instance.clinician[leader].tags
                    missing = [tag for tag in item.clinician_tags if tag not in tags]
                    if missing:
                        message = f"{told(session)}: client {client.id} asks for {listed(missing)}, "
                        message += f"which {leader} has not"
                        yield _led_wrongly(message, [session], client.id, leader)


def _primary_kept(index: ScheduleIndex, client: Client) -> Iterator[Violation]:
    sessions = _primary_sessions(index, client)
    if client.primary is not None:
        for session in sessions:
            if client.primary not in session.leaders:
                message = f"{told(session)}: the primary of client {client.id}, {client.primary}, "
                message += "is not among its leaders"
                yield _led_wrongly(message, [session], client.id, client.primary)
    elif sessions and not set.intersection(*(set(session.leaders) for session in sessions)):
        message = f"client {client.id} has no primary, and no clinician leads all of "
        message += listed(told(session) for session in sessions)
        yield _led_wrongly(message, sessions, client.id)


def _led_wrongly(message: str, sessions: list[Session], *people: str) -> Violation:
    ids = tuple(session.id for session in sessions)
    return Violation(rule="plan_clinician", message=message, sessions=ids, people=people)


def clinician_avoided(index: ScheduleIndex) -> Iterator[Violation]:
    """A client is in no session led by a clinician it avoids."""
    for client in index.instance.clients:
        if not client.avoid_clinicians:
            continue
        for session in index.sessions_of(client):
            for leader in session.leaders:
                if leader in client.avoid_clinicians:
                    message = f"{told(session)} is led by {leader}, whom client {client.id} avoids"
                    yield Violation(
                        rule="clinician_avoided",
                        message=message,
                        sessions=(session.id,),
                        people=(client.id, leader),
                    )


def language_shared(index: ScheduleIndex) -> Iterator[Violation]:
    """Leaders and clients of a session share its language."""
    clients, clinicians = index.instance.client, index.instance.clinician
    for session in index.sessions:
        if session.group is not None:
            language = index.instance.group[session.group].language
            silent = [id_ for id_ in session.leaders if language not in clinicians[id_].languages]
            silent += [id_ for id_ in session.clients if language not in clients[id_].languages]
            for person in silent:
                message = f"{told(session)} is held in {language}, which {person} does not speak"
                yield _unspoken(message, session, person)
            continue
        for leader in session.leaders:
            for client in session.clients:
                if not set(clinicians[leader].languages) & set(clients[client].languages):
                    message = f"{told(session)}: {leader} and client {client} share no language"
                    yield _unspoken(message, session, leader, client)


def _unspoken(message: str, session: Session, *people: str) -> Violation:
    return Violation(rule="language_shared", message=message, sessions=(session.id,), people=people)
