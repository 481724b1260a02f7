"""The same instance under other ids and in another order."""

from random import Random
from typing import Any

from iopsched.domain.instance import Instance

KINDS = ("sites", "rooms", "services", "clinicians", "groups", "levels", "payers", "clients", "group_sets")
IN_ORDER = ("goals",)
"""Lists whose order says something."""
NOT_IDS = ("preset",)
"""Fields whose words may look like ids."""


def relabelled(instance: Instance, rng: Random) -> Instance:
    """Return the instance with every id replaced and every list shuffled that is in no order."""
    new = _new_ids(instance, rng)
    data = _rewritten(instance.model_dump(mode="json"), new, rng)
    return Instance.model_validate({**data, "id": instance.id})


def _new_ids(instance: Instance, rng: Random) -> dict[str, str]:
    old = [entity.id for kind in KINDS for entity in getattr(instance, kind)]
    old += list(instance.guest)
    numbers = rng.sample(range(100, 1000), len(old))
    new = {one: f"x{number}" for one, number in zip(dict.fromkeys(old), numbers, strict=False)}
    for one, offer in instance.offer.items():
        new[one] = f"{new[offer.group.id]}.{offer.meeting.id}"
    for client in instance.clients:
        for one, service in instance.individual_session_ids(client):
            new[one] = f"{new[client.id]}.{new[service]}.{one.rpartition('.')[2]}"
    return new


def _rewritten(value: Any, new: dict[str, str], rng: Random) -> Any:
    if isinstance(value, dict):
        return {
            key: part if key in NOT_IDS or key in IN_ORDER else _rewritten(part, new, rng)
            for key, part in value.items()
        }
    if isinstance(value, list):
        parts = [_rewritten(part, new, rng) for part in value]
        rng.shuffle(parts)
        return parts
    return new.get(value, value) if isinstance(value, str) else value
