"""The judge: whether a schedule keeps every rule, what it is worth, and what each client gets."""

from collections.abc import Callable, Iterator

from iopsched.domain.instance import Instance
from iopsched.domain.result import Verdict, Violation
from iopsched.domain.schedule import Schedule
from iopsched.judging.building import build_index
from iopsched.judging.certificates import certificate_of
from iopsched.judging.checks import (
    client,
    duty,
    group,
    past,
    pauses,
    pin,
    place,
    presence,
    relation,
    staff,
    time,
)
from iopsched.judging.goals import level_value
from iopsched.judging.index import ScheduleIndex

Check = Callable[[ScheduleIndex], Iterator[Violation]]

CHECKS: dict[str, Check] = {
    "start_offered": time.start_offered,
    "length_kept": time.length_kept,
    "service_scheduled": time.service_scheduled,
    "site_open": time.site_open,
    "room_available": time.room_available,
    "room_in_one_use": time.room_in_one_use,
    "client_available": time.client_available,
    "client_stay": time.client_stay,
    "arrival_and_departure": time.arrival_and_departure,
    "client_in_one_place": time.client_in_one_place,
    "guest_available": time.guest_available,
    "guest_in_one_place": time.guest_in_one_place,
    "clinician_available": time.clinician_available,
    "clinician_in_one_place": time.clinician_in_one_place,
    "site_staffed": presence.site_staffed,
    "roles_filled": staff.roles_filled,
    "credentials_held": staff.credentials_held,
    "leader_listed": staff.leader_listed,
    "clinician_place": staff.clinician_place,
    "supervisor_present": presence.supervisor_present,
    "clinician_day_load": duty.clinician_day_load,
    "clinician_week_load": duty.clinician_week_load,
    "clinician_break": duty.clinician_break,
    "clinician_run": pauses.clinician_run,
    "clinician_meal": pauses.clinician_meal,
    "caseload_kept": staff.caseload_kept,
    "plan_clinician": staff.plan_clinician,
    "clinician_avoided": staff.clinician_avoided,
    "language_shared": staff.language_shared,
    "mode_allowed": place.mode_allowed,
    "room_suits": place.room_suits,
    "room_fits": place.room_fits,
    "head_count": group.head_count,
    "leader_ratio": group.leader_ratio,
    "ages_together": group.ages_together,
    "eligible_only": group.eligible_only,
    "closed_group": group.closed_group,
    "attend_all_whole": group.attend_all_whole,
    "one_of_set": group.one_of_set,
    "service_planned": client.service_planned,
    "week_minutes": client.week_minutes,
    "day_minutes": client.day_minutes,
    "service_days": client.service_days,
    "authorised_days": client.authorised_days,
    "sessions_cap": client.sessions_cap,
    "sessions_apart": client.sessions_apart,
    "trips_cap": client.trips_cap,
    "groups_cap": client.groups_cap,
    "client_run": pauses.client_run,
    "client_meal": pauses.client_meal,
    "company_kept": client.company_kept,
    "apart_in_session": relation.apart_in_session,
    "apart_in_building": relation.apart_in_building,
    "kept_together": relation.kept_together,
    "held": pin.held,
    "forbidden": pin.forbidden,
    "past_kept": past.past_kept,
}
"""The check of every rule, by the rule's name."""


def judge(instance: Instance, schedule: Schedule, *, without: frozenset[str] = frozenset()) -> Verdict:
    """Return every violation, goal level and certificate of a schedule whose ids the instance knows.

    `without` names rules whose checks are left out.
    """
    index = build_index(instance, schedule)
    found = [violation for rule, check in CHECKS.items() if rule not in without for violation in check(index)]
    return Verdict(
        violations=tuple(violation for violation in found if not past.is_history(index, violation)),
        history=tuple(violation for violation in found if past.is_history(index, violation)),
        levels=tuple(level_value(index, level) for level in instance.goals),
        certificates=tuple(certificate_of(index, client) for client in instance.clients),
    )
