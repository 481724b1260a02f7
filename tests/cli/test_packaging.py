"""What the package ships with, and why it depends on what it depends on."""

import re
import tomllib
from pathlib import Path

import iopsched
from iopsched.benchmarking import suites as listed
from iopsched.benchmarking.best_known import FILE_NAME
from iopsched.benchmarking.certificates import SCHEDULES
from iopsched.files.sources import shipped_instances

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_every_family_of_instances_and_the_suites_are_in_the_wheel():
    shipped = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    families = {name.partition("/")[0] for name in shipped_instances()}
    assert shipped == {
        f"instances/{name}": f"iopsched/shipped/{name}"
        for name in (*families, listed.FOLDER.name, FILE_NAME, SCHEDULES)
    }


def test_the_list_of_suites_ships_and_is_no_instance():
    assert (listed.shipped_folder() / listed.FILE_NAME).is_file()
    assert "benchmark" not in {name.partition("/")[0] for name in shipped_instances()}


def test_every_dependency_has_its_reason():
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = [*PROJECT["project"]["dependencies"], *(one for extra in extras.values() for one in extra)]
    page = (ROOT / "CONTRIBUTING.md").read_text().split("## Dependencies")[1]
    for requirement in wanted:
        name = re.match(r"[A-Za-z0-9-]+", requirement)[0]
        assert re.search(rf"^\|.*\b{name}\b.*\|.+\|$", page, re.MULTILINE), name


def test_the_changelog_tells_of_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert "## [Unreleased]" in changelog or f"## [{iopsched.__version__}]" in changelog
