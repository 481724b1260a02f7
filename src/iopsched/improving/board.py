"""A schedule as the search in parts looks at it: who attends what, and what else they could."""

from collections import defaultdict
from collections.abc import Mapping

from iopsched.cpsat.cutting import Cutter
from iopsched.domain.schedule import Schedule, Session


class Reach:
    """What clients could attend, whatever the schedule: found once for a week."""

    def __init__(self, cutter: Cutter) -> None:
        self.groups: dict[str, frozenset[str]] = {}
        """For each client, the group sessions that it could attend."""
        self.clients: dict[str, list[str]] = {}
        """For each group session, the clients who could attend it."""
        reach: dict[str, set[str]] = {client: set() for client in cutter.instance.client}
        for slot in cutter.slots.values():
            if slot.group is None:
                continue
            able = dict.fromkeys(client for p in cutter.options(slot.id) for client in p.clients)
            self.clients[slot.id] = list(able)
            for client in able:
                reach[client].add(slot.id)
        self.groups = {client: frozenset(sessions) for client, sessions in reach.items()}


class Board:
    """One schedule, looked up by session, client and clinician."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.session: Mapping[str, Session] = {session.id: session for session in schedule.sessions}
        self.attended: dict[str, set[str]] = defaultdict(set)
        self.own_led: dict[str, dict[str, None]] = defaultdict(dict)
        for session in schedule.sessions:
            for client in session.clients:
                self.attended[client].add(session.id)
            if session.group is None:
                for leader in session.leaders:
                    self.own_led[leader].update(dict.fromkeys(session.clients))
