"""Finding a conflict: shrunk until each part and each rule is needed, every step on a model of its own."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from iopsched.conflicts.asking import Asking
from iopsched.conflicts.parts import NOW, Part, facts_in, pins_in, told_parts
from iopsched.conflicts.wording import conflict_words
from iopsched.domain.conflicts import Conflict, ConflictRule
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.rules import RULES
from iopsched.errors import JudgeRefusedError, NoScheduleError, Problem
from iopsched.judging.judge import judge

ALWAYS_ASKED = frozenset({"held", "forbidden"})
"""Rules that are the pins themselves."""

OFFER = frozenset(
    {
        "start_offered",
        "length_kept",
        "service_scheduled",
        "roles_filled",
        "leader_listed",
        "mode_allowed",
        "room_suits",
    }
)
"""Rules that say what is offered at all. They are told last: few would change them to keep a pin."""

MOST_MESSAGES = 5
"""The most messages of one rule."""


MANY_PINS = 8
"""From so many pins on the solver is asked for a hint which of them contradict each other."""

SECONDS, EFFORT = 20.0, 20.0
"""What finding out which pins contradict each other may use where a solve found that some do."""


def find_conflict(
    instance: Instance, *, limits: Limits | None = None, cancel: Cancel | None = None
) -> Conflict | None:
    """Return a minimal set of pins and facts that no schedule keeps together, None if there is a schedule.

    Raises:
        NoScheduleError: neither was shown within the limits.
    """
    return _Finding(instance, limits or Limits(), cancel).run()


def contradiction(instance: Instance, limits: Limits, cancel: Cancel | None = None) -> Problem:
    """Return what to say of an instance that has no schedule: which pins it is, if that is found in time."""
    limits = replace(limits, time_limit=min(limits.time_limit, SECONDS), effort=min(limits.effort, EFFORT))
    try:
        conflict = find_conflict(instance, limits=limits, cancel=cancel)
    except NoScheduleError:
        conflict = None
    if conflict is not None:
        place = ", ".join(part.place for part in conflict.parts)
        message = f"no schedule keeps every rule: {conflict_words(conflict)}"
        way_out = "Remove or change one of these; `iopsched explain INSTANCE` says more."
        return Problem("contradictory_pins", place, message, way_out)
    holds = [f"pins[{number}]" for number, pin in enumerate(instance.pins) if pin.pin == "hold"]
    return Problem(
        "contradictory_pins",
        ", ".join(holds) or "pins",
        "no schedule keeps every rule together with what the pins hold and forbid",
        "Remove or change one of these pins; `iopsched explain INSTANCE` says which contradict each other.",
    )


class _Finding:
    def __init__(self, instance: Instance, limits: Limits, cancel: Cancel | None) -> None:
        self._instance = instance
        self._asking = Asking(instance, limits, cancel)
        self._now = instance.week.now is not None

    def run(self) -> Conflict | None:
        pins, facts = pins_in(self._instance), facts_in(self._instance)
        whole = self._asking.ask([*pins, *facts], now=self._now)
        if whole.status == "yes":
            return None
        if whole.status == "unknown":
            raise NoScheduleError("whether the pins can all be kept was not shown in time; allow more time")
        parts = self._shrunk_parts(pins, facts)
        needed = {part for part in parts if self._possible([one for one in parts if one != part])}
        rules, suffice = self._rules(parts)
        past = self._past_matters(parts)
        if past is not None:
            parts, needed = [*parts, NOW], needed | ({NOW} if past else set())
        return Conflict(
            instance_id=self._instance.id,
            parts=tuple(told_parts(self._instance, parts, needed)),
            rules=rules,
            rules_suffice=suffice,
        )

    def _possible(self, parts: Collection[Part]) -> bool:
        return self._asking.ask(parts, now=self._now).status == "yes"

    def _impossible(self, parts: Collection[Part]) -> bool:
        return self._asking.ask(parts, now=self._now).status == "no"

    def _shrunk_parts(self, pins: list[Part], facts: list[Part]) -> list[Part]:
        """Return pins, and as few facts as can be, that cannot be kept together; not more than needed."""
        everything, kept = [*pins, *facts], list[Part]()
        pins = self._suspected(pins, facts)
        if facts and not self._impossible(pins):
            kept = shrunk(self._impossible, pins, facts)
        found = [*shrunk(self._impossible, kept, pins), *kept]
        if not self._impossible(found):
            # The questions were answered in another order, and this one not in time.
            return everything
        for part in list(found):
            rest = [one for one in found if one != part]
            if self._impossible(rest):
                found = rest
        return found

    def _suspected(self, pins: list[Part], facts: list[Part]) -> list[Part]:
        """Return fewer pins that cannot be kept beside the facts, where the solver names some of many."""
        if len(pins) < MANY_PINS:
            return pins
        named = self._asking.suspects(pins, facts, now=self._now)
        fewer = 0 < len(named) < len(pins) and self._impossible([*named, *facts])
        return named if fewer else pins

    def _past_matters(self, parts: list[Part]) -> bool | None:
        """Return whether there would be a schedule if nothing were past; None if that does not matter."""
        if not self._now:
            return None
        ahead = self._asking.ask([part for part in parts if part.kind != "history"], now=False)
        held = any(part.kind == "history" for part in parts)
        if ahead.status == "no" and not held:
            return None
        return ahead.status == "yes"

    def _rules(self, parts: list[Part]) -> tuple[tuple[ConflictRule, ...], bool]:
        """Return the rules that stand in the way, and whether it was shown that they do."""
        rules = self._enough_rules(parts)
        if rules is None:
            return (), False
        for rule in sorted(rules, key=lambda rule: rule not in OFFER):
            rest = [one for one in rules if one != rule]
            if self._under(parts, rest) == "no":
                rules = rest
        rules.sort(key=lambda rule: rule in OFFER)
        return tuple(self._told_rule(parts, rules, rule) for rule in rules), True

    def _under(self, parts: list[Part], rules: Collection[str]) -> str:
        """Return whether the parts can be kept under these rules alone."""
        return self._asking.ask(parts, now=self._now, without=_all_but(rules)).status

    def _enough_rules(self, parts: list[Part]) -> list[str] | None:
        """Return rules that leave no schedule with these parts, None if none are found in time.

        What a schedule under too few rules breaks says which to add.
        """
        week = self._asking.week(parts, now=self._now)
        rules: list[str] = []
        while True:
            found = self._asking.ask(parts, now=self._now, without=_all_but(rules), tidy=True)
            if found.status == "unknown":
                found = self._asking.ask(parts, now=self._now, without=_all_but(rules))
            if found.schedule is None:
                return rules if found.status == "no" and self._under(parts, rules) == "no" else None
            broken = {violation.rule for violation in judge(week, found.schedule).violations}
            if broken <= set(rules):
                raise JudgeRefusedError("the model finds no schedule where the judge accepts one")
            rules = [rule for rule in RULES if rule in broken or rule in rules]

    def _told_rule(self, parts: list[Part], rules: list[str], rule: str) -> ConflictRule:
        rest = _all_but([one for one in rules if one != rule])
        needed = self._asking.ask(parts, now=self._now, without=rest).status == "yes"
        week, messages = self._asking.week(parts, now=self._now), dict[str, None]()
        for without in (frozenset({rule}), rest):
            found = self._asking.ask(parts, now=self._now, without=without, tidy=True)
            if found.schedule is not None:
                verdict = judge(week, found.schedule)
                messages = dict.fromkeys(v.message for v in verdict.violations if v.rule == rule)
                break
        return ConflictRule(
            rule=rule,
            sentence=RULES[rule].sentence,
            offer=rule in OFFER,
            messages=tuple(messages)[:MOST_MESSAGES],
            needed=needed,
        )


def _all_but(rules: Collection[str]) -> frozenset[str]:
    return frozenset(RULES) - frozenset(rules) - ALWAYS_ASKED


def shrunk(
    impossible: Callable[[list[Part]], bool], background: Sequence[Part], parts: Sequence[Part]
) -> list[Part]:
    """Return some of the parts that are impossible beside the background, where all of them are.

    None is needless if every question is answered. Halves are asked about first, so that a few parts of
    many are found with few questions.
    """
    return _shrunk(impossible, list(background), False, list(parts))


def _shrunk(
    impossible: Callable[[list[Part]], bool], background: list[Part], added: bool, parts: list[Part]
) -> list[Part]:
    if added and impossible(background):
        return []
    if len(parts) <= 1:
        return parts
    first, second = parts[: len(parts) // 2], parts[len(parts) // 2 :]
    of_second = _shrunk(impossible, [*background, *first], bool(first), second)
    of_first = _shrunk(impossible, [*background, *of_second], bool(of_second), first)
    return [*of_first, *of_second]
