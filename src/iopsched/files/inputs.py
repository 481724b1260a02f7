"""Inputs of every kind: a .json file, a workbook, or a folder of .csv files, read by one examination."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.errors import Problem, ProblemsError
from iopsched.files.examining import examine
from iopsched.files.fields import limited
from iopsched.files.parsing import parse_json
from iopsched.files.sources import read_source
from iopsched.sheets.grid import Grid, Spot

_WHAT = "instance"


@dataclass(frozen=True)
class Input:
    """What came of reading an instance; there is one exactly if no problem is an error.

    `grids` are the sheets of a workbook or folder, as far as they could be opened; of a .json file there
    are none. `spots` says for each problem in which cell of them it stands, if in any.
    """

    instance: Instance | None
    problems: tuple[Problem, ...]
    grids: tuple[Grid, ...] = ()
    spots: tuple[Spot | None, ...] = ()

    @property
    def located(self) -> tuple[tuple[Problem, Spot | None], ...]:
        """The problems, each with its cell."""
        spots = self.spots or (None,) * len(self.problems)
        return tuple(zip(self.problems, spots, strict=True))


def read_input(source: str | Path, *, published: Schedule | None = None, warn: bool = True) -> Input:
    """Return what came of reading an instance; whatever is wrong with it is among the problems.

    `published` takes the place of what the input holds as published. Without `warn` there are no warnings.
    """
    try:
        kind, content = read_source(source, _WHAT)
        if kind == "json":
            instance, problems = examine(parse_json(content, _WHAT), warn, published)
            return Input(instance, tuple(problems))
        grids = _folder(Path(source)) if kind == "folder" else _workbook(content)
    except ProblemsError as error:
        return Input(None, error.problems)
    return input_of_grids(grids, published=published, warn=warn)


def input_of_grids(grids: Sequence[Grid], *, published: Schedule | None = None, warn: bool = True) -> Input:
    """Return what came of reading an instance's sheets."""
    from iopsched.sheets.reading import data_of
    from iopsched.sheets.schedule.reading import is_schedule
    from iopsched.sheets.telling import located

    if is_schedule(grids):
        message, way_out = "this is a schedule, not a week to plan", "Give the week's own workbook or file."
        return Input(None, (Problem("not_an_instance", _WHAT, message, way_out),))
    sheets = data_of(grids)
    instance, problems = examine(sheets.data, warn, published)
    told = [
        (problem, spot) for problem, spot in located(sheets, problems) if warn or problem.severity == "error"
    ]
    if any(problem.severity == "error" for problem, _ in told):
        instance = None
    kept = limited([problem for problem, _ in told])
    spots = [spot for _, spot in told] + [None]
    return Input(instance, tuple(kept), tuple(grids), tuple(spots[: len(kept)]))


def _folder(path: Path) -> tuple[Grid, ...]:
    from iopsched.files.csv_folders import grids_of_folder

    return grids_of_folder(path, _WHAT)


def _workbook(content: bytes) -> tuple[Grid, ...]:
    from iopsched.files.workbooks import grids_of_workbook, shown_title

    # The name of a sheet of the user's own may be somebody's.
    return tuple(
        grid if shown_title(grid.name) else replace(grid, title=f"sheet {number}")
        for number, grid in enumerate(grids_of_workbook(content, _WHAT), start=1)
    )
