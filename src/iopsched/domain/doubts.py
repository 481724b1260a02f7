"""Warnings: what an instance may say, and probably does not mean."""

import datetime as dt
from collections.abc import Iterator

from iopsched.domain.clients import Client
from iopsched.domain.clinicians import Clinician
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.draft import Draft
from iopsched.domain.services import Group, Role, Service
from iopsched.errors import Problem

_MOST_COMPARISONS = 5_000_000


def _warning(code: str, place: str, message: str, way_out: str) -> Problem:
    return Problem(code, place, message, way_out, None, "warning")


def staff_doubts(draft: Draft) -> Iterator[Problem]:
    """Yield credentials that nobody holds, roles that nobody can fill, sites with too few clinicians."""
    if "clinicians" in draft.incomplete:
        return
    held = {credential.name for _, clinician in draft.clinicians for credential in clinician.credentials}
    used = _used_services(draft)
    for place, service in draft.services:
        for number, role in enumerate(service.roles if service.id in used else ()):
            at = f"{place}.roles[{number}] ({role.id})"
            unheld = {one for names in role.any_of for one in names} - held
            held |= unheld  # said once for each credential
            if unheld:
                yield _warning(
                    "credential_unheld",
                    f"{at}.any_of",
                    f"no clinician holds {_number(len(unheld), 'credential')} asked for here",
                    "Check the spelling; credentials match letter by letter.",
                )
            if not role.optional and not any(_fills(draft, one, role) for _, one in draft.clinicians):
                yield _warning(
                    "role_unfillable",
                    at,
                    "no clinician can fill this role in this week",
                    "Give a clinician the credentials, check valid_until, or make the role optional.",
                )
    yield from _unfit_primaries(draft)
    yield from _unstaffed_sites(draft)
    yield from _shared_ids(draft)


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _used_services(draft: Draft) -> set[str]:
    in_groups = {group.service for _, group in draft.groups}
    return in_groups | {item.service for _, client in draft.clients for item in client.plan}


def _fills(draft: Draft, clinician: Clinician, role: Role) -> bool:
    monday = draft.week.monday if draft.week else dt.date.min
    valid = {
        credential.name
        for credential in clinician.credentials
        if credential.valid_until is None or credential.valid_until >= monday
    }
    return any(valid.issuperset(names) for names in role.any_of)


def _unfit_primaries(draft: Draft) -> Iterator[Problem]:
    clinicians = {clinician.id: clinician for _, clinician in draft.clinicians}
    for place, client in draft.clients:
        primary = clinicians.get(client.primary or "")
        for index, item in enumerate(client.plan if primary else ()):
            service = draft.service.get(item.service)
            if primary is None or service is None or not service.scheduled:
                continue
            with_whom = item.with_whom or ("primary" if service.format == "individual" else "any")
            if with_whom == "primary" and not any(_fills(draft, primary, role) for role in service.roles):
                message = f"the client's primary, {primary.id}, can fill no role of service {service.id}"
                way_out = "Set with_whom to any, or change the primary."
                yield _warning("primary_unfit", f"{place}.plan[{index}]", message, way_out)


def _unstaffed_sites(draft: Draft) -> Iterator[Problem]:
    on_site = [one for _, one in draft.clinicians if "on_site" in one.modes]
    for place, site in draft.sites:
        there = sum(one.sites is None or site.id in one.sites for one in on_site)
        if there < site.min_staff_present and draft.clinicians:
            message = f"{site.min_staff_present} clinicians must be present, and {there} work here at all"
            yield _warning(
                "site_understaffed", f"{place}.min_staff_present", message, "Lower it, or add staff."
            )


def _shared_ids(draft: Draft) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    people = [
        *(("client", place, client.id) for place, client in draft.clients),
        *(("guest", place, guest.id) for place, guest in draft.guests()),
        *(("clinician", place, clinician.id) for place, clinician in draft.clinicians),
    ]
    for kind, place, identity in people:
        other = seen.setdefault(identity, kind)
        if other != kind:
            message = f"a {other} has the same id, so that reports do not tell them apart"
            yield _warning("id_shared", f"{place}.id", message, "Give each person an id of its own.")


