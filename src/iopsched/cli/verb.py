"""What all verbs share: their errors become exit codes, and ``--json``."""

from typing import Any

import click

from iopsched.cli.exits import MEANINGS, Exit
from iopsched.cli.output import note, print_json, print_problems
from iopsched.errors import JudgeRefusedError, NoScheduleError, Problem, ProblemsError

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document on standard output, nothing else there."
)
"""The option that every verb has."""


TOOK_A_WORD = "iopsched.took_a_word"
"""Where a context keeps an option that takes a name or none, and took the word after it for its name."""


class NotBesideError(ProblemsError):
    """A run has written its own files, but what was asked for beside them cannot be made or written."""


class Verb(click.Command):
    """A command that returns its exit code and turns iopsched's errors into one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of the command line; say so where an option took one that was meant otherwise."""
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter as error:
            if TOOK_A_WORD not in ctx.meta:
                raise
            hint = f"The word after {ctx.meta[TOOK_A_WORD]} was taken for its name: give it after the others."
            raise click.UsageError(f"{error.format_message()} {hint}", ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb and return its exit code."""
        as_json = bool(ctx.params.get("as_json"))
        try:
            return super().invoke(ctx)
        except NotBesideError as error:
            words = "the schedule is written, but not all that was asked for beside it"
            return fail(Exit.INVALID, as_json=as_json, problems=error.problems, words=words)
        except ProblemsError as error:
            return fail(Exit.INVALID, as_json=as_json, problems=error.problems)
        except NoScheduleError:
            return fail(Exit.NO_SCHEDULE, as_json=as_json)
        except JudgeRefusedError as error:
            note(f"This is a defect of iopsched: {error}")
            return fail(Exit.DEFECT, as_json=as_json)


def fail(code: Exit, *, as_json: bool, problems: tuple[Problem, ...] = (), words: str | None = None) -> Exit:
    """Say what went wrong, as text or as JSON, and return the exit code.

    `words` say it more exactly than the code's own meaning.
    """
    meaning = words or MEANINGS[code]
    if as_json:
        print_json(
            {
                "exit_code": int(code),
                "error": meaning,
                "problems": [problem.as_dict() for problem in problems],
            }
        )
        return code
    print_problems(problems)
    errors = sum(problem.severity == "error" for problem in problems)
    if code == Exit.INVALID and words is None:
        note(f"{errors} {'problem' if errors == 1 else 'problems'}. Nothing was done.")
    else:
        note(f"{meaning.capitalize()}.")
    return code
