"""The first sheet of a schedule workbook, and the sheet of shortfalls."""

from collections.abc import Sequence

from iopsched.domain.instance import Instance
from iopsched.domain.result import LevelResult, Verdict
from iopsched.domain.schedule import Schedule
from iopsched.reporting.words import bound_words, count, gap_words, level_name, need_words
from iopsched.sheets.schedule.layout import SHORTFALLS, SUMMARY
from iopsched.workbooks.schedule_pages import Entry, Page, plain, total
from iopsched.workbooks.schedule_people import needs_met

_LEGEND = (
    (("editable",), "Sessions, Attendance", "Green tabs: change these by hand; they are read back."),
    (("computed",), "All other sheets", "The schedule as it was written. What is typed there is not read."),
    (("cell", "good"), "Met", "Every need is met, every rule kept."),
    (("cell", "wrong"), "Missing", "Short of a need, beyond a limit, or against a rule."),
)
_HOW = (
    "Move a session: change its day, start or place in Sessions. The end follows the start.",
    "Move a client: choose another session in its row of Attendance. Delete the row to take it out.",
    "Let a client join: add a row below in Attendance. Add a session: add a row below in Sessions.",
    "Cancel a session: delete its row in Sessions; its rows of Attendance go with it.",
)
_COMMANDS = (
    ("What do my changes break?", "iopsched verify WEEK.xlsx SCHEDULE.xlsx"),
    ("Keep my changes, mend the rest", "iopsched replan WEEK.xlsx SCHEDULE.xlsx --keep-edits --out AGAIN"),
    ("Pages for clients and clinicians", "iopsched report WEEK.xlsx SCHEDULE.xlsx --html REPORT.html"),
)


def summary_page(
    instance: Instance,
    schedule: Schedule,
    verdict: Verdict,
    levels: Sequence[LevelResult],
    rows: tuple[int, int],
) -> Page:
    """Return the first sheet; `rows` are those of the sheets of sessions and attendance."""
    page = Page(SUMMARY, (34, 44, 30, 16))
    page.say("Schedule of the week", "title")
    page.add(Entry("Instance", ("cell",)), Entry(instance.id, ("cell", "text")))
    page.add(Entry("Week of", ("cell",)), Entry(schedule.week, ("cell", "date")))
    _counts(page, schedule, rows)
    _state(page, instance, verdict)
    page.gap()
    _goals(page, verdict, levels)
    page.gap()
    page.say("Changing this schedule by hand", "section")
    for styles, name, text in _LEGEND:
        page.add(Entry(name, styles), Entry(text, ()))
    for text in _HOW:
        page.say(text, "body")
    page.gap()
    page.say("Then", "section")
    for text, command in _COMMANDS:
        page.add(Entry(text, ("cell",)), Entry(command, ("command",)), Entry(None, ("command",)))
    return page


def _counts(page: Page, schedule: Schedule, rows: tuple[int, int]) -> None:
    own = sum(session.kind == "individual" for session in schedule.sessions)
    seats = sum(len(session.clients) + len(session.guests) for session in schedule.sessions)
    page.add(*plain("Group sessions"), Entry(len(schedule.sessions) - own, ("cell", "number", "left")))
    page.add(*plain("Individual sessions"), Entry(own, ("cell", "number", "left")))
    of_sessions = f"=COUNTA(Sessions!$C$2:$C${rows[0] + 1000})"
    of_seats = f"=COUNTA(Attendance!$A$2:$A${rows[1] + 1000})"
    page.add(
        *total("Total sessions", Entry(len(schedule.sessions), ("total", "number", "left"), of_sessions))
    )
    page.add(*total("Total places taken in them", Entry(seats, ("total", "number", "left"), of_seats)))


def _state(page: Page, instance: Instance, verdict: Verdict) -> None:
    met, needs = needs_met(verdict)
    short = len({need.client for need in verdict.shortfalls})
    people = count(len(instance.clients), "client")
    said = f"all of {people}" if not short else f"{short} of {people} short of a need: see {SHORTFALLS}"
    page.add(
        *plain("Needs met"),
        Entry(f"{met} of {needs}; {said}", ("cell", "wrong" if short else "good", "wrapped")),
    )
    broken = len(verdict.violations)
    page.add(
        *plain("Rules"),
        Entry(
            f"{count(broken, 'violation')}: see iopsched verify" if broken else "every rule is kept",
            ("cell", "wrong" if broken else "good"),
        ),
    )


def _goals(page: Page, verdict: Verdict, levels: Sequence[LevelResult]) -> None:
    page.say("Goals, the first ones first (less is better)", "section")
    if levels:
        page.head("Goal", "Value", "How good is that", "Gap")
        for level in levels:
            name = level_name(frozenset(level.terms), level.id)
            value = f"{level.value} {level.unit}"
            page.add(*plain(f"{level.id} {name}", value, bound_words(level), gap_words(level)))
        return
    page.head("Goal", "Value")
    for judged in verdict.levels:
        name = level_name(frozenset(judged.terms), judged.id)
        page.add(*plain(f"{judged.id} {name}", f"{judged.value} {judged.unit}"))


def shortfalls_page(verdict: Verdict) -> Page:
    """Return the sheet of what every client is short of."""
    page = Page(SHORTFALLS, (16, 30, 10, 10, 66))
    if not verdict.shortfalls:
        page.say("Every need is met.", "good")
        return page
    page.head("Client", "Need", "Missing", "Unit", "In words")
    for need in verdict.shortfalls:
        kind = need.kind.replace("_", " ") + (f" {need.subject}" if need.subject else "")
        page.add(*plain(need.client, kind, need.short, need.unit, need_words(need)))
    return page
