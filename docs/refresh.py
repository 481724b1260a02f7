"""Makes the pages that are made: docs/cli.md, and the report shown in the README.

Run it as ``python docs/refresh.py``; with ``--solve`` after a change of docs/example.json, whose schedule
is then made anew. The tests compare what it would write with what is there.
"""

import re
import sys
from pathlib import Path

import click

from iopsched import Limits, read_instance, read_schedule, solve, verify
from iopsched.cli.exits import MEANINGS
from iopsched.cli.program import VERBS, main
from iopsched.files.writing import json_text
from iopsched.reporting.page import as_text, report_page
from iopsched.reporting.selection import Selection

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "docs" / "example.json"
EXAMPLE_SCHEDULE = ROOT / "docs" / "example.schedule.json"
_SHOWN_DAY = 0
_SOLVE_SECONDS = 60.0
_HELP_WIDTH = 90


def cli_page() -> str:
    """Return docs/cli.md."""
    parts = [
        "# The command line\n",
        "Made by `docs/refresh.py` from the program's own help.\n",
        "## Exit codes\n",
        "| code | meaning |\n|---|---|",
        *(f"| {code.value} | {words} |" for code, words in MEANINGS.items()),
        "\nWhere two fit, 6 goes before 4 and 130 before both.\n",
        "## Files that `solve` writes\n",
        _FILES,
        f"## iopsched\n\n```\n{_help(main, 'iopsched')}\n```\n",
    ]
    for verb in VERBS:
        command = main.get_command(click.Context(main), verb)
        assert command is not None
        parts.append(f"## iopsched {verb}\n\n```\n{_help(command, f'iopsched {verb}')}\n```\n")
    return "\n".join(parts)


_FILES = """\
| file | what it holds |
|---|---|
| `schedule.json` | the schedule, facts only; written at once and again after each improvement |
| `schedule.previous.json` | the schedule that was there before this run |
| `instance.json` | the effective instance: what was read, and what the options changed |
| `result.json` | goals with value and bound, shortfalls, certificates, [stability](goals.md#stability) \
if a schedule is published; no wall times |
| `run.json` | timings, limits, seed, versions |
| `difference.json` | with `iopsched replan`: what changes, the `difference` of `iopsched diff --json` |
| `schedule.xlsx` | with `--xlsx`: the workbook; an older one becomes `schedule.previous.xlsx` |
| `report.html` | with `--html`: the report as one page |
| `calendars/` | with `--ics`: a calendar for each client, clinician and room ([calendars.md](calendars.md)) |
| `tables/` | with `--csv`, `--parquet`: [tables](tables.md) |

Each is written whole or not at all and readable by its owner only. With the first schedule of a run
the older `result.json` and `run.json`, which describe another schedule, are removed. An `instance.json`
that is itself the instance read is left alone. Hidden files (`.iopsched-*.tmp`) that a killed run left
unfinished are removed by the next one into the folder.
"""


def _help(command: click.Command, name: str) -> str:
    context = click.Context(
        command, info_name=name, terminal_width=_HELP_WIDTH, help_option_names=["-h", "--help"]
    )
    return command.get_help(context).rstrip()


def example_report() -> str:
    """Return what the README shows: the start of the report of docs/example.json."""
    instance = read_instance(EXAMPLE)
    schedule = read_schedule(EXAMPLE_SCHEDULE, instance)
    verdict = verify(instance, schedule)
    whole = as_text(report_page(instance, schedule, verdict))
    client = instance.clients[0].id
    chosen = as_text(
        report_page(instance, schedule, verdict, Selection(clients=(client,), days=(_SHOWN_DAY,)))
    )
    start = whole[: whole.index("\nMonday ")]
    return start + "\n" + chosen[chosen.index("Monday ") :].rstrip()


def readme_page(text: str) -> str:
    """Return the README with its report made anew."""
    fresh = f"<!-- report -->\n```\n{example_report()}\n```\n<!-- end of report -->"
    return re.sub(r"<!-- report -->.*?<!-- end of report -->", lambda _: fresh, text, flags=re.DOTALL)


def solve_example() -> None:
    """Make docs/example.schedule.json anew."""
    result = solve(read_instance(EXAMPLE), limits=Limits(time_limit=_SOLVE_SECONDS))
    EXAMPLE_SCHEDULE.write_text(json_text(result.schedule.model_dump(mode="json")))


if __name__ == "__main__":
    if "--solve" in sys.argv:
        solve_example()
    readme = ROOT / "README.md"
    (ROOT / "docs" / "cli.md").write_text(cli_page())
    readme.write_text(readme_page(readme.read_text()))
    sys.stdout.write("docs/cli.md and README.md are current.\n")
