"""Models of parts of one week, cut out of what is found once for the whole of it.

A part is a scope of which only what the open decisions could touch is modelled: the open sessions and
clients, the sessions they may join, and whatever the clinicians who could lead them lead besides. What
stays is constant and has no variables; the rest of the week is not there at all, but that its rooms and
people are taken. So a part of a week of a thousand clients costs what its own clients cost.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from iopsched.cpsat.candidates import Placement, Slot, find_slots
from iopsched.cpsat.carving import Carving
from iopsched.cpsat.couples import doubled_couples
from iopsched.cpsat.extract import fill_roles
from iopsched.cpsat.filters import Filters
from iopsched.cpsat.finding import Finder
from iopsched.cpsat.held import Held
from iopsched.cpsat.parts import Sample
from iopsched.cpsat.past import forgive
from iopsched.cpsat.rules import RULES
from iopsched.cpsat.scope import Scope
from iopsched.cpsat.staffing import Staffing
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import Where, World
from iopsched.domain.clients import Client
from iopsched.domain.instance import Instance
from iopsched.domain.relations import Pin
from iopsched.domain.schedule import Schedule, Session


class Cutter:
    """What could be chosen in one week, found once, and models of its parts cut out of it."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.world = World(instance)
        self._filters = Filters(self.world, RULES)
        self._finder = Finder(self.world, self._filters)
        self.slots = {slot.id: slot for slot in find_slots(self.world)}
        self.doubled = doubled_couples(self.world)
        self._everywhere = frozenset[Where]({None, *(site.id for site in instance.sites)})
        self._options: dict[tuple[str, bool], list[Placement]] = {}
        self._roles: dict[tuple[str, int, Where, tuple[str, ...]], list[tuple[int, str]]] = {}
        self._held: Held | None = None
        self._staffing: tuple[Held, Staffing] | None = None
        self._able: dict[Placement, frozenset[str]] = {}
        self.tracks = {group.id for group in instance.groups if group.attendance == "attend_all"}
        self.order = {client.id: at for at, client in enumerate(instance.clients)}
        self.untouched: dict[str, tuple[Session, Placement]] = {}
        """Sessions as they are held, with all who are in them: filled by the parts that need them."""
        self._pinned: dict[str, tuple[Session, bool]] = {}
        self._holds = [pin for pin in instance.pins if pin.pin == "hold"]

    def options(self, slot_id: str, *, usual: bool = False) -> list[Placement]:
        """Return everything a slot could be, whoever is open.

        With `usual` an own session is only looked for where its client's groups meet, and by telehealth:
        with several sites most places elsewhere are of no use to anybody. It is looked for too where
        clinicians work whom the client wishes for; and everywhere, where whoever has to lead it works
        elsewhere.
        """
        slot = self.slots[slot_id]
        places = self._usual_places(slot.owner) if usual and slot.owner is not None else None
        if places == self._everywhere:
            places = None
        key = (slot_id, places is not None)
        if key not in self._options:
            gone = slot_id in self.world.history
            found = [] if gone else list(self._finder.placements(slot, places=places))
            self._options[key] = found or (self.options(slot_id) if places is not None else [])
        return self._options[key]

    def _usual_places(self, client: Client) -> frozenset[Where]:
        wished = (self.instance.clinician[one] for one in client.wished_clinicians)
        return self.places[client.id].union(site for one in wished for site in one.sites or ())

    def found(self, slot: Slot) -> Iterable[Placement]:
        """Return what `options` does; where nobody has asked it is found anew, and not kept."""
        if (slot.id, False) in self._options or slot.id in self.world.history:
            return self.options(slot.id)
        return self._finder.placements(slot)

    def held(self, schedule: Schedule) -> Held:
        """Return what a schedule holds, looked up; parts are mostly cut out of one schedule in a row."""
        if self._held is None or self._held.schedule is not schedule:
            self._held = Held(self.world, schedule)
        return self._held

    def staffing(self, held: Held) -> Staffing:
        """Return who is present when in the schedule that parts are being cut out of."""
        if self._staffing is None or self._staffing[0] is not held:
            self._staffing = held, Staffing(self.world, held)
        return self._staffing[1]

    def pinned(self, session: Session) -> bool:
        """Return whether a session that stays may be what a pin holds."""
        known = self._pinned.get(session.id)
        if known is None or known[0] is not session:
            known = session, any(_may_match(pin, session) for pin in self._holds)
            self._pinned[session.id] = known
        return known[1]

    def able(self, p: Placement) -> frozenset[str]:
        """Return the clients of a placement as a set."""
        if p not in self._able:
            self._able[p] = frozenset(p.clients)
        return self._able[p]

    @cached_property
    def reachable(self) -> dict[str, set[str]]:
        """For each client, the group sessions that it could attend."""
        found: dict[str, set[str]] = {client: set() for client in self.instance.client}
        for slot in self.slots.values():
            for p in self.options(slot.id) if slot.group is not None else ():
                for client in p.clients:
                    found[client].add(slot.id)
        return found

    @cached_property
    def places(self) -> dict[str, frozenset[Where]]:
        """For each client, where the groups that it may join meet, and telehealth; all places without any."""
        found: dict[str, set[Where]] = defaultdict(set)
        for slot in self.slots.values():
            for p in self.options(slot.id) if slot.group is not None else ():
                for client in p.clients:
                    found[client].add(p.where)
        return {
            client: frozenset({None, *found[client]}) if found[client] - {None} else self._everywhere
            for client in self.instance.client
        }

    @cached_property
    def own_options(self) -> int:
        """How many starts and places all own sessions have together."""
        return sum(len(self.options(one)) for one, slot in self.slots.items() if slot.owner is not None)

    def roles(self, p: Placement, session: Session) -> list[tuple[int, str]]:
        """Return which role each leader fills in a session held as this placement."""
        key = (p.slot.id, p.start, p.where, session.leaders)
        if key not in self._roles:
            roles = range(len(p.slot.service.roles))
            able = [(at, k) for at in roles for k in session.leaders if self._may_lead(p, at, k)]
            self._roles[key] = sorted(fill_roles(able, list(session.leaders)))
        return self._roles[key]

    def _may_lead(self, p: Placement, role: int, clinician: str) -> bool:
        if len(p.slot.service.roles) == 1:
            return True
        return not self._filters.against_lead(p, role, clinician)

    def cut(
        self,
        scope: Scope,
        *,
        sample: Sample | None = None,
        led_anew: frozenset[str] = frozenset(),
        worst_elsewhere: int = 0,
        valid: bool = True,
    ) -> Variables:
        """Return a model of the scope: what is open in it, on what stays around it.

        With a `sample` own sessions are only offered part of what they could be, at usual places. Of
        group sessions `led_anew` the leaders and the room are open, and nothing else. The scope's schedule
        keeps every rule, unless it is said not to be `valid`.
        """
        cutting = Carving(self, scope, sample, led_anew - scope.sessions)
        part = cutting.part(worst_elsewhere, valid=valid)
        v = Variables(self.world, cutting.candidates, part=part)
        for name, rule in RULES.items():
            for constraint in rule.constraints(v) if rule.constraints is not None else ():
                if self.world.history:
                    constraint.with_name(name)
        forgive(v, RULES.keys())
        return v


def _may_match(pin: Pin, session: Session) -> bool:
    stated = (
        (pin.session, session.id),
        (pin.group, session.group),
        (pin.service, session.service),
        (pin.mode, session.mode),
        (pin.room, session.room),
    )
    if any(wanted not in (None, value) for wanted, value in stated):
        return False
    return pin.client in (None, *session.clients) and pin.clinician in (None, *session.leaders)
