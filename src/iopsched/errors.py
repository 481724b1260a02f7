"""Problems with what was put in, and the errors that carry them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input, told so that it can be mended.

    `code` is stable. `place` is where, in the input's own terms (``clients[3] (c014).plan[0].service``).
    `value` is what stood there, already safe to show: numbers, times and known ids as they are, any
    other text as ``<text, 9 characters>``. `message` says what is wrong, `way_out` what to do.
    """

    code: str
    place: str
    message: str
    way_out: str = ""
    value: str | None = None
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        value = "" if self.value is None else f" (got {self.value})"
        way_out = f" {self.way_out}" if self.way_out else ""
        return f"{self.place}: {self.message}{value}.{way_out} [{self.code}]"

    def as_dict(self) -> dict[str, str | None]:
        """Return the problem as plain JSON data."""
        return asdict(self)


class IopschedError(Exception):
    """Base of every error that iopsched raises on purpose."""


class ProblemsError(IopschedError):
    """An input is invalid or contradictory; `problems` lists everything wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NoScheduleError(IopschedError):
    """The time limit passed before any schedule was found."""


class JudgeRefusedError(IopschedError):
    """The model and the judge disagree: a defect of iopsched, never of the input."""
