"""The report reads well at 80 columns and leaves nothing out."""

import pytest

from iopsched.judging.judge import judge
from iopsched.reporting.page import as_text, report_page
from iopsched.reporting.selection import Selection
from sample import CLIENTS, sample_instance, sample_schedule

LONG = "x" * 60


def page(instance, schedule, selection=None):
    return as_text(report_page(instance, schedule, judge(instance, schedule), selection))


@pytest.fixture(scope="module")
def instance():
    return sample_instance()


@pytest.fixture(scope="module")
def text(instance):
    return page(instance, sample_schedule(instance))


def renamed(instance, schedule):
    """The same week with ids as long as ids may be."""
    from iopsched.domain.instance import Instance
    from iopsched.domain.schedule import Schedule

    spelt = instance.model_dump_json(), schedule.model_dump_json()
    for short in ("c01", "c02", "c03", "c04", "k1", "k2", "g01", "big", "office", "evening", "process"):
        long = (LONG + short)[-64:]
        spelt = tuple(
            text.replace(f'"{short}"', f'"{long}"').replace(f'"{short}.', f'"{long}.') for text in spelt
        )
    long_instance = Instance.model_validate_json(spelt[0])
    digest = {"instance_digest": long_instance.digest}
    return long_instance, Schedule.model_validate_json(spelt[1]).model_copy(update=digest)


def test_every_session_client_clinician_and_group_is_shown(text):
    for session in ("evening.1", "evening.2", "evening.3", "c01.ind.1", "c01.family.1"):
        assert text.count(session) >= 3, session
    for client in CLIENTS:
        assert f"Client {client} - level iop" in text
    for clinician in ("k1", "k2"):
        assert f"Clinician {clinician}" in text
    assert "Group evening - process" in text
    assert "Group sunday - process" in text
    assert "not held" in text


def test_days_come_in_order_with_dates(text):
    titles = ["Monday 2026-03-02", "Tuesday 2026-03-03", "Wednesday 2026-03-04", "Thursday", "Saturday"]
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert "Sunday" not in text


def test_a_met_week_says_so_before_anything_else(text):
    assert text.index("Every need of all 4 clients is met.") < text.index("The week at a glance")


def test_shortfalls_come_before_the_week_and_stand_at_the_client(instance):
    short = page(instance, sample_schedule(instance, without={"c01.ind.1"}))
    assert short.index("Shortfalls: 1 of 4 clients") < short.index("The week at a glance")
    assert "1 session short: 0 of 1 sessions of ind" in short
    at_client = short.index("Client c01 ")
    assert "SHORT: 1 session short" in short[at_client : short.index("Client c02 ")]


def test_violations_come_first_and_name_the_rule(instance):
    schedule = sample_schedule(
        instance, **{"c01.ind.1": {"room": None, "mode": "telehealth", "end": "11:00"}}
    )
    broken = page(instance, schedule)
    assert broken.index("length_kept: A session lasts exactly") < broken.index("Every need")
    assert "telehealth" in broken


def test_certificates_loads_and_rosters_are_given(text, instance):
    for certificate in judge(instance, sample_schedule(instance)).certificates:
        assert certificate.line in " ".join(text.split())
    assert "Leads 3 sessions, 9:00 h of at most 15:00 h, 60 %; fullest day Mon 3:00 h of at most 6:00 h" in (
        " ".join(text.split())
    )
    assert "Primary of 1 client" in text
    assert "Roster: c01 c02 c03 c04" in text
    assert "4 of 12, 8 free" in text
    assert "0 (Sun 09:00, Sun 10:00)" in text


@pytest.mark.parametrize("width", (80, 60))
def test_no_line_is_wider_than_the_page(instance, width):
    for week, schedule in (
        (instance, sample_schedule(instance)),
        (instance, sample_schedule(instance, without={"evening.1", "c01.ind.1"})),
        renamed(instance, sample_schedule(instance)),
        renamed(instance, sample_schedule(instance, without={"evening.1", "c01.ind.1"})),
    ):
        shown = as_text(report_page(week, schedule, judge(week, schedule)), width)
        assert max(map(len, shown.splitlines())) <= width


def test_long_ids_are_folded_and_never_cut(instance):
    week, schedule = renamed(instance, sample_schedule(instance))
    shown = page(week, schedule)
    assert "…" not in shown
    assert (LONG + "c01")[-64:] in shown


def test_a_selection_shows_that_and_nothing_else(instance):
    schedule = sample_schedule(instance)
    shown = page(instance, schedule, Selection(clients=("c02",), days=(2,)))
    assert "Client c02" in shown
    assert "Wednesday 2026-03-04" in shown
    for absent in ("Client c01", "Monday", "Clinician", "Group ", "at a glance"):
        assert absent not in shown
    empty_day = page(instance, schedule, Selection(days=(6,)))
    assert "Sunday 2026-03-08: no session" in empty_day


def test_an_empty_schedule_has_a_report(instance):
    everything = {"evening.1", "evening.2", "evening.3", "c01.ind.1", "c01.family.1"}
    shown = page(instance, sample_schedule(instance, without=everything))
    assert "No session is held this week." in shown
    assert "Shortfalls: 4 of 4 clients" in shown
