"""Where each rule makes a difference."""

from brute_force.enumerate import TooLargeError, Weeks
from brute_force.options import NOTHING, broken
from brute_force.tiny import tiny_instance
from iopsched.domain.rules import RULES

SEEDS = range(350)
"""The tiny instances that the tests plan."""

IMPLIED = {"guest_in_one_place": frozenset({"client_in_one_place"})}
"""A rule that another implies shows only beside its absence: a guest is nowhere without its client."""

ACTIVE = {
    "start_offered": 0,
    "length_kept": 0,
    "service_scheduled": 9,
    "site_open": 5,
    "room_available": 17,
    "room_in_one_use": 0,
    "client_available": 0,
    "client_stay": 22,
    "arrival_and_departure": 8,
    "client_in_one_place": 0,
    "guest_available": 42,
    "guest_in_one_place": 9,
    "clinician_available": 6,
    "clinician_in_one_place": 0,
    "site_staffed": 24,
    "roles_filled": 0,
    "credentials_held": 11,
    "leader_listed": 9,
    "clinician_place": 20,
    "supervisor_present": 108,
    "clinician_day_load": 34,
    "clinician_week_load": 0,
    "clinician_break": 36,
    "clinician_run": 17,
    "clinician_meal": 22,
    "caseload_kept": 12,
    "plan_clinician": 13,
    "clinician_avoided": 8,
    "language_shared": 31,
    "mode_allowed": 0,
    "room_suits": 0,
    "room_fits": 30,
    "head_count": 0,
    "leader_ratio": 61,
    "ages_together": 18,
    "eligible_only": 13,
    "closed_group": 116,
    "attend_all_whole": 12,
    "one_of_set": 27,
    "service_planned": 11,
    "week_minutes": 45,
    "day_minutes": 48,
    "service_days": 5,
    "authorised_days": 121,
    "sessions_cap": 103,
    "sessions_apart": 172,
    "trips_cap": 41,
    "groups_cap": 46,
    "client_run": 205,
    "client_meal": 29,
    "company_kept": 0,
    "apart_in_session": 5,
    "apart_in_building": 76,
    "kept_together": 17,
    "held": 2,
    "forbidden": 4,
    "past_kept": 300,
}
"""For each rule a seed at which it alone refuses some week; `benchmarks/agreement.py --active` finds them."""


def refused_by(rule: str, seed: int) -> bool:
    """Return whether some week at this seed breaks the rule and no other (but what implies it)."""
    without = IMPLIED.get(rule, NOTHING) | {rule}
    weeks = Weeks(tiny_instance(seed), without, most=300)
    try:
        return any(next(broken(week, [rule]), None) for week in weeks)
    except TooLargeError:
        return False


def find_active() -> dict[str, int]:
    """Return the first seed of each rule at which it makes a difference, and no more weeks than needed."""
    found: dict[str, int] = {}
    for seed in SEEDS:
        found.update({rule: seed for rule in RULES if rule not in found and refused_by(rule, seed)})
    return found
