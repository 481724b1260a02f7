"""Levers worth a try: what stands between each short client and what it lacks, the most promising first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from iopsched.domain.clients import Client
from iopsched.domain.instance import Instance
from iopsched.domain.lever_table import LeverTable
from iopsched.domain.levers import AnyLever, FewerHeads
from iopsched.domain.result import Need
from iopsched.domain.schedule import Schedule
from iopsched.domain.services import Group, Meeting, Service
from iopsched.explaining.board import Board, own_items
from iopsched.explaining.holding import Holding
from iopsched.explaining.joining import by_mode, joining, may_ever_join
from iopsched.explaining.opening import new_groups, new_starts
from iopsched.explaining.own_time import OwnTime
from iopsched.explaining.wider_hours import for_client

MOST_TOGETHER = 2
"""How many levers are proposed together at most."""

A_CLIENT = 60
"""What hope of a client less that is short weighs against a minute less that is short."""


@dataclass
class Prospect:
    """Levers that might help some clients together, and the sessions that they are about.

    `minutes` are the minutes short of each client that might be mended, the most that it could be.
    """

    levers: tuple[AnyLever, ...]
    minutes: dict[str, int] = field(default_factory=dict)
    sessions: set[str] = field(default_factory=set)

    @property
    def clients(self) -> list[str]:
        """Whom they might help, those with most to gain first."""
        return sorted(self.minutes, key=lambda client: (-self.minutes[client], client))

    @property
    def cost(self) -> int:
        """What they cost together."""
        return sum(lever.cost for lever in self.levers)

    @property
    def promise(self) -> float:
        """What they might be worth for what they cost."""
        return sum(A_CLIENT + minutes for minutes in self.minutes.values()) / max(self.cost, 1)


def prospects(
    instance: Instance, schedule: Schedule, shortfalls: Iterable[Need], table: LeverTable
) -> list[Prospect]:
    """Return levers, and pairs of them, that might help, each once, in order of promise, single ones first.

    Kinds take turns, so that whoever stops early has seen some of each.
    """
    finding = _Finding(instance, schedule, list(shortfalls), table)
    finding.run()
    by_kind: dict[tuple[int, str], list[Prospect]] = defaultdict(list)
    for prospect in finding.found.values():
        by_kind[len(prospect.levers), prospect.levers[0].kind].append(prospect)
    ranked: list[tuple[int, int, float, Prospect]] = []
    for (number, _), those in by_kind.items():
        those.sort(key=lambda one: (-one.promise, str(one.levers)))
        ranked += [(number, turn, -one.promise, one) for turn, one in enumerate(those)]
    ranked.sort(key=lambda entry: entry[:3])
    return [entry[3] for entry in ranked]


class _Finding:
    def __init__(
        self, instance: Instance, schedule: Schedule, shortfalls: list[Need], table: LeverTable
    ) -> None:
        self._instance, self._table = instance, table
        self._board = Board(instance, schedule)
        self._needs: dict[str, list[Need]] = defaultdict(list)
        for need in shortfalls:
            if not need.impossible:
                self._needs[need.client].append(need)
        self.found: dict[tuple[AnyLever, ...], Prospect] = {}
        self._holding: dict[tuple[str, int], list[tuple[AnyLever, ...]]] = {}

    def run(self) -> None:
        """Look at each short client and what it lacks, then at groups that could be opened for several."""
        wanting: dict[str, dict[str, int]] = defaultdict(dict)
        for client_id, needs in self._needs.items():
            client = self._instance.client[client_id]
            for need in needs:
                services = set(self._group_services(client, need))
                for service in services:
                    before = wanting[service].get(client_id, 0)
                    wanting[service][client_id] = before + need.minutes
                self._groups(client, need, services)
                self._own(client, need)
        for service, minutes in wanting.items():
            for levers, unlocked in new_groups(self._board, self._table, service, minutes):
                for client_id in unlocked:
                    self._add(levers, client_id, minutes[client_id], ())

    def _add(self, levers: tuple[AnyLever, ...], client: str, minutes: int, sessions: Iterable[str]) -> None:
        if not 1 <= len(levers) <= MOST_TOGETHER:
            return
        prospect = self.found.setdefault(levers, Prospect(levers))
        prospect.minutes[client] = max(minutes, prospect.minutes.get(client, 0))
        prospect.sessions.update(sessions)

    def _group_services(self, client: Client, need: Need) -> Iterator[str]:
        """Yield the services whose group sessions would make a need less short."""
        if need.kind == "membership":
            return
        planned = [item.service for item in client.plan] or list(self._instance.service)
        for one in planned if need.kind != "sessions" else [need.subject or ""]:
            service = self._instance.service[one]
            if (
                service.format == "group"
                and service.scheduled
                and (service.credits or need.kind == "sessions")
            ):
                yield one

    def _groups(self, client: Client, need: Need, services: set[str]) -> None:
        for session_id, (group, meeting) in self._instance.offer.items():
            if need.kind == "membership":
                if group.id != need.subject:
                    continue
            elif group.service not in services:
                continue
            if not may_ever_join(self._board, client, group):
                continue
            held = self._board.session.get(session_id)
            if held is None:
                self._not_held(client, need, group, meeting, session_id)
            elif client.id not in held.clients:
                fix = joining(self._board, self._table, client, held)
                self._add(fix or (), client.id, need.minutes, self._touched(group, session_id))

    def _touched(self, group: Group, session_id: str) -> list[str]:
        if group.attendance == "pick_any":
            return [session_id]
        return [group.session_id(meeting) for meeting in group.meetings]

    def _not_held(self, client: Client, need: Need, group: Group, meeting: Meeting, session_id: str) -> None:
        service = self._instance.service[group.service]
        touched = self._touched(group, session_id)
        for start in meeting.starts:
            day, at = divmod(start, 1440)
            hours = self._board.of_client(client, day)
            comes = for_client(client, hours, day, at, at + service.clock_minutes, self._table)
            mode = by_mode(self._table, client, self._mode_of(group, service))
            if comes is None or mode is None:
                continue
            ways, fewer = self._ways(group, meeting, start), list(self._fewer_heads(group))
            for way in (*ways, *((*way, *one) for way in ways for one in fewer)):
                levers = tuple(dict.fromkeys((*way, *comes, *mode)))
                self._add(levers, client.id, need.minutes, touched)
        for levers in new_starts(self._board, self._table, group, meeting, client.id):
            self._add(levers, client.id, need.minutes, touched)

    def _mode_of(self, group: Group, service: Service) -> str:
        return "on_site" if "on_site" in (group.modes or service.modes) else "telehealth"

    def _ways(self, group: Group, meeting: Meeting, start: int) -> list[tuple[AnyLever, ...]]:
        key = (group.session_id(meeting), start)
        if key not in self._holding:
            self._holding[key] = list(
                Holding(
                    self._board,
                    self._table,
                    self._instance.service[group.service],
                    group=group.id,
                    listed=self._board.leaders_listed(group, meeting),
                    rooms=meeting.rooms or group.rooms or (),
                    modes=group.modes or (),
                ).fixes(start)
            )
        return self._holding[key]

    def _fewer_heads(self, group: Group) -> Iterator[tuple[AnyLever, ...]]:
        offered, fewest = self._table.fewer_heads, self._board.fewest_heads(group)
        heads = max(fewest - offered.step * offered.most, 1)
        if offered.offered and heads < fewest:
            steps = -(-(fewest - heads) // offered.step)
            yield (FewerHeads(group=group.id, heads=heads, before=fewest, cost=steps * offered.cost),)

    def _own(self, client: Client, need: Need) -> None:
        if need.kind in ("membership",):
            return
        for item, service in own_items(self._instance, client):
            asking = OwnTime(self._board, self._table, client, item, service)
            mine = {one for one, of in self._instance.individual_session_ids(client) if of == item.service}
            if need.kind == "sessions":
                ways = list(asking.fixes()) if item.service == need.subject else []
            elif service.credits and len(mine & self._board.session.keys()) == len(mine):
                ways = list(asking.more())
            else:
                ways = list(asking.fixes()) if service.credits else []
            for levers in ways:
                self._add(levers, client.id, need.minutes, mine)
