"""Numbers, needs and bounds as people say them."""

import pytest

from iopsched.domain.goals import DEFAULT_GOALS, TERMS
from iopsched.domain.progress import Progress
from iopsched.domain.result import LevelResult, Need, SolveResult
from iopsched.domain.schedule import Schedule
from iopsched.reporting.documents import result_document
from iopsched.reporting.outcome import solve_summary
from iopsched.reporting.page import as_text
from iopsched.reporting.words import (
    bound_words,
    duration,
    gap_words,
    hours,
    level_name,
    level_share,
    need_words,
    progress_words,
)
from sample import sample_instance


def level(**fields):
    parts = {
        "id": "1b",
        "value": 3,
        "bound": 1,
        "bound_kind": "proved",
        "unit": "priority",
        "terms": {"clients_short": 3},
        "scale": 12,
    }
    return LevelResult(**{**parts, **fields})


def need(**fields):
    parts = {"client": "c01", "kind": "week_minutes", "unit": "minutes", "needed": 540, "got": 480}
    return Need(**{**parts, "short": 60, "minutes": 60, **fields})


def test_every_term_and_default_level_has_a_name():
    assert all("goal level" not in level_name(frozenset({term}), "x") for term in TERMS)
    names = [level_name(frozenset(w.term for w in goal.terms), goal.id) for goal in DEFAULT_GOALS]
    assert len(set(names)) == len(names)
    assert not any("goal level" in name for name in names)
    assert level_name(frozenset({"fill", "left_out"}), "own") == "goal level own"


@pytest.mark.parametrize("minutes, words", [(0, "0:00"), (50, "0:50"), (590, "9:50"), (1200, "20:00")])
def test_hours_are_exact(minutes, words):
    assert hours(minutes) == words


def test_durations():
    assert duration(8.4) == "8 s"
    assert duration(125) == "2 min 5 s"


@pytest.mark.parametrize(
    "fields, words",
    [
        ({}, "60 minutes short: 480 of 540 credited minutes this week"),
        (
            {"kind": "qualifying_days", "unit": "days", "needed": 3, "got": 2, "short": 1},
            "1 day short: 2 of 3 qualifying days",
        ),
        (
            {
                "kind": "sessions",
                "subject": "ind",
                "unit": "sessions",
                "needed": 2,
                "got": 0,
                "short": 2,
            },
            "2 sessions short: 0 of 2 sessions of ind",
        ),
        (
            {"kind": "gap_days", "unit": "days", "needed": 4, "got": 3, "short": 1},
            "1 gap between service days longer than allowed",
        ),
        (
            {"kind": "membership", "subject": "men", "unit": "groups", "needed": 1, "got": 0, "short": 1},
            "not placed in group men",
        ),
        (
            {"impossible": True},
            "60 minutes short: 480 of 540 credited minutes this week (the data asks for more than it allows)",
        ),
    ],
)
def test_shortfalls_are_sentences(fields, words):
    assert need_words(need(**fields)) == words


@pytest.mark.parametrize(
    "fields, bound, gap",
    [
        ({}, "at best 1, proved", "16.7 %"),
        ({"bound_kind": "conditional"}, "at best 1, given the above", "16.7 %"),
        ({"bound": 3}, "best possible", "none"),
        ({"bound": 3, "bound_kind": "conditional"}, "best, given the above", "none"),
        ({"bound": None, "bound_kind": "none"}, "not searched", "unknown"),
        ({"scale": None}, "at best 1, proved", "2 priority"),
    ],
)
def test_bounds_and_gaps(fields, bound, gap):
    assert bound_words(level(**fields)) == bound
    assert gap_words(level(**fields)) == gap


def test_a_mixed_level_says_what_it_is_made_of():
    mixed = {"idle_minutes": 130, "extra_trips": 1, "split_shifts": 0}
    assert level_share(level(terms=mixed)) == "130 minutes waiting on site, 1 extra trip"
    assert level_share(level(terms={"undersized": 2, "uneven_loads": 125})) == (
        "2 seats short of a good size, loads 12.5 % apart"
    )


def test_progress_is_told_in_words():
    instance = sample_instance()
    assert progress_words(instance, None) == "looking for a first schedule"
    report = Progress(elapsed=1.0, level="1b", value=2, bound=1, clients_short=2)
    assert (
        progress_words(instance, report) == "1b clients short of a need: 2, at best 1; 2 clients still short"
    )
    best = Progress(elapsed=1.0, level="1c", value=0, bound=0, clients_short=0)
    assert progress_words(instance, best) == "1c minutes short: 0, best possible; no client is short"


def test_a_result_is_summed_up_and_its_document_holds_no_times():
    instance = sample_instance()
    result = SolveResult(
        status="feasible",
        schedule=Schedule(instance_id="sample", week=instance.week.monday),
        levels=(level(seconds=3.5), level(id="5", terms={"undersized": 3, "room_changes": 0}, scale=None)),
        certificates=(),
        shortfalls=(need(),),
        words=("No schedule can leave fewer than 1 client short.",),
        seconds=7.5,
        first_schedule_seconds=0.5,
    )
    summary = as_text(solve_summary(instance, result))
    assert "Shortfalls: 1 of 4 clients short of a need" in summary
    assert "1b clients short of a need" in summary
    assert "No schedule can leave fewer than 1 client short." in summary
    document = result_document(instance, result)
    assert "seconds" not in str(document)
    assert document["levels"][0]["gap_in_words"] == "16.7 %"
