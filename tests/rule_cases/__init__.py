"""The case table of the rules: rows just inside and just outside every edge, written from docs/rules.md."""

from rule_cases import long_days, presence, staff, staff_loads, time_offered, time_people
from rule_cases.case import Case

CASES: tuple[Case, ...] = (
    *time_offered.CASES,
    *time_people.CASES,
    *presence.CASES,
    *staff.CASES,
    *staff_loads.CASES,
    *long_days.CASES,
)
