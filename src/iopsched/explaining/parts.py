"""The parts of a cause: what is one thing in the way, however many violations it shows in."""

from collections.abc import Iterable
from dataclasses import dataclass

from iopsched.domain.instance import Instance
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Schedule, Session

BY_DAY = {
    "client_available",
    "guest_available",
    "clinician_available",
    "client_stay",
    "arrival_and_departure",
    "client_in_one_place",
    "guest_in_one_place",
    "clinician_in_one_place",
    "clinician_break",
    "room_available",
    "site_open",
}
"""Rules that are one part for one person or place on one day."""

BY_GROUP = {
    "head_count",
    "leader_ratio",
    "ages_together",
    "room_suits",
    "room_fits",
    "clinician_place",
    "credentials_held",
    "leader_listed",
    "mode_allowed",
    "apart_in_session",
    "kept_together",
}
"""Rules that are one part for one group, and for one person where people are named."""

LEADERS_MISSING = {"clinician_available", "clinician_place", "roles_filled"}
"""Rules whose breaking means that a leader is not there."""


@dataclass(frozen=True)
class Part:
    """Violations of one rule that go together; `sessions` are those of the schedule tried, as it has them."""

    rule: str
    violations: tuple[Violation, ...]
    sessions: tuple[Session, ...]


def parts_of(instance: Instance, tried: Schedule, broken: Iterable[Violation]) -> tuple[Part, ...]:
    """Return the parts that the violations of a schedule tried make up.

    A site short of staff because a leader is not there is no part of its own.
    """
    sessions = {session.id: session for session in tried.sessions}
    broken = tuple(broken)
    absent = {one for v in broken if v.rule in LEADERS_MISSING for one in v.sessions}
    found: dict[object, list[Violation]] = {}
    for violation in broken:
        if not _follows(instance, violation, absent, sessions):
            found.setdefault(_key(violation, sessions), []).append(violation)
    return tuple(
        Part(
            violations[0].rule,
            tuple(violations),
            tuple(
                sessions[one]
                for one in dict.fromkeys(s for v in violations for s in v.sessions)
                if one in sessions
            ),
        )
        for violations in found.values()
    )


def _key(violation: Violation, sessions: dict[str, Session]) -> object:
    named = [sessions[one] for one in violation.sessions if one in sessions]
    if violation.rule in BY_DAY and named:
        return violation.rule, violation.people or violation.places, named[0].date
    if violation.rule in BY_GROUP and named and named[0].group is not None:
        people = () if violation.rule in ("head_count", "leader_ratio", "ages_together") else violation.people
        return violation.rule, people, named[0].group
    return violation


def _follows(
    instance: Instance, violation: Violation, absent: set[str], sessions: dict[str, Session]
) -> bool:
    if violation.rule != "site_staffed" or not absent.issuperset(violation.sessions):
        return False
    fewest = max((instance.site[site].min_staff_present for site in violation.places), default=0)
    return all(fewest <= _leaders(instance, sessions[one]) for one in violation.sessions)


def _leaders(instance: Instance, session: Session) -> int:
    needed = sum(not role.optional for role in instance.service[session.service].roles)
    return max(needed, len(session.leaders))
