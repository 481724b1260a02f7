"""Capacity: how many more clients like one could start without anybody else falling shorter."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from iopsched.continuity.resolving import Verified
from iopsched.cpsat.alone import alone
from iopsched.domain.capacity import Bound, Capacity, Gain, Marginal, Thing
from iopsched.domain.clients import Client
from iopsched.domain.instance import Instance
from iopsched.domain.lever_table import DEFAULT_LEVERS, LeverTable
from iopsched.domain.levers import AnyLever
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.result import Need
from iopsched.domain.schedule import Schedule
from iopsched.errors import JudgeRefusedError, NoScheduleError, ProblemsError
from iopsched.explaining.adding import QUICK_WIDTHS, Adding
from iopsched.explaining.belonging import require_valid
from iopsched.explaining.binding import binding, generic_levers
from iopsched.explaining.counting import counted_bounds
from iopsched.explaining.prospects import Prospect, prospects
from iopsched.explaining.shrinking import smallest
from iopsched.explaining.trying import knows
from iopsched.judging.judge import judge
from iopsched.solving import solve

DEFAULT_LIMITS = Limits(time_limit=120.0, effort=120.0)

ADDING_SHARE = 0.5
"""The most of all limits that adding clients may use; the rest is for levers and the bound."""

LEVERS_SHARE = 0.9
"""How much of all limits may be used up before the bound is sought."""

MOST = 200
"""How many clients are added at most."""

MOST_LEVERS = 10
MOST_BY_A_LEVER = 5
"""How many levers are tried for one client more, and how many clients are added with each."""

THINGS: dict[Thing, frozenset[str]] = {
    "seat": frozenset({"seat", "room_seat"}),
    "room_hour": frozenset({"room_hour", "room_hours"}),
    "clinician_hour": frozenset({"clinician_hours", "clinician_evening", "clinician_load"}),
}
"""What is worth something, and the kinds of levers that add it."""

OnAdded = Callable[[int, int], None]
"""Called with how many clients were added so far, and how many levers were tried."""


def capacity(
    instance: Instance,
    schedule: Schedule,
    profile: Client,
    *,
    limits: Limits | None = None,
    levers: LeverTable = DEFAULT_LEVERS,
    on_progress: OnAdded = lambda *_: None,
    cancel: Cancel | None = None,
) -> Capacity:
    """Return how many clients like `profile` could start, each with all it needs, nobody else shorter.

    `at_least` is shown by a verified schedule, `at_most` by counting or by a proof. `profile` is a client
    as in an instance; ids for newcomers are made up. Cancelling returns what is known so far.

    Raises:
        ProblemsError: the schedule is not of the instance, or breaks its rules, or the profile does not fit.
    """
    verdict = require_valid(instance, schedule)
    room = _Room(instance, Verified(schedule, verdict), profile, limits or DEFAULT_LIMITS, levers, cancel)
    return room.run(on_progress)


class _Room:
    def __init__(
        self,
        instance: Instance,
        present: Verified,
        profile: Client,
        limits: Limits,
        table: LeverTable,
        cancel: Cancel | None,
    ) -> None:
        self._instance = instance.replace(published=present.schedule)
        self._present, self._profile, self._table = present, profile, table
        self._adding = Adding(profile, present.verdict, limits, cancel)
        self._cancel = cancel
        self._grown, self._full = self._instance, present
        self._asked: Instance | None = None
        self._missed: Verified | None = None
        self._gains: dict[AnyLever, int] = {}
        self._tried = 0

    def run(self, on_added: OnAdded) -> Capacity:
        """Add clients until one more does not fit, then try what would make it fit, then bound it."""
        bounds = list(
            counted_bounds(
                self._instance, self._present.schedule, self._present.verdict, self._with_id(self._profile)
            )
        )
        self._add(ADDING_SHARE, on_added)
        while short := self._short():
            self._try_levers(short, on_added)
            if self._missed is not None:
                break
            # A week that was found with a lever needed none, so there is more room than was known.
            self._add(1.0, on_added)
        complete = self._missed is not None and not self._adding.used(LEVERS_SHARE)
        if self._missed is not None and self._asked is not None:
            most = min((bound.most for bound in bounds), default=MOST)
            bounds += self._proved(self._asked.clients[-1].id, most)
        bounds.sort(key=lambda bound: bound.most)
        return self._capacity(bounds, short, complete=complete)

    def _add(self, share: float, on_added: OnAdded) -> None:
        """Add clients until one does not fit, as far as a share of the limits allows."""
        while self._added < MOST and not self._adding.used(share) and self._missed is None:
            self._grown, self._full, self._missed = self._grow(self._grown, self._full)
            on_added(self._added, self._tried)

    def _short(self) -> tuple[Need, ...]:
        """Return what the client misses who did not fit."""
        if self._asked is None or self._missed is None:
            return ()
        newcomer = self._asked.clients[-1].id
        return tuple(need for need in self._missed.verdict.shortfalls if need.client == newcomer)

    @property
    def _added(self) -> int:
        return len(self._grown.clients) - len(self._instance.clients)

    def _with_id(self, profile: Client) -> Client:
        """Return the profile as a newcomer, once it is sure that it fits the instance."""
        newcomer = self._adding.newcomer(self._instance)
        try:
            self._instance.replace(clients=(*self._instance.clients, newcomer))
        except ProblemsError as error:
            at = f"clients[{len(self._instance.clients)}] ({newcomer.id})"
            raise ProblemsError(
                [replace(one, place=one.place.replace(at, "profile")) for one in error.problems]
            ) from None
        return newcomer

    def _grow(self, grown: Instance, full: Verified) -> tuple[Instance, Verified, Verified | None]:
        """Return the instance and week with one newcomer more; or what one misses who does not fit."""
        asked, found, best = self._adding.one_more(grown, full.schedule)
        if found is None:
            self._asked = asked
            return grown, full, best
        return asked, found, None

    def _try_levers(self, short: tuple[Need, ...], on_added: OnAdded) -> None:
        assert self._asked is not None
        assert self._missed is not None
        found = prospects(self._asked, self._missed.schedule, short, self._table)
        singles = [one for one in found if len(one.levers) == 1][:MOST_LEVERS]
        first = [smallest(one.levers[0], self._table) for one in self._one_of_each(found)]
        others = [lever for one in singles for lever in (smallest(one.levers[0], self._table), one.levers[0])]
        for lever in dict.fromkeys((*first, *others)):
            if self._adding.used(LEVERS_SHARE) or self._missed is None:
                return
            self._gains[lever] = self._more_with(lever)
            self._tried += 1
            on_added(self._added, self._tried)

    def _one_of_each(self, found: list[Prospect]) -> Iterator[Prospect]:
        """Yield a lever of each thing that is worth knowing, whether it seems to be missing or not."""
        assert self._asked is not None
        assert self._missed is not None
        for thing, kinds in THINGS.items():
            first = [one for one in found if len(one.levers) == 1 and one.levers[0].kind in kinds][:1]
            if first:
                yield from first
                continue
            for lever in generic_levers(self._asked, self._missed.schedule, self._table, thing):
                yield Prospect((lever,))

    def _more_with(self, lever: AnyLever) -> int:
        """Return how many more clients were added with a lever than without it."""
        try:
            grown = lever.apply(self._grown)
        except ProblemsError:
            return 0
        schedule, more = self._full.schedule, 0
        while more < MOST_BY_A_LEVER and not self._adding.used(LEVERS_SHARE):
            grown, found, _ = self._adding.one_more(grown, schedule, QUICK_WIDTHS)
            if found is None:
                break
            if self._fits_without(grown, found):
                return 0
            more, schedule = more + 1, found.schedule
        return more

    def _fits_without(self, grown: Instance, found: Verified) -> bool:
        """Return whether a week found with a lever needs none, and take it then: it is nobody's effect."""
        new = tuple(client for client in grown.clients if client.id not in self._grown.client)
        plain = self._grown.replace(clients=(*self._grown.clients, *new))
        if not knows(plain, found.schedule):
            return False
        verdict = judge(plain, found.schedule)
        if not verdict.valid:
            return False
        self._grown, self._full, self._missed = plain, Verified(found.schedule, verdict), None
        self._gains = {lever: max(more - len(new), 0) for lever, more in self._gains.items()}
        return True

    def _proved(self, newcomer: str, most: int) -> Iterator[Bound]:
        """Yield what a proof says: that not even one fits alone, or not one more with all the others."""
        assert self._asked is not None
        if most <= self._added or self._adding.used(LEVERS_SHARE):
            return
        one = alone(self._asked, newcomer, self._adding.left, cancel=self._cancel)
        self._adding.charge(one.effort)
        if one.short:
            yield Bound(
                most=0, sentence="such a client falls short even with nobody else there, as was proved"
            )
        elif not self._present.verdict.shortfalls and not self._adding.over:
            yield from self._proved_together()

    def _proved_together(self) -> Iterator[Bound]:
        assert self._asked is not None
        if self._cancel is not None and self._cancel.is_set():
            return
        try:
            result = solve(self._asked, limits=self._adding.left, cancel=self._cancel)
        except NoScheduleError:
            return
        needs = {"abandoned", "clients_short", "minutes_short"}
        for level in result.levels:
            if not level.terms.keys() <= needs:
                return
            if level.bound_kind == "proved" and level.bound:
                sentence = f"with {self._added + 1} of them somebody falls short, as was proved"
                yield Bound(most=self._added, sentence=sentence)
                return

    def _capacity(self, bounds: list[Bound], short: tuple[Need, ...], *, complete: bool) -> Capacity:
        gains = sorted(self._gains.items(), key=lambda one: (-one[1], one[0].cost, one[0].sentence()))
        if bounds and bounds[0].most < self._added:
            raise JudgeRefusedError(f"{self._added} clients were added, and at most {bounds[0].most} can be")
        new = tuple(client.id for client in self._grown.clients[len(self._instance.clients) :])
        missed = self._asked is not None and self._missed is not None
        return Capacity(
            instance_id=self._instance.id,
            profile=self._profile.id,
            at_least=self._added,
            at_most=bounds[0].most if bounds else None,
            ids=new,
            schedule=self._full.schedule.model_copy(update={"instance_digest": self._grown.digest}),
            bounds=tuple(bounds),
            binds=tuple(binding(self._asked, self._missed.schedule, short))
            if missed and self._asked is not None and self._missed is not None
            else (),
            short=short,
            gains=tuple(Gain(lever=one, sentence=one.sentence(), more=more) for one, more in gains if more),
            marginal=tuple(self._marginal(thing) for thing in THINGS) if missed else (),
            complete=complete,
        )

    def _marginal(self, thing: Thing) -> Marginal:
        tried = [
            (more, lever)
            for lever, more in self._gains.items()
            if lever.kind in THINGS[thing] and lever == smallest(lever, self._table)
        ]
        if not tried:
            return Marginal(thing=thing, more=0)
        more, lever = max(tried, key=lambda one: (one[0], -one[1].cost))
        return Marginal(thing=thing, more=more, lever=lever, sentence=lever.sentence())
