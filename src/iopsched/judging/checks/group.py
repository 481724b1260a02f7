"""Group: head counts, who may be in a group, tracks and sets."""

from collections.abc import Iterator

from iopsched.domain.clients import Client
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Session
from iopsched.domain.services import Eligibility, Group, Meeting
from iopsched.judging.combined import in_stay
from iopsched.judging.hours import exception_on, within
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.words import counted, listed, told


def head_count(index: ScheduleIndex) -> Iterator[Violation]:
    """A session has between its fewest and most heads."""
    for session in index.sessions:
        fewest, most = _head_limits(index, session)
        heads = index.heads(session)
        if not session.clients:
            message = f"{told(session)} has no client"
        elif not fewest <= heads <= most:
            message = f"{told(session)} has {counted(heads, 'head')}, {fewest} to {most} are allowed"
        else:
            continue
        people = (*session.clients, *session.guests)
        yield Violation(rule="head_count", message=message, sessions=(session.id,), people=people)


def _head_limits(index: ScheduleIndex, session: Session) -> tuple[int, int]:
    service = index.service_of(session)
    fewest, most = service.fewest_heads, service.most_heads
    if session.group is not None:
        group = index.instance.group[session.group]
        fewest = fewest if group.min_heads is None else group.min_heads
        most = most if group.max_heads is None else group.max_heads
    return fewest, most


def leader_ratio(index: ScheduleIndex) -> Iterator[Violation]:
    """A session has at most so many heads per leader."""
    for session in index.sessions:
        service = index.service_of(session)
        if service.clients_per_leader is None or not service.roles:
            continue
        heads, most = index.heads(session), service.clients_per_leader * len(session.leaders)
        if heads > most:
            leaders = counted(len(session.leaders), "leader")
            message = f"{told(session)} has {counted(heads, 'head')} for {leaders}, "
            message += f"{service.clients_per_leader} for each are allowed"
            yield Violation(
                rule="leader_ratio", message=message, sessions=(session.id,), people=session.leaders
            )


def ages_together(index: ScheduleIndex) -> Iterator[Violation]:
    """Clients of a session are of age bands allowed together."""
    for session in index.sessions:
        bands = {index.instance.client[client].age_band for client in session.clients}
        allowed = index.service_of(session).ages_together
        if len(bands) > 1 and not any(bands <= set(together) for together in allowed):
            message = f"{told(session)} mixes age bands {listed(sorted(bands))}"
            yield Violation(
                rule="ages_together", message=message, sessions=(session.id,), people=session.clients
            )


def eligible_only(index: ScheduleIndex) -> Iterator[Violation]:
    """A group admits only clients who are eligible for it."""
    for client in index.instance.clients:
        for group_id, sessions in index.enrolled[client.id].items():
            refused = _refused(index.instance.group[group_id].eligible, client)
            if client.only_groups is not None and group_id not in client.only_groups:
                refused.append("not one of its own groups")
            if refused:
                message = f"client {client.id} does not fit group {group_id}: "
                message += listed(refused)
                yield _in_group(index, "eligible_only", message, sessions, client)


def _refused(eligible: Eligibility, client: Client) -> list[str]:
    refused = []
    if eligible.age_bands and client.age_band not in eligible.age_bands:
        refused.append("age band")
    if eligible.genders and client.gender not in eligible.genders:
        refused.append("gender")
    if eligible.tracks and client.track not in eligible.tracks:
        refused.append("track")
    if eligible.levels and client.level not in eligible.levels:
        refused.append("level")
    if not set(eligible.tags) <= set(client.tags):
        refused.append("a missing tag")
    if eligible.first_week is not None and client.programme_week < eligible.first_week:
        refused.append("too early a programme week")
    if eligible.last_week is not None and client.programme_week > eligible.last_week:
        refused.append("too late a programme week")
    return refused


def _in_group(
    index: ScheduleIndex, rule: str, message: str, sessions: list[Session], client: Client
) -> Violation:
    ids = tuple(session.id for session in sessions)
    return Violation(rule=rule, message=message, sessions=ids, people=(client.id,))


def closed_group(index: ScheduleIndex) -> Iterator[Violation]:
    """A closed group admits only its members."""
    for client in index.instance.clients:
        for group_id, sessions in index.enrolled[client.id].items():
            group = index.instance.group[group_id]
            if group.closed and client.id not in group.members:
                message = f"client {client.id} is in group {group_id}, which is closed and does not list it"
                yield _in_group(index, "closed_group", message, sessions, client)


def attend_all_whole(index: ScheduleIndex) -> Iterator[Violation]:
    """A track runs whole or not at all, and whoever is in it attends every meeting."""
    for group in index.instance.groups:
        if group.attendance != "attend_all":
            continue
        held = [session for session in index.sessions if session.group == group.id]
        ids = {session.id for session in held}
        missing = [
            group.session_id(meeting)
            for meeting in group.meetings
            if group.session_id(meeting) not in ids and not _out_of_reach(index, meeting)
        ]
        if held and missing:
            message = f"group {group.id} runs whole or not at all, {listed(missing)} is not held"
            yield Violation(rule="attend_all_whole", message=message, sessions=tuple(sorted(ids)))
        yield from _partly_attended(index, group, held)


def _partly_attended(index: ScheduleIndex, group: Group, held: list[Session]) -> Iterator[Violation]:
    for client in index.instance.clients:
        if group.id not in index.enrolled[client.id]:
            continue
        missed = [one for one in held if client.id not in one.clients and _expected(client, one)]
        if missed:
            message = f"client {client.id} is in group {group.id} and does not attend "
            message += listed(told(session) for session in missed)
            yield _in_group(index, "attend_all_whole", message, missed, client)


def _expected(client: Client, session: Session) -> bool:
    """Return whether a session falls into the client's stay, and not into an absence of that date."""
    windows = exception_on(session.date, client.exceptions)
    away = windows is not None and not within(session.start, session.end, windows)
    return in_stay(client, session.date) and not away


def _out_of_reach(index: ScheduleIndex, meeting: Meeting) -> bool:
    """Return whether every candidate start of the meeting is past, or on a date wholly closed."""
    week, sites = index.instance.week, set(index.instance.site)
    closed_dates = {
        closure.date
        for closure in week.closures
        if closure.hours is None and (not closure.sites or set(closure.sites) >= sites)
    }
    return all(
        (date := week.date_of(start // MINUTES_PER_DAY)) in closed_dates
        or week.is_past(date, start % MINUTES_PER_DAY)
        for start in meeting.starts
    )


def one_of_set(index: ScheduleIndex) -> Iterator[Violation]:
    """A client is in at most one group of a set."""
    for group_set in index.instance.group_sets:
        among = dict.fromkeys(group_set.groups)
        for client in index.instance.clients:
            enrolled = index.enrolled[client.id]
            if sum(group in among for group in enrolled) < 2:
                continue
            groups = [group for group in among if group in enrolled]
            if len(groups) > 1:
                message = f"client {client.id} is in {listed(groups)}, one of set {group_set.id} is allowed"
                sessions = [session for group in groups for session in index.deciding(enrolled[group])]
                yield _in_group(index, "one_of_set", message, sessions, client)
