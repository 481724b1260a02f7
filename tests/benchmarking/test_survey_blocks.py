"""The converter of survey blocks, on made-up blocks whose optimum is counted here by other means."""

import itertools
import json

import pytest
from survey_sample import choices, made_up_block, optimum, with_best

from iopsched import Limits

LIMITS = Limits(time_limit=30, workers=1)


def tried_out(block, worth):
    """Return the optimum by trying everything."""
    sections = {section["id"]: section for section in block["sections"]}
    best = 0
    for chosen in itertools.product(*(choices(person, sections) for person in block["people"])):
        full = any(sum(name in taken for taken in chosen) > s["seats"] for name, s in sections.items())
        if not full:
            pairs = zip(block["people"], chosen, strict=True)
            best = max(best, sum(worth(p["ratings"][name]) for p, taken in pairs for name in taken))
    return best


@pytest.mark.parametrize("seed", range(4))
def test_the_count_agrees_with_trying_everything(seed):
    block = made_up_block(seed, people=4, sections=6, courses=4, seats=(1, 2))
    for worth in (lambda rating: 1, lambda rating: rating):
        assert optimum(block, worth) == tried_out(block, worth)


@pytest.mark.parametrize("objective", ["seats", "wishes"])
@pytest.mark.parametrize("seed", [0, 1])
def test_four_people_are_placed_as_well_as_can_be(survey, seed, objective):
    block = with_best(made_up_block(seed, people=4, sections=6, courses=4, seats=(1, 2)))
    assert survey.measure("few", block, objective, LIMITS).good(30)


@pytest.mark.parametrize("objective", ["seats", "wishes"])
@pytest.mark.parametrize("seed, seats", [(0, (1, 3)), (11, (1, 2))])
def test_twenty_people_are_placed_as_well_as_can_be_and_it_is_proved(survey, seed, seats, objective):
    row = survey.measure("many", with_best(made_up_block(seed, seats=seats)), objective, LIMITS)
    assert row.valid
    assert row.published == row.value == row.bound


def test_an_optimum_that_is_not_reached_is_said(survey, tmp_path, capsys):
    block = with_best(made_up_block(0, people=4, sections=6, courses=4, seats=(1, 2)))
    (tmp_path / "block.json").write_text(json.dumps(block))
    (tmp_path / "README.md").write_text("no block")
    assert survey.main([str(tmp_path), "--workers", "1"]) == 0
    block["best"]["most_seats_filled"] += 1
    (tmp_path / "block.json").write_text(json.dumps(block))
    assert survey.main([str(tmp_path), "--workers", "1"]) == 1
    assert "NOT REACHED" in capsys.readouterr().out
    assert survey.main([str(tmp_path / "nothing"), "--workers", "1"]) == 1


def test_the_numbers_are_written_and_nothing_of_the_block(survey, page, tmp_path):
    block = with_best(made_up_block(0, people=4, sections=6, courses=4, seats=(1, 2)))
    (tmp_path / "block.json").write_text(json.dumps(block))
    assert survey.main([str(tmp_path), "--workers", "1", "--write", str(tmp_path / "results")]) == 0
    (results,) = page.newest(tmp_path / "results")
    assert [goal["met"] for goal in results["goals"]] == [True, True]
    assert "p000" not in json.dumps(results)
    assert "2 of 2 goals are met." in page.section([results])


def test_times_courses_and_seats_arrive_in_the_instance(survey):
    block = made_up_block(3)
    instance = survey.block_instance("b", block, "wishes")
    assert [group.id for group in instance.groups] == [section["id"] for section in block["sections"]]
    assert all(group.attendance == "attend_all" for group in instance.groups)
    assert {group.max_heads for group in instance.groups} <= {1, 2, 3}
    wishes = sum(len(person["ratings"]) for person in block["people"])
    assert sum(len(client.preferences) for client in instance.clients) == wishes
    assert [term.term for term in instance.goals[0].terms] == ["unmet_wishes"]
