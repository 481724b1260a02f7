"""The group of verbs: what ``iopsched`` itself does before a verb is loaded."""

import os
import signal
import sys
import traceback
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

import click

import iopsched
from iopsched.cli.exits import MEANINGS, Exit
from iopsched.cli.output import print_json

VERBS: dict[str, str] = {
    "init": "Write a workbook to fill in.",
    "check": "Say everything that is wrong with an instance.",
    "solve": "Plan the week and write the schedule.",
    "replan": "Plan a published week again after something happened.",
    "recommend": "Say where a new client, or one session more, fits best.",
    "explain": "Say why, why not, and what would fix it.",
    "verify": "Hold a schedule, hand-made ones too, against every rule.",
    "report": "Show a schedule as tables that fit 80 columns, or write it as a page.",
    "export": "Write a schedule as a workbook, a report, calendars and tables.",
    "convert": "Turn an instance into a workbook, CSV files or JSON.",
    "diff": "Say what changes from one schedule to another.",
    "screens": "Draw random screening days among the days on site.",
    "generate": "Make a synthetic instance around a valid schedule.",
    "bench": "Solve a folder or suite of instances; compare with the best known.",
    "schema": "Print the JSON Schema of files and answers.",
}
"""Every verb and its sentence, known without loading it."""

_EPILOG = "\b\nExit codes:\n" + "\n".join(f"  {code.value:<3} {words}" for code, words in MEANINGS.items())


class Program(click.Group):
    """A group that loads a verb's module when the verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order in which they are used."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb's command, or None if there is no such verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(import_module(f"iopsched.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of verbs without loading any of them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the verb and leave the process with its exit code."""
        # Plug-ins of other packages would see every value that is read, and looking for them takes time.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        extra["standalone_mode"] = False
        words = list(extra.get("args") or (args[0] if args else None) or sys.argv[1:])
        try:
            code = super().main(*args, **extra)
        except click.ClickException as error:
            error.show()
            code = error.exit_code
            if "--json" in words and isinstance(error, click.UsageError):
                print_json({"exit_code": code, "error": MEANINGS[Exit.USAGE], "problems": []})
        except click.Abort:
            click.echo("Interrupted.", err=True)
            code = Exit.INTERRUPTED
        sys.exit(int(code or 0))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run as a program: a defect is told by where it happened, never by the data it happened on."""
        sys.excepthook = _tell_defect
        try:
            return self.main(*args, **kwargs)
        finally:
            # All is written and the exit code is settled; Ctrl-C while Python shuts down would change it.
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def _tell_defect(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    click.echo("This is a defect of iopsched. Nothing of your data is shown here:", err=True)
    for frame in traceback.extract_tb(trace):
        click.echo(f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}", err=True)
    click.echo(f"  {kind.__name__}", err=True)
    if "--json" in sys.argv:
        print_json({"exit_code": int(Exit.DEFECT), "error": MEANINGS[Exit.DEFECT], "problems": []})


@click.group(
    cls=Program,
    epilog=_EPILOG,
    subcommand_metavar="VERB [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(iopsched.__version__, prog_name="iopsched")
def main() -> None:
    """Plan the week of an intensive outpatient programme.

    INSTANCE is a workbook (.xlsx), a folder of .csv files, a .json file, - for standard input, or
    @NAME for an instance that ships with iopsched. Every verb takes --json: one JSON document on
    standard output, all else on standard error.
    """
