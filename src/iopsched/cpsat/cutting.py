"""Models of parts of one week, cut out of what is found once for the whole of it.

A part is a scope of which only what the open decisions could touch is modelled: the open sessions and
clients, the sessions they may join, and whatever the clinicians who could lead them lead besides. What
stays is constant and has no variables; the rest of the week is not there at all, but that its rooms and
people are taken. So a part of a week of a thousand clients costs what its own clients cost.
"""

import random
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from iopsched.cpsat.candidates import Candidates, Finder, Placement, Slot, doubled_couples, find_slots
from iopsched.cpsat.extract import fill_roles
from iopsched.cpsat.filters import Filters
from iopsched.cpsat.openings import Taken
from iopsched.cpsat.past import forgive, held_placement, unplanned
from iopsched.cpsat.rules import RULES
from iopsched.cpsat.scope import Scope
from iopsched.cpsat.staffing import Led, Staffing
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import Where, World
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.instance import Instance
from iopsched.domain.relations import Pin
from iopsched.domain.schedule import Session

T = TypeVar("T", int, str)


@dataclass(frozen=True)
class Part:
    """Whose rules and goals a part of a week asks about, and what it must know of the rest.

    `seen` are the clients whose whole week is in the model, those of `clients` and those kept out of
    their building. `led_elsewhere` is what other clinicians lead, as stretches of the week and places;
    `worst_elsewhere` the unmet share of wishes (permille) of whoever is worst off outside of the part.
    """

    clients: tuple[str, ...]
    seen: frozenset[str]
    clinicians: tuple[str, ...]
    led_elsewhere: Mapping[str, tuple[Led, ...]] = field(default_factory=dict)
    worst_elsewhere: int = 0

    def minutes_elsewhere(self, clinician: str) -> int:
        """Return the minutes that a clinician leads outside of the part."""
        return sum(end - start for start, end, _ in self.led_elsewhere.get(clinician, ()))


@dataclass(frozen=True)
class Sample:
    """How much of what own sessions could be is tried in a part: so many starts and leaders, drawn by `rng`.

    What a session has now is always among them. What is found holds, but no bound follows.
    """

    starts: int
    leaders: int
    rng: random.Random


