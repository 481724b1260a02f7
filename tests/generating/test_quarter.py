"""A quarter of twelve clients: thirteen Mondays and thirteen bad Tuesdays, every schedule verified."""

import csv
import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from iopsched.domain.goals import DEFAULT_GOALS
from iopsched.generating.quarter import Quarter
from iopsched.judging.judge import judge
from published_weeks import limits

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

import quarter

pytestmark = pytest.mark.xdist_group("quarter")
"""What all tests here look at takes long to make: it is made once, by one worker."""

CLIENTS, WEEKS = 12, 13
SHORT_AND_CHANGE = DEFAULT_GOALS[:4]


@pytest.fixture(name="rows", scope="module")
def fixture_rows() -> list[quarter.Row]:
    return list(
        quarter.simulate(
            Quarter(CLIENTS, 1, ("cover", "payers")), WEEKS, limits(0.06), SHORT_AND_CHANGE, bad_every=2
        )
    )


def test_no_schedule_of_the_quarter_breaks_a_rule(rows: list[quarter.Row]) -> None:
    assert [one.week for one in rows] == list(range(1, WEEKS + 1))
    assert sum(one.violations for one in rows) == 0


def test_a_quarter_has_all_that_makes_weeks_differ(rows: list[quarter.Row]) -> None:
    assert sum(one.events for one in rows) > WEEKS / 2
    for count in ("arrived", "discharged", "stepped_down"):
        assert sum(getattr(one, count) for one in rows) >= WEEKS / 2
    assert min(one.clients for one in rows) >= CLIENTS - 3


def test_who_stays_is_left_alone_on_mondays(rows: list[quarter.Row]) -> None:
    assert rows[0].churn == rows[0].contacted == 0
    assert max(one.contacted for one in rows) <= 4
    assert max(one.churn for one in rows) <= 10
    assert sum(one.newcomers for one in rows) > 0


def test_hardly_anybody_falls_short_and_on_tuesdays_few(rows: list[quarter.Row]) -> None:
    assert sum(one.short for one in rows) <= WEEKS / 2
    assert sum(one.tuesday_short for one in rows) <= 2 * WEEKS
    assert max(one.tuesday_churn for one in rows) <= 15


def test_table_and_picture_hold_every_week(rows: list[quarter.Row], tmp_path: Path) -> None:
    quarter.write(tmp_path, CLIENTS, rows, {"seed": 1})
    with (tmp_path / "quarter-12.csv").open(newline="") as file:
        assert [int(line["week"]) for line in csv.DictReader(file)] == [one.week for one in rows]
    assert len(json.loads((tmp_path / "quarter-12.json").read_text())["weeks"]) == WEEKS
    picture = ET.fromstring((tmp_path / "quarter-12.svg").read_text())
    lines = [element for element in picture.iter() if element.tag.endswith("polyline")]
    assert len(lines) == 2 * len(quarter.CHART)
    assert all(len(line.attrib["points"].split()) == WEEKS for line in lines)


def test_the_same_seed_gives_the_same_quarter_and_another_one_another() -> None:
    one, same, other = Quarter(12, 1), Quarter(12, 1), Quarter(12, 2)
    assert one.first() == same.first()
    assert one.tuesday(one.planted) == same.tuesday(same.planted)
    following = one.next(one.planted)
    assert following == same.next(same.planted)
    assert following.instance.week.monday.isoformat() == "2026-03-09"
    assert other.next(other.planted).instance.digest != following.instance.digest


@pytest.mark.parametrize("clients", [12, 40, 100])
def test_the_house_of_a_quarter_can_serve_everybody_at_first(clients: int) -> None:
    week = Quarter(clients, 1)
    verdict = judge(week.first().instance, week.planted)
    assert verdict.valid
    assert verdict.shortfalls == ()


def test_new_clients_take_over_hours_and_plans_and_nothing_else() -> None:
    seen = Quarter(40, 3)
    planned = seen.planted
    for _ in range(4):
        turn = seen.next(planned)
        for client in turn.arrived:
            assert turn.instance.client[client].programme_week == 1
            assert turn.instance.client[client].last_service_date is None
        assert not {*turn.discharged} & turn.instance.client.keys()
        assert all(turn.instance.client[one].level == "op" for one in turn.stepped_down)
