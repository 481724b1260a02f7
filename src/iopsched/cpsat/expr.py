"""Linear expressions: one name for their type, one way to add many up."""

from collections.abc import Iterable

from ortools.sat.python import cp_model

Expr = cp_model.LinearExpr | int


def weighted(terms: Iterable[tuple[int, cp_model.IntVar]]) -> Expr:
    """Return the sum of some variables, each with its factor; products made one by one take twice as long."""
    pairs = list(terms)
    if not pairs:
        return 0
    return cp_model.LinearExpr.weighted_sum([one for _, one in pairs], [factor for factor, _ in pairs])


def total(terms: Iterable[Expr]) -> Expr:
    """Return the sum of some terms, built in one step."""
    return cp_model.LinearExpr.sum(list(terms))
