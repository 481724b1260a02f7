"""What has to do with a session or a client: when else, where, and with whom."""

from collections.abc import Iterable, Sequence

from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.world import Stretch
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.schedule import Session
from iopsched.improving.board import Board


class Surroundings:
    """Answers about one week, whatever its schedule."""

    def __init__(self, cutter: Cutter) -> None:
        self._cutter, self._instance = cutter, cutter.instance

    def with_its_track(self, session: str) -> list[str]:
        """Return all meetings of the track that a group session is of, or the session alone."""
        group = self._cutter.slots[session].group
        if group is None or group.attendance != "attend_all":
            return [session]
        return [group.session_id(meeting) for meeting in group.meetings]

    def concurrent(self, board: Board, sessions: Sequence[str]) -> list[Session]:
        """Return what is held at any hour that some sessions could have."""
        hours = [(p.start, p.end) for one in sessions for p in self._cutter.options(one)]
        return [one for one in board.schedule.sessions if _touches(one, hours)]

    def who_could_lead(self, sessions: Iterable[str]) -> set[str]:
        """Return the clinicians who could lead any of some sessions."""
        slots = self._cutter.slots
        placements = (p for one in sessions if one in slots for p in self._cutter.options(one))
        return {leader for p in placements for _, leader in p.leads}

    def sites(self, sessions: Iterable[str]) -> set[str]:
        """Return where some sessions could be held on site."""
        rooms = {room for one in sessions for p in self._cutter.options(one) for room in p.rooms}
        return {self._instance.room[room].site for room in rooms}

    def site(self, session: Session) -> str | None:
        """Return where a session is held, None by telehealth."""
        return None if session.room is None else self._instance.room[session.room].site

    def led_by_wished(self, board: Board, clients: Iterable[str]) -> list[str]:
        """Return group sessions that clients attend, and that a clinician they wish for could lead."""
        found: dict[str, None] = {}
        for client in clients:
            wished = self._instance.client[client].wished_clinicians
            attended = board.attended.get(client, ()) if wished else ()
            groups = sorted(one for one in attended if board.session[one].group is not None)
            found.update(dict.fromkeys(one for one in groups if wished & self.who_could_lead([one])))
        return list(found)

    def leaders(self, board: Board, client: str) -> list[str]:
        """Return whom a client has or had to do with alone: its primary, and leaders of its own sessions."""
        primary = self._instance.client[client].primary
        found = dict.fromkeys([] if primary is None else [primary])
        for session in sorted(board.attended.get(client, ())):
            if board.session[session].group is None:
                found.update(dict.fromkeys(board.session[session].leaders))
        return list(found)

    def led_by(self, board: Board, leaders: set[str]) -> list[Session]:
        """Return what any of some clinicians lead."""
        return [one for one in board.schedule.sessions if not leaders.isdisjoint(one.leaders)]


def _touches(session: Session, hours: Sequence[Stretch]) -> bool:
    """Return whether a session is held while one of some hours of the week passes."""
    start = session.date.weekday() * MINUTES_PER_DAY + session.start
    end = start + session.end - session.start
    return any(low < end and start < high for low, high in hours)
