"""What a benchmark found as one document, and as dated files with pictures."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from iopsched.benchmarking.charts import cost_chart, progress_chart
from iopsched.benchmarking.suite import Benchmark, Run, machine, provenance
from iopsched.files.writing import write_json, write_text


def document(benchmark: Benchmark, runs: Sequence[Run]) -> dict[str, Any]:
    """Return everything that was measured as plain JSON data, with where it comes from."""
    made = provenance(benchmark.limits)
    return {
        "suite": benchmark.name,
        **made,
        "date": made["date"].isoformat(),
        "machine": machine(),
        "regressions": sum(run.regression for run in runs),
        "instances": [
            {
                **run.measurement.document(),
                "standing": run.comparison.standing,
                "standing_in_words": run.comparison.words,
                **({} if run.beside is None else {"beside_baseline": run.beside.document()}),
            }
            for run in runs
        ],
    }


def write_results(folder: Path, benchmark: Benchmark, runs: Sequence[Run]) -> Path:
    """Write ``<date>-<suite>.json``, and the pictures into a folder of that name; return the file's path.

    Raises:
        iopsched.errors.ProblemsError: they cannot be written.
    """
    found = document(benchmark, runs)
    name = f"{found['date']}-{benchmark.name}"
    measured = [run.measurement for run in runs]
    for one in measured:
        write_text(folder / name / f"{one.instance_id}.svg", progress_chart(one))
    write_text(folder / name / "cost.svg", cost_chart(measured))
    path = folder / f"{name}.json"
    write_json(path, found)
    return path
