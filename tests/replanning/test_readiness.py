"""Every clinician and room out for a day: who is missed most comes first, and proofs are proofs."""

import datetime as dt
import threading
from pathlib import Path

import pytest

from builders import (
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    room,
    schedule,
    service,
)
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.schedule import Schedule
from iopsched.errors import NoScheduleError, ProblemsError
from iopsched.files.reading import read_instance
from iopsched.files.schedules import read_schedule
from iopsched.replanning import readiness
from iopsched.replanning.past import at_time
from iopsched.replanning.readiness import each_absence
from iopsched.reporting.page import as_text
from iopsched.reporting.readiness import readiness_page, short_words

DOCS = Path(__file__).parents[2] / "docs"

QUICK = Limits(reproducible=True, effort=3, workers=1)


def a_house(**parts) -> Instance:
    """A Monday group that k1 or k2 may lead in either room, a Tuesday one that only k3 may, in the hall."""
    return instance(
        **{
            "services": [service("grp"), individual()],
            "rooms": [room("A"), room("hall")],
            "clinicians": [clinician("k1"), clinician("k2"), clinician("k3")],
            "groups": [
                group("mon", "Mon 18:00", leaders=["k1", "k2"]),
                group("tue", "Tue 18:00", leaders=["k3"], rooms=["hall"]),
            ],
            "clients": [
                client("c1", item("grp", min_sessions=2)),
                client("c2", item("grp", min_sessions=2)),
                client("c3", item("grp", min_sessions=1)),
            ],
            **parts,
        }
    )


def as_published(week: Instance) -> Schedule:
    return schedule(
        week,
        group_session("mon.1", "Mon 18:00", ["c1", "c2", "c3"]),
        group_session("tue.1", "Tue 18:00", ["c1", "c2"], leaders=["k3"], room="hall"),
    )


def by_name(found) -> dict[tuple[str, str], object]:
    return {(one.id, one.date.isoformat()[-2:]): one for one in found.outcomes}


def test_a_single_point_of_failure_comes_first():
    week = a_house()
    told = []
    found = each_absence(
        week, as_published(week), limits=QUICK, on_outcome=lambda *one: told.append((one[0].id, *one[1:]))
    )
    assert [one.id for one in found.outcomes] == ["k3", "hall", "k1", "A"]
    assert found.complete
    assert told == [("k1", 1, 4), ("k3", 2, 4), ("A", 3, 4), ("hall", 4, 4)]
    worst = found.outcomes[0]
    assert (worst.short, worst.at_least, worst.proved) == (("c1", "c2"), 2, True)
    assert worst.sessions == ("tue.1",)
    assert worst.minutes_short == 120
    assert worst.churn > 0
    for harmless in found.outcomes[2:]:
        assert (harmless.short, harmless.at_least, harmless.proved) == ((), 0, True)
    assert by_name(found)["A", "02"].churn == 0


def test_who_is_short_before_is_not_counted_again():
    week = a_house(
        clients=[client(one, item("grp", min_sessions=most)) for one, most in (("c1", 3), ("c2", 2))]
    )
    before = schedule(
        week,
        group_session("mon.1", "Mon 18:00", ["c1", "c2"]),
        group_session("tue.1", "Tue 18:00", ["c1", "c2"], leaders=["k3"], room="hall"),
    )
    worst = each_absence(week, before, limits=QUICK).outcomes[0]
    assert (worst.id, worst.short, worst.at_least, worst.minutes_short) == ("k3", ("c2",), 1, 60)


def crowded() -> Instance:
    """Alone each would have a seat elsewhere when k3 is away; together they do not fit."""
    return a_house(
        groups=[
            group("mon", "Mon 18:00", leaders=["k1", "k2"]),
            group("tue", "Tue 18:00", leaders=["k3"]),
            group("wed", "Wed 18:00", leaders=["k1"], max_heads=1),
        ]
    )


