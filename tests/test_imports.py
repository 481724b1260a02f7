"""The layout that the code promises: who imports whom, how long things are, what they are called."""

import ast
import sys
from pathlib import Path

import pytest

import iopsched

ROOT = Path(iopsched.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 60
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}

# Part of the package -> the other parts, and the outside packages, that it may import.
# `errors` is open to all.
MAY_IMPORT: dict[str, tuple[set[str], set[str]]] = {
    "": (set(), set()),
    "__main__": ({"cli"}, set()),
    "errors": (set(), set()),
    "domain": (set(), {"pydantic", "pydantic_core", "pandas"}),
    "judging": ({"domain"}, set()),
    "cpsat": ({"domain"}, {"ortools", "numpy"}),
    "sheets": ({"domain"}, {"pydantic", "pydantic_core"}),
    "files": ({"domain", "sheets"}, {"pydantic", "pydantic_core", "openpyxl", "defusedxml"}),
    "workbooks": ({"domain", "sheets", "reporting"}, {"xlsxwriter"}),
    "pages": ({"domain", "reporting", "gap_words"}, {"jinja2", "markupsafe"}),
    "calendars": ({"domain"}, {"icalendar"}),
    "exporting": ({"domain", "files", "sheets", "workbooks", "pages", "calendars", "verification"}, set()),
    "screening": ({"domain"}, set()),
    "edits": ({"domain", "replanning", "sheets", "files", "verification"}, set()),
    "reporting": ({"domain", "replanning", "conflicts"}, {"rich"}),
    "generating": ({"domain"}, set()),
    "gap_terms": (set(), set()),
    "gap_words": ({"domain", "gap_terms"}, set()),
    "continuity": ({"domain", "cpsat", "judging"}, set()),
    "conflicts": ({"domain", "cpsat", "judging"}, set()),
    "improving": ({"domain", "cpsat", "judging", "continuity"}, set()),
    "incumbent": ({"domain", "cpsat", "continuity"}, set()),
    "level_results": ({"domain", "cpsat"}, set()),
    "solving": (
        {
            "domain",
            "cpsat",
            "judging",
            "continuity",
            "conflicts",
            "improving",
            "incumbent",
            "gap_words",
            "level_results",
        },
        set(),
    ),
    "verification": ({"domain", "judging"}, set()),
    "replanning": (
        {"domain", "cpsat", "judging", "continuity", "solving", "verification", "gap_words"},
        {"pydantic", "pydantic_core"},
    ),
    "explaining": (
        {
            "domain",
            "cpsat",
            "judging",
            "continuity",
            "conflicts",
            "replanning",
            "solving",
            "verification",
            "gap_words",
        },
        {"pydantic", "pydantic_core"},
    ),
    "benchmarking": ({"domain", "cpsat", "files", "solving", "verification", "generating"}, {"pandas"}),
    "cli": (
        {
            "",
            "domain",
            "files",
            "reporting",
            "generating",
            "continuity",
            "replanning",
            "explaining",
            "solving",
            "verification",
            "benchmarking",
            "sheets",
            "workbooks",
            "pages",
            "calendars",
            "exporting",
            "screening",
            "edits",
        },
        {"click", "rich"},
    ),
}


def part_of(module: str) -> str:
    """Return the part of the package that a dotted module name belongs to; '' is the top itself."""
    return module.removeprefix("iopsched").lstrip(".").partition(".")[0]


def imports_of(path: Path) -> list[tuple[int, str]]:
    """Return (line, dotted name) of every module that a file imports, typing-only ones left out."""
    tree = ast.parse(path.read_text())
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for statement in node.body
        for inner in ast.walk(statement)
    }
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            found.append((node.lineno, node.module or ""))
    return found


def breaches(path: Path, part: str) -> list[str]:
    """Return what a file of one part imports although it may not."""
    own, outside = MAY_IMPORT[part]
    wrong = []
    for line, name in imports_of(path):
        top = name.partition(".")[0]
        if top == "iopsched":
            target = part_of(name)
            fine = target in own | {part, "errors"}
        else:
            fine = top in sys.stdlib_module_names or top in outside
        if not fine:
            wrong.append(f"{path.name}:{line} imports {name}")
    return wrong


def part_of_file(path: Path) -> str:
    first = path.relative_to(ROOT).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_its_part_may(path):
    assert breaches(path, part_of_file(path)) == []


def test_every_part_of_the_table_that_exists_is_reached():
    parts = {part_of_file(path) for path in MODULES}
    assert parts <= set(MAY_IMPORT)
    assert {"domain", "files", "judging", "cli", "reporting"} <= parts


def test_the_import_test_catches_what_it_is_for(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text("import ortools.sat\nfrom iopsched.judging.judge import judge\nimport json\n")
    assert len(breaches(planted, "domain")) == 2
    assert len(breaches(planted, "cpsat")) == 1
    assert len(breaches(planted, "judging")) == 1


def test_model_and_judge_never_share_code():
    for one, other in (("cpsat", "judging"), ("judging", "cpsat")):
        for path in (ROOT / one).rglob("*.py"):
            names = [name for _, name in imports_of(path)]
            assert not any(name.startswith(f"iopsched.{other}") for name in names), path


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short(path):
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST_FILE
    too_long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert too_long == []


def test_nothing_has_a_name_that_says_nothing():
    named = {part for path in MODULES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert not named & FORBIDDEN_NAMES
