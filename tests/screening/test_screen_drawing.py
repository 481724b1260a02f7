"""What is drawn is what the plan asks for, among the days on site, again the same for the same secret."""

import datetime as dt

import pytest

from iopsched.domain.clock import DAYS
from iopsched.screening.drawing import draw_screens
from screening.screened_weeks import MONDAY, WORKDAYS, date, drawn, schedule, secret, session, week

SECRETS = [secret(number) for number in range(30)]


def every_draw(instance, days=WORKDAYS, **more):
    """The draws of the one client with each secret."""
    return [drawn(instance, key, days, **more)["c1"] for key in SECRETS]


@pytest.mark.parametrize(
    "fewest, most, apart", [(1, 1, 0), (0, 2, 0), (2, 3, 1), (1, 3, 2), (2, 2, 3), (0, 5, 0)]
)
def test_number_and_spread_are_those_of_the_plan(fewest, most, apart):
    item = {"min_sessions": fewest, "max_sessions": most, "min_days_between": apart}
    draws = every_draw(week(item=item))
    for days in draws:
        dates = [DAYS.index(day) for day in days]
        assert fewest <= len(dates) <= most
        assert all(b - a >= max(apart, 1) for a, b in zip(dates, dates[1:], strict=False))
    assert {len(days) for days in draws} == set(range(fewest, min(most, -(-5 // max(apart, 1))) + 1))


def test_left_out_most_is_the_fewest_and_at_least_one():
    assert {len(days) for days in every_draw(week())} == {1}
    assert {len(days) for days in every_draw(week(item={"min_sessions": 0}))} == {0, 1}
    assert {len(days) for days in every_draw(week(item={"min_sessions": 2}))} == {2}


def test_the_same_secret_draws_the_same_whatever_the_order_and_the_others():
    alone = week(("c2",))
    together = week(("c1", "c2", "c3"))
    backwards = week(("c3", "c2", "c1"))
    for key in SECRETS:
        assert drawn(alone, key)["c2"] == drawn(together, key)["c2"] == drawn(backwards, key)["c2"]
        assert drawn(alone, key, tuple(reversed(WORKDAYS))) == drawn(alone, key)
    assert len(set(every_draw(week()))) == 5


def test_a_day_that_was_not_drawn_can_be_given_up_without_a_new_draw():
    instance = week(item={"min_sessions": 1, "max_sessions": 2, "min_days_between": 2})
    for key in SECRETS:
        before = drawn(instance, key)["c1"]
        for day in set(WORKDAYS) - set(before):
            assert drawn(instance, key, [one for one in WORKDAYS if one != day])["c1"] == before
        more = drawn(instance, key, (*WORKDAYS, "sat"))["c1"]
        assert more == before or "sat" in more


def test_how_many_cannot_be_changed_by_coming_less_often():
    instance = week(item={"min_sessions": 0, "max_sessions": 2})
    for key in SECRETS:
        assert len(drawn(instance, key)["c1"]) == len(drawn(instance, key, ("mon", "thu"))["c1"])


def test_only_days_on_site_inside_stay_and_authorisation_are_drawn():
    everything = {"min_sessions": 0, "max_sessions": 7}
    often = [set(days) for days in every_draw(week(item=everything))]
    assert set.union(*often) == set(WORKDAYS)
    cases = [
        (week(item=everything), {"remote": ("wed",)}, {"mon", "tue", "thu", "fri"}),
        (week(item=everything, starts_on=date("tue"), ends_on=date("thu")), {}, {"tue", "wed", "thu"}),
        (
            week(item=everything, authorisation={"first_date": date("wed"), "last_date": date("thu")}),
            {},
            {"wed", "thu"},
        ),
        (
            week(
                item=everything,
                week={
                    "closures": [
                        {"date": date("mon")},
                        {"date": date("tue"), "sites": ["main"], "hours": "10:30-12"},
                        {"date": date("wed"), "hours": "11-12"},
                    ]
                },
            ),
            {},
            {"wed", "thu", "fri"},
        ),
    ]
    for instance, more, expected in cases:
        assert set().union(*every_draw(instance, **more)) == expected


def test_too_few_days_are_told_and_what_fits_is_drawn():
    instance = week(item={"min_sessions": 3, "min_days_between": 2})
    draw = draw_screens(instance, schedule(instance, ("mon", "tue", "wed", "thu")), SECRETS[0])
    assert [(one.client, one.service, one.needed, one.drawn) for one in draw.short] == [
        ("c1", "screen", 3, 2)
    ]
    assert len(draw.screens) == 2
    none = draw_screens(instance, schedule(instance, ()), SECRETS[0])
    assert (none.screens, none.short[0].drawn) == ((), 0)


@pytest.mark.parametrize(
    "item, days, certain",
    [
        ({}, ("mon",), True),
        ({}, ("mon", "tue"), False),
        ({"min_sessions": 2}, ("mon", "tue"), True),
        ({"min_sessions": 2}, ("mon", "tue", "wed"), False),
        ({"min_sessions": 2, "min_days_between": 2}, ("mon", "tue", "wed"), True),
        ({"min_sessions": 2, "min_days_between": 2}, ("mon", "tue", "thu"), True),
        ({"min_sessions": 0}, ("mon",), False),
        ({"min_sessions": 1, "max_sessions": 2}, ("mon", "tue"), False),
        ({}, (), False),
    ],
)
def test_a_day_that_can_be_foreseen_is_warned_of_without_saying_which(item, days, certain):
    instance = week(("c1",), item=item)
    draws = [draw_screens(instance, schedule(instance, days), key) for key in SECRETS]
    assert all((len(draw.warnings) == 1) == certain for draw in draws)
    always = set.intersection(*({screen.day.date for screen in draw.screens} for draw in draws))
    assert bool(always) == certain
    for draw in draws:
        for warning in draw.warnings:
            assert (warning.code, warning.severity) == ("screen_day_certain", "warning")
            assert warning.place == "clients[0] (c1).plan[0]"
            assert not any(day in str(warning).lower() for day in (*DAYS, "2026-03"))


def test_an_item_that_is_not_due_is_left_out():
    last = (MONDAY - dt.timedelta(days=6)).isoformat()
    resting = week(item={"every_weeks": 2, "last_on": last})
    draw = draw_screens(resting, schedule(resting), SECRETS[0])
    assert (draw.screens, draw.items, draw.not_due) == ((), 0, 1)
    due = week(item={"every_weeks": 1, "last_on": last})
    assert len(draw_screens(due, schedule(due), SECRETS[0]).screens) == 1


def test_what_the_week_has_done_already_counts_and_what_it_missed_is_drawn_again():
    item = {"min_sessions": 2, "min_days_between": 2}
    for key in SECRETS:
        whole = drawn(week(item=item), key)["c1"]
        first, second = whole
        now = {"now": f"{date(second)}T00:00"}
        done = {"attended": [{"date": date(first), "credited_minutes": 0, "service": "screen"}]}
        assert drawn(week(item=item, week=now, **done), key)["c1"] == (second,)
        missed = drawn(week(item=item, week=now), key)["c1"]
        assert all(DAYS.index(day) >= DAYS.index(second) for day in missed)
        assert len(missed) == (2 if WORKDAYS.index(second) <= 2 else 1)


def test_a_day_is_over_once_its_last_session_began():
    for time, expected in (("09:59", {"wed", "thu"}), ("10:00", {"wed", "thu"}), ("10:01", {"thu"})):
        instance = week(week={"now": f"{date('wed')}T{time}"})
        assert set().union(*every_draw(instance, ("mon", "wed", "thu"))) == expected


def test_history_and_the_schedule_count_a_day_once():
    instance = week(item={"min_sessions": 2})
    held = week(item={"min_sessions": 2}, week={"now": f"{date('tue')}T00:00"}).replace(
        history=(schedule(instance, ("mon",)).sessions[0],)
    )
    assert set().union(*every_draw(held, ("tue", "wed"))) == {"tue", "wed"}
    assert session(instance, "mon")["date"] == date("mon")
