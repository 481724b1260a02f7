"""Loading the scripts of benchmarks/, which are no package, and measurements that need no search."""

import sys
from dataclasses import replace

import pytest

from benchmarking.scripts import ROOT, load
from iopsched.benchmarking.measuring import Measurement
from iopsched.domain.result import LevelResult
from iopsched.verification import verify
from sample import sample_instance, sample_schedule


@pytest.fixture(name="survey", scope="session")
def fixture_survey():
    return load("survey_blocks")


@pytest.fixture(name="speed", scope="session")
def fixture_speed():
    return load("speed")


@pytest.fixture(name="page", scope="session")
def fixture_page():
    return load("refresh_page")


@pytest.fixture(name="measured")
def fixture_measured():
    """Make a measurement of the sample as if a search had found the schedule with these values."""

    def make(*without, bounds=None, **changes):
        instance = sample_instance()
        schedule = sample_schedule(instance, without=set(without))
        verdict = verify(instance, schedule)
        values = [level.value for level in verdict.levels]
        known = zip(verdict.levels, values if bounds is None else bounds, strict=True)
        measurement = Measurement(
            instance_id=instance.id,
            digest=instance.digest,
            clients=4,
            clinicians=2,
            rooms=2,
            meetings=4,
            outcome="solved",
            levels=tuple(
                LevelResult(
                    **level.model_dump(),
                    bound=bound,
                    bound_kind="none" if bound is None else "proved",
                    seconds=0.5,
                )
                for level, bound in known
            ),
            schedule=schedule,
            clients_short=len({need.client for need in verdict.shortfalls}),
            first_schedule_seconds=1.0,
            level_1_seconds=2.0,
            seconds=3.0,
            peak_bytes=200 * 2**20,
        )
        return replace(measurement, **changes)

    return make


@pytest.fixture(name="explaining", scope="session")
def fixture_explaining():
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        return load("explain_speed")
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
