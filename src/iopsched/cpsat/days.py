"""Service days and qualifying days of a client, as literals."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from iopsched.cpsat.expr import Expr, weighted

if TYPE_CHECKING:
    from iopsched.cpsat.items import Item
    from iopsched.cpsat.variables import Variables


class Days:
    """Day literals of one model, each made when first asked for."""

    def __init__(self, v: "Variables") -> None:
        self._v = v
        self._service: dict[str, list[cp_model.IntVar]] = {}
        self._qualifying: dict[str, list[cp_model.IntVar]] = {}
        self._exact: set[str] = set()
        self._credited: dict[str, dict[int, list[Item]]] = {}

    def credited(self, client: str) -> dict[int, list["Item"]]:
        """Return what the client may attend with credit, by day."""
        if client not in self._credited:
            days: dict[int, list[Item]] = defaultdict(list)
            recorded = self._v.world.recorded[client]
            for item in self._v.of_client[client]:
                slot = item.placement.slot
                if slot.service.credits > 0 and slot.id not in recorded:
                    days[item.day].append(item)
            self._credited[client] = days
        return self._credited[client]

    def sessions(self, client: str, service: str) -> list["Item"]:
        """Return what counts as a session of a service if the client attends it."""
        recorded = self._v.world.recorded[client]
        return [
            item
            for item in self._v.of_client[client]
            if item.placement.slot.service.id == service and item.placement.slot.id not in recorded
        ]

    def minutes(self, client: str, day: int) -> Expr:
        """Return the client's credited minutes of a day, attended ones included."""
        planned = weighted(_credits(self.credited(client)[day]))
        return planned + self._v.world.attended_minutes[client][day]

    def week_minutes(self, client: str) -> Expr:
        """Return the client's credited minutes of the week, attended ones included."""
        credited = (item for items in self.credited(client).values() for item in items)
        return weighted(_credits(credited)) + sum(self._v.world.attended_minutes[client])

    def service_days(self, client: str) -> list[cp_model.IntVar]:
        """Return seven literals, each true if and only if the day has credited minutes."""
        if client not in self._service:
            credited = self.credited(client)
            days = []
            for day, had in enumerate(self._v.world.attended_minutes[client]):
                literals = [item.literal for item in credited[day]]
                if had > 0 or self._v.happened(literals) is not None:
                    days.append(self._v.done)
                    continue
                served = self._v.new()
                if not literals:
                    self._v.model.add(served == 0)
                else:
                    self._v.model.add_max_equality(served, literals)
                days.append(served)
            self._service[client] = days
        return self._service[client]

    def qualifying_days(self, client: str, *, exact: bool) -> list[cp_model.IntVar]:
        """Return seven literals, each true only if the day qualifies; with `exact`, if and only if."""
        threshold = self._v.world.merged[client].day_threshold
        if threshold == 1:
            return self.service_days(client)
        model = self._v.model
        if client not in self._qualifying:
            self._qualifying[client] = [
                self._v.done if self._settled(client, day) >= threshold else self._v.new() for day in range(7)
            ]
            for day, qualifies in enumerate(self._qualifying[client]):
                model.add(self.minutes(client, day) >= threshold * qualifies)
        if exact and client not in self._exact:
            self._exact.add(client)
            for day, qualifies in enumerate(self._qualifying[client]):
                model.add(self.minutes(client, day) <= threshold - 1).only_enforce_if(~qualifies)
        return self._qualifying[client]

    def _settled(self, client: str, day: int) -> int:
        """Return the client's credited minutes of a day that nobody can change any more."""
        held = (item.placement for item in self.credited(client)[day] if item.placement.past)
        return self._v.world.attended_minutes[client][day] + sum(p.slot.service.credits for p in held)


def _credits(items: Iterable["Item"]) -> Iterator[tuple[int, cp_model.IntVar]]:
    return ((item.placement.slot.service.credits, item.literal) for item in items)
