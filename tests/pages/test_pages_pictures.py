"""Pictures of weeks: every block in its day and hours, none over another, its text inside it."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.schedule import Session
from iopsched.pages.time_axis import TimeAxis
from iopsched.pages.week_picture import Entry, week_picture

MONDAY = dt.date(2026, 3, 2)
DATES = [MONDAY + dt.timedelta(days=day) for day in range(5)]


def entry(number, day, start, minutes, *lines, broken=False):
    session = Session.model_construct(
        id=f"g.{number}", date=DATES[day], start=start, end=min(start + minutes, 1440)
    )
    return Entry(session, lines or ("label", "room", "k1"), "group", broken)


def drawn(*entries, most=math.inf):
    return week_picture("a week", DATES, entries, most)


sessions = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 95), st.integers(15, 240)), min_size=1, max_size=14
)


@given(sessions, st.sampled_from([0.3, 0.75, math.inf]))
def test_blocks_lie_in_their_day_and_never_over_each_other(drawings, most):
    entries = [
        entry(number, day, quarter * 15, minutes) for number, (day, quarter, minutes) in enumerate(drawings)
    ]
    picture = drawn(*entries, most=most)
    ends = [*(head.x for head in picture.days[1:]), picture.width]
    days = [(head.x, end) for head, end in zip(picture.days, ends, strict=True)]
    assert len(picture.blocks) == len(entries)
    for block in picture.blocks:
        assert any(left <= block.x and block.x + block.width <= right for left, right in days)
        assert block.y >= 36
        assert block.y + block.height <= picture.height
        assert block.height > 0
    for at, one in enumerate(picture.blocks):
        for other in picture.blocks[at + 1 :]:
            apart = (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y + 0.1
                or other.y + other.height <= one.y + 0.1
            )
            assert apart, (one, other)


@given(sessions)
def test_later_is_further_down(drawings):
    spans = [(quarter * 15, min(quarter * 15 + minutes, 1440)) for _, quarter, minutes in drawings]
    axis = TimeAxis(spans, 36, math.inf)
    moments = sorted({moment for span in spans for moment in span})
    heights = [axis.y(moment) for moment in moments]
    assert heights == sorted(heights)
    assert len(set(heights)) == len(moments)
    assert axis.bottom >= heights[-1]


def test_hours_without_anything_are_folded_where_there_are_two_or_more():
    near = drawn(entry(1, 0, 540, 60), entry(2, 1, 660, 60))
    assert near.folds == ()
    assert [hour for _, hour in near.hours] == ["09:00", "10:00", "11:00", "12:00"]
    far = drawn(entry(1, 0, 540, 60), entry(2, 1, 720, 60))
    assert len(far.folds) == 1
    assert [hour for _, hour in far.hours] == ["09:00", "10:00", "12:00", "13:00"]
    assert far.height < drawn(entry(1, 0, 540, 240)).height


def test_a_picture_keeps_to_the_height_there_is_room_for():
    long_day = [entry(number, 0, hour * 60, 50) for number, hour in enumerate(range(8, 21))]
    free, bound = drawn(*long_day), drawn(*long_day, most=0.7)
    assert bound.height <= 0.7 * bound.width < free.height
    tight = drawn(*long_day, most=0.01)
    assert all(block.height > 13 for block in tight.blocks)


@pytest.mark.parametrize("minutes", [15, 25, 50, 60, 90, 240])
def test_only_what_fits_is_written_on_a_block(minutes):
    (block,) = drawn(entry(1, 0, 600, minutes, "a-very-long-label-of-a-group-1234", "room", "k1")).blocks
    assert all(0 < y < block.height + 2 for y, _ in block.lines)
    assert all(len(text) <= 16 for _, text in block.lines)
    assert block.lines[0][1].startswith("10:00")
    assert "a-very-long-label-of-a-group-1234" in block.whole


def test_nothing_gives_no_picture():
    assert drawn() is None
