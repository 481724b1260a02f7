"""Whether some pins and facts can be kept under some rules: each question on a model of its own."""

import time
from collections.abc import Collection, Sequence
from dataclasses import replace

from iopsched.conflicts.parts import Part, with_parts_alone
from iopsched.cpsat.feasibility import (
    Feasibility,
    feasibility,
    sessions_asked_for,
    sessions_open_to,
    suspects,
)
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.errors import ProblemsError
from iopsched.judging.judge import judge

_SHARE = 0.25
_LEAST_SECONDS, _LEAST_EFFORT = 2.0, 1.0
_TIDY_SECONDS, _TIDY_EFFORT = 0.5, 0.3
_NOT_SETTLED = Feasibility("unknown", None, 0.0)


class Asking:
    """Asks whether there is a schedule, and remembers the answers. All questions share the limits."""

    def __init__(self, instance: Instance, limits: Limits, cancel: Cancel | None) -> None:
        self._instance, self._limits, self._cancel = instance, limits, cancel
        self._until = time.monotonic() + limits.time_limit
        self._effort = 0.0
        self._answers: dict[tuple[frozenset[Part], bool, frozenset[str], bool], Feasibility] = {}

    def ask(
        self,
        parts: Collection[Part],
        *,
        now: bool,
        without: frozenset[str] = frozenset(),
        tidy: bool = False,
    ) -> Feasibility:
        """Return whether a schedule keeps these pins beside these facts, and every rule but those left out.

        A schedule that is given was accepted by the judge. `tidy` prefers one with little in it.
        """
        key = (frozenset(parts), now, without, tidy)
        if key not in self._answers:
            self._answers[key] = self._fresh(parts, now, without, tidy)
        return self._answers[key]

    def suspects(self, pins: Sequence[Part], facts: Sequence[Part], *, now: bool) -> list[Part]:
        """Return the pins that the solver argues with where it finds no schedule: a hint, to be confirmed."""
        limits = self._next_limits(tidy=False)
        if limits is None:
            return []
        named, effort = suspects(self.week([*pins, *facts], now=now), limits, self._cancel)
        self._effort += effort
        return [pins[number] for number in named]

    def week(self, parts: Collection[Part], *, now: bool) -> Instance:
        """Return the instance with these pins and facts alone."""
        return with_parts_alone(self._instance, parts, now=now)

    def _fresh(self, parts: Collection[Part], now: bool, without: frozenset[str], tidy: bool) -> Feasibility:
        limits = self._next_limits(tidy)
        if limits is None:
            return _NOT_SETTLED
        try:
            week = self.week(parts, now=now and "past_kept" not in without)
        except ProblemsError:
            # One fact needs another: what is left without it is no instance, so nothing is known of it.
            return _NOT_SETTLED
        loose, sessions = _what_matters(week, without)
        found = self._run(loose, limits, sessions, without, tidy)
        if found.schedule is None or judge(week, found.schedule, without=without).valid:
            return found
        # Somebody makes too many trips, or has no meal, and only more sessions could mend that.
        return self._run(week, limits, None, without, tidy)

    def _run(
        self,
        week: Instance,
        limits: Limits,
        sessions: frozenset[str] | None,
        without: frozenset[str],
        tidy: bool,
    ) -> Feasibility:
        found = feasibility(week, limits, sessions=sessions, without=without, tidy=tidy, cancel=self._cancel)
        self._effort += found.effort
        return found

    def _next_limits(self, tidy: bool) -> Limits | None:
        """Return what the next question may use, None if nothing is left."""
        if self._cancel is not None and self._cancel.is_set():
            return None
        seconds, effort = self._until - time.monotonic(), self._limits.effort - self._effort
        if effort <= 0 if self._limits.reproducible else seconds <= 0:
            return None
        most_seconds = _TIDY_SECONDS if tidy else max(_SHARE * seconds, _LEAST_SECONDS)
        most_effort = _TIDY_EFFORT if tidy else max(_SHARE * effort, _LEAST_EFFORT)
        return replace(self._limits, time_limit=min(seconds, most_seconds), effort=min(effort, most_effort))


def _what_matters(week: Instance, without: frozenset[str]) -> tuple[Instance, frozenset[str]]:
    """Return a week that asks for no more, and the sessions that decide whether its pins can be kept.

    All other sessions can be taken out of any schedule. Two kinds of rules may mind: trips, for waits
    grow, and meals, for a pause ends where the day does. Meals are not asked for here at all, trips of
    clients whom the pins are about only, with every session they could be in.
    """
    sessions = sessions_asked_for(week, week.pins)
    capped = {client.id for client in week.clients if client.max_trips is not None}
    about = _about(week, sessions) & capped if "trips_cap" not in without else set[str]()
    if about:
        sessions |= sessions_open_to(week, about)
    clients = tuple(
        client.model_copy(
            update={"meal": None, "max_trips": client.max_trips if client.id in about else None}
        )
        for client in week.clients
    )
    clinicians = tuple(clinician.model_copy(update={"meal": None}) for clinician in week.clinicians)
    if clients == week.clients and clinicians == week.clinicians:
        return week, sessions
    return week.replace(clients=clients, clinicians=clinicians), sessions


def _about(week: Instance, sessions: frozenset[str]) -> set[str]:
    """Return the clients whom the pins are about: named, published there, or whose sessions these are."""
    published = () if week.published_now is None else week.published_now.sessions
    found = {pin.client for pin in week.pins if pin.client is not None}
    found.update(client for session in published if session.id in sessions for client in session.clients)
    for client in week.clients:
        if any(session in sessions for session, _ in week.individual_session_ids(client)):
            found.add(client.id)
    return found
