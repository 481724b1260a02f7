"""A draft of all groups, to be made in this process or in another, and what others do meanwhile."""

from dataclasses import dataclass

from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.drafting import draft
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule
from iopsched.improving.joining import changes
from iopsched.improving.tasks import Done


@dataclass(frozen=True, eq=False)
class Draft:
    """Groups to be decided for everybody at once, beside what a schedule holds."""

    schedule: Schedule
    limits: Limits

    def make(self, cutter: Cutter, cancel: Cancel | None = None) -> Done:
        """Make it in this process."""
        found = draft(cutter, self.schedule, self.limits, cancel)
        changed = None if found.schedule is None else changes(self.schedule, found.schedule)
        return Done(changed, found.ended, found.effort, left_out=found.left_out)


@dataclass(frozen=True, eq=False)
class Foresight:
    """What own sessions could be, to be found by a process with nothing else to do: steps ask for it."""

    def make(self, cutter: Cutter) -> Done:
        """Find it in this process."""
        for slot in cutter.slots.values():
            if slot.owner is not None:
                cutter.options(slot.id, usual=True)
        return Done(None, ended=True, effort=0.0)
