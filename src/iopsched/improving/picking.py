"""Which part of a week to solve anew: around who falls short, whose wish is unmet, or anybody.

Clients in a part may change all of their week. Of others only own sessions are opened, or who leads a
group session and where: that makes room at little cost.

There are four kinds of parts, and which is tried next depends on how often each was of use:

- ``near``: a few clients and those who stand in their way;
- ``holding``: a session that nobody holds, all who could come, and all that is held at its hours;
- ``ring``: such a session, the groups that whoever could lead it leads then, and whoever could lead those;
- ``staff``: all who fall short, and own sessions and leaders of everybody at their places.
"""

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.scope import Scope, open_scope
from iopsched.domain.schedule import Session
from iopsched.improving.board import Board, Reach
from iopsched.improving.kinds import Kind, Kinds, possible
from iopsched.improving.surroundings import Surroundings

SEEDS = 3
"""How many clients a part is grown around at most."""

MOST_OWN = {"near": 16, "holding": 40, "ring": 150, "staff": 150}
"""How many own sessions of others a part opens at most."""

MOST_LED_ANEW = {"near": 8, "holding": 40, "ring": 130, "staff": 100}
"""How many group sessions are led anew in a part at most."""

DRAWN = 3
"""Of how many parts the one is taken that has least in common with others being solved."""

MOST_HOLDING, MOST_STAFF = 14, 16
"""How many clients are in a part of these kinds at most, with the rest of their weeks."""

MOST_RING, MOST_FREED = 10, 28
"""How many clients who could come are in a ring at most, and how many whose leaders are wanted."""


@dataclass(frozen=True)
class Opening:
    """A part to open: a scope, and group sessions of which only leaders and room are open."""

    kind: Kind
    scope: Scope
    led_anew: frozenset[str]


