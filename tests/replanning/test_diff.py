"""What two schedules differ in: applied to the one it gives the other, and it counts what is there."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import iopsched
from iopsched.domain.differences import Difference
from iopsched.domain.schedule import Schedule, Session
from iopsched.errors import ProblemsError
from iopsched.replanning.differences import diff
from sample import CLIENTS, sample_instance, sample_schedule

MONDAY = dt.date(2026, 3, 2)
PEOPLE = st.lists(st.sampled_from(("p1", "p2", "p3", "p4")), unique=True, max_size=4).map(tuple)


@st.composite
def sessions(draw, session_id, monday):
    start = draw(st.sampled_from((540, 600, 1050)))
    group = draw(st.sampled_from((None, "g1", "g2")))
    room = draw(st.sampled_from((None, "A", "B")))
    return Session.model_construct(
        id=session_id,
        kind="individual" if group is None else "group",
        group=group,
        service=draw(st.sampled_from(("s1", "s2"))),
        date=monday + dt.timedelta(days=draw(st.integers(0, 6))),
        start=start,
        end=start + draw(st.sampled_from((30, 60))),
        mode="telehealth" if room is None else "on_site",
        room=room,
        leaders=draw(PEOPLE),
        clients=draw(PEOPLE),
        guests=draw(PEOPLE),
    )


@st.composite
def schedules(draw, weeks=(0, 1)):
    monday = MONDAY + dt.timedelta(weeks=draw(st.sampled_from(weeks)))
    ids = draw(st.lists(st.sampled_from([f"g.{n}" for n in range(6)]), unique=True))
    return Schedule.model_construct(
        instance_id="random",
        instance_digest=draw(st.sampled_from((None, "sha256:" + "0" * 64))),
        week=monday,
        sessions=tuple(draw(sessions(one, monday)) for one in ids),
    )


@settings(max_examples=120, deadline=None, derandomize=True)
@given(schedules(), schedules())
def test_applied_to_the_one_it_gives_the_other(before, after):
    difference = diff(before, after)
    assert difference.apply(before) == after
    again = Difference.model_validate(json.loads(json.dumps(difference.model_dump(mode="json"))))
    assert again == difference
    assert again.apply(before) == after


@settings(max_examples=120, deadline=None, derandomize=True)
@given(schedules(), schedules())
def test_the_counts_are_those_of_the_way_back(before, after):
    there, back = diff(before, after), diff(after, before)
    swapped = back.counts.model_copy(update={"opened": back.counts.closed, "closed": back.counts.opened})
    assert there.counts == swapped
    assert there.churn == back.churn
    assert 0 <= there.churn.share <= 1
    assert {change.id: change.joined for change in there.clients} == {
        change.id: change.left for change in back.clients
    }
    assert {change.id: change.moved for change in there.clinicians}.keys() == {
        change.id for change in back.clinicians
    }
    assert there.empty == back.empty


@settings(max_examples=40, deadline=None, derandomize=True)
@given(schedules())
def test_a_schedule_does_not_differ_from_itself(schedule):
    difference = diff(schedule, schedule)
    assert difference.empty
    assert (difference.clients, difference.clinicians, difference.listings) == ((), (), ())
    assert difference.order is None
    assert (difference.churn.changed, difference.churn.share) == (0, 0.0)
    assert not any(difference.counts.model_dump().values())


@settings(max_examples=40, deadline=None, derandomize=True)
@given(schedules(weeks=(0,)), st.integers(-3, 3))
def test_the_same_week_at_another_date_does_not_differ(schedule, weeks):
    ahead = dt.timedelta(weeks=weeks)
    later = schedule.model_copy(
        update={
            "week": schedule.week + ahead,
            "sessions": tuple(s.model_copy(update={"date": s.date + ahead}) for s in schedule.sessions),
        }
    )
    difference = diff(schedule, later)
    assert difference.empty
    assert difference.by_weekday == bool(weeks)
    assert difference.apply(schedule) == later


@pytest.fixture(name="week")
def fixture_week():
    return sample_instance()


def test_each_change_is_told_of_the_session_and_of_whom_it_concerns(week):
    before = sample_schedule(week)
    changes = {
        "evening.1": {"date": "2026-03-03", "clients": CLIENTS[1:]},
        "evening.2": {"room": "office", "leaders": ("k2",)},
        "c01.family.1": {"guests": ()},
    }
    after = sample_schedule(week, without={"c01.ind.1"}, **changes)
    found = diff(before, after)
    assert [(change.id, change.differs) for change in found.changed] == [
        ("evening.1", ("date", "clients")),
        ("evening.2", ("room", "leaders")),
        ("c01.family.1", ("guests",)),
    ]
    first = found.changed[0]
    assert (first.before.date, first.after.date) == (dt.date(2026, 3, 2), dt.date(2026, 3, 3))
    assert (first.clients_left, first.clients_joined) == (("c01",), ())
    assert [session.id for session in found.closed] == ["c01.ind.1"]
    assert found.counts.model_dump() == {
        "opened": 0,
        "closed": 1,
        "moved": 1,
        "other_leaders": 1,
        "other_place": 1,
        "clients_affected": 4,
        "clinicians_affected": 2,
    }
    # c01 loses its seat on Monday and its own session: 2 of 14 assignments.
    assert (found.churn.changed, found.churn.of) == (2, 14)
    owner, other = found.clients[0], found.clients[1]
    assert (owner.left, owner.moved) == (("evening.1", "c01.ind.1"), ())
    assert (owner.other_place, owner.other_leaders) == (("evening.2",), ("evening.2",))
    assert owner.other_guests == ("c01.family.1",)
    assert (other.moved, other.left, other.groups_left) == (("evening.1",), (), ())
    first, second = found.clinicians
    assert (first.id, first.left, first.moved, first.other_clients) == (
        "k1",
        ("evening.2",),
        ("evening.1",),
        ("evening.1",),
    )
    assert (second.id, second.joined, second.left) == ("k2", ("evening.2",), ("c01.ind.1",))
    assert (second.groups_joined, second.other_clients) == (("evening",), ("c01.family.1",))


def test_who_is_new_and_who_is_gone_is_told(week):
    before = sample_schedule(week, **{f"evening.{n}": {"clients": CLIENTS[:3]} for n in "123"})
    after = sample_schedule(week, **{f"evening.{n}": {"clients": CLIENTS[1:]} for n in "123"})
    changes = {change.id: change for change in diff(before, after).clients}
    assert set(changes) == {"c01", "c04"}
    assert (changes["c04"].new, changes["c04"].groups_joined) == (True, ("evening",))
    assert (changes["c01"].gone, changes["c01"].groups_left) == (False, ("evening",))
    rest = sample_schedule(week, without={"evening.1", "evening.2", "evening.3"})
    assert [change.id for change in diff(before, rest).clients if change.gone] == ["c02", "c03"]


def test_shortfalls_and_goals_are_compared_with_an_instance(week):
    whole, less = sample_schedule(week), sample_schedule(week, without={"c01.ind.1", "evening.1"})
    worse = diff(whole, less, instance=week)
    assert worse.judged == "both"
    assert {(change.client, change.kind, change.course) for change in worse.shortfalls} >= {
        ("c01", "sessions", "new"),
        ("c02", "week_minutes", "new"),
    }
    short = next(level for level in worse.levels if level.id == "1b")
    assert (short.before.value, short.after.value) == (0, 4)
    assert {change.course for change in diff(less, whole, instance=week).shortfalls} == {"gone"}
    more = sample_schedule(week, without={"c01.ind.1", "evening.1", "evening.2"})
    assert {change.course for change in diff(less, more, instance=week).shortfalls} >= {"worse"}
    assert {change.course for change in diff(more, less, instance=week).shortfalls} >= {"better"}
    assert diff(whole, less).levels == diff(whole, less).shortfalls == ()
    assert diff(whole, less).judged == "neither"


def test_an_older_schedule_is_judged_only_where_all_its_ids_are_known(week):
    smaller = sample_instance(clients=[{"id": "c02"}, {"id": "c03"}])
    seats = {f"evening.{n}": {"clients": ("c02", "c03")} for n in "123"}
    after = sample_schedule(smaller, without={"c01.ind.1", "c01.family.1"}, **seats)
    before = sample_schedule(week)
    alone = diff(before, after, instance=smaller)
    assert (alone.judged, alone.shortfalls) == ("after", ())
    assert all(level.before is None and level.after is not None for level in alone.levels)
    both = diff(before, after, instance=smaller, instance_before=week)
    assert both.judged == "both"
    assert all(level.before is not None for level in both.levels)
    with pytest.raises(ValueError, match="goes with instance"):
        diff(before, after, instance_before=week)


def test_a_group_that_was_renamed_is_the_same_group(week):
    groups = [dict(group) for group in week.model_dump(mode="json")["groups"]]
    groups[0] |= {"id": "night", "formerly": ["evening"]}
    renamed = sample_instance(groups=groups)
    before = sample_schedule(week)
    named = {f"evening.{n}": {"id": f"night.{n}", "group": "night"} for n in "123"}
    named["evening.2"]["clients"] = CLIENTS[:3]
    after = sample_schedule(week, **named).model_copy(update={"instance_digest": renamed.digest})
    assert diff(before, after).counts.opened == 3
    found = diff(before, after, instance=renamed)
    assert found.judged == "both"
    assert [(one.id, one.now, one.group) for one in found.renamed] == [
        (f"evening.{n}", f"night.{n}", "night") for n in "123"
    ]
    assert [(change.id, change.differs) for change in found.changed] == [("night.2", ("clients",))]
    assert [(change.id, change.left) for change in found.clients] == [("c04", ("night.2",))]
    assert found.apply(before) == after
    assert diff(before, after, instance=renamed, instance_before=week).changed == found.changed


def test_schedules_of_different_instances_are_refused_unless_both_are_given(week):
    other = sample_instance(id="other")
    before, after = sample_schedule(week), sample_schedule(other)
    with pytest.raises(ProblemsError) as caught:
        diff(before, after)
    assert [problem.code for problem in caught.value.problems] == ["instance_differs"]
    with pytest.raises(ProblemsError) as caught:
        diff(before, after, instance=week)
    assert [(problem.code, problem.place) for problem in caught.value.problems] == [
        ("instance_differs", "before.instance_id"),
        ("instance_differs", "after.instance_id"),
    ]
    assert diff(before, after, instance=other, instance_before=week).empty


def test_dates_that_no_week_has_are_refused(week):
    good = sample_schedule(week)
    late = sample_schedule(week, **{"evening.1": {"date": "2026-03-09"}})
    tuesday = good.model_copy(update={"week": dt.date(2026, 3, 3)})
    absurd = good.model_copy(update={"week": dt.date(9999, 12, 27)})
    cases = ((late, "date_outside_week"), (tuesday, "not_a_monday"), (absurd, "date_absurd"))
    for bad, code in cases:
        with pytest.raises(ProblemsError) as caught:
            diff(good, bad)
        assert [problem.code for problem in caught.value.problems] == [code]


def test_it_applies_to_no_other_schedule(week):
    whole, less = sample_schedule(week), sample_schedule(week, without={"c01.ind.1"})
    difference = diff(whole, less)
    with pytest.raises(ProblemsError) as caught:
        difference.apply(less)
    assert [(problem.code, problem.place) for problem in caught.value.problems] == [
        ("difference_unfit", "closed[0]")
    ]
    with pytest.raises(ProblemsError) as caught:
        difference.apply(whole.model_copy(update={"instance_digest": None}))
    assert [problem.place for problem in caught.value.problems] == ["before"]


def test_the_names_are_exported():
    assert iopsched.diff is diff
    assert iopsched.Difference is Difference
    with pytest.raises(ModuleNotFoundError):
        __import__("iopsched.diff")
