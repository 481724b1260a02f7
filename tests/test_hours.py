"""Hours and times as people write them: 24 hours or am and pm, dashes of any length, never misread."""

import pytest

from iopsched.domain.clock import format_time, format_week_time, parse_time, parse_week_time
from iopsched.domain.hours import HoursError, format_day_hours, format_hours, parse_day_hours, parse_hours
from iopsched.errors import safe_value


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9", "09:00"),
        ("17:30", "17:30"),
        ("24:00", "24:00"),
        ("9:30 AM", "09:30"),
        ("5pm", "17:00"),
        ("5 p.m.", "17:00"),
        ("5:05 P.M", "17:05"),
        ("11:59 pm", "23:59"),
        ("12 AM", "00:00"),
        ("12:30 am", "00:30"),
        ("12 pm", "12:00"),
        ("12:59pm", "12:59"),
        (" 1 am ", "01:00"),
    ],
)
def test_a_time_is_read(text, time):
    assert format_time(parse_time(text)) == time


@pytest.mark.parametrize(
    "text",
    ["13 pm", "0 am", "17:30 pm", "5:60 pm", "5 pmm", "5 m", "pm", "24:01", "5:3 pm", "-5", "5  pm", "٣"],
)
def test_what_is_no_time_is_none(text):
    assert parse_time(text) is None


def test_a_day_and_a_time_of_either_kind_are_read():
    assert format_week_time(parse_week_time("Mon 17:30")) == "Mon 17:30"
    assert format_week_time(parse_week_time("Monday 5:30 pm")) == "Mon 17:30"
    assert format_week_time(parse_week_time("sat  12 AM")) == "Sat 00:00"
    assert parse_week_time("Mon 5:30 pm pm") is None
    assert parse_week_time("Mon 24:00") is None
    assert parse_week_time("Mon") is None


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Mon-Thu 5pm-9pm; Sat 9 AM - 2 PM", "Mon-Thu 17:00-21:00; Sat 09:00-14:00"),
        ("Mon 9:30am-12pm, 1 p.m.-5 p.m.", "Mon 09:30-12:00, 13:00-17:00"),
        ("Fri 6 pm-12 am", "Fri 18:00-24:00"),
        ("Fri 12 am-6 am", "Fri 00:00-06:00"),
        ("Fri 12am-12am", "Fri 00:00-24:00"),
        ("Mon\u2013Wed 17:00\u201421:00", "Mon-Wed 17:00-21:00"),
        ("Mon \u2212 Tue 9 \u2011 14", "Mon-Tue 09:00-14:00"),
    ],
)
def test_weekly_hours_are_read(text, hours):
    assert format_hours(parse_hours(text)) == hours
    assert parse_hours(hours) == parse_hours(text)


def test_the_hours_of_a_date_are_read():
    assert format_day_hours(parse_day_hours("10am\u20132pm, 3pm-5:30pm")) == "10:00-14:00, 15:00-17:30"
    assert parse_day_hours("8 pm-12 am") == ((1200, 1440),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Mon 5-9pm", "hours_half_unclear"),
        ("Mon 5pm-9", "hours_half_unclear"),
        ("Mon 9-12 am", "hours_half_unclear"),
        ("Mon 17:00-9pm", "hours_half_unclear"),
        ("Mon 9 pm-5 pm", "hours_end_before_start"),
        ("Mon 10pm-2am", "hours_end_before_start"),
        ("Mon 12 am-12:30 am, 12 am-1 am", "hours_overlap"),
        ("Mon 13pm-14pm", "hours_time_invalid"),
        ("5pm-9pm", "hours_invalid"),
    ],
)
def test_what_could_be_misread_is_refused(text, code):
    with pytest.raises(HoursError) as error:
        parse_hours(text)
    assert error.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "5pm",
        "9:30 AM",
        "5-9pm",
        "Mon 5:30 pm",
        "Mon-Thu 5pm-9pm; Sat 9 a.m.-2 p.m.",
        "Mon\u2013Thu 17\u201321",
    ],
)
def test_times_with_halves_of_the_day_may_be_shown(text):
    assert safe_value(text) == text


@pytest.mark.parametrize("text", ["Pam", "5 pmx", "Mon 5pm Pam", "5pm-9pm Kim", "Mon\u2013Ann 9-14"])
def test_other_text_beside_times_is_not_shown(text):
    assert safe_value(text).startswith("<text, ")
