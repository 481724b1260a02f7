"""How far from the best: one row per kind of level, bound and count."""

from typing import Any

import pytest

from builders import client, instance, item
from iopsched.domain.goals import DEFAULT_GOALS, TERMS, GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.result import LevelResult
from iopsched.domain.schedule import Schedule
from iopsched.gap_terms import TERM_WORDS
from iopsched.gap_words import gap_words

BEFORE = ", in a schedule as good on the levels before"
KEPT = ", in a schedule that keeps what was reached on the levels before"


def wish(strength: int = 1) -> dict[str, Any]:
    return {"group": "g", "strength": strength}


def week(*people: dict[str, Any], goals: tuple[GoalLevel, ...] = DEFAULT_GOALS, **parts: Any) -> Instance:
    facts = instance(clients=list(people) or [client("c1"), client("c2")], **parts)
    return facts.replace(goals=goals)


def level(id_: str, value: int, bound: int | None, kind: str = "proved") -> LevelResult:
    kind = "none" if bound is None else kind
    return LevelResult(id=id_, value=value, bound=bound, bound_kind=kind, unit="", terms={})


def said(facts: Instance, *levels: LevelResult) -> str:
    """The sentence of the last of some levels."""
    return gap_words(facts, levels)[-1]


TOP = level("1a", 0, 0)
WISHES = [client("c1", preferences=[wish(), wish()]), client("c2", preferences=[wish()])]
STRONG = [client("c1", preferences=[wish(3)]), client("c2", preferences=[wish(2)])]
SAME = [client("c1", preferences=[wish(3)]), client("c2", preferences=[wish(3)])]
PRIOR = [client("c1", priority=3), client("c2")]
ALL_THREE = [client("c1", priority=3), client("c2", priority=3)]
COMPANY = [
    client("c1", item("grp", with_clients=["c2"], company="optional"), preferences=[wish()]),
    client("c2", "grp"),
]


