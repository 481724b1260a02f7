"""The goals for how soon questions are answered: drawn, timed, judged and written down."""

import json
from itertools import islice

import pytest

from iopsched.domain.answers import Answer
from iopsched.domain.progress import Limits
from iopsched.domain.reasons import Reasons
from iopsched.domain.repairs import Menu, Shortage
from iopsched.files.writing import write_instance, write_schedule
from iopsched.replanning.pinning import parse_pin, text_of
from sample import sample_instance, sample_schedule

NOBODY = Shortage(far_short=0, clients_short=0, minutes_short=0, far_short_priority=0, short_priority=0)


def test_wishes_of_all_kinds_are_drawn_and_the_same_each_time(explaining):
    instance = sample_instance()
    schedule = sample_schedule(instance)
    drawn = list(islice(explaining.wishes(instance, schedule, 3), 12))
    assert drawn == list(islice(explaining.wishes(instance, schedule, 3), 12))
    assert {"a clinician for a client", "a time for a client", "a clinician for a group"} <= {
        kind for kind, _ in drawn
    }
    for _, pin in drawn:
        assert parse_pin(text_of(pin), "hold", instance=instance).pin == "hold"


@pytest.mark.parametrize(
    "seconds, met",
    [((0.5, 1.9, 9.0), (True, True)), ((0.5, 2.0, 9.0), (False, True)), ((0.5, 1.0, 10.5), (True, False))],
)
def test_the_median_and_the_worst_have_their_goals(explaining, seconds, met):
    asked = [explaining.Asked("a time for a client", "allowed", one) for one in seconds]
    assert tuple(goal.met for goal in explaining.goals_of_wishes("w", asked)) == met


def test_a_week_with_clinicians_away_leaves_clients_short(explaining, monkeypatch):
    monkeypatch.setattr(explaining, "SHORT_CLIENTS", 1)
    limits = Limits(reproducible=True, effort=5.0, workers=1)
    instance = sample_instance()
    week, schedule = explaining.short_week(instance, sample_schedule(instance), limits)
    assert any(clinician.exceptions for clinician in week.clinicians)
    assert explaining.verify(week, schedule).valid
    assert explaining.verify(week, schedule).shortfalls


def test_all_is_measured_and_written(explaining, page, tmp_path, monkeypatch, capsys):
    instance = sample_instance()
    schedule = sample_schedule(instance)
    write_instance(tmp_path / "instance.json", instance)
    write_schedule(tmp_path / "schedule.json", schedule)
    menu = Menu(instance_id="sample", present=NOBODY)
    monkeypatch.setattr(explaining, "repairs", lambda *_, **__: menu)
    allowed = Answer(wish=(), settled="allowed")
    monkeypatch.setattr(explaining, "why_not", lambda *_, **__: allowed)
    nothing = Reasons(reasons=(), level_one_proved=False, complete=True)
    monkeypatch.setattr(explaining, "reasons", lambda *_, **__: nothing)
    monkeypatch.setattr(explaining, "short_week", lambda week, found, _: (week, found))
    results = tmp_path / "results"
    words = ["--week", str(tmp_path), "--wishes", "2", "--write", "--results", str(results)]
    assert explaining.main(words) == 1
    assert "2 of 4 goals met." in capsys.readouterr().out
    (path,) = results.glob("*-explaining.json")
    written = json.loads(path.read_text())
    assert len(written["asked"]) == 2
    assert "explaining" in page.section([written])
    assert str(tmp_path) not in path.read_text()
