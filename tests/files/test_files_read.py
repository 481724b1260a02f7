"""Reading files: from where, and every way in which a file is not what it should be."""

import io
import json
import os
import sys
import time

import pytest
from pydantic import ValidationError

from bad_inputs.row import EXAMPLE, NAME, example, put
from iopsched.domain.instance import Instance
from iopsched.errors import ProblemsError
from iopsched.files import sources
from iopsched.files.reading import instance_from_data, read_instance, read_problems
from iopsched.files.sources import MOST_BYTES, shipped_instances


class Stdin:
    def __init__(self, content: bytes):
        self.buffer = io.BytesIO(content)


def test_a_file_a_path_and_standard_input_are_one_instance(file, monkeypatch):
    path = file()
    monkeypatch.setattr(sys, "stdin", Stdin(path.read_bytes()))
    assert read_instance(path) == read_instance(str(path)) == read_instance("-")


def test_a_byte_order_mark_is_passed_over(file):
    assert read_instance(file(b"\xef\xbb\xbf" + EXAMPLE.read_bytes())).id == "example-12"


def test_every_shipped_instance_reads_by_its_name():
    names = shipped_instances()
    assert "programmes/evening-20" in names
    assert read_instance("@evening-20") == read_instance("@programmes/evening-20")
    for name in names:
        assert read_instance(f"@{name}").clients


def test_an_unknown_shipped_name_is_answered_with_the_known_ones(told):
    assert told("@evening-21") == [("shipped_unknown", "instance")]
    with pytest.raises(ProblemsError, match="@evening-20"):
        read_instance("@../evening-20")


@pytest.mark.parametrize("name", ["", "..", "../../pyproject", "programmes/", "/etc/passwd", NAME])
def test_a_shipped_name_leads_nowhere_else(name, told):
    assert told(f"@{name}") == [("shipped_unknown", "instance")]


def test_what_is_no_file_is_told(tmp_path, told, file):
    file(name="week.xlsx")
    file(name="week.txt")
    os.mkfifo(tmp_path / "pipe.json")
    assert told(tmp_path / "none.json") == [("file_missing", "instance")]
    assert told(tmp_path / "week.txt" / "x.json") == [("file_missing", "instance")]
    assert told(tmp_path) == [("is_a_folder", "instance")]
    assert told(tmp_path / "week.xlsx") == [("workbook_not_readable", "instance")]
    assert told(tmp_path / "week.txt") == [("format_unknown", "instance")]
    assert told(tmp_path / "pipe.json") == [("not_a_file", "instance")]
    assert told(tmp_path / ("x" * 300 + ".json")) == [("name_invalid", "instance")]
    assert told("nul\0.json") == [("name_invalid", "instance")]


def test_a_file_of_somebody_elses_is_told(monkeypatch, told, file):
    def refuse(*_):
        raise PermissionError(13, "denied")

    path = file()
    monkeypatch.setattr(sources.os, "stat", refuse)
    assert told(path) == [("not_readable", "instance")]


def test_a_failing_disk_is_told(monkeypatch, told, file):
    def fail(*_):
        raise OSError(5, "input/output error")

    path = file()
    monkeypatch.setattr(sources.os, "stat", fail)
    assert told(path) == [("not_readable", "instance")]


def test_a_huge_file_is_refused_before_it_is_read(tmp_path, told):
    path = tmp_path / "huge.json"
    with open(path, "wb") as sparse:
        sparse.truncate(200 * 1024 * 1024)
    started = time.monotonic()
    assert told(path) == [("file_too_large", "instance")]
    assert time.monotonic() - started < 0.5


def test_endless_standard_input_is_cut_off(monkeypatch, told):
    class Endless:
        def read(self, size):
            return b" " * size

    monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": Endless()}))
    assert MOST_BYTES < 64 * 1024 * 1024
    assert told("-") == [("file_too_large", "instance")]


