"""Which part of a week to solve anew: around who falls short, whose wish is unmet, or anybody.

Clients in a part may change all of their week. Of others only own sessions are opened, or who leads a
group session and where: that makes room at little cost.
"""

import random
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.scope import Scope, open_scope
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.schedule import Session
from iopsched.improving.board import Board, Reach

OPENINGS = 0.5
"""How often a part is grown around a session that is not held yet, where anybody misses one."""

SEEDS = 3
"""How many clients a part is grown around at most."""

MOST_OWN, MOST_LED_ANEW = 16, 8
"""How many own sessions of others a part opens at most, and how many group sessions are led anew in it."""


@dataclass(frozen=True)
class Opening:
    """A part to open: a scope, and group sessions of which only leaders and room are open."""

    scope: Scope
    led_anew: frozenset[str]


class Picker:
    """Grows parts around clients, larger where parts were solved to their end, smaller where not."""

    def __init__(self, cutter: Cutter, reach: Reach, rng: random.Random, *, least: int, most: int) -> None:
        self._cutter, self._reach, self._rng = cutter, reach, rng
        self._instance = cutter.instance
        self._least, self._most = least, most
        self._size = float(least + most) / 2
        self._moving = any(len(m.starts) > 1 for g in self._instance.groups for m in g.meetings)

    def learn(self, *, ended: bool) -> None:
        """Take note of whether the last part was solved to its end."""
        change = 0.25 if ended else -1.0
        self._size = min(max(self._size + change, self._least), self._most)

    def around(
        self,
        board: Board,
        seeds: Sequence[str],
        concerned: Collection[str] = (),
        wanted: Collection[str] = (),
    ) -> Opening:
        """Return a part around some clients: others who stand in their way, and sessions not held yet.

        Now and then it is a part in which one further session could be held for those `concerned`, or
        that opens all of one group which the first client could join, of the services `wanted` if any.
        """
        missing = sorted(self._reach.groups.get(seeds[0], frozenset()) - board.session.keys())
        if missing and concerned and self._rng.random() < OPENINGS:
            return self._holding(board, self._rng.choice(missing), seeds[0], concerned)
        seeds = list(seeds)[: self._rng.randint(1, SEEDS)]
        opened = self._opened(board, seeds)
        chosen = dict.fromkeys(seeds)
        for session in opened:
            if session in board.session:
                chosen.update(dict.fromkeys(board.session[session].clients))
        near = [*self._by_seats(board, chosen), *self._in_one_group(board, seeds[0], wanted)]
        while len(chosen) < self._size and near:
            chosen[near.pop()] = None
        leaders = {leader for seed in seeds for leader in self._leaders(board, seed)}
        own = [one.id for one in self._led_by(board, leaders) if one.group is None]
        groups = [one.id for one in self._led_by(board, leaders) if one.group is not None]
        return self._opening(board, opened, chosen, own, groups)

    def _holding(self, board: Board, session: str, seed: str, concerned: Collection[str]) -> Opening:
        """Return a part in which a session could be held: who would come, and whose hour it would take."""
        able = set(self._reach.clients[session])
        others = [one for one in concerned if one in able and one != seed]
        chosen = dict.fromkeys([seed, *self._rng.sample(others, min(len(others), int(self._size) // 2))])
        near = self._by_seats(board, chosen)
        while len(chosen) < self._size and near:
            chosen[near.pop()] = None
        opened = [session, *(one for one in self._reach.groups[seed] if one not in board.session)]
        group = self._cutter.slots[session].group
        meetings = [session]
        if group is not None and group.attendance == "attend_all":
            meetings = [group.session_id(meeting) for meeting in group.meetings]
        beside = [one for meeting in meetings for one in self._beside(board, meeting)]
        own = [one.id for one in beside if one.group is None]
        groups = [one.id for one in beside if one.group is not None]
        return self._opening(board, opened, chosen, own, groups)

    def _opening(
        self,
        board: Board,
        sessions: Iterable[str],
        clients: Iterable[str],
        own: Sequence[str],
        groups: Sequence[str],
    ) -> Opening:
        """Return a part of some clients and sessions, with a few own sessions and leaders of others."""
        own = self._rng.sample(own, min(len(own), MOST_OWN))
        scope = open_scope(
            self._instance, board.schedule, sessions=sorted({*sessions, *own}), clients=clients
        )
        anew = [
            one for one in dict.fromkeys(groups) if one not in scope.sessions and self._may_change(board, one)
        ]
        anew = self._rng.sample(anew, min(len(anew), MOST_LED_ANEW))
        return Opening(scope, frozenset(anew))

    def _may_change(self, board: Board, session: str) -> bool:
        return session in self._cutter.slots and not self._instance.week.is_past(
            board.session[session].date, board.session[session].start
        )

    def _by_seats(self, board: Board, seeds: Collection[str]) -> list[str]:
        """Return others in whose places the seeds could be, the likeliest last."""
        scores: dict[str, float] = {}
        for seed in seeds:
            for session in self._reach.groups.get(seed, ()):
                held = board.session.get(session)
                for client in held.clients if held is not None else ():
                    scores[client] = scores.get(client, 0.0) + 1.0
        noisy = {one: scores[one] * (0.5 + self._rng.random()) for one in sorted(scores)}
        return sorted((one for one in noisy if one not in seeds), key=lambda one: (noisy[one], one))

    def _in_one_group(self, board: Board, seed: str, wanted: Collection[str]) -> list[str]:
        """Return everybody in one group session that a client could attend and does not; often nobody."""
        if self._rng.random() < 0.5:
            return []
        held = [
            board.session[one]
            for one in sorted(self._reach.groups.get(seed, ()))
            if one in board.session and seed not in board.session[one].clients
        ]
        asked = [one for one in held if one.service in wanted] or held
        if not asked:
            return []
        clients = list(self._rng.choice(asked).clients)
        self._rng.shuffle(clients)
        return clients

    def _leaders(self, board: Board, client: str) -> list[str]:
        """Return whom a client has or had to do with alone: its primary, and leaders of its own sessions."""
        primary = self._instance.client[client].primary
        found = dict.fromkeys([] if primary is None else [primary])
        for session in sorted(board.attended.get(client, ())):
            if board.session[session].group is None:
                found.update(dict.fromkeys(board.session[session].leaders))
        return list(found)

    def _led_by(self, board: Board, leaders: set[str]) -> list[Session]:
        return (
            [one for one in board.schedule.sessions if not leaders.isdisjoint(one.leaders)] if leaders else []
        )

    def _beside(self, board: Board, session: str) -> Iterator[Session]:
        """Yield what is held while a session could be, by those who could lead it or where it would be."""
        options = self._cutter.options(session)
        leaders = {k for p in options for _, k in p.leads}
        rooms = {room for p in options for room in p.rooms}
        hours = [(p.start, p.end) for p in options]
        for one in board.schedule.sessions:
            start = one.date.weekday() * MINUTES_PER_DAY + one.start
            end = start + one.end - one.start
            if not any(low < end and start < high for low, high in hours):
                continue
            if not leaders.isdisjoint(one.leaders) or one.room in rooms:
                yield one

    def _opened(self, board: Board, seeds: Collection[str]) -> list[str]:
        """Return group sessions to open: all that the seeds could attend and nobody holds, and one held."""
        reachable = sorted({one for seed in seeds for one in self._reach.groups.get(seed, ())})
        opened = [one for one in reachable if one not in board.session]
        held = [
            one
            for one in reachable
            if one in board.session and len(board.session[one].clients) <= self._size + 2
        ]
        if held and self._rng.random() < (0.7 if self._moving else 0.4):
            opened.append(self._rng.choice(held))
        return opened
