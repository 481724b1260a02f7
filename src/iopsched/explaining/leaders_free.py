"""Why nobody is free to lead a session: who could by credentials, and what keeps each of them."""

from collections.abc import Iterator

from iopsched.domain.clinicians import Clinician
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from iopsched.judging.hours import hours_on, within
from iopsched.judging.words import listed, told

LEADER_RULES = {
    "clinician_available",
    "clinician_in_one_place",
    "clinician_break",
    "clinician_day_load",
    "clinician_week_load",
    "clinician_run",
    "clinician_meal",
    "clinician_place",
    "credentials_held",
    "leader_listed",
    "roles_filled",
}
"""Rules that keep a clinician from leading."""


def nobody_free(instance: Instance, before: Schedule, session: Session) -> str | None:
    """Return why no leader is free for a session, None if just one clinician comes into question.

    Told are those who hold the credentials of one of its roles and may lead it, and where each is.
    """
    able = [k for k in instance.clinicians if _may_lead(instance, session, k)]
    wanted = _credentials(instance, session)
    if not able and wanted:
        return f"{told(session)} needs a leader with {wanted}, which nobody has who may lead it"
    if len(able) < 2:
        return None
    having = f" with {wanted}" if wanted else ""
    where = "; ".join(_told_apart(before, session, able, instance))
    return f"{told(session)} has no leader{having} free ({where})"


def _told_apart(
    before: Schedule, session: Session, able: list[Clinician], instance: Instance
) -> Iterator[str]:
    away, elsewhere, place, kept = [], [], [], []
    for clinician in able:
        busy = next((one for one in before.sessions if _meets(one, session, clinician.id)), None)
        if not within(
            session.start, session.end, hours_on(session.date, clinician.hours, clinician.exceptions)
        ):
            away.append(clinician.id)
        elif busy is not None:
            elsewhere.append(f"{clinician.id} leads {busy.id}")
        elif not _works_there(instance, session, clinician):
            place.append(clinician.id)
        else:
            kept.append(clinician.id)
    yield from elsewhere
    if away:
        yield f"{listed(away)} {_has(away)} no time then"
    if place:
        yield f"{listed(place)} {'does' if len(place) == 1 else 'do'} not work there"
    if kept:
        yield f"{listed(kept)} {_has(kept)} other sessions, limits or breaks that keep {_them(kept)}"


def _has(who: list[str]) -> str:
    return "has" if len(who) == 1 else "have"


def _them(who: list[str]) -> str:
    return "it" if len(who) == 1 else "them"


def _meets(one: Session, other: Session, clinician: str) -> bool:
    at_once = one.date == other.date and one.start < other.end and other.start < one.end
    return one.id != other.id and at_once and clinician in one.leaders


def _works_there(instance: Instance, session: Session, clinician: Clinician) -> bool:
    if session.mode not in clinician.modes:
        return False
    site = None if session.room is None else instance.room[session.room].site
    return site is None or clinician.sites is None or site in clinician.sites


def _may_lead(instance: Instance, session: Session, clinician: Clinician) -> bool:
    held = {
        one.name
        for one in clinician.credentials
        if one.valid_until is None or session.date <= one.valid_until
    }
    roles = instance.service[session.service].roles
    if not any(held.issuperset(wanted) for role in roles for wanted in role.any_of):
        return False
    offer = instance.offer.get(session.id)
    if offer is None:
        return _asked_for(instance, session, clinician)
    named = offer.meeting.leaders or offer.group.leaders
    return not named or clinician.id in named


def _asked_for(instance: Instance, session: Session, clinician: Clinician) -> bool:
    """Whether the plan of the session's owner lets the clinician lead it."""
    for client in session.clients:
        who = instance.client[client]
        item = who.item_for(session.service)
        if item is None or not session.id.startswith(f"{client}."):
            continue
        if clinician.id in who.avoid_clinicians or not set(item.clinician_tags).issubset(clinician.tags):
            return False
        with_whom = item.with_whom or (
            "primary" if instance.service[session.service].format == "individual" else "any"
        )
        if with_whom == "primary" and who.primary not in (None, clinician.id):
            return False
    return True


def _credentials(instance: Instance, session: Session) -> str:
    """Return what the roles of a session ask for, as ``LPC or LCSW``; empty if anybody may fill one."""
    sets: dict[tuple[str, ...], None] = {}
    for role in instance.service[session.service].roles:
        if not role.optional:
            sets.update(dict.fromkeys(role.any_of))
    if not all(sets):
        return ""
    return " or ".join(" and ".join(one) for one in sets)
