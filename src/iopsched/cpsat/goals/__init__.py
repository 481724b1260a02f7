"""Every goal term of the model under its name: the table of contents.

Each function adds what it needs to the model and returns an expression that is at least the term's
value, and equal to it wherever the term is minimised.
"""

from collections.abc import Callable

from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.goals import burden, change, needs, resources, wishes
from iopsched.cpsat.variables import Variables
from iopsched.domain.goals import GoalLevel

TERMS: dict[str, Callable[[Variables], Expr]] = {
    **needs.TERMS,
    **change.TERMS,
    **wishes.TERMS,
    **burden.TERMS,
    **resources.TERMS,
}
"""Goal terms by the names of `iopsched.domain.goals.TERMS`."""


def level_expression(v: Variables, level: GoalLevel) -> Expr:
    """Return a goal level as one expression to be minimised."""
    return total(weighted.weight * TERMS[weighted.term](v) for weighted in level.terms)