def offer_doubts(draft: Draft) -> Iterator[Problem]:
    """Yield plans that nothing serves, clients free for no group, and groups that cannot be held."""
    if draft.incomplete & {"groups", "services", "rooms"}:
        return
    offered = {group.service for _, group in draft.groups}
    for place, client in draft.clients:
        for index, item in enumerate(client.plan):
            service = draft.service.get(item.service)
            if service is None or not service.scheduled or service.format != "group":
                continue
            if item.service not in offered and item.min_sessions > 0:
                message = f"no group delivers service {service.id}"
                way_out = "Add a group, or take the item out of the plan."
                yield _warning("plan_unserved", f"{place}.plan[{index}].service", message, way_out)
    yield from _never_free(draft)
    for place, group in draft.groups:
        service = draft.service.get(group.service)
        if service is not None:
            yield from _cannot_run(draft, place, group, service)
    yield from _nowhere(draft)
    yield from _contradicting_relations(draft)


def _never_free(draft: Draft) -> Iterator[Problem]:
    week = draft.week
    times = {
        (start // MINUTES_PER_DAY, start % MINUTES_PER_DAY, draft.service[group.service].clock_minutes)
        for _, group in draft.groups
        if group.service in draft.service
        for meeting in group.meetings
        for start in meeting.starts
    }
    if week is None or not times or len(times) * len(draft.clients) > _MOST_COMPARISONS:
        return
    for place, client in draft.clients:
        exceptions = {exception.date: exception.hours for exception in client.exceptions}
        days = [exceptions.get(week.date_of(day), client.hours.days[day]) for day in range(7)]
        free = any(
            first <= start and start + length <= last
            for day, start, length in times
            for first, last in days[day]
        )
        if not free and _asks_for_groups(draft, client):
            message = "no group session lies within the client's hours, whatever start is chosen"
            way_out = "Widen the hours, or add a meeting or a candidate start."
            yield _warning("client_never_free", f"{place}.hours", message, way_out)


def _asks_for_groups(draft: Draft, client: Client) -> bool:
    items = [draft.service.get(item.service) for item in client.plan]
    return not items or any(service is not None and service.format == "group" for service in items)


def _cannot_run(draft: Draft, place: str, group: Group, service: Service) -> Iterator[Problem]:
    modes = set(service.modes) & set(service.modes if group.modes is None else group.modes)
    fewest = service.fewest_heads if group.min_heads is None else group.min_heads
    leaders = sum(not role.optional for role in service.roles)
    if not modes:
        way_out = "Give the group one of its service's modes."
        yield _warning(
            "modes_disjoint", f"{place}.modes", "the service is held in none of these modes", way_out
        )
    elif modes == {"on_site"}:
        rooms = [room for _, room in draft.rooms if room.capacity >= fewest + leaders]
        for meeting in group.meetings:
            listed = group.rooms if meeting.rooms is None else meeting.rooms
            if not any(
                (listed is None or room.id in listed) and set(service.room_features) <= set(room.features)
                for room in rooms
            ):
                message = f"no room that may be used has its features and seats for {fewest + leaders}"
                yield _warning("no_room_fits", place, message, "Add a room, features or capacity.")
                break
    ratio = service.clients_per_leader
    if ratio is not None and service.roles and ratio * len(service.roles) < fewest:
        message = f"{fewest} heads need more leaders than the service has roles"
        yield _warning("ratio_unreachable", place, message, "Lower min_heads, or add a role.")


def _nowhere(draft: Draft) -> Iterator[Problem]:
    planned = {item.service for _, client in draft.clients for item in client.plan}
    for place, service in draft.services:
        if service.format == "group" or service.id not in planned or not service.scheduled:
            continue
        seats = 1 + sum(not role.optional for role in service.roles)
        fits = any(
            room.capacity >= seats and set(service.room_features) <= set(room.features)
            for _, room in draft.rooms
        )
        if set(service.modes) == {"on_site"} and not fits:
            message = f"no room has its features and seats for {seats}"
            yield _warning("no_room_fits", place, message, "Add a room, features or capacity.")


def _contradicting_relations(draft: Draft) -> Iterator[Problem]:
    apart: dict[frozenset[str], str] = {}
    for wanted in (False, True):
        for place, relation in draft.relations:
            if (relation.kind == "together") is not wanted or len(relation.clients) > 50:
                continue
            pairs = [
                frozenset((one, other))
                for index, one in enumerate(relation.clients)
                for other in relation.clients[index + 1 :]
            ]
            if not wanted:
                apart.update(dict.fromkeys(pairs, place))
                continue
            clash = next((apart[pair] for pair in pairs if pair in apart), None)
            if clash is not None:
                message = f"clients kept together here are kept apart at {clash}: neither attends such groups"
                yield _warning("relations_contradict", place, message, "Remove one of the two.")
