"""Linear expressions: one name for their type, one way to add many up."""

from collections.abc import Iterable

from ortools.sat.python import cp_model

Expr = cp_model.LinearExpr | int


def total(terms: Iterable[Expr]) -> Expr:
    """Return the sum of some terms, built in one step."""
    return cp_model.LinearExpr.sum(list(terms))
