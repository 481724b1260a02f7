"""Nobody can foresee a draw: every admissible one is as likely, and none tells of another.

The secrets are fixed, so the numbers are the same in every run. Each bound is about what one honest draw
in a hundred thousand exceeds; the values themselves lie far inside.
"""

import datetime as dt
from itertools import combinations, pairwise, product

import pytest

from iopsched.domain.clock import DAYS
from iopsched.screening.chance import number_below, one_of
from screening.screened_weeks import MONDAY, WORKDAYS, chi_square, drawn, secret, week

MANY = tuple(f"c{number}" for number in range(150))


def evenly(kinds):
    kinds = list(kinds)
    return {kind: 1 / len(kinds) for kind in kinds}


def test_every_day_on_site_is_as_likely_over_many_secrets():
    instance = week(MANY)
    seen = [days for number in range(12) for days in drawn(instance, secret(number)).values()]
    assert len(seen) == 1800
    assert chi_square(seen, evenly((day,) for day in WORKDAYS)) < 28


def test_every_pair_of_days_far_enough_apart_is_as_likely():
    instance = week(MANY, item={"min_sessions": 2, "min_days_between": 2})
    pairs = [(a, b) for a, b in combinations(WORKDAYS, 2) if WORKDAYS.index(b) - WORKDAYS.index(a) >= 2]
    seen = [days for number in range(12) for days in drawn(instance, secret(number)).values()]
    assert len(pairs) == 6
    assert chi_square(seen, evenly(pairs)) < 31


def test_how_many_is_anything_from_fewest_to_most_weeks_of_none_too():
    instance = week(MANY, item={"min_sessions": 0, "max_sessions": 2})
    seen = [len(days) for number in range(12) for days in drawn(instance, secret(number)).values()]
    assert chi_square(seen, evenly(range(3))) < 23
    assert sum(seen) / len(seen) == pytest.approx(1, abs=0.06)


def test_last_week_says_nothing_of_this_week():
    key = secret("weeks")
    weeks = [drawn(week(MANY, monday=MONDAY + dt.timedelta(weeks=n)), key) for n in range(13)]
    seen = [(before[client], after[client]) for before, after in pairwise(weeks) for client in MANY]
    pairs = product(((day,) for day in WORKDAYS), repeat=2)
    assert len(seen) == 1800
    assert chi_square(seen, evenly(pairs)) < 64


def test_one_client_says_nothing_of_the_next():
    instance = week(MANY)
    draws = [list(drawn(instance, secret(number)).values()) for number in range(12)]
    seen = [pair for draw in draws for pair in pairwise(draw)]
    assert chi_square(seen, evenly(product(((day,) for day in WORKDAYS), repeat=2))) < 64


def test_how_many_says_nothing_of_which():
    instance = week(MANY, item={"min_sessions": 1, "max_sessions": 2, "min_days_between": 4})
    seen = [days for number in range(12) for days in drawn(instance, secret(number)).values()]
    ones = [days for days in seen if len(days) == 1]
    assert {days for days in seen if len(days) == 2} == {("mon", "fri")}
    assert len(ones) / len(seen) == pytest.approx(0.5, abs=0.05)
    assert chi_square(ones, evenly((day,) for day in WORKDAYS)) < 28


@pytest.mark.parametrize("bit", [0, 77, 511])
def test_one_bit_of_the_secret_changes_as_much_as_another_secret_would(bit):
    instance = week(MANY)
    changed = 0
    for number in range(10):
        key = bytearray(secret(number))
        before = drawn(instance, bytes(key))
        key[bit // 8] ^= 1 << bit % 8
        changed += sum(before[client] != after for client, after in drawn(instance, bytes(key)).items())
    # Of five days, a draw anew is another one four times out of five.
    assert changed / (10 * len(MANY)) == pytest.approx(0.8, abs=0.05)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 10000])
def test_numbers_stay_below_their_limit_and_reach_all(limit):
    seen = [number_below(limit, b"k", str(n)) for n in range(300)]
    assert all(0 <= number < limit for number in seen)
    assert set(seen) == set(range(limit)) if limit <= 7 else len(set(seen)) > 270


def test_a_number_that_would_favour_small_ones_is_thrown_again(monkeypatch):
    from iopsched.screening import chance

    digests = iter([b"\xff" * 32, b"\x00" * 31 + b"\x05"])
    monkeypatch.setattr(chance, "digest", lambda secret, *words: next(digests))
    assert number_below(3, b"k", "x") == 2


@pytest.mark.parametrize("number", range(40))
def test_a_choice_that_goes_changes_only_itself_and_one_that_comes_only_comes(number):
    days = [(day,) for day in DAYS]
    key = secret(number)
    first = one_of(days, key, "x")
    assert one_of(reversed(days), key, "x") == first
    for other in days:
        fewer = [day for day in days if day != other]
        assert (one_of(fewer, key, "x") == first) == (other != first)
        assert one_of(days, key, "x") in (one_of(fewer, key, "x"), other)
