"""The report's articles on clients and clinicians."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from iopsched.domain.clients import Client
from iopsched.domain.clinicians import Clinician
from iopsched.domain.clock import format_day
from iopsched.domain.schedule import Session
from iopsched.pages.articles import Article, Subject, article, led_by, told, what, when, where, who
from iopsched.pages.showing import Showing
from iopsched.pages.tables import Cell, cell
from iopsched.reporting.words import count, hours, need_words


def clinician_article(show: Showing, clinician: Clinician) -> Article:
    """Return a clinician's week: what is led, where, and for whom."""
    sessions = show.lookup.by_clinician.get(clinician.id, [])
    return article(
        show,
        _subject(show, "clinician", clinician.id, sessions),
        [load_in_words(clinician, sessions), caseload_in_words(show, clinician)],
        lambda one: (told(show, one), show.lookup.place(one), show.heads_in_words(one)),
        {
            "When": when(),
            "Session": what(),
            "Place": where(show),
            "Together with": led_by(show, without=clinician.id),
            "Who attends": who(show),
        },
    )


def load_in_words(clinician: Clinician, sessions: Sequence[Session]) -> str:
    """Return what a clinician leads, against the week's limit."""
    week = sum(minutes_by_day(sessions).values())
    limit = clinician.max_minutes_per_week
    most = "" if limit is None else f" of at most {hours(limit)} h"
    return f"Leads {count(len(sessions), 'session')}, {hours(week)} h{most}"


def caseload_in_words(show: Showing, clinician: Clinician) -> str:
    """Return of how many clients somebody is the primary clinician."""
    most = "" if clinician.max_caseload is None else f" of at most {clinician.max_caseload}"
    return f"primary of {count(show.lookup.caseload(clinician.id), 'client')}{most}"


def minutes_by_day(sessions: Iterable[Session]) -> dict[int, int]:
    """Return clock minutes by day of the week."""
    found: dict[int, int] = defaultdict(int)
    for session in sessions:
        found[session.date.weekday()] += session.end - session.start
    return dict(found)


def client_article(show: Showing, client: Client) -> Article:
    """Return a client's week: its certificate, what it is short of, and its sessions."""
    sessions = show.lookup.by_client.get(client.id, [])
    certificate = show.certificates[client.id]
    primaries, given = show.lookup.primaries(client)
    facts = [f"Level {client.level}"]
    if primaries:
        facts.append(f"primary {', '.join(show.people(primaries))}{'' if given else ' (assigned)'}")
    facts.append(certificate.line)
    if client.attended:
        attended = ", ".join(
            f"{format_day(entry.date.weekday())} {entry.credited_minutes} min" for entry in client.attended
        )
        facts.append(f"attended already: {attended}")
    return article(
        show,
        _subject(show, "client", client.id, sessions),
        facts,
        lambda one: (show.label(one), show.lookup.place(one), show.drawn(one.leaders)),
        {
            "When": when(),
            "Session": what(),
            "Place": where(show),
            "Led by": led_by(show),
            "Comes along": lambda one: _company(show, client, one),
        },
        warnings=[need_words(need) for need in certificate.needs if need.short],
    )


def own_guests(show: Showing, client: Client, session: Session) -> tuple[str, ...]:
    """Return what those of the session's guests are called who come with this client."""
    own = {guest.id for guest in client.guests}
    return show.people(one for one in session.guests if one in own)


def _company(show: Showing, client: Client, session: Session) -> Cell:
    others = [one for one in session.clients if one != client.id] if session.kind == "individual" else []
    return cell(*show.people(others), *own_guests(show, client, session))


def _subject(show: Showing, kind: str, person: str, sessions: Sequence[Session]) -> Subject:
    return Subject(f"{kind}-{person}", show.naming.of(person), sessions, show.naming.besides(person))
