"""``iopsched check``: say everything that is wrong with an instance."""

import click

from iopsched.cli.exits import MEANINGS, Exit
from iopsched.cli.output import note, print_json, print_problems
from iopsched.cli.verb import Verb, json_option
from iopsched.domain.instance import Instance
from iopsched.errors import Problem
from iopsched.reporting.words import count


@click.command(cls=Verb, short_help="Say everything that is wrong with an instance.")
@click.argument("instance")
@json_option
def check(instance: str, as_json: bool) -> Exit:
    """Say everything that is wrong with an instance.

    Every problem is listed at once, with its place, a stable code and a way out. Warnings point
    at what is allowed but hardly meant, such as a role that nobody can fill.

    \b
    Example:
      iopsched check my-week.json
    """
    from iopsched.files.reading import read_problems

    week, problems = read_problems(instance)
    code = Exit.INVALID if week is None else Exit.DONE
    if as_json:
        print_json(_document(code, week, problems))
        return code
    print_problems(problems, err=False)
    warnings = sum(problem.severity == "warning" for problem in problems)
    errors = len(problems) - warnings
    if week is None:
        note(f"{count(errors, 'problem')}, {count(warnings, 'warning')}.")
    else:
        click.echo(f"{week.id} is valid, with {count(warnings, 'warning')}: {_sizes(week)}.")
    return code


def _sizes(week: Instance) -> str:
    meetings = sum(len(group.meetings) for group in week.groups)
    sizes = (
        (len(week.clients), "client"),
        (len(week.clinicians), "clinician"),
        (len(week.rooms), "room"),
        (meetings, "group meeting"),
    )
    return ", ".join(count(number, noun) for number, noun in sizes)


def _document(code: Exit, week: Instance | None, problems: tuple[Problem, ...]) -> dict[str, object]:
    return {
        "exit_code": int(code),
        "error": MEANINGS[code] if code else None,
        "valid": week is not None,
        "instance_id": week.id if week else None,
        "instance_digest": week.digest if week else None,
        "problems": [problem.as_dict() for problem in problems],
    }
