"""iopsched plans the week of an intensive outpatient programme.

Everything in `__all__` may be relied on. Names are loaded when they are first used, so that
``import iopsched`` stays quick and the solver is loaded only by whoever solves.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from iopsched.calendars.exporting import calendars_of
    from iopsched.domain.answers import Answer
    from iopsched.domain.clients import Client
    from iopsched.domain.differences import Difference
    from iopsched.domain.instance import Instance
    from iopsched.domain.progress import Cancel, Limits, Progress
    from iopsched.domain.readiness import AbsenceOutcome, Readiness
    from iopsched.domain.reasons import ExplainedResult
    from iopsched.domain.recommendations import Recommendation, Recommendations
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
    from iopsched.edits.reading import Edits, read_edits
    from iopsched.errors import IopschedError, JudgeRefusedError, NoScheduleError, Problem, ProblemsError
    from iopsched.explaining.explaining import Explanation, explain
    from iopsched.explaining.questions import Questions
    from iopsched.explaining.solved import solve_and_explain
    from iopsched.exporting.instances import write_csv_folder, write_workbook
    from iopsched.exporting.tables import frames_of
    from iopsched.exporting.writing import (
        write_calendars,
        write_report,
        write_schedule_workbook,
        write_tables,
    )
    from iopsched.files.reading import instance_from_data, read_instance
    from iopsched.files.schedules import read_schedule
    from iopsched.files.schema import json_schema
    from iopsched.files.writing import write_instance, write_schedule
    from iopsched.pages.report import report_html
    from iopsched.replanning.change_pack import change_pack
    from iopsched.replanning.differences import diff
    from iopsched.replanning.events import Absence, Arrival, Cancelling, Closing, Leaving
    from iopsched.replanning.preparing import Replanned
    from iopsched.replanning.readiness import each_absence
    from iopsched.replanning.recommending import recommend
    from iopsched.replanning.replanning import replan
    from iopsched.replanning.stability import stability
    from iopsched.solving import solve
    from iopsched.verification import verify

_HOME = {
    "calendars_of": "iopsched.calendars.exporting",
    "Answer": "iopsched.domain.answers",
    "Client": "iopsched.domain.clients",
    "Difference": "iopsched.domain.differences",
    "Instance": "iopsched.domain.instance",
    "Cancel": "iopsched.domain.progress",
    "Limits": "iopsched.domain.progress",
    "Progress": "iopsched.domain.progress",
    "AbsenceOutcome": "iopsched.domain.readiness",
    "Readiness": "iopsched.domain.readiness",
    "Recommendation": "iopsched.domain.recommendations",
    "Recommendations": "iopsched.domain.recommendations",
    "Certificate": "iopsched.domain.result",
    "LevelResult": "iopsched.domain.result",
    "LevelValue": "iopsched.domain.result",
    "Need": "iopsched.domain.result",
    "SolveResult": "iopsched.domain.result",
    "Verdict": "iopsched.domain.result",
    "Violation": "iopsched.domain.result",
    "Schedule": "iopsched.domain.schedule",
    "Session": "iopsched.domain.schedule",
    "Edits": "iopsched.edits.reading",
    "read_edits": "iopsched.edits.reading",
    "IopschedError": "iopsched.errors",
    "JudgeRefusedError": "iopsched.errors",
    "NoScheduleError": "iopsched.errors",
    "Problem": "iopsched.errors",
    "ProblemsError": "iopsched.errors",
    "Explanation": "iopsched.explaining.explaining",
    "explain": "iopsched.explaining.explaining",
    "Questions": "iopsched.explaining.questions",
    "frames_of": "iopsched.exporting.tables",
    "write_calendars": "iopsched.exporting.writing",
    "write_report": "iopsched.exporting.writing",
    "write_schedule_workbook": "iopsched.exporting.writing",
    "write_tables": "iopsched.exporting.writing",
    "instance_from_data": "iopsched.files.reading",
    "read_instance": "iopsched.files.reading",
    "read_schedule": "iopsched.files.schedules",
    "json_schema": "iopsched.files.schema",
    "write_instance": "iopsched.files.writing",
    "write_csv_folder": "iopsched.exporting.instances",
    "write_workbook": "iopsched.exporting.instances",
    "write_schedule": "iopsched.files.writing",
    "report_html": "iopsched.pages.report",
    "change_pack": "iopsched.replanning.change_pack",
    "diff": "iopsched.replanning.differences",
    "Absence": "iopsched.replanning.events",
    "Arrival": "iopsched.replanning.events",
    "Cancelling": "iopsched.replanning.events",
    "Closing": "iopsched.replanning.events",
    "Leaving": "iopsched.replanning.events",
    "Replanned": "iopsched.replanning.preparing",
    "each_absence": "iopsched.replanning.readiness",
    "recommend": "iopsched.replanning.recommending",
    "replan": "iopsched.replanning.replanning",
    "stability": "iopsched.replanning.stability",
    "solve_and_explain": "iopsched.explaining.solved",
    "ExplainedResult": "iopsched.domain.reasons",
    "solve": "iopsched.solving",
    "verify": "iopsched.verification",
}

__all__ = [
    "Absence",
    "AbsenceOutcome",
    "Answer",
    "Arrival",
    "Cancel",
    "Cancelling",
    "Certificate",
    "Client",
    "Closing",
    "Difference",
    "Edits",
    "ExplainedResult",
    "Explanation",
    "Instance",
    "IopschedError",
    "JudgeRefusedError",
    "Leaving",
    "LevelResult",
    "LevelValue",
    "Limits",
    "Need",
    "NoScheduleError",
    "Problem",
    "ProblemsError",
    "Progress",
    "Questions",
    "Readiness",
    "Recommendation",
    "Recommendations",
    "Replanned",
    "Schedule",
    "Session",
    "SolveResult",
    "Verdict",
    "Violation",
    "__version__",
    "calendars_of",
    "change_pack",
    "diff",
    "each_absence",
    "explain",
    "frames_of",
    "instance_from_data",
    "json_schema",
    "read_edits",
    "read_instance",
    "read_schedule",
    "recommend",
    "replan",
    "report_html",
    "solve",
    "solve_and_explain",
    "stability",
    "verify",
    "write_calendars",
    "write_csv_folder",
    "write_instance",
    "write_report",
    "write_schedule",
    "write_schedule_workbook",
    "write_tables",
    "write_workbook",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'iopsched' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
