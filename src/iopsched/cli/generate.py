"""``iopsched generate``: make a synthetic instance around a planted schedule."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from iopsched.cli.exits import Exit
from iopsched.cli.output import note, print_json
from iopsched.cli.verb import Verb, json_option

if TYPE_CHECKING:
    from iopsched.generating.spec import GeneratorSpec


@click.command(cls=Verb, short_help="Make a synthetic instance around a valid schedule.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, metavar="N")
@click.option("--clients", type=click.IntRange(2, 5000), default=24, show_default=True, metavar="N")
@click.option(
    "--clinicians", type=click.IntRange(1, 2000), metavar="N", help="[default: as many as are needed]"
)
@click.option("--rooms", type=click.IntRange(1, 2000), metavar="N", help="[default: as many as are needed]")
@click.option("--sites", type=click.IntRange(1, 26), default=1, show_default=True, metavar="N")
@click.option("--timetable", type=click.Choice(["fixed", "open"]), default="fixed", show_default=True)
@click.option(
    "--load", type=click.Choice(["loose", "balanced", "tight", "over"]), default="balanced", show_default=True
)
@click.option(
    "--telehealth",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    metavar="SHARE",
    help="Share of clients seen by telehealth.",
)
@click.option(
    "--crossing",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    help="Share of clients and clinicians who go to two sites; the others keep to one.",
)
@click.option(
    "--feature",
    "features",
    multiple=True,
    metavar="NAME",
    help="Only this feature (repeatable).  [default: all but attended and published]",
)
@click.option("--plain", is_flag=True, help="No feature at all.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder for instance.json and planted.json; left out, the instance is printed.",
)
@json_option
def generate(
    seed: int,
    clients: int,
    clinicians: int | None,
    rooms: int | None,
    sites: int,
    timetable: Literal["fixed", "open"],
    load: Literal["loose", "balanced", "tight", "over"],
    telehealth: float,
    crossing: float | None,
    features: tuple[str, ...],
    plain: bool,
    out: Path | None,
    as_json: bool,
) -> Exit:
    """Make a synthetic instance around a valid schedule.

    The planted schedule keeps every rule, so the instance can be planned. The same options always
    give the same instance.

    \b
    Example:
      iopsched generate --seed 7 --clients 40 --timetable open --out made
    """
    from iopsched.generating.spec import GeneratorSpec

    spec = GeneratorSpec(
        seed=seed,
        clients=clients,
        clinicians=clinicians,
        rooms=rooms,
        sites=sites,
        timetable=timetable,
        load=load,
        telehealth=telehealth,
        crossing=crossing,
        features=_features(features, plain),
    )
    return _make(spec, out, as_json)


def _features(chosen: tuple[str, ...], plain: bool) -> tuple[str, ...]:
    from iopsched.generating.spec import DEFAULT_FEATURES, FEATURES

    if plain and chosen:
        raise click.UsageError("--plain means no feature, --feature names some")
    if any(name not in FEATURES for name in chosen):
        raise click.BadParameter(f"the features are {', '.join(FEATURES)}", param_hint="--feature")
    return () if plain else chosen or DEFAULT_FEATURES


def _make(spec: "GeneratorSpec", out: Path | None, as_json: bool) -> Exit:
    from iopsched.files.writing import instance_data, json_text, write_instance, write_schedule
    from iopsched.generating.generate import generate as plant

    made = plant(spec)
    document = {
        "exit_code": int(Exit.DONE),
        "instance_id": made.instance.id,
        "instance_digest": made.instance.digest,
        "clients": len(made.instance.clients),
        "sessions_planted": len(made.planted.sessions),
    }
    if out is not None:
        write_instance(out / "instance.json", made.instance)
        write_schedule(out / "planted.json", made.planted)
        document["folder"] = str(out)
        note(f"Wrote instance.json and planted.json into {out}.")
        note(f"Next: iopsched solve {out / 'instance.json'} --out {out}")
    elif as_json:
        document["instance"] = instance_data(made.instance)
        document["planted"] = made.planted.model_dump(mode="json")
    else:
        click.echo(json_text(instance_data(made.instance)), nl=False)
    if as_json:
        print_json(document)
    return Exit.DONE
