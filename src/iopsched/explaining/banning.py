"""Why a wish cannot be: that it is impossible, proved; then the fewest rules without which it could be."""

import time
from collections.abc import Collection
from dataclasses import dataclass

from iopsched.continuity.neighbourhoods import changes_between
from iopsched.continuity.resolving import brief
from iopsched.cpsat.possibility import WAIVED, Possibility, possibility
from iopsched.cpsat.scope import with_company
from iopsched.domain.answers import Ban, Where
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.published_pins import agreeing
from iopsched.domain.relations import Pin
from iopsched.domain.result import Violation
from iopsched.domain.rules import RULES
from iopsched.domain.schedule import Schedule, Session
from iopsched.explaining.wishes import clients_of
from iopsched.judging.judge import judge

SECONDS = 2.0
EFFORT = 2.0
"""What one question about some clients alone may use."""


@dataclass(frozen=True)
class Asked:
    """A wish that is asked for: the instance with its pins, the schedule, and the wish written into it."""

    instance: Instance
    pins: tuple[Pin, ...]
    base: Schedule
    hand: Schedule

    def sessions(self) -> tuple[Session, ...]:
        """Return the sessions that the wish was written into, and those that agree with it already."""
        changed = changes_between(self.base, self.hand).sessions
        return tuple(
            session
            for session in self.hand.sessions
            if session.id in changed or any(agreeing(pin, [session]) for pin in self.pins)
        )


class Banning:
    """Questions about one wish, together within the limits."""

    def __init__(self, asked: Asked, limits: Limits, cancel: Cancel | None) -> None:
        self._asked, self._limits, self._cancel = asked, limits, cancel
        self._until = time.monotonic() + limits.time_limit
        self.effort = 0.0

    def by_rules(self) -> Ban | None:
        """Return why the wish cannot be whoever else is in the week; None if that is not proved."""
        instance = self._asked.instance
        among = self._among()
        pins = tuple(pin for pin in instance.pins if pin in self._asked.pins or _stays(instance, pin, among))
        related = instance.model_copy(update={"pins": pins})
        asking = _Asking(self, related, self._asked.pins, frozenset(among), self._asked.sessions())
        return asking.ban("rules") if asking.possible(frozenset()).answer == "no" else None

    def by_week(self) -> tuple[Ban | None, Schedule | None]:
        """Return why the wish cannot be in this week, or a schedule with it; neither if that is open."""
        asking = _Asking(self, self._asked.instance, self._asked.pins, None, self._asked.hand.sessions)
        found = asking.possible(frozenset())
        if found.answer == "no":
            return asking.ban("week"), None
        return None, found.schedule

    def _among(self) -> set[str]:
        """Return the wish's clients, and whom pins hold in the same sessions."""
        instance = self._asked.instance
        found = with_company(instance, clients_of(self._asked.pins, instance))
        touched = self._asked.sessions()
        for pin in instance.pins:
            if pin.client is None or pin.pin == "forbid":
                continue
            if any(pin.session == one.id or (pin.group and pin.group == one.group) for one in touched):
                found |= with_company(instance, [pin.client])
        return found

    def ask(
        self,
        instance: Instance,
        among: Collection[str] | None,
        without: frozenset[str],
        keep: tuple[Session, ...],
    ) -> Possibility:
        """Return whether there is a schedule, as far as that is found out in time."""
        left = self._until - time.monotonic()
        seconds = left if among is None else min(SECONDS, left)
        over = self.effort >= self._limits.effort if self._limits.reproducible else left <= 0
        if over or (self._cancel is not None and self._cancel.is_set()):
            return Possibility("unknown", None, 0.0)
        effort = self._limits.effort if among is None else EFFORT
        found = possibility(
            instance,
            brief(self._limits, seconds, effort),
            among=among,
            without=without,
            keep=keep,
            cancel=self._cancel,
        )
        self.effort += found.effort
        return found


def _stays(instance: Instance, pin: Pin, among: Collection[str]) -> bool:
    """Return whether a pin asks the same of a schedule once all but some clients are left out of it."""
    if pin.pin == "forbid" or pin.client in among:
        return True
    if pin.as_published or pin.client is not None:
        return False
    return pin.session in instance.offer or pin.group is not None


class _Asking:
    def __init__(
        self,
        banning: Banning,
        instance: Instance,
        pins: tuple[Pin, ...],
        among: frozenset[str] | None,
        keep: tuple[Session, ...],
    ) -> None:
        self._banning, self._instance, self._pins = banning, instance, pins
        self._among, self._keep = among, keep

    def possible(self, without: frozenset[str]) -> Possibility:
        """Return whether the wish can be without some rules; its own pins hold even without theirs."""
        instance, left_out = self._instance, set(without)
        for rule, verb in (("held", "hold"), ("forbidden", "forbid")):
            if rule in left_out:
                kept = [pin for pin in instance.pins if pin.pin != verb or pin in self._pins]
                instance = instance.model_copy(update={"pins": tuple(kept)})
                left_out.discard(rule)
        keep = self._keep if without else ()
        return self._banning.ask(instance, self._among, frozenset(left_out), keep)

    def ban(self, lies_in: Where) -> Ban:
        """Return the rules that forbid the wish, known to be impossible, and what breaks them."""
        hand = self._judged(self._by_hand())
        rules = frozenset(violation.rule for violation in hand)
        found = self.possible(rules)
        if found.answer == "no" and rules < frozenset(RULES):
            rules = frozenset(RULES)
            found = self.possible(rules)
        shown = found.answer == "yes" and found.schedule is not None
        if shown:
            rules, shown, found = self._fewest(rules, found)
        violations = hand
        if found.schedule is not None and not rules <= {violation.rule for violation in hand}:
            violations = self._judged(found.schedule)
        named = tuple(v for v in violations if v.rule in rules)
        kept = tuple(name for name in RULES if name in {v.rule for v in named} | (rules if shown else set()))
        return Ban.model_construct(lies_in=lies_in, rules=kept, fewest=shown, violations=named)

    def _fewest(self, rules: frozenset[str], found: Possibility) -> tuple[frozenset[str], bool, Possibility]:
        """Keep rule after rule again, as long as the wish can be; all that remain have to be left out."""
        shown = True
        rules &= self._broken(found)
        for rule in [name for name in reversed(RULES) if name in rules]:
            if rule not in rules or len(rules) == 1:
                continue
            tried = self.possible(rules - {rule})
            if tried.answer == "yes":
                rules, found = rules & self._broken(tried), tried
            shown = shown and tried.answer != "unknown"
        return rules, shown, found

    def _broken(self, found: Possibility) -> frozenset[str]:
        assert found.schedule is not None
        return frozenset(violation.rule for violation in self._judged(found.schedule))

    def _by_hand(self) -> Schedule:
        instance = self._instance
        held = {session.id for session in instance.history}
        sessions = [one for one in self._keep if one.id not in held]
        if self._among is not None:
            among = self._among
            sessions = [
                one.model_copy(
                    update={
                        "clients": tuple(c for c in one.clients if c in among),
                        "guests": tuple(
                            g for g in one.guests if g in instance.guest and instance.guest[g][0].id in among
                        ),
                    }
                )
                for one in sessions
            ]
        return Schedule.model_construct(
            schema_version=1,
            instance_id=instance.id,
            instance_digest=None,
            week=instance.week.monday,
            sessions=(*instance.history, *sessions),
        )

    def _judged(self, schedule: Schedule) -> tuple[Violation, ...]:
        waived = frozenset() if self._among is None else WAIVED
        return judge(self._instance, schedule, without=waived).violations
