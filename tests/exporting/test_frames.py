"""A schedule as frames: what the columns are, and that what they add up to is what the judge says."""

import importlib.util
import pickle
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import (
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    own_session,
    room,
    schedule,
    service,
)
from iopsched import (
    IopschedError,
    Limits,
    ProblemsError,
    SolveResult,
    frames_of,
    solve,
    solve_and_explain,
    verify,
)
from iopsched.domain.frames import FRAMES
from iopsched.domain.relations import Pin
from iopsched.generating.generate import generate
from iopsched.generating.spec import FEATURES, GeneratorSpec
from iopsched.judging.judge import judge
from sample import sample_instance, sample_schedule

ROOT = Path(__file__).resolve().parents[2]
QUICK = Limits(reproducible=True, effort=3, workers=1)


@pytest.fixture(name="result", scope="module")
def fixture_result():
    return solve(sample_instance(), limits=QUICK)


def require_columns(frames):
    assert list(frames) == list(FRAMES)
    for name, columns in FRAMES.items():
        found = [(column, str(dtype)) for column, dtype in frames[name].dtypes.items()]
        assert found == [(column.name, column.dtype) for column in columns], name
        assert isinstance(frames[name].index, pd.RangeIndex)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(
    st.builds(
        GeneratorSpec,
        seed=st.integers(0, 10_000),
        clients=st.integers(2, 16),
        sites=st.integers(1, 2),
        load=st.sampled_from(("balanced", "tight")),
        telehealth=st.sampled_from((0.0, 0.5)),
        features=st.just(tuple(FEATURES)),
    )
)
def test_columns_are_always_the_same_and_sums_are_the_judges(spec):
    made = generate(spec)
    week, plan = made.instance, made.planted
    verdict = judge(week, plan)
    frames = frames_of(week, plan)
    require_columns(frames)
    clients, enrolments, needs = frames["clients"].set_index("client"), frames["enrolments"], frames["needs"]
    credited = enrolments.groupby("client").credited_minutes.sum()
    for line in verdict.certificates:
        row = clients.loc[line.client]
        assert credited.get(line.client, 0) + row.attended_minutes == row.minutes == line.minutes
        assert sum(row[f"minutes_{day}"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")) == (
            line.minutes
        )
        assert (row.service_days, row.qualifying_days) == (line.service_days, line.qualifying_days)
        assert bool(row.met) == line.met
    unmet = needs[needs.short > 0]
    assert list(zip(unmet.client, unmet.kind, unmet.short, strict=True)) == [
        (need.client, need.kind, need.short) for need in verdict.shortfalls
    ]
    assert unmet.minutes_short.sum() == clients.minutes_short.sum()
    sessions = frames["sessions"]
    assert sessions.clients.sum() == (enrolments.role == "client").sum()
    assert sessions.guests.sum() == (enrolments.role == "guest").sum()
    led = sessions.assign(clinician=sessions.leaders.str.split("; ")).explode("clinician")
    by_clinician = led.groupby("clinician").minutes.sum()
    for row in frames["clinicians"].itertuples():
        assert row.minutes == by_clinician.get(row.clinician, 0)
    assert list(frames["goals"].value) == [level.value for level in verdict.levels]


def test_an_empty_schedule_has_the_same_columns():
    week = sample_instance()
    names = [session.id for session in sample_schedule(week).sessions]
    frames = frames_of(week, sample_schedule(week, without=set(names)))
    require_columns(frames)
    assert len(frames["sessions"]) == len(frames["enrolments"]) == 0
    assert (frames["clients"].minutes == 0).all()


def test_a_week_of_nobody_has_the_same_columns():
    week = instance(clients=[], groups=[], clinicians=[], relations=[])
    require_columns(frames_of(week, schedule(week)))


def test_a_row_says_what_a_session_is():
    week = instance(
        week={"now": "2026-03-03T00:00"},
        services=[
            service("grp", 90, guests_count_as_heads=True, max_heads=10, modes=["on_site", "telehealth"]),
            individual("ind", 50, credited_minutes=45),
            service("open", 60, roles=[], credited_minutes=0),
        ],
        groups=[
            group("g", "Mon 18:00", "Sun 22:30", min_heads=1, max_heads=6),
            group("o", "Tue 9:00", service="open"),
        ],
        rooms=[room("A", 8)],
        clinicians=[clinician("k1"), clinician("k2", max_minutes_per_week=600, max_minutes_per_day=120)],
        clients=[
            client("c1", "grp", "open", "ind", guests=[{"id": "v1"}]),
            client("c2", attended=[{"date": "2026-03-02", "credited_minutes": 30, "session": "g.1"}]),
        ],
    )
    plan = schedule(
        week,
        group_session("g.1", "Mon 18:00", ("c1", "c2"), leaders=("k1", "k2"), guests=("v1",)),
        group_session("g.2", "Sun 22:30", ("c2",), leaders=("k2",), room=None),
        group_session("o.1", "Tue 9:00", ("c1",), leaders=()),
        own_session("c1.ind.1", "Wed 10:00"),
    )
    frames = frames_of(week, plan, judge(week, plan))
    first, outside, own, late = frames["sessions"].to_dict("records")
    assert (first["session"], first["leaders"], first["heads"], first["past"]) == ("g.1", "k1; k2", 3, True)
    assert (first["min_heads"], first["max_heads"]) == (1, 6)
    assert (first["room_capacity"], first["site"]) == (8, "main")
    assert pd.isna(outside["leaders"])
    assert pd.isna(own["group"])
    assert (own["format"], own["minutes"], own["credited_minutes"]) == ("individual", 50, 45)
    assert (late["day"], late["date"]) == ("Sun", pd.Timestamp("2026-03-08"))
    assert late["end"] == pd.Timestamp("2026-03-09")
    assert all(pd.isna(late[column]) for column in ("room", "site", "room_capacity"))
    people = frames["enrolments"].set_index(["session", "person"])
    assert people.loc[("g.1", "v1"), ["role", "client", "credited_minutes"]].to_list() == ["guest", "c1", 0]
    assert people.loc[("g.1", "c1"), ["credited_minutes", "recorded"]].to_list() == [90, False]
    assert people.loc[("g.1", "c2"), ["credited_minutes", "recorded"]].to_list() == [0, True]
    second = frames["clinicians"].set_index("clinician").loc["k2"]
    assert (second.sessions, second.days, second.minutes, second.clients) == (2, 2, 180, 2)
    assert (second.minutes_mon, second.minutes_sun, second.max_minutes_per_day) == (90, 90, 120)


def test_a_solved_week_gives_its_frames_with_bounds(result):
    frames = result.frames()
    require_columns(frames)
    goals = frames["goals"].set_index("goal")
    for level in result.levels:
        row = goals.loc[level.id]
        assert (row.value, row.bound, row.bound_kind, row.optimal) == (
            level.value,
            level.bound,
            level.bound_kind,
            level.optimal,
        )
    judged = frames_of(sample_instance(), result.schedule)
    assert judged["goals"].bound.isna().all()
    for name in set(FRAMES) - {"goals"}:
        pd.testing.assert_frame_equal(frames[name], judged[name])


def test_knowing_its_instance_makes_no_difference_to_a_result(result):
    again = SolveResult.model_validate(result.model_dump())
    assert again == result
    assert again.model_dump_json() == result.model_dump_json()
    assert repr(again) == repr(result)
    assert "_origin" not in SolveResult.model_json_schema()["properties"]


def test_frames_come_along_with_copies_and_explanations(result):
    assert len(result.model_copy(update={"seconds": 0.0}).frames()["sessions"]) > 0
    assert len(pickle.loads(pickle.dumps(result)).frames()["sessions"]) > 0
    explained = solve_and_explain(sample_instance(), limits=QUICK)
    require_columns(explained.frames())


def test_a_week_with_pins_of_another_schedule_than_the_one_given_has_frames():
    week = sample_instance()
    moved = sample_schedule(week, **{"c01.ind.1": {"start": "09:30", "end": "10:20"}})
    pinned = week.replace(
        published=sample_schedule(week), pins=(Pin(pin="hold", client="c02", as_published=True),)
    )
    given = moved.model_copy(update={"instance_digest": pinned.digest})
    require_columns(solve(pinned, published=given, limits=QUICK).frames())


def test_a_result_made_by_hand_says_what_to_do(result):
    made = SolveResult(**dict(result))
    with pytest.raises(IopschedError, match=r"result\.of_instance\(instance\)\.frames\(\)"):
        made.frames()
    require_columns(made.of_instance(sample_instance()).frames())
    with pytest.raises(IopschedError, match="another instance"):
        made.of_instance(sample_instance(id="other"))
    with pytest.raises(IopschedError, match="another instance"):
        made.of_instance(
            sample_instance(rooms=[{"id": "big", "capacity": 11}, {"id": "office", "capacity": 3}])
        )


def test_frames_of_a_foreign_schedule_are_refused():
    week = sample_instance()
    with pytest.raises(ProblemsError, match="instance_differs"):
        frames_of(sample_instance(id="other"), sample_schedule(week))


def test_frames_of_a_broken_schedule_are_given():
    week = sample_instance()
    plan = sample_schedule(week, **{"evening.1": {"end": "20:00"}})
    assert not verify(week, plan).valid
    assert frames_of(week, plan)["sessions"].set_index("session").loc["evening.1", "minutes"] == 150


def test_the_page_of_the_tables_is_current():
    spec = importlib.util.spec_from_file_location("refresh_tables", ROOT / "docs" / "refresh_tables.py")
    refresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(refresh)
    text = (ROOT / "docs" / "tables.md").read_text()
    assert refresh.page(text) == text
    assert all(f"### {name}\n" in text for name in FRAMES)
    assert all(
        f"| `{column.name}` | `{column.dtype}` |" in text for name in FRAMES for column in FRAMES[name]
    )


def test_the_example_on_the_page_of_the_tables_says_so(result):
    enrolments = result.frames()["enrolments"]
    text = (ROOT / "docs" / "tables.md").read_text()
    code = text.split("```python\n")[1].split("```")[0].splitlines()
    spoken = {"enrolments": enrolments}
    exec(code[0], spoken)
    hours = eval(code[1], spoken)
    assert hours["c02"] == 9.0
