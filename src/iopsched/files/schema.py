"""The JSON Schemas of the files, for editors and for programs in other languages."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from iopsched.domain.answers import Answer
from iopsched.domain.capacity import Capacity
from iopsched.domain.conflicts import Conflict
from iopsched.domain.differences import Difference
from iopsched.domain.instance import Instance
from iopsched.domain.levels import LEVEL_PRESETS, PAYER_PRESETS
from iopsched.domain.lever_table import LeverTable
from iopsched.domain.readiness import Readiness
from iopsched.domain.reasons import Reasons
from iopsched.domain.recommendations import Recommendations
from iopsched.domain.repairs import Menu
from iopsched.domain.schedule import SCHEMA_VERSION, Schedule

FileKind = Literal[
    "instance",
    "schedule",
    "difference",
    "conflict",
    "answer",
    "reasons",
    "recommendations",
    "readiness",
    "menu",
    "capacity",
    "levers",
]

MODELS: dict[FileKind, type[BaseModel]] = {
    "instance": Instance,
    "schedule": Schedule,
    "difference": Difference,
    "conflict": Conflict,
    "answer": Answer,
    "reasons": Reasons,
    "recommendations": Recommendations,
    "readiness": Readiness,
    "menu": Menu,
    "capacity": Capacity,
    "levers": LeverTable,
}
"""The model of each kind of file, and of what verbs that ask find."""


class _Schema(GenerateJsonSchema):
    """Without titles that only repeat the keys."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def json_schema(kind: FileKind) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file, as files are read: defaults may be left out.

    It says what each field may hold. That ids exist and fields fit each other, no schema says:
    `iopsched check` does.
    """
    model = MODELS[kind]
    schema = model.model_json_schema(mode="validation", schema_generator=_Schema)
    definitions = {**schema.get("$defs", {}), model.__name__: schema}
    for part in models_in(model):
        for name, default in defaults_of(part).items():
            definitions[part.__name__]["properties"][name]["default"] = default
        for field in definitions[part.__name__]["properties"].values():
            if field.get("type") == "array" and "minLength" in field:
                # pydantic takes the least entries of a list with a shorthand for a text's length.
                field["minItems"] = field.pop("minLength")
    for name, presets in (("LevelOfCare", LEVEL_PRESETS), ("PayerProfile", PAYER_PRESETS)):
        if name in definitions:
            # "preset" is plain text to the model, which looks it up before it reads the rest.
            null = [None] if name == "PayerProfile" else []
            default = definitions[name]["properties"]["preset"].get("default")
            definitions[name]["properties"]["preset"] = {"enum": [*presets, *null], "default": default}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:iopsched:schema:{kind}:{SCHEMA_VERSION}",
        "version": SCHEMA_VERSION,
        **schema,
    }


def models_in(model: type[BaseModel]) -> list[type[BaseModel]]:
    """Return a model and all that its fields are made of, each once, in the order of their fields."""
    found: dict[type[BaseModel], None] = {model: None}
    for info in model.model_fields.values():
        for inner in _models_of(info.annotation):
            found.update(dict.fromkeys(models_in(inner)))
    return list(found)


def _models_of(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_of(argument)


def defaults_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return, as they would stand in a file, the defaults of the fields that may be left out."""
    optional = {name: info for name, info in model.model_fields.items() if not info.is_required()}
    return {
        name: TypeAdapter(_whole(info)).dump_python(info.default, mode="json", exclude_defaults=True)
        for name, info in optional.items()
    }


def _whole(info: Any) -> Any:
    return Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
