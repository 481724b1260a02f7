"""Rewrites what is derived under instances/: the planted programmes, the catalogue and its table.

Run ``python tests/ship_instances.py`` after changing a builder or an instance. `expected` in the
catalogue is written by hand and kept as it is.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from iopsched.domain.instance import Instance
from iopsched.files.reading import read_instance
from iopsched.files.writing import write_instance, write_json, write_text
from iopsched.generating.programmes import PROGRAMMES

INSTANCES = Path(__file__).parent.parent / "instances"
CATALOGUE = INSTANCES / "catalogue.json"
README = INSTANCES / "README.md"
TABLE_START, TABLE_END = "<!-- table -->\n", "<!-- end of table -->\n"


def instance_paths() -> list[Path]:
    folders = ("programmes", "tight", "tiny", "examples")
    return [
        path
        for folder in folders
        for path in sorted(INSTANCES.glob(f"{folder}/*.json"), key=lambda path: path.stem)
    ]


def family_of(path: Path) -> str:
    folder = path.parent.name
    if folder != "programmes":
        return folder
    return path.stem.split("-24")[0].split("-3")[0].split("-2")[0].split("-100")[0].replace("-", "_")


def entry(path: Path, instance: Instance, expected: dict[str, int] | None) -> dict[str, Any]:
    starts = [len(offer.meeting.starts) for offer in instance.offer.values()]
    return {
        "name": instance.id,
        "family": family_of(path),
        "path": path.relative_to(INSTANCES).as_posix(),
        "clients": len(instance.clients),
        "clinicians": len(instance.clinicians),
        "rooms": len(instance.rooms),
        "groups": len(instance.groups),
        "meetings": len(starts),
        "timetable": "open" if any(count > 1 for count in starts) else "fixed",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "digest": instance.digest,
        "expected": expected,
    }


def recorded() -> dict[str, dict[str, Any]]:
    if not CATALOGUE.exists():
        return {}
    return {one["path"]: one for one in json.loads(CATALOGUE.read_text())["instances"]}


def catalogue() -> dict[str, Any]:
    known = recorded()
    entries = []
    for path in instance_paths():
        old = known.get(path.relative_to(INSTANCES).as_posix(), {})
        entries.append(entry(path, read_instance(path), old.get("expected")))
    return {"instances": entries}


def table(entries: list[dict[str, Any]]) -> str:
    lines = [
        "| instance | clients | clinicians | rooms | groups | meetings | timetable | known values |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in entries:
        expected = one["expected"] or {}
        known = ", ".join(f"{level}: {value}" for level, value in expected.items()) or "-"
        sizes = " | ".join(
            str(one[name]) for name in ("clients", "clinicians", "rooms", "groups", "meetings")
        )
        lines.append(f"| [{one['name']}]({one['path']}) | {sizes} | {one['timetable']} | {known} |")
    return "\n".join(lines) + "\n"


def readme_with(text: str, new_table: str) -> str:
    before, rest = text.split(TABLE_START)
    after = rest.split(TABLE_END)[1]
    return before + TABLE_START + new_table + TABLE_END + after


def ship() -> None:
    for name, build in PROGRAMMES.items():
        path = write_instance(INSTANCES / "programmes" / f"{name}.json", build().instance)
        path.chmod(0o644)
    data = catalogue()
    write_json(CATALOGUE, data)
    write_text(README, readme_with(README.read_text(), table(data["instances"])))
    for path in (CATALOGUE, README):
        path.chmod(0o644)


if __name__ == "__main__":
    ship()
