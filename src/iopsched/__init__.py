"""iopsched plans the week of an intensive outpatient programme.

Everything in `__all__` may be relied on. Names are loaded when they are first used, so that
``import iopsched`` stays quick and the solver is loaded only by whoever solves.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from iopsched.domain.differences import Difference
    from iopsched.domain.instance import Instance
    from iopsched.domain.progress import Cancel, Limits, Progress
    from iopsched.domain.result import (
        Certificate,
        LevelResult,
        LevelValue,
        Need,
        SolveResult,
        Verdict,
        Violation,
    )
    from iopsched.domain.schedule import Schedule, Session
    from iopsched.errors import IopschedError, JudgeRefusedError, NoScheduleError, Problem, ProblemsError
    from iopsched.files.reading import instance_from_data, read_instance
    from iopsched.files.schedules import read_schedule
    from iopsched.files.schema import json_schema
    from iopsched.files.writing import write_instance, write_schedule
    from iopsched.replanning.change_pack import change_pack
    from iopsched.replanning.differences import diff
    from iopsched.solving import solve
    from iopsched.verification import verify

_HOME = {
    "Difference": "iopsched.domain.differences",
    "Instance": "iopsched.domain.instance",
    "Cancel": "iopsched.domain.progress",
    "Limits": "iopsched.domain.progress",
    "Progress": "iopsched.domain.progress",
    "Certificate": "iopsched.domain.result",
    "LevelResult": "iopsched.domain.result",
    "LevelValue": "iopsched.domain.result",
    "Need": "iopsched.domain.result",
    "SolveResult": "iopsched.domain.result",
    "Verdict": "iopsched.domain.result",
    "Violation": "iopsched.domain.result",
    "Schedule": "iopsched.domain.schedule",
    "Session": "iopsched.domain.schedule",
    "IopschedError": "iopsched.errors",
    "JudgeRefusedError": "iopsched.errors",
    "NoScheduleError": "iopsched.errors",
    "Problem": "iopsched.errors",
    "ProblemsError": "iopsched.errors",
    "instance_from_data": "iopsched.files.reading",
    "read_instance": "iopsched.files.reading",
    "read_schedule": "iopsched.files.schedules",
    "json_schema": "iopsched.files.schema",
    "write_instance": "iopsched.files.writing",
    "write_schedule": "iopsched.files.writing",
    "change_pack": "iopsched.replanning.change_pack",
    "diff": "iopsched.replanning.differences",
    "solve": "iopsched.solving",
    "verify": "iopsched.verification",
}

__all__ = [
    "Cancel",
    "Certificate",
    "Difference",
    "Instance",
    "IopschedError",
    "JudgeRefusedError",
    "LevelResult",
    "LevelValue",
    "Limits",
    "Need",
    "NoScheduleError",
    "Problem",
    "ProblemsError",
    "Progress",
    "Schedule",
    "Session",
    "SolveResult",
    "Verdict",
    "Violation",
    "__version__",
    "change_pack",
    "diff",
    "instance_from_data",
    "json_schema",
    "read_instance",
    "read_schedule",
    "solve",
    "verify",
    "write_instance",
    "write_schedule",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'iopsched' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
