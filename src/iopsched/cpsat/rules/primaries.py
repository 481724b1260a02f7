"""Whom a plan item asks for: given and assigned primaries, tags, and caseloads."""

from collections import defaultdict
from collections.abc import Iterator

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Placement, Slot
from iopsched.cpsat.expr import total
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import World
from iopsched.domain.clients import Client

Yields = Iterator[cp_model.Constraint]


def plan_clinician_lead(world: World, slot: Slot, role: int, clinician: str) -> bool:
    """Whether the clinician may lead the owner's own session, as far as its plan item says."""
    if slot.owner is None:
        return True
    item = world.item(slot.owner.id, slot.service.id)
    if item is None:
        return True
    if not set(item.clinician_tags).issubset(world.instance.clinician[clinician].tags):
        return False
    primary = slot.owner.primary
    alone = len(slot.service.roles) == 1
    return not (alone and primary is not None and world.asks_for_primary(item) and clinician != primary)


def plan_clinician(v: Variables) -> Yields:
    """A plan item's sessions are led by the given or assigned primary, and by nobody without its tags."""
    for p in v.undecided:
        asking = v.world.asking.choosy[p.slot.service.id]
        for client_id, attends in v.client[p].items() if asking else ():
            item = v.world.item(client_id, p.slot.service.id) if client_id in asking else None
            if item is None:
                continue
            yield from _tags_held(v, p, attends, set(item.clinician_tags))
            primary = v.world.instance.client[client_id].primary
            if primary is None or not v.world.asks_for_primary(item):
                continue
            leads = v.led[p].get(primary)
            if leads is None:
                yield v.model.add_bool_or([~attends])
            elif attends.index != leads.index:
                yield v.model.add_implication(attends, leads)
    yield from _assigned_lead(v)


def _assigned_lead(v: Variables) -> Yields:
    """Whoever is assigned to a client without a primary leads all that the client asks its primary for."""
    sessions = _primary_sessions(v)
    for client, assigned in _assigned(v, sessions).items():
        for p, attends in sessions[client]:
            if not assigned:
                yield v.model.add_bool_or([~attends])
            for clinician, main in assigned.items():
                leads = v.led[p].get(clinician)
                yield v.model.add_bool_or([~attends, ~main] if leads is None else [~attends, ~main, leads])


def _tags_held(v: Variables, p: Placement, attends: cp_model.IntVar, wanted: set[str]) -> Yields:
    if not wanted:
        return
    for clinician, leads in v.led[p].items():
        if not wanted.issubset(v.world.instance.clinician[clinician].tags):
            yield v.model.add_bool_or(~attends, ~leads)


def _primary_sessions(v: Variables) -> dict[str, list[tuple[Placement, cp_model.IntVar]]]:
    """Return, for clients without a primary, what they may attend of items that ask for one."""
    sessions: dict[str, list[tuple[Placement, cp_model.IntVar]]] = defaultdict(list)
    for p in v.candidates.all():
        asking = v.world.asking.unassigned[p.slot.service.id]
        for client_id, attends in v.client[p].items() if asking else ():
            if client_id in asking:
                sessions[client_id].append((p, attends))
    return sessions


def _assigned(
    v: Variables, sessions_of: dict[str, list[tuple[Placement, cp_model.IntVar]]]
) -> dict[str, dict[str, cp_model.IntVar]]:
    """Return one literal per client without a primary and clinician, exactly one of them true."""
    assigned: dict[str, dict[str, cp_model.IntVar]] = {}
    for client, sessions in sessions_of.items():
        led = dict.fromkeys(clinician for p, _ in sessions for clinician in v.led[p])
        able = [one for one in led if all(one in v.led[p] for p, _ in sessions if p.past)]
        assigned[client] = {clinician: v.new() for clinician in able}
        if able:
            v.model.add_exactly_one(assigned[client].values())
    return assigned


def caseload_kept(v: Variables) -> Yields:
    """A clinician is primary, given or by leading, to at most its caseload."""
    given: dict[str, int] = defaultdict(int)
    clients: list[Client] = list(v.world.instance.clients)
    for client in clients:
        if client.primary is not None:
            given[client.primary] += 1
    limited = {
        k.id: max(k.max_caseload, given[k.id])
        for k in v.world.instance.clinicians
        if k.max_caseload is not None
    }
    leads_for: dict[str, dict[str, cp_model.IntVar]] = defaultdict(dict)
    for client_id, sessions in _primary_sessions(v).items():
        for p, attends in sessions:
            for clinician, leads in v.led[p].items():
                if clinician in limited:
                    if p.past:
                        leads_for[clinician][client_id] = v.done
                    elif client_id not in leads_for[clinician]:
                        leads_for[clinician][client_id] = v.new()
                    yield v.model.add_bool_or(~attends, ~leads, leads_for[clinician][client_id])
    for clinician, serving in leads_for.items():
        yield v.model.add(total(serving.values()) <= limited[clinician] - given[clinician])