class Cutter:
    """What could be chosen in one week, found once, and models of its parts cut out of it."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.world = World(instance)
        self._filters = Filters(self.world, RULES)
        self._finder = Finder(self.world, self._filters)
        self.slots = {slot.id: slot for slot in find_slots(self.world)}
        self._doubled = doubled_couples(self.world)
        self._options: dict[tuple[str, bool], list[Placement]] = {}
        self.holds = [pin for pin in instance.pins if pin.pin == "hold"]

    def options(self, slot_id: str, *, usual: bool = False) -> list[Placement]:
        """Return everything a slot could be, whoever is open.

        With `usual` an own session is only looked for where its client's groups meet, and by telehealth:
        with several sites most places elsewhere are of no use to anybody.
        """
        slot = self.slots[slot_id]
        key = (slot_id, usual and slot.owner is not None)
        if key not in self._options:
            gone = slot_id in self._doubled or slot_id in self.world.history
            places = self.places[slot.owner.id] if usual and slot.owner is not None else None
            self._options[key] = [] if gone else list(self._finder.placements(slot, places=places))
        return self._options[key]

    @cached_property
    def places(self) -> dict[str, frozenset[Where]]:
        """For each client, where the groups that it may join meet, and telehealth; all places without any."""
        found: dict[str, set[Where]] = defaultdict(set)
        for slot in self.slots.values():
            for p in self.options(slot.id) if slot.group is not None else ():
                for client in p.clients:
                    found[client].add(p.where)
        everywhere: set[Where] = {None, *(site.id for site in self.instance.sites)}
        return {
            client: frozenset({None, *found[client]} if found[client] - {None} else everywhere)
            for client in self.instance.client
        }

    @cached_property
    def own_options(self) -> int:
        """How many starts and places all own sessions have together."""
        return sum(len(self.options(one)) for one, slot in self.slots.items() if slot.owner is not None)

    def may_lead(self, p: Placement, role: int, clinician: str) -> bool:
        """Return whether a clinician may fill a role of a placement."""
        listed = (role, clinician) in self._filters.leads_of(p.slot)
        return listed and self._filters.allow_lead(p, role, clinician)

    def cut(
        self,
        scope: Scope,
        *,
        sample: Sample | None = None,
        led_anew: frozenset[str] = frozenset(),
        worst_elsewhere: int = 0,
    ) -> Variables:
        """Return a model of the scope: what is open in it, on what stays around it.

        With a `sample` own sessions are only offered part of what they could be, at usual places. Of
        group sessions `led_anew` the leaders and the room are open, and nothing else.
        """
        cutting = _Cutting(self, scope, sample, led_anew - scope.sessions)
        part = cutting.part(worst_elsewhere)
        v = Variables(self.world, cutting.candidates, part=part)
        for name, rule in RULES.items():
            for constraint in rule.constraints(v) if rule.constraints is not None else ():
                if self.world.history:
                    constraint.with_name(name)
        forgive(v, RULES.keys())
        return v


class _Cutting:
    """One part being cut: what is open in it, and what stays."""

    def __init__(self, cutter: Cutter, scope: Scope, sample: Sample | None, led_anew: frozenset[str]) -> None:
        self._cutter, self._scope, self._sample = cutter, scope, sample
        self._led_anew = led_anew
        self._world, self._instance = cutter.world, cutter.instance
        self._held = {session.id: session for session in scope.schedule.sessions}
        self.candidates = Candidates([], defaultdict(list))
        self._taken = Taken(self._world, scope, led_anew)
        self._attended: dict[str, list[Session]] = defaultdict(list)
        for session in scope.schedule.sessions:
            for client in session.clients:
                self._attended[client].append(session)
        self._add_open()
        self._clinicians = {k for p in self.candidates.all() for _, k in p.leads}
        self._clinicians.update(k for one in led_anew for _, k in self._offered(self._held[one]).leads)
        for session_id in (scope.sessions | led_anew) & self._held.keys():
            self._clinicians.update(self._held[session_id].leaders)
        self._led: dict[str, list[Led]] = defaultdict(list)
        for session in self._held.values():
            start = self._start(session)
            for leader in session.leaders:
                led = (start, start + session.end - session.start, self._where(session))
                self._led[leader].append(led)
        self._staffing = Staffing(self._world, self._led, self._clinicians)
        self._seen = self._clients() | self._neighbours()
        self._add_staying()

    def part(self, worst_elsewhere: int) -> Part:
        """Return whom the part is about."""
        clients = self._clients()
        return Part(
            clients=tuple(c.id for c in self._instance.clients if c.id in clients),
            seen=frozenset(self._seen),
            clinicians=tuple(k.id for k in self._instance.clinicians if k.id in self._clinicians),
            led_elsewhere={k: tuple(led) for k, led in self._led.items() if k not in self._clinicians},
            worst_elsewhere=worst_elsewhere,
        )

    def _clients(self) -> set[str]:
        present = (self._held[one].clients for one in self._scope.sessions if one in self._held)
        return {*self._scope.clients, *(client for clients in present for client in clients)}

    def _neighbours(self) -> set[str]:
        """Return who must not meet one of the part's clients in a building."""
        clients, found = self._clients(), set[str]()
        for relation in self._instance.relations:
            if relation.kind == "apart_building" and not clients.isdisjoint(relation.clients):
                found.update(relation.clients)
        return found

    def _add_open(self) -> None:
        for slot_id in sorted(self._scope.sessions):
            slot = self._cutter.slots.get(slot_id)
            if slot is None or slot_id in self._world.history:
                continue
            held = self._held.get(slot_id)
            among = self._scope.clients | set(held.clients if held is not None else ())
            found = [_among(p, among, self._instance) for p in self._chosen(slot, held)]
            self.candidates.slots.append(slot)
            self.candidates.placements[slot_id] = [p for p in found if self._taken.leave_room_for(p)]

    def _chosen(self, slot: Slot, held: Session | None) -> list[Placement]:
        """Return what an open slot may be: of an own session no more than the sample offers."""
        if slot.owner is None or self._sample is None:
            return self._cutter.options(slot.id)
        options = self._cutter.options(slot.id, usual=True)
        present = None if held is None else (self._start(held), self._where(held))
        if present is not None and all((p.start, p.where) != present for p in options):
            options = [*options, *(p for p in self._cutter.options(slot.id) if (p.start, p.where) == present)]
        starts = self._drawn_starts(slot, options)
        leaders = _drawn({k for p in options for _, k in p.leads}, self._sample.leaders, self._sample.rng)
        if held is not None:
            starts.add(self._start(held))
            leaders.update(held.leaders)
        return [_led_among(p, leaders) for p in options if p.start in starts]

    def _drawn_starts(self, slot: Slot, options: Sequence[Placement]) -> set[int]:
        """Return starts for an own session, up to half of them right beside other sessions of its client."""
        assert self._sample is not None
        assert slot.owner is not None
        most, rng = self._sample.starts, self._sample.rng
        starts = {p.start for p in options}
        length = slot.service.clock_minutes
        grid = self._instance.week.grid_minutes
        beside: set[int] = set()
        for one in self._attended.get(slot.owner.id, ()):
            if one.id != slot.id:
                start = self._start(one)
                end = start + one.end - one.start
                beside.update(
                    at for at in (-(-end // grid) * grid, (start - length) // grid * grid) if at in starts
                )
        beside = _drawn(beside, most // 2, rng)
        return beside | _drawn(starts - beside, most - len(beside), rng)

    def _start(self, session: Session) -> int:
        return self._world.day_of_date(session.date) * MINUTES_PER_DAY + session.start

    def _add_staying(self) -> None:
        stays = [one for one in self._held.values() if one.id not in self._scope.sessions]
        open_groups = {s.group.id for s in self.candidates.slots if s.group is not None}
        joined = {one.id: self._joiners(one) for one in stays if one.group is not None}
        open_groups |= {one.group for one in stays if one.group is not None and joined.get(one.id)}
        for session in stays:
            near = session.group in open_groups or session.id in self._led_anew or joined.get(session.id)
            if near or self._concerns(session):
                self._stay(session, joined.get(session.id, ([], [])))

    def _joiners(self, session: Session) -> tuple[list[str], list[str]]:
        """Return the open clients who may join a group session that stays, and their guests."""
        if session.id in self._world.history:
            return [], []
        found = self._option(session)
        clients = [] if found is None else [c for c in found.clients if c in self._scope.clients]
        guests = [
            g
            for g in (found.guests if found is not None else ())
            if self._instance.guest[g][0].id in self._scope.clients
        ]
        return clients, guests

    def _option(self, session: Session) -> Placement | None:
        """Return everything that a session could have where and when it is held."""
        when = (self._start(session), self._where(session))
        return next((p for p in self._cutter.options(session.id) if (p.start, p.where) == when), None)

    def _offered(self, session: Session) -> Placement:
        """Return the leaders and rooms free for a session that is led anew."""
        found = self._option(session)
        assert found is not None
        offered = _among(found, (), self._instance)
        self._taken.drop_taken(offered)
        return offered

    def _where(self, session: Session) -> str | None:
        return None if session.room is None else self._world.site_of[session.room]

    def _concerns(self, session: Session) -> bool:
        """Return whether a session that stays is about somebody of the part, or held by a pin."""
        if not self._seen.isdisjoint(session.clients):
            return True
        if not self._clinicians.isdisjoint(session.leaders):
            return True
        if self._staffing.depends(session, self._start(session), self._where(session)):
            return True
        return any(_may_match(pin, session) for pin in self._cutter.holds)

    def _stay(self, session: Session, joiners: tuple[list[str], list[str]]) -> None:
        slot = self._cutter.slots.get(session.id)
        if session.id in self._world.history:
            slot = slot or unplanned(self._world, session)
            placement = held_placement(self._world, slot, session, None)
        else:
            assert slot is not None
            placement = self._staying(slot, session, joiners)
        if slot.id not in self.candidates.placements:
            self.candidates.slots.append(slot)
        self.candidates.placements[slot.id] = [placement]

    def _staying(self, slot: Slot, session: Session, joiners: tuple[list[str], list[str]]) -> Placement:
        start, where = self._start(session), self._where(session)
        anew = session.id in self._led_anew
        if anew:
            offered = self._offered(session)
            leads, rooms = offered.leads, offered.rooms
        else:
            leads = self._roles(slot, session, start, where)
            rooms = [] if session.room is None else [session.room]
        stay = {one for one in session.clients if one not in self._scope.clients}
        hosts = self._instance.guest
        stay |= {one for one in session.guests if hosts[one][0].id not in self._scope.clients}
        clients = [one for one in session.clients if one in stay]
        guests = [one for one in session.guests if one in stay]
        return Placement(
            slot,
            start,
            start + session.end - session.start,
            where,
            rooms=rooms,
            leads=leads,
            clients=[*clients, *joiners[0]],
            guests=[*guests, *joiners[1]],
            staying=frozenset(stay),
            led_anew=anew,
        )

    def _roles(self, slot: Slot, session: Session, start: int, where: str | None) -> list[tuple[int, str]]:
        """Return which role each leader fills in a session that stays."""
        p = Placement(slot, start, start + session.end - session.start, where)
        roles = range(len(slot.service.roles))
        able = [
            (role, leader)
            for role in roles
            for leader in session.leaders
            if len(roles) == 1 or self._cutter.may_lead(p, role, leader)
        ]
        return sorted(fill_roles(able, list(session.leaders)))


def _drawn(found: set[T], most: int, rng: random.Random) -> set[T]:
    """Return at most so many of some values, drawn without regard to their order in the set."""
    return found if len(found) <= most else set(rng.sample(sorted(found), most))


def _led_among(p: Placement, leaders: Collection[str]) -> Placement:
    """Return a placement with these leaders alone."""
    return replace(p, leads=[at for at in p.leads if at[1] in leaders])


def _among(p: Placement, clients: Collection[str], instance: Instance) -> Placement:
    """Return a placement of its own with these clients and their guests alone."""
    return Placement(
        p.slot,
        p.start,
        p.end,
        p.where,
        rooms=list(p.rooms),
        leads=list(p.leads),
        clients=[c for c in p.clients if c in clients],
        guests=[g for g in p.guests if instance.guest[g][0].id in clients],
    )


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


__all__ = ["Cutter", "Part"]
