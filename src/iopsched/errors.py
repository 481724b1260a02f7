"""Problems with what was put in, and the errors that carry them."""

import re
from collections.abc import Container, Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal


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


_DAY = (
    "(?:mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_DASH = "[-\u2010-\u2014\u2212]"
_DAYS = rf"{_DAY}(?: ?(?:,|{_DASH}) ?{_DAY}){{0,6}}"
_TIME = r"\d{1,2}(?::\d{1,2})?(?: ?[ap]\.? ?m\.?)?"
_WINDOWS = rf"{_TIME} ?{_DASH} ?{_TIME}(?:, ?{_TIME} ?{_DASH} ?{_TIME}){{0,6}}"
_TIMES_AND_DATES = re.compile(
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}(?:T\d{{1,2}}:\d{{1,2}})?|{_TIME}"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|{_DAYS}|{_DAY} {_TIME}|{_WINDOWS}"
    rf"|{_DAYS} {_WINDOWS}(?:; ?{_DAYS} {_WINDOWS}){{0,6}}",
    re.ASCII | re.IGNORECASE,
)
_NUMBER_TEXT = re.compile(r"[+-]?\d{1,6}(?:\.\d{1,3})?", re.ASCII)
_SHOWN_DIGITS = 6


def safe_value(value: Any, known: Container[str] = ()) -> str:
    """Return `value` as it may be shown: numbers, times, dates and known words; other text by its length.

    Numbers of more than six digits are told by their length too, for they may be somebody's number.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            digits = _digits(value)
            return str(value) if digits <= _SHOWN_DIGITS else f"<number, {digits} digits>"
        case float():
            text = repr(value)
            return text if len(text) <= _SHOWN_DIGITS + 1 else f"<number, {len(text)} characters>"
        case str():
            return _safe_text(value, known)
        case list() | tuple():
            return "<empty list>" if not value else f"<list, {_count(len(value), 'entry', 'entries')}>"
        case dict():
            return "<empty object>" if not value else f"<object, {_count(len(value), 'key', 'keys')}>"
    return "<something else>"


def safe_key(key: str, known: Container[str] = ()) -> str:
    """Return a key as it may be shown: known ones as they are, others by their length."""
    return key if key in known else f"<key, {_count(len(key), 'character', 'characters')}>"


def _digits(value: int) -> int:
    # str() of a huge int is slow, and refused above 4300 digits.
    bits = value.bit_length()
    return len(str(abs(value))) if bits < 1000 else bits * 30103 // 100000 + 1


def _safe_text(text: str, known: Container[str]) -> str:
    if not text:
        return "<empty text>"
    if text in known:
        return text
    if len(text) <= 120:
        if _NUMBER_TEXT.fullmatch(text):
            return f'"{text}"'
        if _TIMES_AND_DATES.fullmatch(text):
            return text
    return f"<text, {_count(len(text), 'character', 'characters')}>"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
