"""Bring the made parts of file-format.md, and the schemas, up to date: `python docs/refresh_format.py`."""

import datetime as dt
import json
import re
import types
import typing
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel

from iopsched.domain import base, clock, hours
from iopsched.domain.instance import Instance
from iopsched.domain.levels import LEVEL_PRESETS, PAYER_PRESETS, Preset
from iopsched.domain.schedule import Schedule
from iopsched.files.schema import MODELS, defaults_of, json_schema, models_in
from iopsched.files.writing import json_text

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "file-format.md"

WORDS: tuple[tuple[Any, str], ...] = (
    (clock.TimeOfDay, "time, as `17:30`"),
    (clock.WeekTime, "day and time, as `Mon 17:30`"),
    (clock.Day, "day, as `Mon`"),
    (clock.IsoDate, "date, as `2026-03-02`"),
    (clock.LocalTime, "date and time, as `2026-03-04T14:00`"),
    (hours.WeekHours, "[hours](#hours)"),
    (hours.DayHours, "[hours of a date](#hours)"),
    (base.Flag, "`true` or `false`"),
    (base.Tag, "word"),
    (base.SessionId, "session id"),
    (base.Id, "id"),
)
HOLDS = {
    "Week.monday": "date of a Monday",
    "Week.time_zone": "IANA time zone, as `America/New_York`",
    "LevelOfCare.preset": "[preset](#presets-of-levels-of-care)",
    "PayerProfile.preset": "[preset](#presets-of-payer-profiles)",
    "Meeting.id": "letters, digits, `_` and `-`, at most 32",
    "Schedule.instance_digest": "`sha256:` and 64 digits, of the instance it was made for",
}
LEFT_OUT = {
    "Instance.goals": "[the default levels](goals.md#levels)",
    "Instance.levels": "`iop`, as its preset",
    "Service.roles": "one, that everybody may fill",
    "Meeting.id": "its number in the list",
}
UNITS = ("minutes", "days", "weeks", "week", "sessions", "heads", "groups", "trips")


def page(text: str) -> str:
    """Return the page with its made parts made anew."""
    parts = {
        "fields": _fields(),
        "levels": _presets(LEVEL_PRESETS),
        "payers": _presets(PAYER_PRESETS),
        "example": "```json\n" + (ROOT / "docs" / "example.json").read_text() + "```\n",
    }
    for name, made in parts.items():
        start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        text = re.sub(
            f"{start}.*?{end}", lambda _, m=made, s=start, e=end: f"{s}\n\n{m}\n{e}", text, flags=re.S
        )
    return text


def schemas() -> dict[Path, str]:
    """Return the text of each schema file."""
    return {ROOT / "schemas" / f"{kind}.schema.json": json_text(json_schema(kind)) for kind in MODELS}


def _fields() -> str:
    models = dict.fromkeys([*models_in(Instance), *models_in(Schedule)])
    return "\n".join(_section(model) for model in models)


def _section(model: type[BaseModel]) -> str:
    hints = typing.get_type_hints(model, include_extras=True)
    defaults = defaults_of(model)
    lines = [
        f"### {model.__name__}",
        "",
        _docstring(model),
        "",
        "| field | holds | left out |",
        "|---|---|---|",
    ]
    for name in model.model_fields:
        key = f"{model.__name__}.{name}"
        held = HOLDS.get(key) or _with_unit(name, _holds(hints[name]))
        left_out = LEFT_OUT.get(key) or _default(name, defaults)
        lines.append(f"| `{name}` | {held} | {left_out} |")
    return "\n".join([*lines, ""])


def _docstring(model: type[BaseModel]) -> str:
    text = (model.__doc__ or "").partition("Raises:")[0]
    return re.sub(r"``(.+?)``", r"`\1`", "\n".join(line.strip() for line in text.strip().splitlines()))


def _default(name: str, defaults: dict[str, Any]) -> str:
    if name not in defaults:
        return "**needed**"
    value = defaults[name]
    if value is None:
        return ""
    if value in ([], {}):
        return "none" if value == [] else "its defaults"
    if value is True or value is False:
        return f"`{str(value).lower()}`"
    if isinstance(value, list | dict):
        return f"`{json.dumps(value)}`"
    return f"`{value}`"


def _with_unit(name: str, held: str) -> str:
    unit = next((unit for unit in UNITS if unit in name.split("_")), None)
    if unit is None or not held.startswith("whole number"):
        return held
    unit = "programme week" if name in ("programme_week", "first_week", "last_week") else unit
    if "minutes" in name.split("_"):
        unit = "minutes"
    return f"{held} ({unit})"


def _holds(annotation: Any) -> str:
    for known, words in WORDS:
        if annotation == known:
            return words
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _holds_marked(arguments[0], arguments[1:])
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_holds(inner) for inner in arguments if inner is not type(None))
    if origin is Literal:
        return " or ".join(f"`{word}`" for word in arguments)
    if origin is tuple:
        return f"list of {_plural(_holds(arguments[0]))}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    plain = {int: "whole number", str: "text", bool: "`true` or `false`", dt.date: "date, as `2026-03-02`"}
    return plain[annotation]


def _plural(words: str) -> str:
    one = re.fullmatch(r"id of a (\w+)", words)
    if one:
        return f"ids of {one[1]}s"
    return re.sub(
        r"^(word|list|day and time|id)\b", lambda found: found[1].replace("day", "days") + "s", words
    )


def _holds_marked(inner: Any, marks: tuple[Any, ...]) -> str:
    for mark in marks:
        if isinstance(mark, base.Defines):
            return "id, its own"
        if isinstance(mark, base.RefersTo):
            return f"id of a {mark.kind}"
    bounds: dict[str, int] = {}
    for mark in marks:
        for bound in (mark, *getattr(mark, "metadata", ())):
            for side in ("ge", "le"):
                if getattr(bound, side, None) is not None:
                    bounds[side] = getattr(bound, side)
    held = _holds(inner)
    if held == "whole number" and bounds:
        return f"whole number, {bounds['ge']} to {bounds['le']}"
    return held


def _presets(presets: dict[str, Preset]) -> str:
    rows = ["| preset | sets | source |", "|---|---|---|"]
    for name, preset in presets.items():
        values = ", ".join(f"`{key}` {value}" for key, value in preset.values.items())
        rows.append(f"| `{name}` | {values or 'nothing'} | {preset.source} |")
    return "\n".join([*rows, ""])


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
    for path, text in schemas().items():
        path.write_text(text)
