"""The best week of a tiny instance by trying every week there is, and the judge for every question.

`REPAIRABLE` rules are asked of whole weeks only. All others are asked as soon as a week is begun: a
session more never mends them, so a beginning that breaks one is not gone on with.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from brute_force.options import NOTHING, REPAIRABLE, LookUps, broken, choices, week_of
from iopsched.domain.instance import Instance
from iopsched.domain.rules import RULES
from iopsched.domain.schedule import Schedule, Session
from iopsched.judging.goals import level_value
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.needs import needs_of

OF_ONE_SESSION = frozenset(
    {
        "start_offered",
        "length_kept",
        "service_scheduled",
        "site_open",
        "room_available",
        "client_available",
        "client_stay",
        "arrival_and_departure",
        "guest_available",
        "clinician_available",
        "roles_filled",
        "credentials_held",
        "leader_listed",
        "clinician_place",
        "clinician_avoided",
        "language_shared",
        "mode_allowed",
        "room_suits",
        "room_fits",
        "head_count",
        "leader_ratio",
        "ages_together",
        "eligible_only",
        "closed_group",
        "service_planned",
        "company_kept",
        "apart_in_session",
        "kept_together",
        "forbidden",
    }
)
"""Rules that look at one session at a time: asked once for each, and never again."""


class TooLargeError(Exception):
    """There are more beginnings of weeks than anybody wants to try."""


@dataclass(frozen=True)
class Best:
    """The best vector of level values, a schedule that has it, and how many valid weeks there are."""

    vector: tuple[int, ...]
    schedule: Schedule
    valid: int


class Weeks:
    """Every valid week of an instance; `tried` counts the beginnings that were asked about."""

    def __init__(self, instance: Instance, without: frozenset[str] = NOTHING, most: int = 100_000) -> None:
        self._instance, self._most = instance, most
        self._early = frozenset(RULES) - REPAIRABLE - OF_ONE_SESSION - without
        self._late = REPAIRABLE - without
        self.choices = choices(instance, without)
        self._look_up = LookUps(instance)
        self.tried = 0

    def __iter__(self) -> Iterator[ScheduleIndex]:
        """Yield the judge's look-ups of each valid week."""
        held = () if "past_kept" not in self._late else self._instance.history
        yield from self._go_on(0, held, self._look_up(held))

    def _go_on(self, depth: int, begun: tuple[Session, ...], index: ScheduleIndex) -> Iterator[ScheduleIndex]:
        if depth == len(self.choices):
            if next(broken(index, self._late), None) is None:
                yield index
            return
        yield from self._go_on(depth + 1, begun, index)
        for session in self.choices[depth]:
            self.tried += 1
            if self.tried > self._most:
                raise TooLargeError
            longer = (*begun, session)
            grown = self._look_up(longer)
            if next(broken(grown, self._early), None) is None:
                yield from self._go_on(depth + 1, longer, grown)


def best_of(instance: Instance) -> Best | None:
    """Return the best week of the instance, None if no week is valid."""
    best: ScheduleIndex | None = None
    vector: tuple[int, ...] = ()
    valid = 0
    for week in Weeks(instance):
        valid += 1
        found = _better(week, vector if best else None)
        if found is not None:
            best, vector = week, found
    if best is None:
        return None
    return Best(vector, week_of(instance, best.sessions), valid)


def _better(week: ScheduleIndex, than: tuple[int, ...] | None) -> tuple[int, ...] | None:
    """Return the week's vector if it is better than another, asking for no more levels than needed."""
    for client in week.instance.clients:
        week.needs[client.id] = needs_of(week, client)
    values: list[int] = []
    tied = than is not None
    for number, level in enumerate(week.instance.goals):
        values.append(level_value(week, level).value)
        if tied and than is not None and values[-1] != than[number]:
            if values[-1] > than[number]:
                return None
            tied = False
    return None if tied else tuple(values)


def weeks_of(instance: Instance, without: frozenset[str] = NOTHING) -> frozenset[str]:
    """Return every valid week of the instance, each as text that tells it from all others."""
    return frozenset(
        "; ".join(str(session) for session in sorted(index.sessions, key=lambda one: one.id))
        for index in Weeks(instance, without)
    )


__all__ = ["Best", "TooLargeError", "Weeks", "best_of", "weeks_of"]
