"""What came of trying to meet a need at the cost of rules, and whether all of them had to give way."""

from collections.abc import Mapping
from dataclasses import dataclass

from iopsched.continuity.resolving import brief
from iopsched.cpsat.loosening import Key, Loosened
from iopsched.cpsat.needed import Broken, Needed
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.result import Need, Verdict, Violation
from iopsched.domain.schedule import Schedule
from iopsched.explaining.parts import Part, parts_of
from iopsched.judging.judge import judge

MOST_CLIENTS = 30
"""Up to this many clients the whole week is asked whether every part of a cause is needed."""

SECONDS = 2.0
EFFORT = 0.5
"""What one such question may use."""


@dataclass(frozen=True)
class Tried:
    """A schedule that meets a need, and which parts of a cause it breaks; the judge said so."""

    schedule: Schedule
    violations: tuple[Violation, ...]
    parts: tuple[Part, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that its parts are of, each once."""
        return tuple(dict.fromkeys(part.rule for part in self.parts))


def tried_out(instance: Instance, way: Loosened, need: Need, floors: Mapping[Key, int]) -> Tried | None:
    """Return what the judge says of a way to meet a need, None if it does not do what it is for."""
    verdict = judge(instance, way.schedule)
    if not _keeps(verdict, need, floors):
        return None
    parts = parts_of(instance, way.schedule, verdict.violations)
    return Tried(way.schedule, verdict.violations, parts)


def _keeps(verdict: Verdict, asked: Need, floors: Mapping[Key, int]) -> bool:
    has = {(n.client, n.kind, n.subject): n for line in verdict.certificates for n in line.needs}
    if has[asked.client, asked.kind, asked.subject].short:
        return False
    return all(
        has[other].got >= min(floor, has[other].needed) for other, floor in floors.items() if other in has
    )


@dataclass(frozen=True)
class Answer:
    """What the whole week says: `proved` that the need cannot be met as things are, or it `could_be`.

    `fewest` if it cannot be with any one part in the way, and can with none. `effort` is what it took.
    """

    proved: bool = False
    could_be: bool = False
    fewest: bool = False
    effort: float = 0.0


def whole_week(
    instance: Instance,
    tried: Tried,
    need: Need,
    floors: Mapping[Key, int],
    limits: Limits,
    cancel: Cancel | None = None,
) -> Answer:
    """Return whether every part of a cause is needed, everything else in the week being open."""
    if len(instance.clients) > MOST_CLIENTS or not tried.parts:
        return Answer()
    limits = brief(limits, SECONDS, EFFORT)
    asked = (need.client, need.kind, need.subject)
    week = Needed(instance, tried.schedule, [_broken(tried, part) for part in tried.parts], asked, floors)
    everything = range(len(tried.parts))
    as_it_is = week.possible(everything, limits, cancel)
    if as_it_is != "no":
        return Answer(could_be=as_it_is == "yes", effort=week.effort)
    fewest = week.possible((), limits, cancel) == "yes" and all(
        week.possible((number,), limits, cancel) == "no" for number in everything if len(everything) > 1
    )
    return Answer(proved=True, fewest=fewest, effort=week.effort)


def _broken(tried: Tried, part: Part) -> list[Broken]:
    """Return what a part breaks, and what follows from it and is no part of its own."""
    counted = {violation for one in tried.parts for violation in one.violations}
    here = {session.id for session in part.sessions}
    follow = [v for v in tried.violations if v not in counted and not here.isdisjoint(v.sessions)]
    return [Broken(v.rule, frozenset(v.sessions)) for v in (*part.violations, *follow)]
