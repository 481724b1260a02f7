"""Does a schedule speak of this instance? Its ids, its week and what its session ids stand for.

Whether it keeps the rules is the judge's to say: a session too many, of a service outside the plan
or without its owner, is a violation, not a problem with the file.
"""

import datetime as dt
import difflib
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from iopsched.domain.schedule import Schedule, Session
from iopsched.domain.services import Group, Meeting, Service
from iopsched.domain.week import Week
from iopsched.errors import Problem, safe_value

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance

_MOST_HINTS = 20


class SessionFacts(Protocol):
    """What the ids of a session are looked up in: an instance, or what of one is right so far."""

    @property
    def week(self) -> Week:
        """The week."""

    @property
    def offer(self) -> Mapping[str, tuple[Group, Meeting]]:
        """Group sessions that may be held, by session id."""

    @property
    def group(self) -> Mapping[str, Group]:
        """Groups by id."""

    @property
    def service(self) -> Mapping[str, Service]:
        """Services by id."""

    @property
    def client(self) -> Collection[str]:
        """Ids of clients."""

    @property
    def clinician(self) -> Collection[str]:
        """Ids of clinicians."""

    @property
    def room(self) -> Collection[str]:
        """Ids of rooms."""

    @property
    def guest(self) -> Collection[str]:
        """Ids of guests."""


def schedule_problems(instance: "Instance", schedule: Schedule) -> list[Problem]:
    """Return every way in which a schedule does not belong to the instance; none if it does."""
    problems = list(_heading(instance, schedule))
    for index, session in enumerate(schedule.sessions):
        problems += session_problems(instance, session, f"sessions[{index}]", len(problems) < _MOST_HINTS)
    return problems


def session_problems(
    instance: SessionFacts, session: Session, place: str, hint: bool = True
) -> list[Problem]:
    """Return every way in which a session, which stands at `place`, does not belong to the instance."""
    owners = session_owners(instance, session.id)
    if not place.endswith(")") and (owners or session.id in instance.offer):
        place = f"{place} ({session.id})"
    return [
        *_date(instance, session, place),
        *_meaning(instance, session, owners, place),
        *_ids(instance, session, place, hint),
    ]


def session_owners(instance: SessionFacts, session_id: str) -> list[tuple[str, str]]:
    """Return the (client, service) pairs that an id such as ``c014.counselling.1`` may stand for.

    Both exist in the instance and the service is not of format group. More than one only if ids
    hold dots.
    """
    stem, _, number = session_id.rpartition(".")
    if not (number.isascii() and number.isdigit() and len(number) <= 4 and number[0] != "0"):
        return []
    pairs: list[tuple[str, str]] = []
    dot = stem.find(".")
    while dot >= 0:
        client, service = stem[:dot], instance.service.get(stem[dot + 1 :])
        if client in instance.client and service is not None and service.format != "group":
            pairs.append((client, service.id))
        dot = stem.find(".", dot + 1)
    return pairs


def _heading(instance: "Instance", schedule: Schedule) -> Iterator[Problem]:
    if schedule.instance_id != instance.id:
        yield Problem(
            "instance_differs",
            "instance_id",
            f"the schedule is for another instance than {instance.id}",
            "Give the instance it was made for.",
            safe_value(schedule.instance_id),
        )
    elif schedule.instance_digest not in (None, instance.digest):
        yield Problem(
            "digest_differs",
            "instance_digest",
            "the instance was changed after the schedule was made",
            "Solve again, or leave instance_digest out to judge it by the changed instance.",
        )
    if schedule.week != instance.week.monday:
        yield Problem(
            "week_differs",
            "week",
            f"the instance's week is that of {instance.week.monday}",
            "Give the schedule of that week.",
            str(schedule.week),
        )


def _date(instance: SessionFacts, session: Session, place: str) -> Iterator[Problem]:
    first = instance.week.monday
    last = first + dt.timedelta(days=6)
    if not first <= session.date <= last:
        yield Problem(
            "date_outside_week",
            f"{place}.date",
            f"the date is not in the week from {first} to {last}",
            "Mend the date.",
            str(session.date),
        )


def _meaning(
    instance: SessionFacts, session: Session, owners: list[tuple[str, str]], place: str
) -> Iterator[Problem]:
    offer = instance.offer.get(session.id)
    if offer is None and not owners:
        yield Problem(
            "unknown_session",
            f"{place}.id",
            "the instance has no session of this id",
            "Use <group>.<meeting> or <client>.<service>.<number> of the instance.",
            safe_value(session.id),
        )
        return
    services: set[str | None] = {service for _, service in owners}
    if offer:
        services = {offer[0].service}
    expected: dict[str, tuple[set[str | None], str | None]] = {
        "kind": ({"group" if offer else "individual"}, session.kind),
        "group": ({offer[0].id if offer else None}, session.group),
        "service": (services, session.service),
    }
    for field, (meant, given) in expected.items():
        if given not in meant and not (field == "group" and session.kind == "individual"):
            yield Problem(
                "session_differs",
                f"{place}.{field}",
                f"the session's id stands for {field} {_either(meant)}",
                "Mend it, or the id.",
                safe_value(given, _every_id(instance) | {"group", "individual"}),
            )


def _either(meant: set[str | None]) -> str:
    return " or ".join(sorted(str(word) for word in meant))


def _every_id(instance: SessionFacts) -> set[str]:
    return {*instance.group, *instance.service}


def _ids(instance: SessionFacts, session: Session, place: str, hint: bool) -> Iterator[Problem]:
    mentioned: tuple[tuple[str, str, Collection[str], tuple[str | None, ...]], ...] = (
        ("service", "service", instance.service, (session.service,)),
        ("group", "group", instance.group, (session.group,)),
        ("room", "room", instance.room, (session.room,)),
        ("leaders", "clinician", instance.clinician, session.leaders),
        ("clients", "client", instance.client, session.clients),
        ("guests", "guest", instance.guest, session.guests),
    )
    for field, kind, known, ids in mentioned:
        for index, one in enumerate(ids):
            if one is None or one in known:
                continue
            nearest = difflib.get_close_matches(one, list(known)[:2000], 1) if hint else []
            yield Problem(
                "unknown_reference",
                f"{place}.{field}[{index}]"
                if field in ("leaders", "clients", "guests")
                else f"{place}.{field}",
                f"there is no {kind} with this id",
                f"Did you mean {nearest[0]}?" if nearest else f"Use the id of a {kind} of the instance.",
                safe_value(one),
            )
