"""The options of ``iopsched report`` that write it as a page: ``--html`` and what goes with it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from iopsched.cli.output import print_problems

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance
    from iopsched.domain.reasons import Reasons
    from iopsched.domain.result import Verdict
    from iopsched.domain.schedule import Schedule

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_NAME = "report.html"
"""What the page is called in a folder."""

_GO_WITH_HTML = ("sheets", "names", "result")
_SINGLED_OUT = {"clients": "client", "clinicians": "clinician", "groups": "group", "days": "day"}


def html_options(command: F) -> F:
    """Add ``--html`` and what goes with it to a command."""
    options = (
        click.option(
            "--html",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Write it as one page for a browser and a printer instead; it needs no network.",
        ),
        click.option(
            "--sheets",
            type=click.Choice(["clients", "clinicians", "rooms"]),
            help="With --html: a sheet to hand out for each of these, one on each printed page.",
        ),
        click.option(
            "--names",
            metavar="FILE",
            help="With --html: a key of names (columns id and name) to print in place of ids.",
        ),
        click.option(
            "--result",
            metavar="FILE",
            help="With --html: the result.json that says how good the schedule is.  "
            "[default: the one beside the schedule, if it is of it]",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def require_html_fits() -> None:
    """Make sure that what was given on the command line goes together.

    Raises:
        click.UsageError: an option has no meaning beside or without another.
    """
    params = click.get_current_context().params
    html, sheets = params["html"], params["sheets"]
    if html is None:
        for option in _GO_WITH_HTML:
            if params[option] is not None:
                raise click.UsageError(f"--{option} goes with --html")
        return
    if not html.is_dir() and html.suffix.lower() != ".html":
        raise click.UsageError("--html takes a file whose name ends in .html, or a folder that is there")
    read = (params["instance"], params["schedule"], params["names"], params["result"])
    if any(_is_same_file(_target(html), source) for source in read):
        raise click.UsageError("--html would overwrite a file that is read; name another one")
    for parameter, option in _SINGLED_OUT.items():
        if params[parameter] and sheets != parameter:
            with_sheets = f" --sheets {parameter}" if parameter in ("clients", "clinicians") else "out --html"
            raise click.UsageError(f"--{option} goes with{with_sheets}")
    if sheets is not None and (params["reasons"] or params["result"] is not None):
        raise click.UsageError("sheets tell neither reasons nor goals; leave --reasons and --result out")


def _target(html: Path) -> Path:
    return html / DEFAULT_NAME if html.is_dir() else html


def _is_same_file(target: Path, source: str | None) -> bool:
    try:
        return source is not None and target.is_file() and os.path.samefile(target, source)
    except (OSError, ValueError):
        return False


class HtmlPage:
    """The page that the command line asks for: what it takes is read before anything takes time."""

    def __init__(self, week: "Instance", schedule: "Schedule", verdict: "Verdict", *, quiet: bool) -> None:
        """Read the key of names and the result.

        Raises:
            iopsched.errors.ProblemsError: one of them is wrong.
        """
        from iopsched.files.names import read_names
        from iopsched.files.results import levels_beside, read_levels

        self._params = click.get_current_context().params
        self._facts = (week, schedule, verdict)
        self._names: dict[str, str] = {}
        names, result = self._params["names"], self._params["result"]
        if names is not None:
            key = read_names(names, week)
            self._names = key.names
            if not quiet:
                print_problems(key.warnings)
        self._levels = (
            levels_beside(self._params["schedule"], week, verdict)
            if result is None
            else read_levels(result, week, verdict)
        )

    def write(self, reasons: "Reasons | None") -> Path:
        """Write the page; return its path.

        Raises:
            iopsched.errors.ProblemsError: it cannot be written.
        """
        from iopsched.files.writing import write_text
        from iopsched.pages.report import report_html

        page = report_html(
            *self._facts,
            levels=self._levels,
            reasons=reasons,
            names=self._names,
            sheets=self._params["sheets"],
            only=(*self._params["clients"], *self._params["clinicians"]),
        )
        target = _target(self._params["html"])
        write_text(target, page)
        return target
