"""Whether a clinician is present at a site throughout a session, as a literal.

Present means: the site is one of theirs, they work on site, their hours hold the whole stretch, and
whatever they lead elsewhere that day leaves them time to get there and away.
"""

from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from iopsched.cpsat.world import within
from iopsched.domain.clock import MINUTES_PER_DAY

if TYPE_CHECKING:
    from iopsched.cpsat.variables import Variables


class Presence:
    """Presence literals of one model, each made when first asked for."""

    def __init__(self, v: "Variables") -> None:
        self._v = v
        self._literals: dict[tuple[str, str, int, int], cp_model.IntVar | None] = {}

    def literal(self, clinician: str, site: str, start: int, end: int) -> cp_model.IntVar | None:
        """Return a literal that can be true only if the clinician is present; None if never."""
        key = (clinician, site, start, end)
        if key not in self._literals:
            self._literals[key] = self._make(clinician, site, start, end)
        return self._literals[key]

    def _make(self, clinician: str, site: str, start: int, end: int) -> cp_model.IntVar | None:
        v = self._v
        who = v.world.instance.clinician[clinician]
        if who.sites is not None and site not in who.sites:
            return None
        if "on_site" not in who.modes or not within(v.world.clinician_open[clinician], start, end):
            return None
        present = v.new()
        for item in v.of_clinician[clinician]:
            if item.where == site or item.day != start // MINUTES_PER_DAY:
                continue
            before = item.end + v.world.way(item.where, site) <= start
            after = end + v.world.way(site, item.where) <= item.start
            if not before and not after:
                if item.placement.past:
                    return None
                v.model.add_implication(present, ~item.literal)
        return present
