"""One part of a week being cut out: what is open in it, and what stays around it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from iopsched.cpsat.candidates import Candidates, Placement, Slot
from iopsched.cpsat.openings import Taken, narrowed
from iopsched.cpsat.parts import Part, Sample
from iopsched.cpsat.past import held_placement, unplanned
from iopsched.cpsat.sampling import Sampling
from iopsched.cpsat.scope import Scope
from iopsched.domain.schedule import Session

if TYPE_CHECKING:
    from iopsched.cpsat.cutting import Cutter


class Carving:
    """One part being cut: what is open in it, and what stays."""

    def __init__(
        self, cutter: "Cutter", scope: Scope, sample: Sample | None, led_anew: frozenset[str]
    ) -> None:
        scope = replace(scope, sessions=scope.sessions - decided(cutter, scope))
        self._cutter, self._scope = cutter, scope
        led_anew -= cutter.world.history.keys()
        self._led_anew = led_anew
        self._world, self._instance = cutter.world, cutter.instance
        self._held = cutter.held(scope.schedule)
        self.candidates = Candidates([], defaultdict(list))
        self._taken = Taken(self._held, scope, led_anew)
        self._sampling = None if sample is None else Sampling(cutter, self._held, self._taken, sample)
        self._add_open()
        self._clinicians = {k for p in self.candidates.all() for _, k in p.leads}
        held = self._held.session
        self._clinicians.update(k for one in led_anew for _, k in self._offered(held[one]).leads)
        for session_id in (scope.sessions | led_anew) & held.keys():
            self._clinicians.update(held[session_id].leaders)
        self._seen = self._clients() | self._neighbours()
        self._add_staying()

    def part(self, worst_elsewhere: int, *, valid: bool) -> Part:
        """Return whom the part is about."""
        clients = self._clients()
        return Part(
            clients=tuple(c.id for c in self._instance.clients if c.id in clients),
            seen=frozenset(self._seen),
            clinicians=tuple(k.id for k in self._instance.clinicians if k.id in self._clinicians),
            led_elsewhere={k: led for k, led in self._held.led.items() if k not in self._clinicians},
            worst_elsewhere=worst_elsewhere,
            valid=valid,
        )

    def _clients(self) -> set[str]:
        held = self._held.session
        present = [one for name in self._scope.sessions if name in held for one in held[name].clients]
        return {*self._scope.clients, *self._scope.own_of, *present, *self._with_wishes_for_leaders()}

    def _with_wishes_for_leaders(self) -> set[str]:
        """Return who wishes for or against a clinician, and is in a session that is led anew."""
        people = (one for name in self._led_anew for one in self._held.session[name].clients)
        wishes = self._instance.client
        return {one for one in people if any(wish.clinician is not None for wish in wishes[one].preferences)}

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
            held = self._held.session.get(slot_id)
            if slot is None or (held is None and slot_id in self._cutter.doubled):
                continue
            among = self._scope.clients | self._scope.own_of | set(held.clients if held is not None else ())
            self.candidates.slots.append(slot)
            self.candidates.placements[slot_id] = self._possible(slot, held, among)

    def _possible(self, slot: Slot, held: Session | None, among: Collection[str]) -> list[Placement]:
        """Return what an open slot could be; of an own session no more than the sample offers."""
        if slot.owner is not None and self._sampling is not None:
            return self._sampling.placements(slot, among, held)
        return self._taken.possible(self._cutter.options(slot.id), among, self._instance)

    def _add_staying(self) -> None:
        """Add what stays where anything about it is open, or depends on what is.

        Of groups whose rooms are open, and of tracks, all meetings are there: they are counted together.
        """
        held = self._held.session
        joined = self._joined()
        near = joined.keys() | self._led_anew
        near |= {s.id for s in held.values() if s.id not in near and self._concerns(s)}
        near -= self._scope.sessions
        groups = {slot.group.id for slot in self.candidates.slots if slot.group is not None}
        groups.update(held[one].group or "" for one in self._led_anew)
        groups |= {held[one].group or "" for one in near} & self._cutter.tracks
        for session in held.values():
            stays = session.id not in self._scope.sessions
            if session.id in near or (stays and session.group in groups):
                self._stay(session, joined.get(session.id, ([], [])))

    def _joined(self) -> dict[str, tuple[list[str], list[str]]]:
        """Return group sessions that stay and that open clients may join, with those and their guests."""
        scope, cutter = self._scope, self._cutter
        found: dict[str, tuple[list[str], list[str]]] = {}
        for name in set[str]().union(*(cutter.reachable[one] for one in scope.clients)):
            session = self._held.session.get(name)
            if session is None or name in scope.sessions or name in self._world.history:
                continue
            option = self._option(session)
            if option is None or self._is_full(session):
                continue
            clients = sorted(cutter.able(option) & scope.clients, key=cutter.order.__getitem__)
            hosts = self._instance.guest
            guests = [g for g in option.guests if hosts[g][0].id in scope.clients]
            if clients:
                found[name] = clients, guests
        return found

    def _is_full(self, session: Session) -> bool:
        """Return whether those who stay in a session leave no place, so that nobody can join it."""
        service, group = self._instance.service[session.service], None
        if session.group is not None:
            group = self._instance.group[session.group]
        heads = sum(one not in self._scope.clients for one in session.clients)
        if service.guests_count_as_heads:
            hosts = self._instance.guest
            heads += sum(hosts[one][0].id not in self._scope.clients for one in session.guests)
        return heads >= self._world.heads(service, group)[1]

    def _option(self, session: Session) -> Placement | None:
        """Return everything that a session could have where and when it is held."""
        when = (self._held.start[session.id], self._held.where[session.id])
        return next((p for p in self._cutter.options(session.id) if (p.start, p.where) == when), None)

    def _offered(self, session: Session) -> Placement:
        """Return the leaders and rooms free for a session that is led anew."""
        found = self._option(session)
        assert found is not None
        offered = narrowed(found, (), self._instance)
        self._taken.drop_taken(offered)
        return offered

    def _concerns(self, session: Session) -> bool:
        """Return whether a session that stays is about somebody of the part, or held by a pin."""
        if not self._seen.isdisjoint(session.clients):
            return True
        if not self._clinicians.isdisjoint(session.leaders):
            return True
        if self._cutter.staffing(self._held).depends(session, self._clinicians):
            return True
        return self._cutter.pinned(session)

    def _stay(self, session: Session, joiners: tuple[list[str], list[str]]) -> None:
        slot = self._cutter.slots.get(session.id)
        if session.id in self._world.history:
            slot = slot or unplanned(self._world, session)
            placement = held_placement(self._world, slot, session, None)
        else:
            assert slot is not None
            untouched = None if joiners[0] else self._untouched(slot, session)
            placement = untouched or self._staying(slot, session, joiners)
        if slot.id not in self.candidates.placements:
            self.candidates.slots.append(slot)
        self.candidates.placements[slot.id] = [placement]

    def _untouched(self, slot: Slot, session: Session) -> Placement | None:
        """Return a session in which nothing is open, made once for all parts; None if anything is."""
        if session.guests or session.id in self._led_anew:
            return None
        if not self._scope.clients.isdisjoint(session.clients):
            return None
        known = self._cutter.untouched.get(session.id)
        if known is None or known[0] is not session:
            known = session, self._staying(slot, session, ([], []))
            self._cutter.untouched[session.id] = known
        return known[1]

    def _staying(self, slot: Slot, session: Session, joiners: tuple[list[str], list[str]]) -> Placement:
        start, where = self._held.start[session.id], self._held.where[session.id]
        anew = session.id in self._led_anew
        if anew:
            offered = self._offered(session)
            leads, rooms = offered.leads, offered.rooms
        else:
            leads = self._cutter.roles(
                Placement(slot, start, start + session.end - session.start, where), session
            )
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


def decided(cutter: "Cutter", scope: Scope) -> set[str]:
    """Return sessions of a scope that stay as they are: those held, and tracks that have begun."""
    history = cutter.world.history
    begun = {session.group for session in history.values()}
    tracks = {group.id for group in cutter.instance.groups if group.attendance == "attend_all"} & begun
    slots = ((one, cutter.slots.get(one)) for one in scope.sessions)
    return {
        one
        for one, slot in slots
        if one in history or (slot is not None and slot.group is not None and slot.group.id in tracks)
    }
