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

from iopsched.cpsat.world import within
from iopsched.domain.clock import MINUTES_PER_DAY

if TYPE_CHECKING:
    from iopsched.cpsat.variables import Variables


class _Hindrance(NamedTuple):
    """A stretch in which somebody cannot be present, if the literal is true."""

    start: int
    end: int
    literal: cp_model.IntVar
    settled: bool


class Presence:
    """Presence literals of one model, each made when first asked for."""

    def __init__(self, v: "Variables") -> None:
        self._v = v
        self._literals: dict[tuple[str, str, int, int], cp_model.IntVar | None] = {}
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

    def _make(self, clinician: str, site: str, start: int, end: int) -> cp_model.IntVar | None:
        v = self._v
        who = v.world.instance.clinician[clinician]
        if who.sites is not None and site not in who.sites:
            return None
        if "on_site" not in who.modes or not within(v.world.clinician_open[clinician], start, end):
            return None
        of_day = self._hindrances(clinician, site, start // MINUTES_PER_DAY)
        hindering = [one for one in of_day if one.start < end and start < one.end]
        if any(one.settled for one in hindering):
            return None
        if not hindering:
            return v.done
        present = v.new()
        for away in dict.fromkeys(self._moments(hindering, start, end)):
            v.model.add_implication(present, ~away)
        return present

    def _hindrances(self, clinician: str, site: str, day: int) -> tuple[_Hindrance, ...]:
        key = (clinician, site, day)
        if key not in self._days:
            way = self._v.world.way
            alike: dict[tuple[int, int, bool], list[cp_model.IntVar]] = defaultdict(list)
            for item in self._v.of_clinician[clinician]:
                if item.where != site and item.day == day:
                    start, end = item.start - way(site, item.where), item.end + way(item.where, site)
                    settled = item.literal.index == self._v.done.index
                    alike[start, end, settled].append(item.literal)
            elsewhere = self._v.part.led_elsewhere.get(clinician, ()) if self._v.part is not None else ()
            for start, end, where in elsewhere:
                if where != site and start // MINUTES_PER_DAY == day:
                    alike[start - way(site, where), end + way(where, site), True].append(self._v.done)
            self._days[key] = tuple(
                _Hindrance(start, end, self._any_of(literals), settled)
                for (start, end, settled), literals in alike.items()
            )
        return self._days[key]

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
