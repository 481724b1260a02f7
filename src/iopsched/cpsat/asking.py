"""Who asks for what in its plan, by service: found once per week, so that most sessions are passed over."""

from collections.abc import Callable
from functools import cached_property

from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.instance import Instance


def asks_for_primary(instance: Instance, item: PlanItem) -> bool:
    """Return whether a plan item's sessions are led by the client's primary."""
    if item.with_whom is None:
        return instance.service[item.service].format == "individual"
    return item.with_whom == "primary"


class Asking:
    """For each service, the clients whose plan item of it asks for something."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    @cached_property
    def planned(self) -> dict[str, frozenset[str]]:
        """For each service, the clients whose plan has it, and those who have no plan."""
        unplanned = {client.id for client in self._instance.clients if not client.plan}
        named = self._asking(lambda _client, _item: True)
        return {service.id: named[service.id] | unplanned for service in self._instance.services}

    @cached_property
    def required_company(self) -> dict[str, frozenset[str]]:
        """For each service, the clients whose sessions of it others must come along to."""
        return self._asking(lambda _, item: item.company == "required")

    @cached_property
    def optional_company(self) -> dict[str, frozenset[str]]:
        """For each service, the clients whose sessions of it others should come along to."""
        return self._asking(lambda _, item: item.company == "optional")

    @cached_property
    def covered(self) -> dict[str, frozenset[str]]:
        """For each service, the clients whose primary others may cover for."""
        return self._asking(
            lambda client, item: item.with_whom == "primary_or_cover" and client.primary is not None
        )

    @cached_property
    def choosy(self) -> dict[str, frozenset[str]]:
        """For each service, the clients who ask for their primary there, or for somebody's tags."""
        return self._asking(
            lambda _, item: bool(item.clinician_tags) or asks_for_primary(self._instance, item)
        )

    @cached_property
    def unassigned(self) -> dict[str, frozenset[str]]:
        """For each service, the clients who ask for their primary there and have none yet."""
        return self._asking(
            lambda client, item: client.primary is None and asks_for_primary(self._instance, item)
        )

    def _asking(self, asks: Callable[[Client, PlanItem], bool]) -> dict[str, frozenset[str]]:
        """Return for each service the clients whose plan item of it asks for something."""
        found: dict[str, set[str]] = {service.id: set() for service in self._instance.services}
        for client in self._instance.clients:
            for item in client.plan:
                if asks(client, item):
                    found[item.service].add(client.id)
        return {service: frozenset(clients) for service, clients in found.items()}
