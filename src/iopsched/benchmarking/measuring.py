"""Measuring one search: in a fresh process, so that memory is its own, and judged again here."""

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from iopsched.benchmarking.trace import LEVEL_1_TERMS, Point, point, seconds_until_close
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.result import LevelResult, SolveResult
from iopsched.domain.schedule import Schedule
from iopsched.verification import verify

Outcome = Literal["solved", "no schedule", "contradictory", "refused", "crashed"]


@dataclass(frozen=True)
class Measurement:
    """How one search on one instance went.

    `outcome` is ``solved`` only if the judge accepts the schedule and reproduces every value;
    ``refused`` if the judge, here or inside the search, disagrees with the model. Seconds are of the
    search: reading the instance and starting the process are not in them. `level_1_seconds` is given
    if all levels of level 1 are proved optimal; `close_seconds` is when level 1 and the wishes came
    within 1 % of where they ended. `effort` is in the solver's deterministic units.
    """

    instance_id: str
    digest: str
    clients: int
    clinicians: int
    rooms: int
    meetings: int
    outcome: Outcome
    detail: str = ""
    levels: tuple[LevelResult, ...] = ()
    schedule: Schedule | None = None
    clients_short: int | None = None
    first_schedule_seconds: float | None = None
    close_seconds: float | None = None
    level_1_seconds: float | None = None
    seconds: float | None = None
    effort: float | None = None
    peak_bytes: int | None = None
    trace: tuple[Point, ...] = ()

    @property
    def vector(self) -> tuple[int, ...]:
        """The values of the levels, in order."""
        return tuple(level.value for level in self.levels)

    def level(self, level_id: str) -> LevelResult | None:
        """Return a level by its id, or None."""
        return next((level for level in self.levels if level.id == level_id), None)

    def document(self) -> dict[str, Any]:
        """Return everything but the schedule as plain JSON data."""
        apart = ("levels", "schedule", "trace")
        data = {key: value for key, value in asdict(self).items() if key not in apart}
        data["sessions"] = None if self.schedule is None else len(self.schedule.sessions)
        data["levels"] = [
            {**level.model_dump(mode="json"), "gap": level.gap, "optimal": level.optimal}
            for level in self.levels
        ]
        data["trace"] = [replace(one, seconds=round(one.seconds, 2)).row() for one in self.trace]
        return data


def measure(path: Path, instance: Instance, limits: Limits, *, plain: bool = False) -> Measurement:
    """Solve the instance, which is the one in the file, in a process of its own; judge what comes back.

    With `plain` it is the baseline's search (`iopsched.cpsat.plain`) that is measured.
    """
    answer = _ask({"path": str(path), "limits": asdict(limits), "plain": plain})
    if answer["outcome"] != "solved":
        return _measured(instance, answer["outcome"], detail=_detail(answer))
    result = SolveResult.model_validate(answer["result"])
    verdict = verify(instance, result.schedule)
    broken = sorted({violation.rule for violation in verdict.violations})
    if broken:
        return _measured(instance, "refused", detail=f"the schedule breaks {', '.join(broken)}")
    if [level.value for level in verdict.levels] != [level.value for level in result.levels]:
        return _measured(instance, "refused", detail="the judge does not reproduce the values")
    trace = tuple(point(row) for row in answer.get("trace", ()))
    return _measured(
        instance,
        "solved",
        levels=result.levels,
        schedule=result.schedule,
        clients_short=len({need.client for need in verdict.shortfalls}),
        first_schedule_seconds=result.first_schedule_seconds,
        close_seconds=seconds_until_close(trace, result.levels),
        level_1_seconds=level_1_seconds(result, trace),
        seconds=result.seconds,
        effort=answer.get("effort"),
        peak_bytes=answer["peak_bytes"],
        trace=trace,
    )


def planted_measurement(instance: Instance, planted: Schedule) -> Measurement:
    """Return the schedule that an instance was built around as if a search had found it.

    The only bounds are those of values that are 0, for no term is ever negative.
    """
    verdict = verify(instance, planted)
    if not verdict.valid:
        return _measured(instance, "refused", detail=f"it breaks {verdict.violations[0].rule}")
    levels = tuple(
        LevelResult(
            **level.model_dump(),
            bound=None if level.value else 0,
            bound_kind="none" if level.value else "conditional",
        )
        for level in verdict.levels
    )
    return _measured(instance, "solved", levels=levels, schedule=planted)


def level_1_seconds(result: SolveResult, trace: Sequence[Point] = ()) -> float | None:
    """Return when the last level of level 1 was proved optimal; None if it was not, or there is none.

    Nothing can be below 0: where all of it ends there, that is when the trace first says so.
    """
    first = [level for level in result.levels if set(level.terms) <= LEVEL_1_TERMS]
    if not first or not all(level.optimal and level.bound_kind == "proved" for level in first):
        return None
    if not any(level.value for level in first):
        at = [result.levels.index(level) for level in first]
        told = ((one.seconds, one.values) for one in trace if one.values is not None)
        served = next((seconds for seconds, values in told if not any(values[one] for one in at)), None)
        if served is not None:
            return served
    after = result.levels[result.levels.index(first[-1]) + 1 :]
    return result.seconds - sum(level.seconds for level in after)


def _measured(instance: Instance, outcome: Outcome, **found: Any) -> Measurement:
    return Measurement(
        instance_id=instance.id,
        digest=instance.digest,
        clients=len(instance.clients),
        clinicians=len(instance.clinicians),
        rooms=len(instance.rooms),
        meetings=sum(len(group.meetings) for group in instance.groups),
        outcome=outcome,
        **found,
    )


def _ask(request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer of a fresh process, or that it ended without one.

    Its input stays open until it has answered: so it learns when whoever asked is gone.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "iopsched.benchmarking.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            try:
                child.stdin.write(json.dumps(request) + "\n")
                child.stdin.flush()
            except OSError:
                # One that has ended already has no answer either. Closing tries to write once more.
                with suppress(OSError):
                    child.stdin.close()
            answered = child.stdout.read()
        except BaseException:
            child.kill()
            raise
    if child.returncode == 0:
        answer: dict[str, Any] = json.loads(answered)
        return answer
    ended = f"signal {-child.returncode}" if child.returncode < 0 else f"exit code {child.returncode}"
    return {"outcome": "crashed", "message": f"the process ended with {ended}"}


def _detail(answer: dict[str, Any]) -> str:
    if answer["outcome"] == "contradictory":
        return ", ".join(sorted({problem["code"] for problem in answer["problems"]}))
    return str(answer.get("message", ""))
