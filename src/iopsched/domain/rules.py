"""Every rule's name and sentence: shared by the model, the judge, the tests and the docs.

The sentences are all that the model and the judge have in common; each spells a rule out in its own
code. docs/rules.md defines the edges of every rule under its name.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A rule's family, its name and what it asks for, as one sentence."""

    family: str
    name: str
    sentence: str


_FAMILIES: dict[str, dict[str, str]] = {
    "time": {
        "start_offered": "A group session starts at a candidate start of its meeting, any other on the grid.",
        "length_kept": "A session lasts exactly its service's clock minutes.",
        "service_scheduled": "No session delivers a service that is never scheduled.",
        "site_open": "A session lies within its site's opening hours and outside closures.",
        "room_available": "A room is used only within its hours.",
        "room_in_one_use": "A room holds at most one session at a time.",
        "client_available": "A client attends only within its hours.",
        "client_stay": "A client attends only between its first and last date.",
        "arrival_and_departure": "A client is on site only between its arrival and departure times.",
        "client_in_one_place": "A client attends one session at a time, with time to get to the next.",
        "guest_available": "A guest attends only within its hours.",
        "guest_in_one_place": "A guest attends one session at a time, with time to get to the next.",
        "clinician_available": "A clinician leads only within its hours.",
        "clinician_in_one_place": "A clinician leads one session at a time, with time to get to the next.",
        "site_staffed": "At least the site's fewest staff are present during every session in it.",
    },
    "staff": {
        "roles_filled": "Every role that is not optional has one leader, and every leader one role.",
        "credentials_held": "Whoever fills a role holds a set of its credentials, valid on the date.",
        "leader_listed": "A group session is led only by the candidate leaders of its meeting.",
        "clinician_place": "A clinician leads only at its sites and in its modes.",
        "supervisor_present": "Whoever needs supervision leads only on site with a supervisor present.",
        "clinician_day_load": "A clinician leads at most its minutes per day.",
        "clinician_week_load": "A clinician leads at most its minutes per week.",
        "clinician_break": "A clinician has its break between any two sessions.",
        "clinician_run": "A clinician works no longer than its run without a rest.",
        "clinician_meal": "A clinician has its meal break on long days.",
        "caseload_kept": "A clinician is primary to at most its caseload.",
        "plan_clinician": "A plan item's sessions are led by whom the plan asks for.",
        "clinician_avoided": "A client is in no session led by a clinician it avoids.",
        "language_shared": "Leaders and clients of a session share its language.",
    },
    "place": {
        "mode_allowed": "A session is held in a mode that its service or group and its clients allow.",
        "room_suits": "A session's room has the features it needs and is one of its candidate rooms.",
        "room_fits": "A room seats everybody in it, leaders and guests included.",
    },
    "group": {
        "head_count": "A session has between its fewest and most heads.",
        "leader_ratio": "A session has at most so many heads per leader.",
        "ages_together": "Clients of a session are of age bands allowed together.",
        "eligible_only": "A group admits only clients who are eligible for it.",
        "closed_group": "A closed group admits only its members.",
        "attend_all_whole": "A track runs whole or not at all, and whoever is in it attends every meeting.",
        "one_of_set": "A client is in at most one group of a set.",
    },
    "client": {
        "service_planned": "A client with a plan attends only services of the plan.",
        "week_minutes": "A client has at most its credited minutes a week.",
        "day_minutes": "A client has at most its credited minutes a day.",
        "service_days": "A client has at most its service days a week.",
        "authorised_days": "A client has qualifying days only as far as they are authorised.",
        "sessions_cap": "A client has at most the sessions of a plan item.",
        "sessions_apart": "Sessions of a plan item keep their spacing.",
        "trips_cap": "A client makes at most its trips a week.",
        "groups_cap": "A client is in at most its number of groups.",
        "client_run": "A client's day has no run longer than its own without a rest.",
        "client_meal": "A client has its meal break on long days.",
        "company_kept": "Required company comes along, and nobody comes along unasked.",
    },
    "relation": {
        "apart_in_session": "Clients kept apart are never in one session.",
        "apart_in_building": "Clients kept apart in the building are never in it at one time.",
        "kept_together": "Clients kept together attend the same group sessions.",
    },
    "pin": {
        "held": "What a pin holds is in the schedule.",
        "forbidden": "What a pin forbids is not in the schedule.",
        "past_kept": "What was held before now stays as it was.",
    },
}

RULES: dict[str, Rule] = {
    name: Rule(family, name, sentence)
    for family, rules in _FAMILIES.items()
    for name, sentence in rules.items()
}
"""All rules by name, family by family."""
