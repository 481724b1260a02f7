"""A schedule as tables of pandas, from Python."""

from typing import TYPE_CHECKING

from iopsched.domain.frames import frames
from iopsched.domain.instance import Instance
from iopsched.domain.result import Verdict
from iopsched.domain.schedule import Schedule
from iopsched.verification import verify

if TYPE_CHECKING:
    import pandas as pd


def frames_of(
    instance: Instance, schedule: Schedule, verdict: Verdict | None = None
) -> "dict[str, pd.DataFrame]":
    """Return any schedule as pandas frames: sessions, enrolments, clients, needs, clinicians and goals.

    The same as `SolveResult.frames()`, but for bounds, which only a search knows. `verdict` saves
    judging the schedule once more.

    Raises:
        iopsched.errors.ProblemsError: the schedule is not of this instance.
    """
    verdict = verify(instance, schedule) if verdict is None else verdict
    return frames(instance, schedule, verdict.certificates, verdict.levels)
