"""Cross-checks of an instance whose fields are right one by one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iopsched.domain.doubts import offer_doubts, staff_doubts
from iopsched.domain.draft import Draft, draft_of
from iopsched.domain.early_doubts import early_doubts
from iopsched.domain.history_checks import history_problems
from iopsched.domain.need_doubts import need_doubts
from iopsched.domain.people_checks import client_problems, clinician_problems
from iopsched.domain.pin_checks import pin_doubts, pin_problems
from iopsched.domain.programme_checks import goal_problems, group_problems
from iopsched.domain.references import mentions, reference_problems
from iopsched.domain.session_id_checks import session_id_problems
from iopsched.domain.week_checks import date_problems, stay_doubts, travel_problems
from iopsched.errors import Problem, ProblemsError

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance


def require_consistent(instance: "Instance") -> None:
    """Raise `ProblemsError`, listing all that is wrong, unless references and pairs of fields fit."""
    found = tuple(mentions(type(instance), instance))
    problems = [*reference_problems(found), *inconsistencies(draft_of(instance))]
    if problems:
        raise ProblemsError(problems)


def inconsistencies(draft: Draft) -> Iterator[Problem]:
    """Yield every pair of fields that do not fit; references that lead nowhere are passed over."""
    yield from travel_problems(draft)
    yield from date_problems(draft)
    yield from group_problems(draft)
    yield from clinician_problems(draft)
    yield from client_problems(draft)
    yield from session_id_problems(draft)
    yield from goal_problems(draft)
    yield from pin_problems(draft)
    yield from history_problems(draft)


def doubts(draft: Draft) -> Iterator[Problem]:
    """Yield warnings: what is allowed, and probably not meant."""
    yield from stay_doubts(draft)
    yield from early_doubts(draft)
    yield from staff_doubts(draft)
    yield from offer_doubts(draft)
    yield from need_doubts(draft)
    yield from pin_doubts(draft)
