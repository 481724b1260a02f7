"""Who else is at a site during a session: whether it depends on the clinicians of a part of the week."""

from collections.abc import Set

from iopsched.cpsat.held import Held
from iopsched.cpsat.world import World
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.schedule import Session


class Staffing:
    """Who is present when in one schedule: what a session finds without the clinicians of a part."""

    def __init__(self, world: World, held: Held) -> None:
        self._world, self._held = world, held
        instance = world.instance
        self._fewest = {site.id: site.min_staff_present for site in instance.sites}
        self._supervised = {k.id for k in instance.clinicians if k.needs_supervision}
        self._supervisors = {k.id for k in instance.clinicians if k.may_supervise}
        self._known: dict[tuple[str, int, int], frozenset[str]] = {}

    def depends(self, session: Session, inside: Set[str]) -> bool:
        """Return whether a session needs somebody of a part to be present who does not lead it."""
        where, start = self._held.where[session.id], self._held.start[session.id]
        if where is None:
            return False
        end = start + session.end - session.start
        if not self._supervised.isdisjoint(session.leaders):
            others = (self._supervisors & self._present(where, start, end)).difference(session.leaders)
            if others <= inside:
                return True
        if self._fewest[where] <= len(session.leaders):
            return False
        return len(self._present(where, start, end) - inside) < self._fewest[where]

    def _present(self, site: str, start: int, end: int) -> frozenset[str]:
        """Return the clinicians who are present at a site throughout."""
        key = (site, start, end)
        if key not in self._known:
            on_duty = self._world.on_duty(site, start, end)
            self._known[key] = frozenset(k for k in on_duty if not self._away(k, site, start, end))
        return self._known[key]

    def _away(self, clinician: str, site: str, start: int, end: int) -> bool:
        way = self._world.way
        return any(
            a - way(site, there) < end and start < b + way(there, site)
            for a, b, there in self._held.led_on.get((clinician, start // MINUTES_PER_DAY), ())
            if there != site
        )