def test_a_number_that_others_bring_about_is_proved_by_the_whole_week():
    week = crowded()
    found = each_absence(week, as_published(week), only="clinician", limits=QUICK)
    worst = by_name(found)["k3", "03"]
    assert len(worst.short) == 1
    assert (worst.at_least, worst.proved) == (1, True)


def test_without_a_search_of_the_whole_week_such_a_number_is_not_proved(monkeypatch):
    monkeypatch.setattr(readiness, "solve", _no_time)
    week = crowded()
    found = each_absence(week, as_published(week), only="clinician", limits=QUICK)
    worst = by_name(found)["k3", "03"]
    assert (len(worst.short), worst.at_least, worst.proved) == (1, 0, False)


def _no_time(*_, **__):
    raise NoScheduleError("no schedule was found within the limits")


def test_what_mending_does_not_find_the_search_does(monkeypatch):
    """Where the week is only mended, three clients of the example fall short when k1 is away on Monday."""
    week = read_instance(DOCS / "example.json")
    published = read_schedule(DOCS / "example.schedule.json", week)
    monday = [("clinician", "k1", dt.date(2026, 3, 2))]
    monkeypatch.setattr("iopsched.replanning.readiness._Asking.needed", lambda _: iter(monday))
    found = each_absence(week, published, limits=Limits(reproducible=True, effort=20, workers=1))
    assert [(one.short, one.proved) for one in found.outcomes] == [((), True)]


def test_a_client_who_counts_double_counts_as_one():
    week = crowded()
    clients = [entry.model_copy(update={"priority": 2 if entry.id == "c1" else 1}) for entry in week.clients]
    week = week.replace(clients=tuple(clients))
    worst = by_name(each_absence(week, as_published(week), only="clinician", limits=QUICK))["k3", "03"]
    assert (worst.short, worst.proved) == (("c2",), True)


def test_one_kind_alone_is_asked_about():
    week = a_house()
    rooms = each_absence(week, as_published(week), only="room", limits=QUICK)
    assert {one.kind for one in rooms.outcomes} == {"room"}
    assert rooms.asked == 2


def test_what_is_past_is_not_asked_about():
    week = a_house()
    now, _ = at_time(week, dt.datetime(2026, 3, 3, 8), as_published(week))
    found = each_absence(now, as_published(week), limits=QUICK)
    assert {one.id for one in found.outcomes} == {"k3", "hall"}


def test_stopping_keeps_what_there_is():
    week = a_house()
    cancel = threading.Event()
    found = each_absence(
        week, as_published(week), limits=QUICK, on_outcome=lambda *_: cancel.set(), cancel=cancel
    )
    assert len(found.outcomes) == 1
    assert not found.complete
    assert found.asked == 4


def test_pins_that_cannot_be_kept_leave_nothing_found():
    week = a_house(pins=[{"pin": "hold", "session": "tue.1"}])
    worst = each_absence(week, as_published(week), only="clinician", limits=QUICK).outcomes[0]
    assert worst.id == "k3"
    assert not worst.found
    assert worst.blocked
    assert not worst.proved
    assert short_words(worst) == "no re-plan keeps the pins"


def test_where_time_was_short_nothing_is_known(monkeypatch):
    monkeypatch.setattr(readiness, "solve", _no_time)
    week = a_house(pins=[{"pin": "hold", "session": "tue.1"}])
    found = each_absence(week, as_published(week), only="clinician", limits=QUICK)
    worst = found.outcomes[0]
    assert (worst.found, worst.blocked) == (False, False)
    text = " ".join(as_text(readiness_page(found)).split())
    assert "2 absences: nobody falls short otherwise that did not before. For 1 no re-plan was found." in text
    assert "unknown: no re-plan found -" in text


def test_a_schedule_of_another_instance_is_refused():
    week = a_house()
    other = as_published(week).model_copy(update={"instance_id": "other"})
    with pytest.raises(ProblemsError) as caught:
        each_absence(week, other, limits=QUICK)
    assert [problem.code for problem in caught.value.problems] == ["instance_differs"]
