"""Bounds of level 1 from single clients: who falls short even alone does so in every schedule."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from iopsched.continuity.resolving import brief
from iopsched.cpsat.alone import Alone, alone
from iopsched.domain.goals import GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits

SECONDS = 1.0
EFFORT = 0.5
"""What one question about one client may use."""

TERMS = {"abandoned", "clients_short", "minutes_short"}
"""The goal terms that are sums over clients, so that bounds of clients add up."""


@dataclass
class Floors:
    """What each client asked about contributes to level 1 at least, and the effort it took."""

    instance: Instance
    clients: dict[str, Alone] = field(default_factory=dict)
    effort: float = 0.0

    def ask(self, clients: Iterable[str], limits: Limits, cancel: Cancel | None = None) -> None:
        """Find out about more clients, as far as the limits allow."""
        until = time.monotonic() + limits.time_limit
        spent = self.effort
        for client in clients:
            over = self.effort - spent >= limits.effort if limits.reproducible else time.monotonic() >= until
            if over or (cancel is not None and cancel.is_set()):
                return
            if client not in self.clients:
                found = alone(self.instance, client, brief(limits, SECONDS, EFFORT), cancel=cancel)
                self.clients[client] = found
                self.effort += found.effort

    def of(self, level: GoalLevel) -> int | None:
        """Return the least value of a goal level that is proved, None where nothing is said of it."""
        if any(term.term not in TERMS for term in level.terms):
            return None
        return sum(weighted.weight * self._term(weighted.term) for weighted in level.terms)

    def _term(self, term: str) -> int:
        if term == "minutes_short":
            return sum(found.minutes for found in self.clients.values())
        priority = {name: self.instance.client[name].priority for name in self.clients}
        if term == "abandoned":
            return sum(priority[name] for name, found in self.clients.items() if found.abandoned)
        return sum(priority[name] for name, found in self.clients.items() if found.short)
