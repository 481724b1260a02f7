"""What an instance has where a rule can bite: by rule, a question whose answer must not be no."""

from collections.abc import Callable

from iopsched.domain.instance import Instance
from iopsched.domain.levels import WeekRules


def of_people(instance: Instance, name: str) -> bool:
    """Whether any clinician has a field set."""
    return any(getattr(clinician, name) for clinician in instance.clinicians)


def of_clients(instance: Instance, name: str) -> bool:
    return any(getattr(client, name) for client in instance.clients)


def of_weeks(instance: Instance, name: str) -> bool:
    """Whether a level of care or a payer in use asks for something."""
    used = {client.level for client in instance.clients} | {p for c in instance.clients for p in c.payers}
    rules: list[WeekRules] = [*instance.levels, *instance.payers]
    return any(getattr(one, name) is not None for one in rules if one.id in used)


def of_items(instance: Instance, has: Callable[..., object]) -> bool:
    return any(has(item) for client in instance.clients for item in client.plan)


def of_pins(instance: Instance, kind: str) -> bool:
    return any(pin.pin == kind for pin in instance.pins)


def of_relations(instance: Instance, kind: str) -> bool:
    return any(relation.kind == kind for relation in instance.relations)


MARKS: dict[str, Callable[[Instance], object]] = {
    "start_offered": lambda i: i.offer,
    "length_kept": lambda i: len({service.clock_minutes for service in i.services}) > 1,
    "service_scheduled": lambda i: not all(service.scheduled for service in i.services),
    "site_open": lambda i: any(closure.sites and closure.hours for closure in i.week.closures),
    "room_available": lambda i: any(room.exceptions for room in i.rooms),
    "room_in_one_use": lambda i: len(i.rooms) < len(i.offer),
    "client_available": lambda i: of_clients(i, "exceptions"),
    "client_stay": lambda i: of_clients(i, "starts_on") and of_clients(i, "ends_on"),
    "arrival_and_departure": lambda i: of_clients(i, "arrive_after") and of_clients(i, "leave_by"),
    "client_in_one_place": lambda i: len(i.groups) > 1,
    "guest_available": lambda i: i.guest,
    "guest_in_one_place": lambda i: i.guest,
    "clinician_available": lambda i: of_people(i, "exceptions"),
    "clinician_in_one_place": lambda i: len(i.clinicians) < len(i.offer),
    "site_staffed": lambda i: any(site.min_staff_present > 1 for site in i.sites),
    "roles_filled": lambda i: any(len(service.roles) > 1 for service in i.services),
    "credentials_held": lambda i: any(c.valid_until for k in i.clinicians for c in k.credentials),
    "leader_listed": lambda i: any(group.leaders for group in i.groups),
    "clinician_place": lambda i: len(i.sites) == 1 or of_people(i, "sites"),
    "supervisor_present": lambda i: of_people(i, "needs_supervision") and of_people(i, "may_supervise"),
    "clinician_day_load": lambda i: of_people(i, "max_minutes_per_day"),
    "clinician_week_load": lambda i: of_people(i, "max_minutes_per_week"),
    "clinician_break": lambda i: of_people(i, "break_minutes"),
    "clinician_run": lambda i: of_people(i, "max_run_minutes"),
    "clinician_meal": lambda i: of_people(i, "meal"),
    "caseload_kept": lambda i: of_people(i, "max_caseload"),
    "plan_clinician": lambda i: of_items(i, lambda item: item.with_whom == "primary_or_cover"),
    "clinician_avoided": lambda i: of_clients(i, "avoid_clinicians"),
    "language_shared": lambda i: len({group.language for group in i.groups}) > 1,
    "mode_allowed": lambda i: len({client.modes for client in i.clients}) > 1,
    "room_suits": lambda i: any(group.rooms for group in i.groups),
    "room_fits": lambda i: len({room.capacity for room in i.rooms}) > 1,
    "head_count": lambda i: any(service.max_heads for service in i.services),
    "leader_ratio": lambda i: any(service.clients_per_leader for service in i.services),
    "ages_together": lambda i: len({client.age_band for client in i.clients}) > 1,
    "eligible_only": lambda i: any(group.eligible.tracks for group in i.groups),
    "closed_group": lambda i: any(group.closed and group.members for group in i.groups),
    "attend_all_whole": lambda i: any(group.attendance == "attend_all" for group in i.groups),
    "one_of_set": lambda i: i.group_sets,
    "service_planned": lambda i: all(client.plan for client in i.clients),
    "week_minutes": lambda i: of_weeks(i, "max_minutes_per_week"),
    "day_minutes": lambda i: of_weeks(i, "max_minutes_per_day"),
    "service_days": lambda i: of_weeks(i, "max_service_days"),
    "authorised_days": lambda i: any(c.authorisation and c.authorisation.days_left for c in i.clients),
    "sessions_cap": lambda i: of_items(i, lambda item: i.service[item.service].format == "individual"),
    "sessions_apart": lambda i: of_items(i, lambda item: item.min_days_between),
    "trips_cap": lambda i: of_clients(i, "max_trips"),
    "groups_cap": lambda i: of_clients(i, "max_groups"),
    "client_run": lambda i: of_clients(i, "max_run_minutes"),
    "client_meal": lambda i: of_clients(i, "meal"),
    "company_kept": lambda i: of_items(i, lambda item: item.with_guests or item.with_clients),
    "apart_in_session": lambda i: of_relations(i, "apart"),
    "apart_in_building": lambda i: of_relations(i, "apart_building"),
    "kept_together": lambda i: of_relations(i, "together"),
    "held": lambda i: of_pins(i, "hold"),
    "forbidden": lambda i: of_pins(i, "forbid"),
    "past_kept": lambda i: i.week.now,
}
