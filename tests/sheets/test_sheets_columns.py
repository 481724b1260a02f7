"""Every field of an instance has one column, and every column says what it is for."""

import typing
from collections import Counter

import pytest
from pydantic import BaseModel

from iopsched.domain.base import DatedHours
from iopsched.domain.clients import Client
from iopsched.domain.clinicians import Credential
from iopsched.domain.instance import Instance
from iopsched.domain.services import Role
from iopsched.sheets.columns import NOT_READ, PARENT, SHEETS, sheet
from iopsched.sheets.specs import column

IN_ONE_CELL = (DatedHours, Credential, Role)
OWN_FIELDS = {"published.schema_version"}
"""One workbook has one version."""


def models_in(annotation) -> list[type[BaseModel]]:
    if isinstance(annotation, type):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [model for inner in typing.get_args(annotation) for model in models_in(inner)]


def leaves(model: type[BaseModel], path: str = "") -> list[str]:
    """Return the path of every field below a model that holds no further record."""
    found = []
    for name, info in model.model_fields.items():
        at = f"{path}.{name}" if path else name
        inner = [one for one in models_in(info.annotation) if one not in IN_ONE_CELL]
        found += [leaf for one in inner for leaf in leaves(one, at)] if inner else [at]
    return found


def columns() -> list[str]:
    """Return the path, from the instance, of every field that a column is for."""
    found = []
    for spec in SHEETS:
        found += [key.path for key in spec.keys]
        found += [f"{spec.path}.{one.path}" for one in spec.columns if one.path not in (NOT_READ, PARENT)]
    return [*found, "goals.id"]


def test_every_field_of_an_instance_has_exactly_one_column():
    fields = Counter(leaves(Instance))
    assert max(fields.values()) == 1
    assert len(fields) > 150
    assert set(fields) - set(columns()) == OWN_FIELDS
    assert Counter(columns()) == Counter(set(fields) - OWN_FIELDS)


def test_sheets_come_as_they_are_filled_in():
    assert [spec.name for spec in SHEETS][:10] == [
        "Week",
        "Services",
        "Clinicians",
        "Rooms",
        "Groups",
        "Meetings",
        "Clients",
        "Plans",
        "Wishes",
        "Relations",
    ]


@pytest.mark.parametrize("spec", SHEETS, ids=lambda spec: spec.name)
def test_a_sheet_says_what_its_columns_are_for(spec):
    assert spec.columns[-1].header == "Notes"
    assert spec.columns[-1].path == NOT_READ
    headers = [one.header for one in (*spec.columns, *spec.keys)]
    assert len(set(headers)) == len(headers)
    for one in (spec, *spec.columns, *spec.keys):
        assert one.note.endswith("."), one.note
        assert len(one.note) <= 110, one.note
    for one in (*spec.columns, *spec.keys):
        assert one.header[0].isupper()
        assert bool(one.choices) == (one.kind in ("choice", "choices")) or one.kind == "count"
        assert not one.refers or sheet(one.refers).column("id").kind == "id"
        assert one.kind != "ref" or one.refers
    assert not spec.parent or spec.columns[0].refers == spec.parent


def test_a_column_takes_its_kind_from_the_field():
    found = column(Client, "meal.after_minutes", "Some note.")
    assert (found.header, found.kind, found.required) == ("Meal after minutes", "minutes", False)
    assert column(Client, "primary", "Some note.").refers == "Clinicians"
    assert column(Client, "id", "Some note.").required
    assert column(Client, "only_groups", "Some note.").kind == "refs"


def test_no_sheet_or_column_of_another_name_is_found():
    with pytest.raises(KeyError):
        sheet("Cliants")
    with pytest.raises(KeyError):
        sheet("Clients").column("plan")
