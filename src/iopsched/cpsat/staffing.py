"""Who else is at a site during a session: whether it depends on the clinicians of a part of the week."""

from collections.abc import Collection

from iopsched.cpsat.held import Held
from iopsched.cpsat.world import Where, World
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.schedule import Session


class Staffing:
    """The clinicians outside of a part, and what they lead: what a session finds without the part's own."""

    def __init__(self, world: World, held: Held, inside: Collection[str]) -> None:
        self._world, self._held, self._inside = world, held, inside
        instance = world.instance
        self._fewest = {site.id: site.min_staff_present for site in instance.sites}
        self._supervised = {k.id for k in instance.clinicians if k.needs_supervision}
        self._supervisors = [k.id for k in instance.clinicians if k.may_supervise]
        self._known: dict[tuple[str, int, int], int] = {}

    def depends(self, session: Session, start: int, where: Where) -> bool:
        """Return whether a session needs somebody of the part to be present who does not lead it."""
        if where is None:
            return False
        end = start + session.end - session.start
        if not self._supervised.isdisjoint(session.leaders) and not any(
            self._present(k, where, start, end) for k in self._supervisors if k not in session.leaders
        ):
            return True
        if self._fewest[where] <= len(session.leaders):
            return False
        key = (where, start, end)
        if key not in self._known:
            on_duty = self._world.on_duty(where, start, end)
            self._known[key] = sum(self._present(k, where, start, end) for k in on_duty)
        return self._known[key] < self._fewest[where]

    def _present(self, clinician: str, site: str, start: int, end: int) -> bool:
        """Return whether a clinician outside of the part is present there throughout."""
        if clinician in self._inside or clinician not in self._world.on_duty(site, start, end):
            return False
        way = self._world.way
        return not any(
            a - way(site, there) < end and start < b + way(there, site)
            for a, b, there in self._held.led_on.get((clinician, start // MINUTES_PER_DAY), ())
            if there != site
        )
