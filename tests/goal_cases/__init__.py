"""The case table of the goals: what every term is worth and what clients need, from docs/goals.md."""

from goal_cases import (
    attended,
    burden,
    change,
    gaps,
    needs,
    needs_impossible,
    needs_of_plans,
    resources,
    shortage,
    wishes,
)
from goal_cases.case import GoalCase, NeedCase
from goal_cases.levels import LEVEL_CASES as LEVEL_CASES

CASES: tuple[GoalCase, ...] = (
    *shortage.CASES,
    *change.CASES,
    *wishes.CASES,
    *burden.CASES,
    *resources.CASES,
)

NEED_CASES: tuple[NeedCase, ...] = (
    *needs.CASES,
    *needs_of_plans.CASES,
    *needs_impossible.CASES,
    *gaps.CASES,
    *attended.CASES,
)
