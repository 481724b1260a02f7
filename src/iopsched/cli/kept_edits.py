"""The option ``--keep-edits``: what was edited by hand in a schedule workbook stays."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from iopsched.cli.output import note, print_page, print_problems

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance
    from iopsched.domain.result import SolveResult
    from iopsched.domain.schedule import Schedule
    from iopsched.edits.reading import Edits
    from iopsched.replanning.event_kinds import Cancelling

_GIVEN = "iopsched.keep_edits"

keep_edits_option = click.option(
    "--keep-edits",
    is_flag=True,
    expose_value=False,
    callback=lambda context, _option, value: context.meta.__setitem__(_GIVEN, value),
    help="Keep what was edited by hand in SCHEDULE, a workbook: what was moved stays moved, who joined stays "
    "in, what was deleted is cancelled.",
)
"""The option; `KeptEdits` finds out whether it was given."""


class KeptEdits:
    """What was edited in the schedule that people have, if it is to be kept; nothing otherwise."""

    def __init__(self, *, quiet: bool) -> None:
        self.asked = bool(click.get_current_context().meta.get(_GIVEN))
        self._quiet = quiet
        self._edits: Edits | None = None

    def read(self, source: str) -> "Schedule":
        """Return the schedule as it is now, and keep in mind what was edited in it.

        Raises:
            click.UsageError: edits are to be kept, but it is no workbook.
            iopsched.errors.ProblemsError: it cannot be read.
        """
        from iopsched.edits.reading import edits_in
        from iopsched.files.schedule_sheets import read_schedule_input

        found = read_schedule_input(source)
        if self.asked and found.places is None:
            raise click.UsageError("--keep-edits takes a schedule that is a workbook")
        if not self._quiet:
            print_problems(found.warnings)
        if self.asked:
            self._edits = edits_in(found)
            self._say_what(self._edits)
        return found.schedule

    def _say_what(self, edits: "Edits") -> None:
        if self._quiet:
            return
        if edits.original is None:
            note(
                "The workbook has lost its hidden sheet Original, which holds what was written into it, "
                "so edits cannot be told. It is taken as it is."
            )
        elif not edits.edits:
            note("Nothing was edited in the sheets Sessions and Attendance.")

    def kept_in(self, week: "Instance", now: dt.datetime | None) -> "Instance":
        """Return the instance with what keeps the edits.

        Raises:
            iopsched.errors.ProblemsError: an edit cannot be kept; told by its cells.
        """
        from iopsched.edits.keeping import with_edits

        return week if self._edits is None else with_edits(week, self._edits, now)

    def events(self, week: "Instance", now: dt.datetime | None) -> "tuple[Cancelling, ...]":
        """Return what cancels the sessions that were deleted."""
        from iopsched.edits.keeping import cancelled_by

        return () if self._edits is None else cancelled_by(week, self._edits, now)

    def sent(self, published: "Schedule") -> "Schedule":
        """Return what people have: what is published, before it was edited if that is known."""
        before = None if self._edits is None else self._edits.original
        return published if before is None else before

    @contextmanager
    def by_cells(self, instance: "Instance") -> Iterator[None]:
        """Let problems with pins be told by the cells that were edited."""
        if self._edits is None:
            yield
            return
        from iopsched.edits.keeping import told_by_cells

        with told_by_cells(instance, self._edits):
            yield

    def document(self, instance: "Instance", result: "SolveResult") -> dict[str, Any]:
        """Return the edits, whether each was kept, and what differs from the original, as JSON data."""
        if self._edits is None:
            return {}
        from iopsched.edits.keeping import is_kept
        from iopsched.edits.reporting import difference_from_original

        difference = difference_from_original(instance, self._edits, result.schedule)
        return {
            "edits": [
                {
                    **edit.model_dump(mode="json", exclude={"pins"}),
                    "kept": is_kept(edit, self._edits, result.schedule),
                }
                for edit in self._edits.edits
            ],
            "difference_from_original": difference and difference.model_dump(mode="json"),
        }

    def say(self, instance: "Instance", result: "SolveResult") -> None:
        """Say which edits were kept, and what differs from the schedule before they were made."""
        if self._edits is None or not self._edits.edits:
            return
        from iopsched.edits.reporting import difference_from_original, kept_sentences
        from iopsched.reporting.differences import summary
        from iopsched.reporting.replanned import sentences_block

        print_page(sentences_block("Edits", kept_sentences(self._edits, result.schedule)))
        difference = difference_from_original(instance, self._edits, result.schedule)
        if difference is not None:
            sentences = (summary(difference).rstrip("."),)
            print_page(sentences_block("Against the schedule before it was edited", sentences))
