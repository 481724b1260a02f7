"""Clients who leave: a stay that ends, or a client taken out with everything that names it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.instance import Instance
from iopsched.domain.relations import Pin, Relation
from iopsched.domain.services import Group
from iopsched.judging.words import counted, listed
from iopsched.replanning.event_kinds import Changed, Leaving, told_date
from iopsched.replanning.hours_taken import ending


@dataclass
class _Departures:
    """Who leaves: the last dates of those who stay for some days, and those who are out of the week."""

    last: dict[str, dt.date] = field(default_factory=dict)
    at_once: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def take_leavings(instance: Instance, leavings: Iterable[Leaving]) -> Changed:
    """Return the instance without those who left before their week began, the others' stays ended.

    Whoever was in a session of the past is kept, with a stay that ends with the last of them.
    """
    found = _departures(instance, leavings)
    if not found.last:
        return Changed(instance=instance)
    changed = instance.replace(
        clients=tuple(_clients(instance, found)),
        relations=tuple(_relations(instance, found)),
        groups=tuple(_groups(instance, found)),
        pins=tuple(_pins(instance, found)),
    )
    return Changed(instance=changed, notes=tuple(found.notes))


def _departures(instance: Instance, leavings: Iterable[Leaving]) -> _Departures:
    found = _Departures()
    now = instance.week.now
    for leaving in leavings:
        day = instance.week.monday - dt.timedelta(days=1)
        if leaving.date is not None:
            day = leaving.date - dt.timedelta(days=1)
        elif now is not None:
            day = now.date()
            found.at_once.add(leaving.client)
        found.last[leaving.client] = min(found.last.get(leaving.client, day), day)
    for client_id, day in found.last.items():
        begins = max(instance.week.monday, instance.client[client_id].starts_on or instance.week.monday)
        if day < begins:
            attended = [session.date for session in instance.history if client_id in session.clients]
            if attended:
                found.last[client_id] = max(attended)
                found.at_once.add(client_id)
            else:
                found.gone.add(client_id)
    return found


def _clients(instance: Instance, found: _Departures) -> Iterator[Client]:
    now = instance.week.now
    for client in instance.clients:
        if client.id in found.gone:
            continue
        last = found.last.get(client.id)
        if last is not None and client.ends_on is not None and client.ends_on < last:
            found.notes.append(f"the stay of {client.id} ends on {told_date(client.ends_on)} already")
        elif last is not None:
            client = client.model_copy(update={"ends_on": last})
            if now is not None and client.id in found.at_once and last == now.date():
                client = ending(client, last, now.hour * 60 + now.minute)
        yield client.model_copy(update={"plan": tuple(_without_company(client, found))})


def _without_company(client: Client, found: _Departures) -> Iterator[PlanItem]:
    for item in client.plan:
        lost = [one for one in item.with_clients if one in found.gone]
        if lost:
            found.notes.append(
                f"{listed(lost)} comes along to {item.service} of {client.id} no longer: {_left(lost)}"
            )
            kept = tuple(one for one in item.with_clients if one not in found.gone)
            item = item.model_copy(update={"with_clients": kept})
        yield item


def _left(lost: list[str]) -> str:
    return f"{listed(lost)} left"


def _relations(instance: Instance, found: _Departures) -> Iterator[Relation]:
    for relation in instance.relations:
        lost = [one for one in relation.clients if one in found.gone]
        kept = tuple(one for one in relation.clients if one not in found.gone)
        if not lost:
            yield relation
        elif len(kept) < 2:
            found.notes.append(f"relation of {listed(relation.clients)} no longer applies: {_left(lost)}")
        else:
            found.notes.append(
                f"relation of {listed(relation.clients)} is now of {listed(kept)}: {_left(lost)}"
            )
            yield relation.model_copy(update={"clients": kept})


def _groups(instance: Instance, found: _Departures) -> Iterator[Group]:
    for group in instance.groups:
        lost = [one for one in group.members if one in found.gone]
        if lost:
            found.notes.append(f"group {group.id} has {counted(len(lost), 'member')} less: {_left(lost)}")
            kept = tuple(one for one in group.members if one not in found.gone)
            group = group.model_copy(update={"members": kept})
        yield group


def _pins(instance: Instance, found: _Departures) -> Iterator[Pin]:
    owners = {
        session_id: client.id
        for client in instance.clients
        if client.id in found.last
        for session_id, _ in instance.individual_session_ids(client)
    }
    for index, pin in enumerate(instance.pins):
        about = {pin.client, owners.get(pin.session or "")} & set(found.last)
        over = next(
            (
                one
                for one in sorted(filter(None, about))
                if one in found.gone or _after(instance, pin, found.last[one])
            ),
            None,
        )
        if over is None:
            yield pin
        else:
            found.notes.append(f"pins[{index}] no longer applies: {over} left")


def _after(instance: Instance, pin: Pin, last: dt.date) -> bool:
    """Return whether a pin holds something on a day after the last."""
    day = pin.day if pin.start is None else pin.start // MINUTES_PER_DAY
    return pin.pin == "hold" and day is not None and instance.week.date_of(day) > last