class Picker:
    """Grows parts around clients, larger where parts were solved to their end, smaller where not."""

    def __init__(self, cutter: Cutter, reach: Reach, rng: random.Random, *, least: int, most: int) -> None:
        self._cutter, self._reach, self._rng = cutter, reach, rng
        self._instance = cutter.instance
        self._around = Surroundings(cutter)
        self._least, self._most = least, most
        self._size = float(least + most) / 2
        self._kinds = Kinds()
        self._moving = any(len(m.starts) > 1 for g in self._instance.groups for m in g.meetings)

    def learn(self, kind: Kind, *, better: bool, ended: bool, effort: float) -> None:
        """Take note of what a part of a kind came to: whether better, and searched to its end."""
        self._kinds.learn(kind, better=better, effort=effort)
        if kind != "near":
            return
        change = 0.25 if ended else -1.0
        self._size = min(max(self._size + change, self._least), self._most)

    def around(
        self,
        board: Board,
        seeds: Sequence[str],
        concerned: Collection[str] = (),
        wanted: Collection[str] = (),
        missing: Sequence[str] = (),
        beside: Collection[Scope] = (),
    ) -> Opening:
        """Return a part around some clients: others who stand in their way, and sessions not held yet.

        Where the first of them is `missing` sessions that nobody holds, it may be of another kind; so too
        for all those `concerned`, who miss sessions of the services `wanted`. Of several that could be, it
        is the one with least in common with what is open `beside` it at the same time.
        """
        kind = self._kinds.draw(self._rng, possible(missing, concerned))

        def grown() -> Opening:
            if kind == "holding":
                return self._holding(board, self._rng.choice(missing), seeds[0], concerned)
            if kind == "ring":
                return self._ring(board, self._rng.choice(missing), seeds[0], concerned)
            if kind == "staff":
                return self._staff(board, seeds[0], concerned)
            return self._near(board, seeds, wanted)

        found = [grown() for _ in range(DRAWN if beside else 1)]
        return min(found, key=lambda one: _in_common(one.scope, beside))

    def _near(self, board: Board, seeds: Sequence[str], wanted: Collection[str]) -> Opening:
        """Return a part around a few clients; now and then it opens all of one group of those `wanted`.

        Where nothing is wanted of groups, it is of clinicians: who leads what they attend is open.
        """
        seeds = list(seeds)[: self._rng.randint(1, SEEDS)]
        opened = self._opened(board, seeds)
        chosen = dict.fromkeys(seeds)
        for session in opened:
            if session in board.session:
                chosen.update(dict.fromkeys(board.session[session].clients))
        near = [*self._by_seats(board, chosen), *self._in_one_group(board, seeds[0], wanted)]
        while len(chosen) < self._size and near:
            chosen[near.pop()] = None
        leaders = {leader for seed in seeds for leader in self._around.leaders(board, seed)}
        wished = () if wanted else self._around.led_by_wished(board, seeds)
        if not wanted:
            leaders.update(
                leader for seed in seeds for leader in self._instance.client[seed].wished_clinicians
            )
        return self._opening("near", board, opened, chosen, self._around.led_by(board, leaders), wished)

    def _holding(self, board: Board, session: str, seed: str, concerned: Collection[str]) -> Opening:
        """Return a part in which a session could be held: who would come, and whose hour it would take."""
        chosen = self._who_could_come(session, seed, concerned, MOST_HOLDING)
        opened = [session, *(one for one in self._reach.groups[seed] if one not in board.session)]
        meetings = self._around.with_its_track(session)
        sites = self._around.sites(meetings)
        beside = [
            one
            for one in self._around.concurrent(board, meetings)
            if not sites or one.room is None or self._around.site(one) in sites
        ]
        return self._opening("holding", board, opened, chosen, beside)

    def _ring(self, board: Board, session: str, seed: str, concerned: Collection[str]) -> Opening:
        """Return a part in which clinicians change places so that a session can be held.

        Open are what those who could lead it lead at its hours, with everybody in it, and who leads what
        else they and those who could lead that lead in the week.
        """
        chosen = self._who_could_come(session, seed, concerned, MOST_RING)
        meetings = self._around.with_its_track(session)
        able = self._around.who_could_lead(meetings)
        concurrent = self._around.concurrent(board, meetings)
        in_the_way = [one for one in concurrent if not able.isdisjoint(one.leaders)]
        groups = [one.id for one in in_the_way if one.group is not None]
        ring = able | self._around.who_could_lead(groups)
        freed = sorted({client for one in in_the_way for client in one.clients} - set(chosen))
        freed = self._rng.sample(freed, min(len(freed), MOST_FREED))
        led = self._around.led_by(board, ring)
        beside = list({one.id: one for one in (*led, *concurrent)}.values())
        return self._opening("ring", board, [*meetings, *groups], [*chosen, *freed], beside)

    def _who_could_come(self, session: str, seed: str, concerned: Collection[str], most: int) -> list[str]:
        """Return at most so many clients who could attend a session, the seed and those concerned first."""
        others = [one for one in self._reach.clients[session] if one != seed]
        self._rng.shuffle(others)
        others.sort(key=lambda one: one not in concerned)
        return [seed, *others[: most - 1]]

    def _staff(self, board: Board, seed: str, concerned: Collection[str]) -> Opening:
        """Return a part of those concerned who meet at the places of one, with whoever leads there."""
        reach = self._reach.groups.get(seed, frozenset())
        near = [one for one in concerned if one != seed and not reach.isdisjoint(self._reach.groups[one])]
        chosen = [seed, *self._rng.sample(near, min(len(near), MOST_STAFF - 1))]
        opened = {one for client in chosen for one in self._reach.groups[client]} - board.session.keys()
        sites = self._around.sites(sorted(reach))
        there = [one for one in board.schedule.sessions if self._around.site(one) in sites]
        leaders = {leader for one in there for leader in one.leaders}
        leaders.update(leader for client in chosen for leader in self._around.leaders(board, client))
        remote = [one for one in self._around.led_by(board, leaders) if one.room is None]
        return self._opening("staff", board, opened, chosen, [*there, *remote])

    def _opening(
        self,
        kind: Kind,
        board: Board,
        sessions: Iterable[str],
        clients: Iterable[str],
        beside: Sequence[Session],
        first: Collection[str] = (),
    ) -> Opening:
        """Return a part of some clients and sessions, with a few of what is held beside.

        Group sessions among these that come `first` are led anew in any case.
        """
        own = [one.id for one in beside if one.group is None]
        own = self._rng.sample(own, min(len(own), MOST_OWN[kind]))
        scope = open_scope(
            self._instance, board.schedule, sessions=sorted({*sessions, *own}), clients=clients
        )
        groups = dict.fromkeys(one.id for one in beside if one.group is not None)
        groups.update(dict.fromkeys(first))
        anew = [one for one in groups if one not in scope.sessions and self._may_change(board, one)]
        drawn = self._rng.sample(anew, min(len(anew), MOST_LED_ANEW[kind]))
        return Opening(kind, scope, frozenset([*drawn, *(one for one in anew if one in first)]))

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


def _in_common(scope: Scope, others: Collection[Scope]) -> float:
    """Return the share of what a scope opens that others open too."""
    opened = scope.sessions | scope.clients
    shared = sum(len(opened & other.sessions) + len(opened & other.clients) for other in others)
    return shared / max(len(opened), 1)
