"""The report of a week as one page, and sheets of it to hand out."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from iopsched.domain.instance import Instance
from iopsched.domain.reasons import Reasons
from iopsched.domain.result import LevelResult, Verdict
from iopsched.domain.schedule import Schedule
from iopsched.pages.articles import Article
from iopsched.pages.figures import hours_rows, load_rows, seats_rows
from iopsched.pages.naming import Naming, day_in_words, week_in_words
from iopsched.pages.outcome import broken_rules, distance_in_words, goal_rows, shortfalls
from iopsched.pages.overview import overview
from iopsched.pages.people import client_article, clinician_article
from iopsched.pages.places import group_article, room_article, telehealth_article
from iopsched.pages.rendering import rendered
from iopsched.pages.sheets import sheets_page
from iopsched.pages.showing import Showing
from iopsched.reporting.words import count

if TYPE_CHECKING:
    from iopsched.reporting.stability import StabilityInWords

Sheets = Literal["clients", "clinicians", "rooms"]
"""Whose sheets a page holds."""


def report_html(
    instance: Instance,
    schedule: Schedule,
    verdict: Verdict,
    *,
    levels: Sequence[LevelResult] = (),
    reasons: Reasons | None = None,
    names: Mapping[str, str] | None = None,
    sheets: Sheets | None = None,
    only: Sequence[str] = (),
) -> str:
    """Return the report of a schedule as one HTML page that needs no network and no script.

    `verdict` is what `verify` says of the schedule. `levels` are those of the search that made it, and
    say how far it is from the best possible; `reasons` say why clients fall short. `names` are what to
    print in place of the ids of clients, guests and clinicians. With `sheets` the page holds a sheet to
    hand out for each client, clinician or room instead, or for those of the ids in `only`.
    """
    show = Showing(instance, schedule, verdict, Naming(names))
    if sheets is not None:
        return sheets_page(show, sheets, only)
    return rendered("report.html", _facts(show, levels, reasons))


def _facts(show: Showing, levels: Sequence[LevelResult], reasons: Reasons | None) -> dict[str, Any]:
    instance, verdict = show.instance, show.verdict
    own = sum(session.kind == "individual" for session in show.lookup.sessions)
    return {
        "instance": instance.id,
        "week": week_in_words(instance.week.monday),
        "numbers": [
            count(len(instance.clients), "client"),
            count(len(instance.clinicians), "clinician"),
            count(len(instance.rooms), "room"),
            count(len(show.lookup.sessions) - own, "group session"),
            count(own, "individual session"),
        ],
        "zone": instance.week.time_zone,
        "now": _now(instance),
        "digest": show.digest,
        "input_digest": show.schedule.instance_digest,
        "naming": show.naming,
        "clients": len(instance.clients),
        "violations": len(verdict.violations),
        "broken_rules": broken_rules(verdict.violations),
        "history": broken_rules(verdict.history),
        "shortfalls": shortfalls(show, reasons),
        "reasons": reasons,
        "distance": distance_in_words(levels),
        "goals": goal_rows(show, levels),
        "bounds_known": bool(levels),
        "stability": _stability(show),
        "overview": overview(show),
        "hours_rows": hours_rows(show),
        "load_rows": load_rows(show),
        "seats_rows": seats_rows(show),
        "chapters": _chapters(show),
    }


def _chapters(show: Showing) -> list[tuple[str, str, list[Article]]]:
    """Return the anchor and title of each chapter of articles, and the articles."""
    instance, naming = show.instance, show.naming
    rooms = [room_article(show, room) for room in sorted(instance.rooms, key=lambda room: room.id)]
    away = telehealth_article(show)
    groups = [group_article(show, group) for group in sorted(instance.groups, key=lambda group: group.id)]
    chapters = [
        ("rooms", "Rooms", rooms if away is None else [*rooms, away]),
        (
            "clinicians",
            "Clinicians",
            [clinician_article(show, instance.clinician[one]) for one in naming.ordered(instance.clinician)],
        ),
        ("groups", "Groups", groups),
        (
            "clients",
            "Clients",
            [client_article(show, instance.client[one]) for one in naming.ordered(instance.client)],
        ),
    ]
    return [chapter for chapter in chapters if chapter[2]]


def _stability(show: Showing) -> "StabilityInWords | None":
    if show.instance.published is None:
        return None
    # Only then: comparing loads the solver's libraries.
    from iopsched.reporting.stability import stability_in_words

    return stability_in_words(show.instance, show.schedule)


def _now(instance: Instance) -> str | None:
    now = instance.week.now
    return None if now is None else f"{day_in_words(now.date())}, {now:%H:%M}"
