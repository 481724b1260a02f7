"""The schemas and the pages about files say what the code does."""

import importlib.util
import json
import re
from pathlib import Path

import jsonschema
import pytest

import iopsched
from bad_inputs.fields import FIELDS
from bad_inputs.row import complete, example
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.files.schema import json_schema, models_in
from iopsched.sheets.faults import FAULTS
from sample import sample_instance, sample_schedule
from ship_instances import instance_paths

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(iopsched.__file__).parent
INSTANCES = instance_paths()


@pytest.fixture(name="refresh", scope="module")
def fixture_refresh():
    spec = importlib.util.spec_from_file_location("refresh_format", ROOT / "docs" / "refresh_format.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(name="validator", scope="module")
def fixture_validator():
    return {kind: jsonschema.Draft202012Validator(json_schema(kind)) for kind in ("instance", "schedule")}


def test_the_page_of_the_files_is_current(refresh):
    text = (ROOT / "docs" / "file-format.md").read_text()
    assert refresh.page(text) == text
    for model in (*models_in(Instance), *models_in(Schedule)):
        assert f"### {model.__name__}\n" in text
        assert all(f"| `{field}` |" in text for field in model.model_fields)


def test_the_schemas_are_current(refresh):
    for path, text in refresh.schemas().items():
        assert path.read_text() == text, "run docs/refresh_format.py"


@pytest.mark.parametrize("kind", ["instance", "schedule"])
def test_the_schemas_are_schemas(kind):
    schema = json_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:iopsched:schema:{kind}:1"
    assert schema["version"] == 1


@pytest.mark.parametrize("path", INSTANCES, ids=lambda path: path.stem)
def test_shipped_instances_are_valid_by_the_schema(path, validator):
    validator["instance"].validate(json.loads(path.read_text()))


def test_examples_with_and_without_defaults_are_valid_by_the_schema(validator):
    validator["instance"].validate(example())
    validator["instance"].validate(complete())
    week = sample_instance()
    validator["schedule"].validate(json.loads(sample_schedule(week).model_dump_json()))


@pytest.mark.parametrize(
    "row",
    # What it takes a calendar or a clock to see is beyond a schema, and so is 15.0, which it calls whole.
    [row for row in FIELDS if not re.search("zone|tuesday|year|february|american|whole_fraction", row.name)],
    ids=lambda row: row.name,
)
def test_what_is_wrong_with_a_field_is_wrong_by_the_schema(row, validator):
    data = example()
    row.spoil(data)
    assert not validator["instance"].is_valid(data)


def codes_in_the_code() -> set[str]:
    """Return every text in the package that is the first word of a problem, wherever it is made."""
    names = "Problem|CellError|_problem|refusal|_refuse|_warning|_too_much|_tell|Refused|HoursError"
    names += "|PydanticCustomError"
    makers = rf"(?:{names})\(\s*\"(\w+)\""
    tables = r"(?m)^ {4}(?:\"\w+\"|errno\.\w+): \(\s*\"(\w+)\", "
    tuples = r"(?:code, message(?:, way_out)? = |return |unknown = \()\"(\w+_\w+)\", "
    codes: set[str] = set()
    for path in (*(PACKAGE / "domain").glob("*.py"), *(PACKAGE / "files").glob("*.py")):
        text = path.read_text()
        for pattern in (makers, tables, tuples):
            codes.update(re.findall(pattern, text))
    others = [
        path
        for part in ("replanning", "conflicts", "explaining", "edits", "calendars", "screening", "cli")
        for path in (PACKAGE / part).glob("*.py")
    ]
    for path in (PACKAGE / "sheets").rglob("*.py"):
        codes.update(re.findall(r"(?:CellError|Problem|tell)\(\s*\"(\w+)\"", path.read_text()))
    codes.update(FAULTS)
    for path in others:
        for pattern in (makers, r"code, message = \"(\w+)\""):
            codes.update(re.findall(pattern, path.read_text()))
    return codes


def test_every_code_is_on_the_page_of_problems():
    page = (ROOT / "docs" / "problems.md").read_text()
    listed = re.findall(r"(?m)^\| `(\w+)` \|", page)
    assert len(listed) == len(set(listed))
    made = codes_in_the_code() | {"id_invalid", "word_invalid"}
    assert set(listed) == made, set(listed) ^ made
