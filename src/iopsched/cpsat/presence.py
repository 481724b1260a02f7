"""Whether a clinician is present at a site throughout a session, as a literal.

Present means: the site is one of theirs, they work on site, their hours hold the whole stretch, and
whatever they lead elsewhere that day leaves them time to get there and away.

What is led elsewhere, with the way there and back, *hinders* during one stretch. Whether somebody is
hindered at a moment is one literal, and a session asks for it at moments so close together that
nothing falls between them: pairs of a session here and one elsewhere would be a hundred times as many.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ortools.sat.python import cp_model

from iopsched.cpsat.world import Where
from iopsched.domain.clock import MINUTES_PER_DAY

if TYPE_CHECKING:
    from iopsched.cpsat.variables import Variables


class _Hindrance(NamedTuple):
    """A stretch in which somebody cannot be present, if the literal is true."""

    start: int
    end: int
    literal: cp_model.IntVar
    settled: bool


Led = tuple[int, int, Where, cp_model.IntVar]
"""What somebody leads: from, to and where, if the literal is true."""


class Presence:
    """Presence literals of one model, each made when first asked for."""

    def __init__(self, v: "Variables") -> None:
        self._v = v
        self._literals: dict[tuple[str, str, int, int], cp_model.IntVar | None] = {}
        self._led: dict[str, dict[int, list[Led]]] = {}
        self._days: dict[tuple[str, str, int], tuple[_Hindrance, ...]] = {}
        self._away: dict[frozenset[int], cp_model.IntVar] = {}

    def literal(self, clinician: str, site: str, start: int, end: int) -> cp_model.IntVar | None:
        """Return a literal that can be true only if the clinician is present; None if never.

        It is the constant of what is true whatever is decided where nothing can keep the clinician away.
        """
        key = (clinician, site, start, end)
        if key not in self._literals:
            self._literals[key] = self._make(clinician, site, start, end)
        return self._literals[key]

    def enough(self, most: int, site: str, start: int, end: int) -> bool:
        """Return whether so many clinicians are present whatever is decided."""
        for clinician in self._v.world.on_duty(site, start, end):
            if most <= 0:
                break
            if not self._hindering(clinician, site, start, end):
                most -= 1
        return most <= 0

    def _make(self, clinician: str, site: str, start: int, end: int) -> cp_model.IntVar | None:
        v = self._v
        if clinician not in v.world.on_duty(site, start, end):
            return None
        hindering = self._hindering(clinician, site, start, end)
        if any(one.settled for one in hindering):
            return None
        if not hindering:
            return v.done
        present = v.new()
        for away in dict.fromkeys(self._moments(hindering, start, end)):
            v.model.add_implication(present, ~away)
        return present

    def _hindering(self, clinician: str, site: str, start: int, end: int) -> list[_Hindrance]:
        of_day = self._hindrances(clinician, site, start // MINUTES_PER_DAY)
        return [one for one in of_day if one.start < end and start < one.end]

    def _hindrances(self, clinician: str, site: str, day: int) -> tuple[_Hindrance, ...]:
        key = (clinician, site, day)
        if key not in self._days:
            way, done = self._v.world.way, self._v.done.index
            alike: dict[tuple[int, int, bool], list[cp_model.IntVar]] = defaultdict(list)
            for start, end, where, literal in self._led_by(clinician).get(day, ()):
                if where != site:
                    stretch = (start - way(site, where), end + way(where, site), literal.index == done)
                    alike[stretch].append(literal)
            self._days[key] = tuple(
                _Hindrance(start, end, self._any_of(literals), settled)
                for (start, end, settled), literals in alike.items()
            )
        return self._days[key]

    def _led_by(self, clinician: str) -> dict[int, list[Led]]:
        """Return what a clinician leads or may lead, in the model and elsewhere, by day."""
        if clinician not in self._led:
            v, found = self._v, defaultdict[int, list[Led]](list)
            for item in v.of_clinician[clinician]:
                found[item.day].append((item.start, item.end, item.where, item.literal))
            elsewhere = v.part.led_elsewhere.get(clinician, ()) if v.part is not None else ()
            for start, end, where in elsewhere:
                found[start // MINUTES_PER_DAY].append((start, end, where, v.done))
            self._led[clinician] = found
        return self._led[clinician]

    def _moments(self, hindering: list[_Hindrance], start: int, end: int) -> Iterator[cp_model.IntVar]:
        """Yield literals one of which is true wherever something hinders between start and end.

        Whatever hinders in there begins by the last moment and lasts at least a step, so it holds one.
        """
        step = min(one.end - one.start for one in hindering)
        last = max(start, *(one.start for one in hindering))
        for moment in (*range(start, last, step), last):
            then = [one.literal for one in hindering if one.start <= moment < one.end]
            if then:
                yield self._any_of(then)

    def _any_of(self, literals: list[cp_model.IntVar]) -> cp_model.IntVar:
        """Return a literal that is true wherever one of some literals is."""
        key = frozenset(literal.index for literal in literals)
        if len(key) == 1:
            return literals[0]
        if key not in self._away:
            away = self._away[key] = self._v.new()
            for literal in literals:
                self._v.model.add_implication(literal, away)
        return self._away[key]
