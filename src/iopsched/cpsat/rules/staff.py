"""The staff family: who leads, with which credentials, under which supervision, and how much."""

from collections.abc import Iterator

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Placement, Slot
from iopsched.cpsat.expr import Expr, total, weighted
from iopsched.cpsat.filters import ModelRule
from iopsched.cpsat.items import Item, by_day
from iopsched.cpsat.rules.clashes import at_most_at_once
from iopsched.cpsat.rules.primaries import caseload_kept, plan_clinician, plan_clinician_lead
from iopsched.cpsat.rules.stretches import meals_kept, runs_kept
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import Where, World

Yields = Iterator[cp_model.Constraint]


def roles_filled(v: Variables) -> Yields:
    """Every role that is not optional has one leader, an optional one at most one."""
    for p in v.undecided:
        leads = v.lead[p]
        for index, role in enumerate(p.slot.service.roles):
            fillers = [literal for (at, _), literal in leads.items() if at == index]
            if len(fillers) == 1 and fillers[0].index == v.place[p].index:
                continue
            if role.optional:
                yield v.model.add(total(fillers) <= v.place[p])
            else:
                yield v.model.add(total(fillers) == v.place[p])


def credentials_held(world: World, p: Placement, role: int, clinician: str) -> bool:
    """Whether the clinician holds one of the role's credential sets on the date."""
    return clinician in world.qualified(p.slot.service, role, p.day)


def leader_listed(world: World, slot: Slot, role: int, clinician: str) -> bool:
    """Whether the clinician is a candidate leader of the meeting."""
    if slot.group is None or slot.meeting is None:
        return True
    listed = slot.meeting.leaders or slot.group.leaders
    return not listed or clinician in listed


def clinician_place(world: World, where: Where, role: int, clinician: str) -> bool:
    """Whether the clinician works at that site, or by telehealth."""
    who = world.instance.clinician[clinician]
    if where is None:
        return "telehealth" in who.modes
    return "on_site" in who.modes and (who.sites is None or where in who.sites)


def supervisor_present(v: Variables) -> Yields:
    """A supervised leader works on site, with a supervisor present."""
    instance = v.world.instance
    supervisors = [k.id for k in instance.clinicians if k.may_supervise]
    for p, led in v.led.items():
        for clinician, leads in led.items():
            if not instance.clinician[clinician].needs_supervision:
                continue
            present = [
                v.presence.literal(s, p.where, p.start, p.end)
                for s in supervisors
                if s != clinician and p.where is not None
            ]
            yield v.model.add_bool_or([*(s for s in present if s is not None), ~leads])


def _minutes(items: list[Item]) -> Expr:
    return weighted((item.end - item.start, item.literal) for item in items)


def clinician_day_load(v: Variables) -> Yields:
    """A clinician leads at most its minutes per day."""
    for clinician in v.clinicians:
        if clinician.max_minutes_per_day is None:
            continue
        for items in by_day(v.in_question(v.of_clinician[clinician.id])).values():
            yield v.model.add(_minutes(items) <= clinician.max_minutes_per_day)


def clinician_week_load(v: Variables) -> Yields:
    """A clinician leads at most its minutes per week."""
    for clinician in v.clinicians:
        items = v.of_clinician[clinician.id]
        if clinician.max_minutes_per_week is not None and items:
            yield v.model.add(_minutes(items) <= clinician.max_minutes_per_week)


def clinician_break(v: Variables) -> Yields:
    """A clinician has its break between any two sessions."""
    for clinician in v.clinicians:
        if clinician.break_minutes:
            for items in by_day(v.in_question(v.of_clinician[clinician.id])).values():
                yield from at_most_at_once(v, items, pad=clinician.break_minutes)


def clinician_run(v: Variables) -> Yields:
    """A clinician works no longer than its run without a rest."""
    for k in v.clinicians:
        if k.max_run_minutes is not None:
            items = v.in_question(v.of_clinician[k.id])
            yield from runs_kept(v, items, k.max_run_minutes, k.rest_minutes)


def clinician_meal(v: Variables) -> Yields:
    """A clinician has its meal break on long days."""
    for k in v.clinicians:
        if k.meal is not None:
            yield from meals_kept(v, v.in_question(v.of_clinician[k.id]), k.meal)


def _no_shared_language(v: Variables, p: Placement, client: str, clinician: str) -> bool:
    instance = v.world.instance
    return set(instance.client[client].languages).isdisjoint(instance.clinician[clinician].languages)


def clinician_avoided_lead(world: World, slot: Slot, role: int, clinician: str) -> bool:
    """Whether the owner of an individual session does not avoid the clinician."""
    return slot.owner is None or clinician not in slot.owner.avoid_clinicians


def clinician_avoided(v: Variables) -> Yields:
    """A client is in no session led by a clinician it avoids."""
    asked = v.world.instance.client
    for p in v.undecided:
        for client, attends in v.client[p].items():
            for clinician in asked[client].avoid_clinicians:
                if clinician in v.led[p]:
                    yield v.model.add_bool_or(~attends, ~v.led[p][clinician])


def language_lead(world: World, slot: Slot, role: int, clinician: str) -> bool:
    """Whether the clinician speaks the group's language, or one of the owner's."""
    spoken = world.instance.clinician[clinician].languages
    if slot.group is not None:
        return slot.group.language in spoken
    return slot.owner is None or not set(spoken).isdisjoint(slot.owner.languages)


def language_client(world: World, slot: Slot, client: str) -> bool:
    """Whether the client speaks the group's language."""
    return slot.group is None or slot.group.language in world.instance.client[client].languages


def language_shared(v: Variables) -> Yields:
    """Each leader of an individual session shares a language with each client in it."""
    for p in v.undecided:
        if p.slot.group is not None:
            continue
        for client, attends in v.client[p].items():
            for clinician, leads in v.led[p].items():
                if _no_shared_language(v, p, client, clinician):
                    yield v.model.add_bool_or(~attends, ~leads)


RULES = {
    "roles_filled": ModelRule(constraints=roles_filled),
    "plan_clinician": ModelRule(slot_lead=plan_clinician_lead, constraints=plan_clinician),
    "credentials_held": ModelRule(lead=credentials_held),
    "leader_listed": ModelRule(slot_lead=leader_listed),
    "clinician_place": ModelRule(place_lead=clinician_place),
    "supervisor_present": ModelRule(constraints=supervisor_present),
    "clinician_day_load": ModelRule(constraints=clinician_day_load),
    "clinician_week_load": ModelRule(constraints=clinician_week_load),
    "clinician_break": ModelRule(constraints=clinician_break),
    "clinician_run": ModelRule(constraints=clinician_run),
    "clinician_meal": ModelRule(constraints=clinician_meal),
    "caseload_kept": ModelRule(constraints=caseload_kept),
    "clinician_avoided": ModelRule(slot_lead=clinician_avoided_lead, constraints=clinician_avoided),
    "language_shared": ModelRule(
        slot_lead=language_lead, slot_client=language_client, constraints=language_shared
    ),
}
