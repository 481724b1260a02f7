"""How stable a week is against the published schedule: a section of the report, and part of the documents."""

import datetime as dt
import json

import pytest

from iopsched.domain.progress import Limits
from iopsched.judging.judge import judge
from iopsched.replanning.stability import stability
from iopsched.replanning.stability_words import lines
from iopsched.reporting.documents import report_document, result_document
from iopsched.reporting.page import as_text, report_page
from iopsched.reporting.selection import Selection
from iopsched.solving import solve
from sample import sample_instance, sample_schedule

TITLE = "Stability against the published schedule"


@pytest.fixture(scope="module")
def week():
    """The sample week with its own schedule published, but for c01's hour of its own."""
    instance = sample_instance()
    return instance.replace(published=sample_schedule(instance, without={"c01.ind.1"}))


@pytest.fixture(scope="module")
def schedule(week):
    return sample_schedule(week)


def test_the_section_stands_after_the_week_and_before_the_days(week, schedule):
    text = as_text(report_page(week, schedule, judge(week, schedule)))
    assert text.index("The week at a glance") < text.index(TITLE) < text.index("Monday 2026-03-02")
    assert TITLE in text.splitlines()
    for line in lines(stability(week, week.published, schedule)):
        assert line in text


def test_the_week_of_what_is_published_is_told_where_it_is_another_one(week, schedule):
    dates = [session.date - dt.timedelta(days=7) for session in week.published.sessions]
    sessions = [
        session.model_copy(update={"date": date})
        for session, date in zip(week.published.sessions, dates, strict=True)
    ]
    last = week.published.model_copy(update={"week": dt.date(2026, 2, 23), "sessions": tuple(sessions)})
    text = as_text(report_page(week.replace(published=last), schedule, judge(week, schedule)))
    assert f"{TITLE} (week of 2026-02-23)" in text


def test_without_anything_published_there_is_no_section(schedule):
    instance = sample_instance()
    verdict = judge(instance, schedule)
    assert TITLE not in as_text(report_page(instance, schedule, verdict))
    assert report_document(instance, schedule, verdict, Selection())["stability"] is None


def test_what_was_singled_out_says_nothing_of_the_whole_week(week, schedule):
    chosen = Selection(clients=("c02",))
    verdict = judge(week, schedule)
    assert TITLE not in as_text(report_page(week, schedule, verdict, chosen))
    assert report_document(week, schedule, verdict, chosen)["stability"] is None


def test_the_documents_hold_the_figures(week, schedule):
    found = report_document(week, schedule, judge(week, schedule), Selection())["stability"]
    assert found == stability(week, week.published, schedule).model_dump(mode="json")
    assert found["sessions"]["opened"] == 1
    assert found["rosters"] == {"joined": 0, "left": 0, "of": 4, "churn": 0.0, "newcomers": 0}
    result = solve(week, limits=Limits(reproducible=True, effort=5, workers=1))
    document = json.loads(json.dumps(result_document(week, result)))
    assert document["stability"] == stability(week, week.published, result.schedule).model_dump(mode="json")
