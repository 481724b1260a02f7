"""``iopsched schema``: the JSON Schemas of the files."""

from typing import TYPE_CHECKING

import click

from iopsched.cli.exits import Exit
from iopsched.cli.output import print_json
from iopsched.cli.verb import Verb, json_option

if TYPE_CHECKING:
    from iopsched.files.schema import FileKind

KINDS = (
    "instance",
    "schedule",
    "difference",
    "conflict",
    "answer",
    "reasons",
    "recommendations",
    "readiness",
    "menu",
    "capacity",
    "levers",
)
"""What there are schemas of, known without loading them."""


@click.command(cls=Verb, short_help="Print the JSON Schema of files and answers.")
@click.argument("kind", type=click.Choice(KINDS), default="instance")
@json_option
def schema(kind: "FileKind", as_json: bool) -> Exit:
    """Print the JSON Schema of files and answers.

    It is JSON with and without --json. The schema says what the fields are; that references and
    pairs of fields fit is for `iopsched check` to say.

    \b
    Example:
      iopsched schema schedule > schedule.schema.json
    """
    from iopsched.files.schema import json_schema

    print_json(json_schema(kind))
    return Exit.DONE
