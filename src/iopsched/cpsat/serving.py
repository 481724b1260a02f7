"""Whom to leave short where not everybody can be served, from the linear relaxation of a model.

Asked for as few clients short as can be, the relaxation leaves many short in part. Asked once more, at a
lower price for whoever was short before, it leaves nearly all of them short altogether or not at all
(Candès, Wakin and Boyd, 2008, "Enhancing sparsity by reweighted l1 minimization", Journal of Fourier
Analysis and Applications 14). Whom it leaves short need not be best: it is where to begin.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from iopsched.cpsat.expr import total
from iopsched.cpsat.items import Literal
from iopsched.cpsat.linear import Linear
from iopsched.cpsat.run import cores
from iopsched.cpsat.variables import Variables
from iopsched.domain.progress import Cancel, Limits

ROUGHLY = 1e-3
"""How near to the least an answer must be to choose by, as a share of it and of all clients.

Nearer ones took half as long again, and five times as long where nearly everybody can be served.
"""

FEW_SHORT = 0.03
"""If no more than this share of clients has to be short, whom to leave short is not what is hard."""

PRICE = 1000
"""What a client short costs at first, for each unit of priority."""


@dataclass(frozen=True)
class Choice:
    """Clients to leave short, none where nearly all can be served; `effort` in deterministic units.

    `values` are fractions, those of the model's variables in the relaxation; none if it was not solved.
    """

    clients: frozenset[str]
    effort: float
    values: Sequence[float] = ()


def whom_to_leave_short(
    v: Variables, short: Mapping[str, Literal], limits: Limits, cancel: Cancel | None = None
) -> Choice:
    """Return whom to leave short, so that as few as can be are; none if that is not known within limits,
    or cancelled before.

    Whether a client is `short` is a literal of the model. The model's objective is another one afterwards.
    """
    until = time.monotonic() + limits.time_limit
    linear, effort, unit = Linear(v.model), 0.0, float(PRICE * len(short))
    shares = dict.fromkeys(short, 0.0)
    for _ in range(2):
        if cancel is not None and cancel.is_set():
            return Choice(frozenset(), effort)
        v.model.minimize(total(_price(v, one, shares[one]) * literal for one, literal in short.items()))
        if limits.reproducible:
            found = linear.least(None, limits.effort - effort, 1, ROUGHLY, unit)
        else:
            found = linear.least(until - time.monotonic(), None, limits.workers or cores(), ROUGHLY, unit)
        effort += found.effort
        if not found.values:
            return Choice(frozenset(), effort)
        shares = {one: min(max(found.values[literal.index], 0.0), 1.0) for one, literal in short.items()}
        if sum(shares.values()) <= FEW_SHORT * len(short):
            return Choice(frozenset(), effort, found.values)
    worst = sorted(shares, key=lambda one: (-shares[one], one))
    return Choice(frozenset(worst[: round(sum(shares.values()))]), effort, found.values)


def _price(v: Variables, client: str, short_before: float) -> int:
    """Return what a client short costs: half where it was short altogether before."""
    return round(PRICE * v.world.instance.client[client].priority * (1 - short_before / 2))
