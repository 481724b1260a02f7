"""The board that weeks are planted on gives nobody's time away twice."""

import datetime as dt

import pytest

from iopsched.generating.board import Board, Limits, Stretch, longest_run, week_windows
from iopsched.generating.draft import Draft, NoSlotError

NINE, TEN, ELEVEN = 540, 600, 660


def board(limits: Limits | None = None) -> Board:
    made = Board()
    made.add("k1", week_windows("Mon 9:00-12:00; Tue 9-12"), limits)
    made.travel[frozenset(("east", "west"))] = 30
    made.take("k1", Stretch(NINE, TEN, "east"))
    return made


@pytest.mark.parametrize(
    "stretch, limits, free",
    (
        (Stretch(TEN, ELEVEN, "east"), Limits(), True),
        (Stretch(TEN - 15, ELEVEN, "east"), Limits(), False),
        (Stretch(ELEVEN, ELEVEN + 75, "east"), Limits(), False),
        (Stretch(TEN + 15, ELEVEN, "west"), Limits(), False),
        (Stretch(TEN + 30, ELEVEN, "west"), Limits(), True),
        (Stretch(TEN, ELEVEN, None), Limits(), True),
        (Stretch(TEN, ELEVEN, "east"), Limits(pause=5), False),
        (Stretch(TEN + 5, ELEVEN, "east"), Limits(pause=5), True),
        (Stretch(TEN, ELEVEN, "east"), Limits(day_minutes=119), False),
        (Stretch(TEN, ELEVEN, "east"), Limits(day_minutes=120), True),
        (Stretch(NINE + 1440, TEN + 1440, "east"), Limits(week_minutes=119), False),
        (Stretch(TEN, ELEVEN, "east"), Limits(run=119), False),
        (Stretch(TEN + 15, ELEVEN + 15, "east"), Limits(run=119), True),
    ),
)
def test_a_stretch_is_free_if_hours_way_pause_and_limits_allow(stretch, limits, free):
    assert board(limits).free("k1", stretch) is free


def test_after_telehealth_it_takes_the_buffer_to_be_on_site():
    made = board()
    made.take("k1", Stretch(TEN, TEN + 30, None))
    assert not made.free("k1", Stretch(TEN + 45, ELEVEN, "east"))
    assert made.free("k1", Stretch(ELEVEN, ELEVEN + 30, "east"))


def test_what_is_released_is_free_again():
    made = board()
    made.release("k1", Stretch(NINE, TEN, "east"))
    assert made.free("k1", Stretch(NINE, TEN, "west"))
    assert (made.days("k1"), made.minutes("k1")) == ([], 0)


def test_a_run_ends_with_a_rest():
    day = [
        Stretch(NINE, TEN, "east"),
        Stretch(TEN + 14, ELEVEN, "east"),
        Stretch(ELEVEN + 15, ELEVEN + 45, "east"),
    ]
    assert longest_run(day, 15) == 120


def draft() -> Draft:
    made = Draft("d", dt.date(2026, 3, 2), "Mon-Fri 9-17")
    made.add_room("r1", 4)
    made.add_service("individual", 50, ("LPC",), format="individual")
    made.add_service("process", 60)
    made.add_clinician("k1", ["LPC"], "Mon 9-12")
    made.add_clinician("k2", ["LPC"], "Mon 9-17", sites=["main"], modes=["telehealth"])
    made.add_client("c1", "Mon 8-17", arrive_after="9:30", starts_on="2026-03-02")
    made.add_client("c2", "Mon-Tue 9-17", ends_on="2026-03-02")
    return made


def test_an_individual_session_is_planted_where_the_client_waits_least():
    made = draft()
    made.add_group("g", "process", ["Mon 10:00"])
    made.attend("c1", made.hold("g", "1", "Mon 10:00", [["k1"]], ["r1"]))
    session = made.sessions[made.place("c1", "individual", ["k1"], ["r1"])]
    assert (session["start"], session["leaders"], session["room"]) == ("11:00", ["k1"], "r1")


def test_nothing_is_planted_before_arrival_after_the_stay_or_out_of_reach():
    made = draft()
    assert made.board.windows["c1"] == ((570, 1020),)
    assert made.board.windows["c2"] == ((540, 1020),)
    with pytest.raises(NoSlotError):
        made.place("c1", "individual", ["k2"], ["r1"])
    with pytest.raises(NoSlotError):
        made.place("c1", "individual", ["k1"], ["r1"], days=[1])
    assert made.sessions == {}


def test_reserved_minutes_stay_empty():
    made = draft()
    made.reserve("c1", (600, 660))
    assert made.board.windows["c1"] == ((570, 600), (660, 1020))
