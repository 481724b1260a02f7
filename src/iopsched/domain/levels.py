"""Levels of care and payer profiles: weekly bands, qualifying days and gaps, with presets.

Every preset is a starting point with its source; any field beside `preset` overrides it. None of
it is legal advice: rules differ by state, payer and year.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from iopsched.domain.base import DayCount, DayMinutes, Defines, Id, Model, WeekMinutes


@dataclass(frozen=True)
class Preset:
    """Values for a level of care or a payer profile, and where they come from."""

    values: dict[str, int]
    source: str


LEVEL_PRESETS: dict[str, Preset] = {
    "iop": Preset(
        {"min_minutes_per_week": 540, "max_minutes_per_week": 1200},
        "9 h: SAMHSA Advisory 2021, Clinical Issues in IOT; 20 h: where PHP begins",
    ),
    "asam_2_1": Preset(
        {"min_minutes_per_week": 540, "max_minutes_per_week": 1140},
        "9-19 h for adults: D.C. Mun. Regs. 22-A6329 (ASAM 2.1)",
    ),
    "adolescent_iop": Preset(
        {"min_minutes_per_week": 360, "max_minutes_per_week": 1140},
        "6-19 h under 21: D.C. Mun. Regs. 22-A6329 (ASAM 2.1)",
    ),
    "php": Preset(
        {"min_minutes_per_week": 1200},
        "20 h and more: ASAM 2.5, D.C. Mun. Regs. 22-A6328",
    ),
    "op": Preset(
        {"max_minutes_per_week": 539},
        "under 9 h: ASAM Level 1, D.C. Mun. Regs. 22-A6328",
    ),
    "unbounded": Preset({}, "no band at all"),
}

PAYER_PRESETS: dict[str, Preset] = {
    "h0015": Preset(
        {"qualifying_day_minutes": 180, "min_qualifying_days": 3},
        "HCPCS H0015: at least 3 hours a day and 3 days a week",
    ),
    "s9480": Preset(
        {"qualifying_day_minutes": 180, "min_qualifying_days": 3, "max_service_days": 5},
        "HCPCS S9480: per diem, 3 and more hours a day, 3-5 days a week",
    ),
    "nc_saiop": Preset(
        {
            "qualifying_day_minutes": 180,
            "min_qualifying_days": 3,
            "max_minutes_per_week": 1140,
            "max_gap_days": 2,
        },
        "North Carolina SAIOP policy: 3 h a day to bill, at most 19 h, at most 2 days between services",
    ),
    "virginia_2_1": Preset(
        {
            "qualifying_day_minutes": 180,
            "min_qualifying_days": 3,
            "min_minutes_per_week": 540,
            "max_minutes_per_week": 1140,
        },
        "Virginia 12VAC30-130-5090: three service hours a day, 9-19 h a week",
    ),
    "medicare_iop": Preset(
        {"min_minutes_per_week": 540},
        "Medicare IOP since 2024-01-01: a plan of at least 9 h a week",
    ),
    "tricare_iop": Preset({"min_minutes_per_week": 360}, "TRICARE: typically six to nine and more hours"),
}


class WeekRules(Model):
    """What a week must hold for a client; a field left out asks for nothing.

    A service day has any credited minutes; a qualifying day at least `qualifying_day_minutes`.
    `max_gap_days` is the longest stretch of days without service, from the last service date to
    Sunday. Minutes are credited minutes.
    """

    min_minutes_per_week: WeekMinutes | None = None
    max_minutes_per_week: WeekMinutes | None = None
    min_service_days: DayCount | None = None
    max_service_days: DayCount | None = None
    qualifying_day_minutes: Annotated[DayMinutes, Field(ge=1)] | None = None
    min_qualifying_days: DayCount | None = None
    max_minutes_per_day: DayMinutes | None = None
    max_gap_days: DayCount | None = None

    @model_validator(mode="after")
    def _check(self) -> "WeekRules":
        for low, high in (
            ("min_minutes_per_week", "max_minutes_per_week"),
            ("min_service_days", "max_service_days"),
        ):
            floor, ceiling = getattr(self, low), getattr(self, high)
            if floor is not None and ceiling is not None and floor > ceiling:
                raise PydanticCustomError("min_over_max", "{low} is above {high}", {"low": low, "high": high})
        return self


def _fill(data: Any, presets: dict[str, Preset], default: str) -> Any:
    if not isinstance(data, dict):
        return data
    preset = data.get("preset", default)
    if not isinstance(preset, str) or preset not in presets:
        names = ", ".join(sorted(presets))
        raise PydanticCustomError("preset_unknown", "the presets are {names}", {"names": names})
    return {**presets[preset].values, **data}


class LevelOfCare(WeekRules):
    """The weekly band and day rules of a level of care; `preset` gives what is left out."""

    id: Annotated[Id, Defines("level")]
    preset: str = "iop"

    @model_validator(mode="before")
    @classmethod
    def _fill_preset(cls, data: Any) -> Any:
        return _fill(data, LEVEL_PRESETS, "iop")


class PayerProfile(WeekRules):
    """Extra rules of whoever pays; `preset` gives what is left out (none by default)."""

    id: Annotated[Id, Defines("payer")]
    preset: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _fill_preset(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("preset") is not None:
            return _fill(data, PAYER_PRESETS, "")
        return data
