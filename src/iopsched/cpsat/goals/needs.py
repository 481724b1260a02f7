"""Level 1: clients' needs and what falls short of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.variables import Variables
from iopsched.domain.clients import Client
from iopsched.domain.result import NeedKind


@dataclass(frozen=True)
class ModelNeed:
    """A floor of one client: how much is needed, what the schedule gives, minutes per unit short.

    `kind` and `subject` are those of `iopsched.domain.result.Need`.
    """

    client: Client
    kind: NeedKind
    subject: str | None
    needed: int
    got: Expr
    minutes: int


def find_needs(v: Variables) -> list[ModelNeed]:
    """Return every need of every client that is not 0."""
    needs: list[ModelNeed] = []
    for client in v.clients:
        if v.settled(v.of_client[client.id]):
            continue
        needs.extend(_week_needs(v, client))
        needs.extend(_session_needs(v, client))
        needs.extend(_gap_need(v, client))
        needs.extend(_membership_needs(v, client))
    return [need for need in needs if need.needed > 0]


def _week_needs(v: Variables, client: Client) -> list[ModelNeed]:
    merged = v.world.merged[client.id]
    first, last = v.world.stay[client.id]
    stay = last - first + 1
    flat = v.world.instance.conventions.uncredited_session_minutes

    def prorated_days(floor: int) -> int:
        return (2 * floor * stay + 7) // 14

    needs = [
        ModelNeed(
            client,
            "week_minutes",
            None,
            merged.min_minutes * stay // 7,
            v.days.week_minutes(client.id),
            1,
        )
    ]
    if merged.min_qualifying_days:
        days = v.days.qualifying_days(client.id, exact=False)
        minutes = merged.day_threshold if merged.threshold_given else flat
        floor = prorated_days(merged.min_qualifying_days)
        needs.append(ModelNeed(client, "qualifying_days", None, floor, total(days), minutes))
    if merged.min_service_days:
        days = v.days.service_days(client.id)
        floor = prorated_days(merged.min_service_days)
        needs.append(ModelNeed(client, "service_days", None, floor, total(days), flat))
    return needs


def _session_needs(v: Variables, client: Client) -> list[ModelNeed]:
    needs = []
    for item in client.plan:
        if not v.world.due(item):
            continue
        attends = [i.literal for i in v.days.sessions(client.id, item.service)]
        had = len(v.world.attended_days(client, item.service))
        minutes = _session_minutes(v, item.service)
        needs.append(
            ModelNeed(client, "sessions", item.service, item.min_sessions, total(attends) + had, minutes)
        )
    return needs


def _session_minutes(v: Variables, service: str) -> int:
    credits = v.world.instance.service[service].credits
    return credits if credits > 0 else v.world.instance.conventions.uncredited_session_minutes


def _gap_need(v: Variables, client: Client) -> list[ModelNeed]:
    longest = v.world.merged[client.id].max_gap_days
    if longest is None:
        return []
    first, last = v.world.stay[client.id]
    earliest = first
    if client.last_service_date is not None:
        earliest = v.world.day_of_date(client.last_service_date) + 1
    served = v.days.service_days(client.id)
    windows = []
    for end in range(first, last + 1):
        if end - longest < earliest:
            continue
        inside = [served[day] for day in range(max(end - longest, 0), end + 1)]
        window = v.new()
        v.model.add_bool_or([~window, *inside])
        windows.append(window)
    flat = v.world.instance.conventions.uncredited_session_minutes
    return [ModelNeed(client, "gap_days", None, len(windows), total(windows), flat)]


def _membership_needs(v: Variables, client: Client) -> list[ModelNeed]:
    needs = []
    for group in v.world.instance.groups:
        if client.id in group.members and (group.closed or group.attendance == "attend_all"):
            member = v.in_group(client.id, group.id)
            got: Expr = 0 if member is None else member
            minutes = _session_minutes(v, group.service)
            needs.append(ModelNeed(client, "membership", group.id, 1, got, minutes))
    return needs


def _below(v: Variables, share: int) -> dict[str, cp_model.IntVar]:
    """Return for each client with needs whether it gets less than 1/`share` (rounded up) of some need."""
    below: dict[str, cp_model.IntVar] = {}
    for need in v.needs:
        if need.client.id not in below:
            below[need.client.id] = v.new()
        floor = -(-need.needed // share)
        v.model.add(need.got + floor * below[need.client.id] >= floor)
    return below


def who_is_short(v: Variables) -> dict[str, cp_model.IntVar]:
    """Return for each client with needs whether it is short of any."""
    return _below(v, 1)


def priority_of(v: Variables, clients: Mapping[str, Expr]) -> Expr:
    """Return the priority of the clients of whom something is true."""
    return total(v.world.instance.client[one].priority * true for one, true in clients.items())


def abandoned(v: Variables) -> Expr:
    """Priority of clients who miss more than half of a need."""
    return priority_of(v, _below(v, 2))


def clients_short(v: Variables) -> Expr:
    """Priority of clients with any shortfall."""
    return priority_of(v, who_is_short(v))


def minutes_short(v: Variables) -> Expr:
    """Minutes short over all needs, days and sessions converted."""
    terms = []
    for need in v.needs:
        short = v.model.new_int_var(0, need.needed, "")
        v.model.add(short + need.got >= need.needed)
        terms.append(need.minutes * short)
    return total(terms)


TERMS = {"abandoned": abandoned, "clients_short": clients_short, "minutes_short": minutes_short}
