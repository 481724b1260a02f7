"""The reasons of shortfalls beside what a verb says anyway."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from iopsched.cli.interrupts import interrupts
from iopsched.cli.output import print_page

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance
    from iopsched.domain.progress import Limits
    from iopsched.domain.reasons import Reasons
    from iopsched.domain.schedule import Schedule


def reasons_of(
    week: "Instance",
    schedule: "Schedule",
    limits: "Limits | None",
    *,
    clients: Iterable[str] = (),
    quiet: bool,
) -> "Reasons":
    """Return why the shortfalls of these clients, or of all, are there; Ctrl-C keeps those found so far.

    Raises:
        iopsched.errors.ProblemsError: the schedule is not of the instance or breaks its rules.
    """
    some = list(clients)
    with interrupts("what was found by then is told") as cancel:
        from iopsched.cli.explained import Asking
        from iopsched.domain.lever_table import DEFAULT_LEVERS
        from iopsched.explaining.questions import Questions

        one = some[0] if len(some) == 1 else None
        asking = Asking(
            week, schedule, Questions(one), one, False, False, None, DEFAULT_LEVERS, limits, quiet
        )
        found = asking.run(cancel).reasons
    assert found is not None
    if some:
        kept = tuple(reason for reason in found.reasons if reason.need.client in some)
        found = found.model_copy(update={"reasons": kept})
    return found


def print_reasons(found: "Reasons") -> None:
    """Print reasons, client by client."""
    from iopsched.reporting.explained import reasons_page

    told = [(one.need, one.sentences) for one in found.reasons]
    proved = found.level_one_proved and bool(told)
    print_page(reasons_page(told, proved=proved, complete=found.complete))
