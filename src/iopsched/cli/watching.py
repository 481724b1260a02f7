"""A search that is watched: its progress shown, its schedules kept, Ctrl-C listened for."""

from typing import TYPE_CHECKING

from iopsched.cli.exits import Exit
from iopsched.cli.interrupts import interrupts
from iopsched.cli.verb import fail
from iopsched.domain.progress import Limits, Progress
from iopsched.domain.result import SolveResult
from iopsched.errors import NoScheduleError

if TYPE_CHECKING:
    from iopsched.cli.folder import RunFolder
    from iopsched.domain.instance import Instance


def without_schedule(interrupted: bool, *, as_json: bool) -> Exit:
    """Say that the search ended without a schedule and return the exit code."""
    if interrupted:
        return fail(Exit.INTERRUPTED, as_json=as_json, words="interrupted before there was a schedule")
    return fail(Exit.NO_SCHEDULE, as_json=as_json)


def watched_search(
    week: "Instance", limits: Limits, folder: "RunFolder", *, quiet: bool
) -> tuple[SolveResult | None, bool]:
    """Return the result, None where no schedule was found, and whether the search was interrupted."""
    with interrupts() as cancel:
        # Only now: an interrupt while the solver's libraries load would come out as a broken import.
        from iopsched.cli.live import display_for
        from iopsched.cli.running import search

        with display_for(week, quiet=quiet) as display:

            def watch(report: Progress | None) -> None:
                if report is not None and report.schedule is not None:
                    folder.keep(report.schedule)
                display.show(report)

            try:
                result = search(week, limits, watch, cancel)
            except NoScheduleError:
                return None, cancel.is_set()
            return result, cancel.is_set()
