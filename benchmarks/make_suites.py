"""Writes the digests of the benchmark's instances into instances/benchmark/suites.json.

    python benchmarks/make_suites.py [--out DIR]

After a change of a recipe or of the generator, which makes all that was recorded of an instance stale.
With --out the instances and their planted schedules are written there too.
"""

import argparse
import sys
from pathlib import Path

from iopsched.benchmarking.suites import FILE_NAME, FOLDER, make, read_suites
from iopsched.files.writing import write_instance, write_json, write_schedule

ROOT = Path(__file__).resolve().parents[1]


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args(words)
    folder = ROOT / FOLDER
    listed = read_suites(folder)
    entries = []
    for entry in listed.instances:
        made = make(entry)
        entries.append(entry.model_copy(update={"digest": made.instance.digest}))
        state = "as before" if entries[-1] == entry else "changed"
        sys.stdout.write(f"{entry.id}: {len(made.instance.clients)} clients, {state}\n")
        if asked.out is not None:
            write_instance(asked.out / f"{entry.id}.json", made.instance)
            write_schedule(asked.out / "planted" / f"{entry.id}.json", made.planted, keep_previous=False)
    whole = listed.model_copy(update={"instances": tuple(entries)})
    write_json(
        folder / FILE_NAME, {"schema_version": 1, **whole.model_dump(mode="json", exclude_defaults=True)}
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