@pytest.mark.parametrize(
    "people, levels, sentence",
    [
        (
            [],
            [level("1a", 3, 3)],
            "1a: proved: no schedule spares more clients from missing more than half of a need",
        ),
        (
            [],
            [level("1a", 3, 1)],
            "1a: at most 2 more clients could be spared missing more than half of a need",
        ),
        (
            [],
            [level("1a", 3, 2)],
            "1a: at most 1 more client could be spared missing more than half of a need",
        ),
        ([], [TOP], "1a: nothing is left to gain: nobody misses more than half of a need"),
        ([], [level("1a", 3, None)], "1a: the search ended before this level; nothing is proved"),
        (
            PRIOR,
            [level("1a", 3, 1)],
            "1a: the priorities of clients spared missing more than half of a need could make up at most "
            "2 more",
        ),
        (
            PRIOR,
            [level("1a", 3, 3)],
            "1a: proved: no schedule spares clients of more priority from missing more than half of a need",
        ),
        (
            [],
            [TOP, level("1b", 4, 4)],
            "1b: proved: no schedule as good on the levels before serves more clients than this one",
        ),
        (
            [],
            [TOP, level("1b", 4, 2)],
            f"1b: at most 2 more clients could have every need met{BEFORE}",
        ),
        (
            [],
            [level("1a", 2, 1), level("1b", 4, 3, "conditional")],
            f"1b: at most 1 more client could have every need met{KEPT}",
        ),
        (
            [],
            [level("1a", 2, 1), level("1b", 4, 4, "conditional")],
            "1b: proved: no schedule that keeps what was reached on the levels before serves more clients"
            " than this one",
        ),
        (
            [],
            [level("1a", 2, 1), level("1b", 0, 0, "conditional")],
            "1b: nothing is left to gain: every need of every client is met",
        ),
        (
            PRIOR,
            [TOP, level("1b", 4, 1)],
            f"1b: the priorities of clients with every need met could make up at most 3 more{BEFORE}",
        ),
        (ALL_THREE, [TOP, level("1b", 6, 2)], f"1b: at most 1 more client could have every need met{BEFORE}"),
        (
            ALL_THREE,
            [TOP, level("1b", 6, 4)],
            "1b: proved: no schedule as good on the levels before serves more clients than this one",
        ),
        ([], [TOP, level("1c", 90, 30)], f"1c: at most 60 credited minutes less could be short{BEFORE}"),
        ([], [TOP, level("1c", 90, 89)], f"1c: at most 1 credited minute less could be short{BEFORE}"),
        ([], [TOP, level("2", 0, 0)], "2: nothing is left to gain: nothing is published that could change"),
        (
            [],
            [TOP, level("2", 57, 45)],
            "2: at most 12 of 57 points of change could be spared (3 points for a changed attendance or a "
            "session at another time or a changed place in a group, 2 for a replaced leader or a client to "
            f"be told, 1 for a session in another room or mode){BEFORE}",
        ),
        (
            [],
            [TOP, level("2", 57, 57)],
            "2: proved: no schedule as good on the levels before has fewer points of change",
        ),
        (
            WISHES,
            [TOP, level("3a", 500, 250)],
            "3a: the client worst off could have 25.0 % of its wishes unmet at best, instead of 50.0 %"
            + BEFORE,
        ),
        (
            WISHES,
            [TOP, level("3a", 500, 500)],
            "3a: proved: no schedule as good on the levels before does better for the client worst off with "
            "its wishes",
        ),
        (WISHES, [TOP, level("3b", 3, 1)], f"3b: at most 2 more wishes could be met{BEFORE}"),
        (WISHES, [TOP, level("3b", 3, 2)], f"3b: at most 1 more wish could be met{BEFORE}"),
        (SAME, [TOP, level("3b", 6, 1)], f"3b: at most 1 more wish could be met{BEFORE}"),
        (
            STRONG,
            [TOP, level("3b", 5, 2)],
            f"3b: the strengths of the wishes met could make up at most 3 more{BEFORE}",
        ),
        (
            STRONG,
            [TOP, level("3b", 5, 5)],
            "3b: proved: no schedule as good on the levels before meets wishes of more strength",
        ),
        (WISHES, [TOP, level("3b", 0, 0)], "3b: nothing is left to gain: every wish is met"),
        (
            COMPANY,
            [TOP, level("3b", 3, 1)],
            "3b: at most 2 of 3 points of unmet wishes could be spared (1 point for an unmet wish, for each "
            f"unit of its strength or optional company that stays away){BEFORE}",
        ),
        (
            COMPANY,
            [TOP, level("3b", 0, 0)],
            "3b: nothing is left to gain: every wish is met and all optional company comes along",
        ),
        (
            [],
            [TOP, level("4", 1, 0, "conditional")],
            "4: at most 1 of 1 point of burden could be spared (60 points for an extra trip or a session led "
            f"by cover or a short rest, 30 for a split shift, 1 for a minute waiting on site){KEPT}",
        ),
        (
            [],
            [TOP, level("4", 0, 0)],
            "4: nothing is left to gain: nobody waits on site, nobody makes an extra trip, no session is led "
            "by cover, no clinician's day is split and no clinician's night is too short",
        ),
        ([], [TOP, level("5", 9, None)], "5: the search ended before this level; nothing is proved"),
    ],
)
def test_row_by_row(people: list[dict[str, Any]], levels: list[LevelResult], sentence: str) -> None:
    assert said(week(*people), *levels) == sentence


def test_a_published_week_that_stays_has_nothing_to_gain() -> None:
    facts = week()
    facts = facts.replace(published=Schedule(instance_id="case", week=facts.week.monday))
    assert said(facts, TOP, level("2", 0, 0)).endswith("nothing changes against what is published")


@pytest.mark.parametrize(
    "term", [name for name in TERMS if name not in ("worst_unmet_wishes", "uneven_loads")]
)
def test_every_term_alone_has_its_words(term: str) -> None:
    goal = GoalLevel.model_validate({"id": "x", "terms": [{"term": term, "weight": 5}]})
    facts = week(*WISHES, goals=(goal,))
    words = TERM_WORDS[term]
    assert said(facts, level("x", 35, 21)) == f"x: at most 2 {words.several}"
    assert said(facts, level("x", 35, 26)) == f"x: at most 1 {words.one}"
    assert said(facts, level("x", 35, 31)) == f"x: proved: no schedule {words.best}"


def test_loads_are_told_as_a_percentage() -> None:
    goal = GoalLevel.model_validate({"id": "x", "terms": [{"term": "uneven_loads"}]})
    assert said(week(goals=(goal,)), level("x", 125, 40)) == (
        "x: the fullest and the emptiest clinician could be 4.0 % apart at best, instead of 12.5 %"
    )


def test_a_mixture_of_everything_is_called_by_its_level() -> None:
    terms = [{"term": "fill"}, {"term": "minutes_short", "weight": 2}]
    goal = GoalLevel.model_validate({"id": "x", "terms": terms})
    assert said(week(goals=(goal,)), level("x", 8, 5)) == (
        "x: at most 3 of 8 points of level x could be spared "
        "(2 points for a credited minute short, 1 for an empty seat)"
    )


def test_every_term_has_words() -> None:
    assert set(TERM_WORDS) == set(TERMS)
