"""The case table of the rules: rows just inside and just outside every edge, written from docs/rules.md."""

from rule_cases import (
    attended,
    bands,
    groups,
    long_days,
    past,
    pins,
    place,
    plans,
    presence,
    published_pins,
    relations,
    staff,
    staff_loads,
    time_offered,
    time_people,
    tracks,
)
from rule_cases.case import Case

CASES: tuple[Case, ...] = (
    *time_offered.CASES,
    *time_people.CASES,
    *presence.CASES,
    *staff.CASES,
    *staff_loads.CASES,
    *long_days.CASES,
    *place.CASES,
    *groups.CASES,
    *tracks.CASES,
    *bands.CASES,
    *plans.CASES,
    *relations.CASES,
    *pins.CASES,
    *published_pins.CASES,
    *past.CASES,
    *attended.CASES,
)
