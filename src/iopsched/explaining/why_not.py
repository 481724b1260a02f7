"""Why not: what a wish would cost, found by planning again with it, or which rules forbid it."""

import time
from collections.abc import Iterable
from dataclasses import replace

from iopsched.continuity.resolving import Verified
from iopsched.domain.answers import Answer, Ban, LevelPrice, Settled
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.relations import Pin
from iopsched.domain.result import LevelResult, Verdict, Violation
from iopsched.domain.schedule import Schedule
from iopsched.errors import NoScheduleError, ProblemsError
from iopsched.explaining.answer_words import answer_sentences
from iopsched.explaining.banning import Asked, Banning
from iopsched.explaining.belonging import require_valid
from iopsched.explaining.pricing import Pricing, Written, written
from iopsched.explaining.wishes import asking, by_hand, clients_of, has
from iopsched.judging.judge import judge
from iopsched.replanning.differences import diff
from iopsched.replanning.differences_goals import shortfall_changes
from iopsched.solving import solve

DEFAULT = Limits(time_limit=10.0, effort=20.0)
"""What one question may use if nothing is said; proving gets `PROVING` besides."""

PROVING = Limits(time_limit=60.0, effort=60.0)


def why_not(
    instance: Instance,
    schedule: Schedule,
    wish: Pin | Iterable[Pin],
    *,
    limits: Limits | None = None,
    prove: bool = False,
    cancel: Cancel | None = None,
) -> Answer:
    """Return what it would cost to have a wish in the week, or which rules forbid it.

    The wish is pins: each that holds has to be agreed with by a session, none may agree with one that
    forbids. Most of the week is held while it is asked for, so the price is an upper bound; with `prove`
    the whole week is planned again with the wish, which may lower the price and proves what it can of
    it. Everything said was found by planning again and verified.

    Raises:
        ProblemsError: the schedule is not of the instance, or breaks its rules.
    """
    pins = (wish,) if isinstance(wish, Pin) else tuple(wish)
    pins = tuple(pin.model_copy(update={"as_published": False}) for pin in pins)
    if any(pin.as_published for pin in instance.pins):
        require_valid(instance, schedule)
    base = require_valid(asking(instance, schedule, ()), schedule)
    limits = limits or (PROVING if prove else DEFAULT)
    return _Asking(instance, Verified(schedule, base), pins, limits, cancel).run(prove)


class _Asking:
    def __init__(
        self,
        instance: Instance,
        base: Verified,
        pins: tuple[Pin, ...],
        limits: Limits,
        cancel: Cancel | None,
    ) -> None:
        self._instance, self._pins = instance, pins
        self._limits, self._cancel = limits, cancel
        self._until = time.monotonic() + limits.time_limit
        self._effort = 0.0
        self._base, self._published = base, base.schedule

    def run(self, prove: bool) -> Answer:
        if has(self._published, self._pins):
            return self._answer("already")
        self._asked = asking(self._instance, self._published, self._pins)
        hand = written(self._asked, by_hand(self._asked, self._published, self._pins))
        asked = Asked(self._asked, self._pins, self._published, hand.schedule)
        banning = Banning(asked, self._left(), self._cancel)
        ban = None if hand.verdict.valid else banning.by_rules()
        self._effort += banning.effort
        if ban is not None:
            return self._answer("forbidden", hand=hand, ban=ban)
        best = self._cheapest(hand)
        if best is not None and not has(best.schedule, self._pins):
            # A pin on what is past asks for nothing, so that a schedule without the wish comes out.
            past = Ban(lies_in="week", rules=("past_kept",), fewest=True, violations=())
            return self._answer("forbidden", hand=hand, ban=past)
        if best is None:
            banning = Banning(asked, self._left(), self._cancel)
            ban, found = banning.by_week()
            self._effort += banning.effort
            if ban is not None:
                return self._answer("forbidden", hand=hand, ban=ban)
            if found is not None:
                best = Verified(found, judge(self._asked, found))
        if best is None:
            return self._answer("unsettled", hand=hand)
        proved = self._prove() if prove else None
        if proved is not None and proved[0].vector < best.vector:
            best = proved[0]
        return self._answer("allowed", hand=hand, best=best, levels=proved[1] if proved else ())

    def _left(self) -> Limits:
        return replace(
            self._limits,
            time_limit=max(self._until - time.monotonic(), 0.05),
            effort=max(self._limits.effort - self._effort, 0.05),
        )

    def _cheapest(self, hand: Written) -> Verified | None:
        pricing = Pricing(self._asked, self._base, self._pins, hand, self._left(), self._cancel)
        best = pricing.run()
        self._effort += pricing.effort
        return best

    def _prove(self) -> tuple[Verified, tuple[LevelResult, ...]] | None:
        """Plan the whole week again with the wish; return None where that came to nothing."""
        try:
            result = solve(self._asked, limits=self._left(), published=self._published, cancel=self._cancel)
        except (NoScheduleError, ProblemsError):
            return None
        return Verified(result.schedule, judge(self._asked, result.schedule)), result.levels

    def _answer(
        self,
        settled: Settled,
        *,
        hand: Written | None = None,
        ban: Ban | None = None,
        best: Verified | None = None,
        levels: tuple[LevelResult, ...] = (),
    ) -> Answer:
        clients = set(clients_of(self._pins, self._instance))
        changes = () if best is None else diff(self._published, best.schedule).clients
        in_the_way = () if hand is None or ban is not None else _unlike_wish(hand.violations)
        answer = Answer.model_construct(
            wish=self._pins,
            settled=settled,
            levels=() if best is None else tuple(_prices(self._base.verdict, best.verdict, levels)),
            own=tuple(change for change in changes if change.id in clients),
            moved=tuple(change for change in changes if change.id not in clients),
            shortfalls=() if best is None else shortfall_changes(self._base.verdict, best.verdict),
            in_the_way=in_the_way,
            ban=ban,
            schedule=None if best is None else self._of_instance(best.schedule),
        )
        schedule = best.schedule if best is not None else self._published
        sentences = tuple(answer_sentences(self._instance, answer, schedule))
        return answer.model_copy(update={"sentences": sentences})

    def _of_instance(self, schedule: Schedule) -> Schedule:
        return schedule.model_copy(update={"instance_digest": self._instance.digest})


def _unlike_wish(violations: tuple[Violation, ...]) -> tuple[Violation, ...]:
    """Return the violations that say more than that the wish is not there."""
    return tuple(violation for violation in violations if violation.rule != "held")


def _prices(before: Verdict, after: Verdict, proved: tuple[LevelResult, ...]) -> Iterable[LevelPrice]:
    bounds = {level.id: level.bound for level in proved if level.bound_kind == "proved"}
    for was, is_ in zip(before.levels, after.levels, strict=True):
        yield LevelPrice.model_construct(
            id=is_.id,
            terms=tuple(is_.terms),
            before=was.value,
            at_most=is_.value,
            # No goal is ever negative.
            at_least=0 if is_.value == 0 else bounds.get(is_.id),
        )
