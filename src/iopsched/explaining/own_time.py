"""What keeps a client's own session from being held, as levers that would let it."""

from collections.abc import Iterator

from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.clinicians import Clinician
from iopsched.domain.hours import Window
from iopsched.domain.lever_edits import joined
from iopsched.domain.lever_hours import ClientHours, ClinicianHours, Side
from iopsched.domain.lever_table import LeverTable, Offered
from iopsched.domain.levers import AnyLever, Cover, LargerCaseload, MoreSessions, NewCredential, Telehealth
from iopsched.domain.services import Service
from iopsched.explaining.board import Board, free_starts
from iopsched.explaining.holding import more_load, room_hour

_DAYS = range(7)
MOST_UNTRAINED = 2
"""How many clinicians are proposed for a credential for one session."""


class OwnTime:
    """Asks about one plan item of one client: who could lead a session more, and when."""

    def __init__(
        self, board: Board, table: LeverTable, client: Client, item: PlanItem, service: Service
    ) -> None:
        self._board, self._table = board, table
        self._client, self._item, self._service = client, item, service
        self._length = service.clock_minutes
        self._all = [k for k in board.instance.clinicians if k.id not in client.avoid_clinicians]
        able = [k for k in self._all if self._able(k)]
        self._asks = item.with_whom == "primary" or (
            item.with_whom is None and service.format == "individual"
        )
        primary = client.primary if self._asks else None
        self._others = [k for k in able if k.id != primary]
        self._leaders = [k for k in able if k.id == primary] if primary else able

    def _able(self, clinician: Clinician) -> bool:
        roles = [role for role in self._service.roles if not role.optional]
        return all(self._board.lacks(clinician, role, 0) == () for role in roles)

    def fixes(self) -> Iterator[tuple[AnyLever, ...]]:
        """Yield ways to hold one session more for need, each by itself."""
        for clinician in self._leaders:
            yield from self._of(clinician)
        table, client = self._table, self._client
        if self._asks and client.primary and table.cover.offered and self._any_slot(self._others):
            yield (Cover(client=client.id, service=self._service.id, cost=table.cover.cost),)
        if (
            "telehealth" in self._service.modes
            and "telehealth" not in client.modes
            and table.telehealth.offered
        ):
            yield (Telehealth(client=client.id, cost=table.telehealth.cost),)
        if self._asks and client.primary is None:
            yield from self._caseloads()
        yield from self._credentials()

    def without_time(self) -> Iterator[str]:
        """Yield a sentence naming those who could lead and have no time that suits the client."""
        busy = [k.id for k in self._leaders if not self._any_slot([k])]
        if not self._leaders:
            yield f"{self._service.id}: nobody may lead it"
        elif busy:
            yield f"{self._service.id}: no time is left that suits of {', '.join(busy)}"

    def more(self) -> Iterator[tuple[AnyLever, ...]]:
        """Yield ways to hold a session beyond the most that the plan says."""
        item, offered = self._item, self._table.own_session
        most = max(item.min_sessions, 1) if item.max_sessions is None else item.max_sessions
        more = offered.step * offered.most
        if offered.offered and (self._any_slot(self._leaders)):
            yield (
                MoreSessions(
                    client=self._client.id,
                    service=self._service.id,
                    sessions=most + more,
                    before=most,
                    cost=offered.most * offered.cost,
                ),
            )

    def _any_slot(self, clinicians: list[Clinician]) -> bool:
        return any(self._slot(k, day) is not None for k in clinicians for day in _DAYS)

    def _slot(
        self,
        clinician: Clinician,
        day: int,
        *,
        works: tuple[Window, ...] | None = None,
        comes: tuple[Window, ...] | None = None,
        any_room: bool = False,
    ) -> int | None:
        """Return the first start at which client, clinician and a room are free, None if there is none."""
        board = self._board
        works = board.of_clinician(clinician, day) if works is None else works
        comes = board.of_client(self._client, day) if comes is None else comes
        if not works or not comes:
            return None
        for start in free_starts(self._length, board.instance.week.grid_minutes, comes, works):
            end = start + self._length
            if (
                not board.closed(day, start, end)
                and not board.attends_then(self._client.id, day, start, end)
                and not board.leads_then(clinician, day, start, end)
                and self._has_place(day, start, end, any_room)
            ):
                return start
        return None

    def _has_place(self, day: int, start: int, end: int, any_room: bool) -> bool:
        if "telehealth" in self._service.modes and "telehealth" in self._client.modes:
            return True
        return any(
            self._board.room_is_open(room, day, start, end)
            and (any_room or not self._board.in_use(room.id, day, start, end))
            for room in self._board.rooms_for(self._service)
        )

    def _of(self, clinician: Clinician) -> Iterator[tuple[AnyLever, ...]]:
        for day in _DAYS:
            if self._slot(clinician, day) is not None:
                load = more_load(self._board, self._table, clinician, day, self._length)
                if load:
                    yield load
                continue
            yield from self._longer_day(clinician, day)
            yield from self._client_longer(clinician, day)
            yield from self._other_evening(clinician, day)
            yield from self._further_room(clinician, day)

    def _longer_day(self, clinician: Clinician, day: int) -> Iterator[tuple[AnyLever, ...]]:
        offered = self._table.clinician_hours
        windows = self._board.of_clinician(clinician, day)
        for start, end, side, steps in _stretched(windows, offered):
            if self._slot(clinician, day, works=joined(windows, (start, end))) is not None:
                yield (
                    ClinicianHours.model_construct(
                        clinician=clinician.id,
                        day=day,
                        start=start,
                        end=end,
                        side=side,
                        cost=steps * offered.cost,
                    ),
                )
                return

    def _client_longer(self, clinician: Clinician, day: int) -> Iterator[tuple[AnyLever, ...]]:
        offered = self._table.client_hours
        windows = self._board.of_client(self._client, day)
        for start, end, side, steps in _stretched(windows, offered):
            if self._slot(clinician, day, comes=joined(windows, (start, end))) is not None:
                yield (
                    ClientHours.model_construct(
                        client=self._client.id,
                        day=day,
                        start=start,
                        end=end,
                        side=side,
                        cost=steps * offered.cost,
                    ),
                )
                return

    def _other_evening(self, clinician: Clinician, day: int) -> Iterator[tuple[AnyLever, ...]]:
        offered = self._table.clinician_evening
        if not offered.offered or self._board.of_clinician(clinician, day):
            return
        start = self._slot(clinician, day, works=((0, 1440),))
        if start is None:
            return
        steps = -(-self._length // offered.step)
        if steps <= offered.most:
            yield (
                ClinicianHours.model_construct(
                    kind="clinician_evening",
                    clinician=clinician.id,
                    day=day,
                    start=start,
                    end=min(start + steps * offered.step, 1440),
                    side="apart",
                    cost=steps * offered.cost,
                ),
            )

    def _further_room(self, clinician: Clinician, day: int) -> Iterator[tuple[AnyLever, ...]]:
        start = self._slot(clinician, day, any_room=True) if self._table.room_hour.offered else None
        if start is None:
            return
        like = self._board.rooms_for(self._service)[0]
        yield (room_hour(self._board, self._table, like.id, day, start, start + self._length),)

    def _caseloads(self) -> Iterator[tuple[AnyLever, ...]]:
        offered = self._table.caseload
        for clinician in self._leaders:
            mine = self._board.caseload(clinician.id)
            most = clinician.max_caseload
            if offered.offered and most is not None and mine >= most and self._any_slot([clinician]):
                yield (
                    LargerCaseload(
                        clinician=clinician.id, clients=most + offered.step, before=most, cost=offered.cost
                    ),
                )

    def _credentials(self) -> Iterator[tuple[AnyLever, ...]]:
        roles = [role for role in self._service.roles if not role.optional]
        if not self._table.credential.offered or len(roles) != 1 or self._any_slot(self._leaders):
            return
        wanted = self._client.primary if self._asks else None
        found = 0
        for clinician in self._all:
            lacks = self._board.lacks(clinician, roles[0], 0)
            if wanted not in (None, clinician.id) or lacks is None or len(lacks) != 1:
                continue
            if self._any_slot([clinician]) and found < MOST_UNTRAINED:
                found += 1
                cost = self._table.credential.cost
                yield (NewCredential(clinician=clinician.id, credential=lacks[0], cost=cost),)


def _stretched(windows: tuple[Window, ...], offered: Offered) -> Iterator[tuple[int, int, Side, int]]:
    """Yield every longer day on offer, the shortest first, with its number of steps."""
    if not offered.offered:
        return
    for steps in range(1, offered.most + 1):
        for opens, closes in windows:
            if closes < 1440:
                yield closes, min(closes + steps * offered.step, 1440), "after", steps
            if opens > 0:
                yield max(opens - steps * offered.step, 0), opens, "before", steps
