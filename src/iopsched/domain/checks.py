"""Cross-checks of an instance whose fields are right one by one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iopsched.domain.draft import Draft, draft_of
from iopsched.domain.references import mentions, reference_problems
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
    yield from ()


def doubts(draft: Draft) -> Iterator[Problem]:
    """Yield warnings: what is allowed, and probably not meant."""
    yield from ()
