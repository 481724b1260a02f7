"""Who is present at a site during a session, and the two rules that ask for it."""

import itertools
from collections.abc import Iterable, Iterator

from iopsched.domain.clinicians import Clinician
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Session
from iopsched.judging.hours import hours_on, within
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.words import counted, told, told_span


def present(index: ScheduleIndex, clinician: Clinician, site: str, session: Session) -> bool:
    """Return whether the clinician is present at the site during the whole of the session."""
    return _could_be_there(clinician, site, session) and not _kept_away(index, clinician, site, session)


def _could_be_there(clinician: Clinician, site: str, session: Session) -> bool:
    """Return whether the clinician works at the site and its hours hold the whole of the session."""
    if clinician.sites is not None and site not in clinician.sites:
        return False
    windows = hours_on(session.date, clinician.hours, clinician.exceptions)
    return "on_site" in clinician.modes and within(session.start, session.end, windows)


def _kept_away(index: ScheduleIndex, clinician: Clinician, site: str, session: Session) -> list[Session]:
    """Return the sessions that the clinician leads elsewhere too shortly before or after."""
    led_that_date = index.clinician_days[clinician.id].get(session.date, ())
    elsewhere = [led for led in led_that_date if index.place[led.id] != site]
    return [led for led in elsewhere if not _back_in_time(index, led, site, session)]


def _involved(
    index: ScheduleIndex, clinicians: Iterable[Clinician], site: str, session: Session
) -> tuple[str, ...]:
    """Return the session, and whatever else keeps clinicians away from it who could be there."""
    away = (
        index.deciding(_kept_away(index, clinician, site, session))
        for clinician in clinicians
        if _could_be_there(clinician, site, session)
    )
    return tuple(dict.fromkeys([session.id, *(led.id for sessions in away for led in sessions)]))


def _back_in_time(index: ScheduleIndex, elsewhere: Session, site: str, session: Session) -> bool:
    place = index.place[elsewhere.id]
    there_before = elsewhere.end + index.way(place, site) <= session.start
    return there_before or session.end + index.way(site, place) <= elsewhere.start


def site_staffed(index: ScheduleIndex) -> Iterator[Violation]:
    """At least the site's fewest staff are present during every session in it."""
    clinicians = index.instance.clinicians
    for session in index.sessions:
        site = index.place[session.id]
        if site is None:
            continue
        needed = index.instance.site[site].min_staff_present
        # Its leaders are likeliest to be there, and nobody is counted beyond those needed.
        leaders = [index.instance.clinician[leader] for leader in session.leaders]
        others = (clinician for clinician in clinicians if clinician.id not in session.leaders)
        likely = itertools.chain(leaders, others)
        here = (clinician for clinician in likely if present(index, clinician, site, session))
        there = sum(1 for _ in itertools.islice(here, needed))
        if there < needed:
            message = f"{told_span(session)}: site {site} needs "
            message += f"{counted(needed, 'clinician')} present and has {there}"
            sessions = _involved(index, clinicians, site, session)
            yield Violation(rule="site_staffed", message=message, sessions=sessions, places=(site,))


def supervisor_present(index: ScheduleIndex) -> Iterator[Violation]:
    """Whoever needs supervision leads only on site with a supervisor present."""
    supervisors = [clinician for clinician in index.instance.clinicians if clinician.may_supervise]
    for session in index.sessions:
        site = index.place[session.id]
        for leader in session.leaders:
            if not index.instance.clinician[leader].needs_supervision:
                continue
            others = [one for one in supervisors if one.id != leader]
            if site is None:
                message = (
                    f"{told(session)} is by telehealth and {leader} leads only under supervision on site"
                )
            elif any(present(index, one, site, session) for one in others):
                continue
            else:
                message = f"{told_span(session)}: no supervisor of {leader} is present at site {site}"
            places = () if site is None else (site,)
            yield Violation(
                rule="supervisor_present",
                message=message,
                sessions=(session.id,) if site is None else _involved(index, others, site, session),
                people=(leader,),
                places=places,
            )
