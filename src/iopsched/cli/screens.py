"""``iopsched screens``: draw the days on which clients are screened."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from iopsched.cli.exits import Exit
from iopsched.cli.output import note, print_json, print_problems
from iopsched.cli.verb import Verb, json_option

if TYPE_CHECKING:
    from iopsched.screening.drawing import Draw


@click.command(cls=Verb, short_help="Draw random screening days among the days on site.")
@click.argument("instance", required=False)
@click.argument("schedule", required=False)
@click.option("--secret", type=click.Path(path_type=Path), metavar="FILE", help="The secret to draw with.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("screens.csv"),
    show_default=True,
    metavar="FILE",
    help="Where the days go, and nowhere else: a .csv or .json file.",
)
@click.option(
    "--new-secret", type=click.Path(path_type=Path), metavar="FILE", help="Make a new secret, and only that."
)
@json_option
def screens(
    instance: str | None,
    schedule: str | None,
    secret: Path | None,
    out: Path,
    new_secret: Path | None,
    as_json: bool,
) -> Exit:
    """Draw random screening days among the days on site.

    What a plan asks for of a service that is never scheduled is drawn: how many of the week's days, and
    which. Nobody can foresee them without the secret; with it they come out the same again. They
    are written to FILE alone, never to a schedule, sheet or calendar; here only numbers are shown.

    \b
    Example:
      iopsched screens --new-secret screens.secret
      iopsched screens week/instance.json week/schedule.json --secret screens.secret
    """
    if new_secret is not None:
        if instance is not None or secret is not None:
            raise click.UsageError(
                "--new-secret stands alone: make the secret first, then draw with --secret"
            )
        return _make(new_secret, as_json=as_json)
    if instance is None or schedule is None:
        raise click.UsageError("INSTANCE and SCHEDULE are needed")
    if secret is None:
        raise click.UsageError("--secret is needed; --new-secret FILE makes one")
    if out.suffix not in (".csv", ".json"):
        raise click.BadParameter("the file's name ends in .csv or .json", param_hint="--out")
    if Path(instance).is_dir() and out.resolve().parent == Path(instance).resolve():
        raise click.BadParameter(
            "the folder is the instance's; screens have a place of their own", param_hint="--out"
        )

    from iopsched.files.reading import read_instance
    from iopsched.files.schedules import read_schedule
    from iopsched.files.screens import read_secret, write_screens
    from iopsched.screening.documents import STARTS, counts, screens_csv, screens_json
    from iopsched.screening.drawing import draw_screens

    week = read_instance(instance)
    drawn = draw_screens(week, read_schedule(schedule, week), read_secret(secret))
    write_screens(out, screens_csv(drawn) if out.suffix == ".csv" else screens_json(week, drawn), STARTS)
    code = Exit.SHORT if drawn.short else Exit.DONE
    shown = counts(week, drawn)
    if as_json:
        print_json({"exit_code": int(code), **shown})
        return code
    print_problems(drawn.warnings)
    _say(shown["week"], shown["clients_screened"], drawn)
    click.echo(f"Wrote {out}, readable by you alone. The days stand there and nowhere else.")
    return code


def _make(path: Path, *, as_json: bool) -> Exit:
    from iopsched.files.screens import make_secret

    make_secret(path)
    if as_json:
        print_json({"exit_code": int(Exit.DONE)})
    else:
        click.echo(f"Wrote {path}, readable by you alone. Keep it: without it no draw can be repeated.")
    return Exit.DONE


def _say(monday: str, clients: int, drawn: "Draw") -> None:
    def number(count: int, word: str) -> str:
        return f"{count} {word}{'' if count == 1 else 's'}"

    click.echo(f"Week of {monday}: {number(len(drawn.screens), 'screen')} for {number(clients, 'client')}.")
    click.echo(f"Drawn for {number(drawn.items, 'plan item')}; {drawn.not_due} not due this week.")
    for one in drawn.short:
        click.echo(f"SHORT {one.client} {one.service}: {one.needed} needed, {one.drawn} drawn.")
    if not drawn.items and not drawn.not_due:
        note("No plan asks for screens: a screen is a plan item whose service is never scheduled.")
    if drawn.short:
        note("Some clients have too few days on site for their screens.")
