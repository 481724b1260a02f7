"""Taking an instance to another week."""

import datetime as dt
from typing import Any, NamedTuple

from iopsched.domain.base import Model
from iopsched.domain.instance import Instance


class Carried(NamedTuple):
    """An instance taken to another week, and how many entries of the old week's dates stayed behind."""

    instance: Instance
    left_behind: dict[str, int]


def shifted(instance: Instance, monday: dt.date) -> Instance:
    """Return the same week at another date: every date in it moves by as many days as its Monday.

    A made-up week stays the same week to plan. What it has published is tied to no instance any more.

    Raises:
        iopsched.errors.ProblemsError: a date would fall where it makes no sense.
    """
    ahead = monday - instance.week.monday
    if not ahead:
        return instance
    fields = {name: _ahead(getattr(instance, name), ahead) for name in type(instance).model_fields}
    if fields["published"] is not None:
        fields["published"] = fields["published"].model_copy(update={"instance_digest": None})
    return Instance(**fields)


def _ahead(value: Any, ahead: dt.timedelta) -> Any:
    if isinstance(value, dt.date):
        return value + ahead
    if isinstance(value, Model):
        fields = {name: _ahead(getattr(value, name), ahead) for name in type(value).model_fields}
        return value.model_copy(update=fields)
    if type(value) is tuple:
        return tuple(_ahead(inner, ahead) for inner in value)
    return value


def carried(instance: Instance, monday: dt.date) -> Carried:
    """Return the week of another Monday with the same people, rooms and groups.

    What belongs to dates of the old week stays behind: closures, exceptions, attendance, what was held.
    Dates that mean the same in any week stay as they are: credentials, authorisations, first and last
    days of a stay, when a service was last on. Programme weeks count on. What is published stays; it is
    compared day for day.

    Raises:
        iopsched.errors.ProblemsError: a date that stays makes no sense in the new week.
    """
    weeks = (monday - instance.week.monday).days // 7
    if not weeks:
        return Carried(instance, {})
    left = {
        "closures": len(instance.week.closures),
        "exceptions": sum(len(one.exceptions) for one in _with_exceptions(instance)),
        "attended": sum(len(client.attended) for client in instance.clients),
        "history": len(instance.history),
    }
    clients = tuple(
        client.model_copy(
            update={
                "exceptions": (),
                "attended": (),
                "guests": tuple(guest.model_copy(update={"exceptions": ()}) for guest in client.guests),
                "programme_week": max(1, client.programme_week + weeks),
            }
        )
        for client in instance.clients
    )
    moved = instance.replace(
        week=instance.week.model_copy(update={"monday": monday, "closures": (), "now": None}),
        sites=_without_exceptions(instance.sites),
        rooms=_without_exceptions(instance.rooms),
        clinicians=_without_exceptions(instance.clinicians),
        clients=clients,
        history=(),
    )
    return Carried(moved, {name: count for name, count in left.items() if count})


def _with_exceptions(instance: Instance) -> tuple[Any, ...]:
    guests = tuple(guest for client in instance.clients for guest in client.guests)
    return (*instance.sites, *instance.rooms, *instance.clinicians, *instance.clients, *guests)


def _without_exceptions(entities: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(entity.model_copy(update={"exceptions": ()}) for entity in entities)