@pytest.mark.parametrize(
    "content, code, place",
    [
        (b"", "file_empty", "instance"),
        (b" \n", "file_empty", "instance"),
        (b'{\n "id": "\xff"}', "not_utf8", "instance line 2"),
        (b'{"id": "x",\n "week": {"mon', "file_cut_off", "instance line 2, column 11"),
        (b'{"id": "x",\n "week": ', "file_cut_off", "instance line 2, column 10"),
        (b'{"id": "x"\n "week": 1}', "not_json", "instance line 2, column 2"),
        (b"{'id': 1}", "not_json", "instance line 1, column 2"),
        (b'{"id": "x",}', "not_json", "instance line 1, column 12"),
        (b'{"id": "x"} {}', "not_json", "instance line 1, column 13"),
        (b'{"id": "\n"}', "not_json", "instance line 1, column 9"),
        (b"<html>", "not_json", "instance line 1, column 1"),
        (b"PK\x03\x04", "not_json", "instance line 1, column 1"),
        (b"[]", "not_an_object", "instance"),
        (b"null", "not_an_object", "instance"),
        (b"17", "not_an_object", "instance"),
        (b'{"id":' + b"[" * 100_000, "too_deep", "instance"),
        (b'{"id":' + b"[" * 100 + b"]" * 100 + b"}", "too_deep", "id" + "[0]" * 39),
        (b'{"id":"' + b"x" * 501 + b'"}', "text_too_long", "id"),
        (b'{"rooms":[' + b"{}," * 20_000 + b"{}]}", "list_too_long", "rooms"),
        (b'{"week":{"closures":[' + b"1," * 2_000 + b"1]}}", "list_too_long", "week.closures"),
        (json.dumps({f"k{i}": 1 for i in range(201)}).encode(), "too_many_keys", "the file"),
        (b'{"schema_version": 2, "id": 1}', "schema_version_unknown", "schema_version"),
        (b'{"schema_version": true}', "schema_version_unknown", "schema_version"),
        (b'{"schema_version": 1.0}', "schema_version_unknown", "schema_version"),
        (b'{"schema_version": "1"}', "schema_version_unknown", "schema_version"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_no_instance_at_all_is_told(content, code, place, file, told):
    assert told(file(content)) == [(code, place)]


@pytest.mark.parametrize(
    "number, code",
    [
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("-Infinity", "not_a_number"),
        ("1e999", "number_out_of_range"),
        ("9" * 19, "number_out_of_range"),
        ("9" * 10_000, "number_out_of_range"),
        ("1e3", "not_a_whole_number"),
        ("-0.0", "not_a_whole_number"),
    ],
)
def test_a_number_that_is_none_is_told_once(number, code, file, told):
    text = EXAMPLE.read_text().replace('"capacity": 24', f'"capacity": {number}')
    assert told(file(text)) == [(code, "rooms[0] (hall).capacity")]


def test_a_key_that_stands_there_twice_is_told_at_its_place(file, told):
    text = EXAMPLE.read_text().replace('"capacity": 24', '"capacity": 24, "capacity": 25')
    text = text.replace('"schema_version": 1,', '"schema_version": 1, "rooms": [],')
    text = text.replace('"id": "hall"', f'"id": "hall", "{NAME}": 1, "{NAME}": 2')
    assert told(file(text)) == [
        ("duplicate_key", "rooms"),
        ("duplicate_key", "rooms[0] (hall).<key, 16 characters>"),
        ("duplicate_key", "rooms[0] (hall).capacity"),
        ("unknown_key", "rooms[0] (hall).<key, 16 characters>"),
    ]


def test_a_file_of_another_kind_is_not_told_line_by_line():
    data = {"id": "x", "clients": [{"name": NAME}] * 3000}
    with pytest.raises(ProblemsError) as error:
        instance_from_data(data)
    assert len(error.value.problems) == 1001
    assert error.value.problems[-1].code == "more_problems"


def test_check_gets_problems_instead_of_an_error(file, tmp_path):
    instance, problems = read_problems(file())
    assert instance == instance_from_data(example())
    assert problems == ()
    instance, problems = read_problems(tmp_path / "none.json")
    assert instance is None
    assert [problem.code for problem in problems] == ["file_missing"]


def test_an_instance_inside_an_installed_package_is_found(tmp_path, monkeypatch):
    shipped = tmp_path / "shipped" / "tiny"
    shipped.mkdir(parents=True)
    (shipped / "only-here.json").write_text(EXAMPLE.read_text())
    monkeypatch.setattr(sources.importlib.resources, "files", lambda _: tmp_path)
    assert "tiny/only-here" in shipped_instances()
    assert read_instance("@only-here").id == "example-12"


def test_records_beside_shipped_instances_are_none(tmp_path, monkeypatch):
    monkeypatch.setattr(sources.importlib.resources, "files", lambda _: tmp_path)
    before = shipped_instances()
    for name in (
        "schedules/evening",
        "tiny/best_known",
        "tiny/catalogue",
        "tiny/suites",
        "tiny/schedule",
        "tiny/run",
    ):
        (tmp_path / "shipped" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "shipped" / f"{name}.json").write_text(EXAMPLE.read_text())
    assert shipped_instances() == before
    (tmp_path / "shipped" / "tiny" / "another.json").write_text(EXAMPLE.read_text())
    assert set(shipped_instances()) == {*before, "tiny/another"}


def test_in_python_fields_and_fits_raise_errors_of_their_own():
    data = example()
    put("clients.0.priority", 0)(data)
    with pytest.raises(ValidationError):
        Instance.model_validate(data)
    data = example()
    put("clients.0.level", "iop-2")(data)
    put("clients.1.level", "iop-2")(data)
    with pytest.raises(ProblemsError) as error:
        Instance.model_validate(data)
    assert len(error.value.problems) == 2
    instance = read_instance(EXAMPLE)
    with pytest.raises(ProblemsError, match="unknown_reference"):
        instance.replace(levels=instance.levels[1:])
