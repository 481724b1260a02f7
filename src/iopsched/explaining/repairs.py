"""Priced repairs: what a coordinator could do about shortfalls, each tried by planning again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, islice

from iopsched.continuity.neighbourhoods import Opening
from iopsched.continuity.resolving import Verified
from iopsched.domain.instance import Instance
from iopsched.domain.lever_table import DEFAULT_LEVERS, LeverTable
from iopsched.domain.levers import AnyLever
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.repairs import Menu, Suggestion
from iopsched.domain.schedule import Schedule
from iopsched.explaining.belonging import require_valid
from iopsched.explaining.menu import minutes_short, rated, suggestion, worth_telling
from iopsched.explaining.prospects import Prospect, prospects
from iopsched.explaining.shrinking import shrunk
from iopsched.explaining.trying import Trying, shortage_of

DEFAULT_LIMITS = Limits(time_limit=120.0, effort=120.0)

AGAIN_SHARE = 0.15
"""The most of all limits that solving again without any lever may use."""

SINGLES_SHARE = 0.75
"""How much of all limits may be used up before pairs are tried."""

PAIRS_SHARE = 0.9
"""How much of all limits may be used up before what works is tried again from the best base found."""

WIDE_SHARE = 0.65
"""How much of all limits may be used up before single levers are tried with more around them."""

AT_ONCE = 6
"""How many short clients are open together when solving again."""

MOST_PAIRS_OF_A_CLIENT = 12
"""How many pairs of levers that help one client with one thing each are tried."""

OnTried = Callable[[int, int], None]
"""Called with how many have been tried, of how many."""


@dataclass
class _Working:
    """Levers that work, and the schedule that shows it."""

    levers: tuple[AnyLever, ...]
    shown: Verified
    base: Verified
    prospect: Prospect


def repairs(
    instance: Instance,
    schedule: Schedule,
    *,
    limits: Limits | None = None,
    levers: LeverTable = DEFAULT_LEVERS,
    top: int = 10,
    on_progress: OnTried = lambda *_: None,
    cancel: Cancel | None = None,
) -> Menu:
    """Return what could be done about the shortfalls of a schedule, ranked by effect per disruption.

    Every suggestion was tried: its numbers are those of a verified schedule, so it does at least that.
    `on_progress` gets how many were tried, of how many. Cancelling returns the best found so far.

    Raises:
        ProblemsError: the schedule is not of the instance, or breaks its rules.
    """
    verdict = require_valid(instance, schedule)
    looking = _Looking(instance, Verified(schedule, verdict), limits or DEFAULT_LIMITS, levers, cancel)
    return looking.run(on_progress, top)


class _Looking:
    def __init__(
        self,
        instance: Instance,
        present: Verified,
        limits: Limits,
        table: LeverTable,
        cancel: Cancel | None,
    ) -> None:
        self._instance = instance.replace(published=present.schedule)
        self._present = Verified(present.schedule, require_valid(self._instance, present.schedule))
        self._base = self._present
        self._limits, self._table, self._cancel = limits, table, cancel
        self._trying = Trying(self._instance, limits, cancel)
        self._working: dict[tuple[AnyLever, ...], _Working] = {}
        self._controls: dict[tuple[frozenset[str], frozenset[str], bool], Verified] = {}
        self._tried = self._of = 0

    def run(self, on_tried: OnTried, top: int) -> Menu:
        """Try single levers, then with more around them, then pairs, until the limits are used up."""
        if self._present.verdict.shortfalls:
            self._solve_again()
            found = self._prospects()
            singles = [one for one in found if len(one.levers) == 1]
            pairs = [one for one in found if len(one.levers) == 2]
            self._of = len(found)
            on_tried(0, self._of)
            self._try_all(singles, False, WIDE_SHARE, on_tried)
            self._try_all(self._unhelped(singles), True, SINGLES_SHARE, lambda *_: None)
            self._try_all(pairs, False, PAIRS_SHARE, on_tried)
            added = list(self._two_things())
            self._of += len(added)
            self._try_all(added, False, PAIRS_SHARE, on_tried)
            self._try_all(self._unhelped(pairs), True, PAIRS_SHARE, lambda *_: None)
            self._polish()
        return self._menu(top)

    def _solve_again(self) -> None:
        """Plan around the short clients, some at a time, without any lever, as long as that helps."""
        while True:
            before = self._base
            for wide in (False, True):
                short = sorted(self._short(self._base))
                for at in range(0, len(short), AT_ONCE):
                    if self._trying.share_used(AGAIN_SHARE):
                        return
                    clients = short[at : at + AT_ONCE]
                    opening = (
                        self._trying.around(self._base, clients) if wide else Opening(clients=set(clients))
                    )
                    self._control(opening, not wide)
            if self._base is before:
                return

    def _better_base(self, found: Verified) -> None:
        if self._trying.measure(found) < self._trying.measure(self._base):
            self._base = found

    def _prospects(self) -> list[Prospect]:
        return prospects(self._instance, self._base.schedule, self._base.verdict.shortfalls, self._table)

    def _unhelped(self, found: list[Prospect]) -> list[Prospect]:
        left = self._not_helped()
        return [one for one in found if left & one.minutes.keys()]

    def _not_helped(self) -> set[str]:
        """Return the short clients whom nothing found so far serves wholly."""
        short = self._short(self._base)
        return set.intersection(short, *(self._short(one.shown) for one in self._working.values()))

    def _short(self, verified: Verified) -> set[str]:
        return {need.client for need in verified.verdict.shortfalls}

    def _try_all(self, found: list[Prospect], wide: bool, share: float, on_tried: OnTried) -> None:
        for prospect in found:
            if self._trying.share_used(share):
                return
            if len(prospect.levers) == 1 or self._not_helped() & prospect.minutes.keys():
                self._try(prospect, wide)
            if not wide:
                self._tried += 1
                on_tried(self._tried, self._of)

    def _try(self, prospect: Prospect, wide: bool) -> None:
        if prospect.levers in self._working or not self._short(self._base) & prospect.minutes.keys():
            return
        opening, own = self._trying.opening(self._base, prospect, wide=wide)
        shown = self._trying.plan(prospect.levers, self._base, opening, own=own)
        if shown is None:
            return
        if self._trying.keeps((), shown.schedule):
            self._better_base(shown)
            return
        self._control(opening, own)
        if self._trying.measure(shown) >= self._trying.measure(self._base):
            return
        levers = self._fewest(prospect.levers, shown.schedule)
        if len(levers) == 2 and not self._only_together(levers, prospect, shown, opening, own=own):
            return
        known = self._working.get(levers)
        if known is None or self._trying.measure(shown) < self._trying.measure(known.shown):
            self._working[levers] = _Working(levers, shown, self._base, prospect)

    def _control(self, opening: Opening, own: bool) -> None:
        """Plan the same again without any lever: what that gives is nobody's effect."""
        key = (frozenset(opening.sessions), frozenset(opening.clients), own)
        if self._controls.get(key) is self._base:
            return
        found = self._trying.plan((), self._base, opening, own=own)
        if found is not None:
            self._better_base(found)
        self._controls[key] = self._base

    def _fewest(self, levers: tuple[AnyLever, ...], schedule: Schedule) -> tuple[AnyLever, ...]:
        """Return only the levers that the schedule needs, each as small as it needs it."""
        for left in levers:
            others = tuple(one for one in levers if one != left)
            if others and self._trying.keeps(others, schedule):
                levers = others
                break
        return shrunk(levers, self._table, lambda smaller: self._trying.keeps(smaller, schedule))

    def _only_together(
        self,
        levers: tuple[AnyLever, ...],
        prospect: Prospect,
        shown: Verified,
        opening: Opening,
        *,
        own: bool,
    ) -> bool:
        """Return whether both levers do what neither of them does alone, as far as trying them shows."""
        served = self._short(self._base) - self._short(shown)
        alone: list[Verified] = []
        for lever in levers:
            single = self._trying.plan((lever,), self._base, opening, own=own)
            if single is not None and not self._trying.keeps((), single.schedule):
                alone.append(single)
                self._working.setdefault((lever,), _Working((lever,), single, self._base, prospect))
        for one in alone:
            if self._trying.measure(one) <= self._trying.measure(shown):
                return False
            served -= self._short(self._base) - self._short(one)
        for working in self._working.values():
            if set(working.levers) < set(levers):
                served -= self._short(self._base) - self._short(working.shown)
        return bool(served) or not alone

    def _two_things(self) -> Iterator[Prospect]:
        """Yield pairs of levers that each do something for one client whom neither serves wholly.

        A lever offered for the client counts too where it went to another: two may reach both.
        """
        minutes = minutes_short(self._base)
        for client in sorted(self._not_helped()):
            mine = [
                one
                for one in self._working.values()
                if len(one.levers) == 1
                and (
                    client in one.prospect.minutes
                    or minutes_short(one.shown).get(client, 0) < minutes[client]
                )
            ]
            joined = (
                Prospect(
                    (*one.levers, *other.levers),
                    {client: minutes[client]},
                    one.prospect.sessions | other.prospect.sessions,
                )
                for one, other in combinations(mine, 2)
            )
            yield from islice(joined, MOST_PAIRS_OF_A_CLIENT)

    def _polish(self) -> None:
        """Plan again, from the best base found, with levers that were tried from a worse one."""
        for working in sorted(self._working.values(), key=lambda one: self._trying.measure(one.shown)):
            if self._trying.over:
                return
            if working.base is self._base:
                continue
            prospect = Prospect(working.levers, working.prospect.minutes, working.prospect.sessions)
            opening, own = self._trying.opening(self._base, prospect, wide=False)
            shown = self._trying.plan(working.levers, self._base, opening, own=own)
            if shown is not None and not self._trying.keeps((), shown.schedule):
                self._working[working.levers] = _Working(working.levers, shown, self._base, prospect)

    def _menu(self, top: int) -> Menu:
        base = self._trying.measure(self._base)
        before = shortage_of(self._instance, self._base.verdict)
        found = [
            suggestion(self._instance, self._present, before, self._base, one.levers, one.shown, self._table)
            for one in self._working.values()
            if self._trying.measure(one.shown) < base
        ]
        ranked = list(islice(worth_telling(sorted(found, key=rated)), top))
        return Menu(
            instance_id=self._instance.id,
            present=shortage_of(self._instance, self._present.verdict),
            again=self._again(),
            suggestions=tuple(one.model_copy(update={"rank": rank}) for rank, one in enumerate(ranked, 1)),
            not_helped=tuple(sorted(self._not_helped())) if self._base.verdict.shortfalls else (),
            tried=self._tried,
            of=self._of,
            complete=self._tried == self._of and not self._trying.over,
        )

    def _again(self) -> Suggestion | None:
        if self._base is self._present:
            return None
        before = shortage_of(self._instance, self._present.verdict)
        return suggestion(self._instance, self._present, before, self._present, (), self._base, self._table)
