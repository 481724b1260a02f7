"""Whatever is wrong with an instance is told: the right code at the right place, and nobody's name."""

import json
from functools import cache
from typing import Any

import pytest

from bad_inputs import BAD_INPUTS
from bad_inputs.row import NAME, BadInput, complete, example, put
from iopsched.errors import Problem, ProblemsError
from iopsched.files.reading import instance_from_data, problems_of


def told(data: object) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in problems_of(data)[1]]


def test_the_example_has_nothing_wrong():
    instance, problems = problems_of(example())
    assert instance is not None
    assert problems == ()
    assert len(instance.clients) == 12


def test_rows_have_names_of_their_own():
    names = [row.name for row in BAD_INPUTS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("row", BAD_INPUTS, ids=lambda row: row.name)
def test_each_mistake_is_told_at_its_place(row: BadInput):
    data = example()
    row.spoil(data)
    with pytest.raises(ProblemsError) as error:
        instance_from_data(data)
    found = [(problem.code, problem.place) for problem in error.value.problems]
    assert (row.code, row.place) in found, str(error.value)


@pytest.mark.parametrize("row", BAD_INPUTS, ids=lambda row: row.name)
def test_every_problem_is_a_sentence_with_a_way_out(row: BadInput):
    data = example()
    row.spoil(data)
    for problem in problems_of(data)[1]:
        assert problem.message
        assert not problem.message.endswith(".")
        assert problem.way_out.endswith((".", "?")), problem


def test_all_mistakes_are_told_at_once():
    data = example()
    put("clients.0.hours", "Mon 25-26")(data)
    put("clients.1.plan.0.service", "skils")(data)
    put("groups.0.service", "counselling")(data)
    put("clients.2.id", "c12")(data)
    assert {code for code, _ in told(data)} == {
        "hours_time_invalid",
        "unknown_reference",
        "service_not_group",
        "duplicate_id",
    }


def test_an_entity_with_a_wrong_field_still_lends_its_id():
    data = example()
    put("services.0.clock_minutes", "long")(data)
    assert told(data) == [("not_a_whole_number", "services[0] (skills).clock_minutes")]


@pytest.mark.parametrize(
    "near, hint",
    [("skils", "Did you mean skills?"), ("proces", "Did you mean process?")],
)
def test_the_nearest_id_is_offered(near: str, hint: str):
    data = example()
    put("clients.0.plan.0.service", near)(data)
    assert [problem.way_out for problem in problems_of(data)[1]] == [hint]


@pytest.mark.parametrize(
    "value, shown",
    [
        (17, "17"),
        (-3, "-3"),
        (True, "true"),
        (None, "null"),
        ("12", '"12"'),
        ("25:00", "25:00"),
        ("2026-13-01", "2026-13-01"),
        ("Mon-Thu 25:00-26:00", "Mon-Thu 25:00-26:00"),
        ("c01", "c01"),
        ("c99", "<text, 3 characters>"),
        (NAME, "<text, 16 characters>"),
        ("", "<empty text>"),
        ([1], "<list, 1 entry>"),
        ({"a": 1}, "<object, 1 key>"),
        (5551234567, "<number, 10 digits>"),
    ],
)
def test_values_are_shown_only_where_they_are_nobodys(value: object, shown: str):
    data = example()
    put("clients.0.hours", value)(data)
    assert [problem.value for problem in problems_of(data)[1]] == [shown]


@cache
def complete_data() -> dict[str, Any]:
    return complete()


@cache
def complete_text() -> str:
    return json.dumps(complete_data())


def positions(node: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(deeper for key, item in inner for deeper in positions(item, (*path, key)))][not path :]


def kinds_of_position() -> list[tuple[str | int, ...]]:
    """Return one position for each sequence of keys, whatever the numbers of the entries between them."""
    kinds = {
        tuple(step for step in path if isinstance(step, str)) + (len(path),): path
        for path in positions(complete_data())
    }
    assert len(kinds) > 150
    return list(kinds.values())


def spoilt(paths: list[tuple[str | int, ...]], name: str, as_key: bool = False) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(complete_text())
    # Deepest first, so that no place is lost before its turn.
    for path in sorted(paths, key=len, reverse=True):
        target: Any = data
        for step in path[:-1]:
            target = target[step]
        if as_key and isinstance(target, dict):
            target[name] = target.pop(path[-1])
        else:
            target[path[-1]] = name
    return data


def shown(data: dict[str, Any]) -> str:
    problems = problems_of(data)[1]
    assert problems
    return json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False)


@pytest.mark.parametrize("as_key", [False, True], ids=["value", "key"])
def test_a_name_is_repeated_nowhere(as_key: bool):
    parts = {NAME, *NAME.replace("-", " ").split()}
    paths = [path for path in kinds_of_position() if path != ("schema_version",)]
    for start in range(50):
        text = shown(spoilt(paths[start::50], NAME, as_key))
        assert not [part for part in parts if part in text], (paths[start::50], text)


def test_a_name_that_could_be_an_id_is_repeated_nowhere_but_as_an_id():
    for path in kinds_of_position():
        value: Any = complete_data()
        for step in path:
            value = value[step]
        # Where a number belongs, any text is refused alike.
        if path[-1] != "id" and not isinstance(value, int | dict):
            problems = problems_of(spoilt([path], "Quimby"))[1]
            assert "Quimby" not in "".join(map(str, problems)), path


def test_a_problem_reads_as_one_line():
    problem = Problem("code", "place", "something is wrong", "Mend it.", "17")
    assert str(problem) == "place: something is wrong (got 17). Mend it. [code]"
