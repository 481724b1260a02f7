"""Weeks for who arrives and times for one session more: valid, ranked, unlike, and nobody else moved."""

import datetime as dt
from itertools import chain, combinations

import pytest

from builders import (
    client,
    clients,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    room,
    schedule,
    service,
)
from iopsched import verify
from iopsched.domain.clients import Client
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.schedule import Schedule
from iopsched.errors import ProblemsError
from iopsched.judging.judge import judge
from iopsched.replanning.past import at_time
from iopsched.replanning.recommending import recommend
from sample import sample_instance, sample_schedule

QUICK = Limits(reproducible=True, effort=5, workers=1)


def evenings(**parts) -> Instance:
    """Three evenings of a group of two seats each, c1 and c2 in those of Monday, c3 on Tuesday."""
    return instance(
        **{
            "services": [service("grp"), individual()],
            "groups": [
                group("mon", "Mon 18:00", max_heads=2),
                group("tue", "Tue 18:00", max_heads=2),
                group("wed", "Wed 18:00", max_heads=3),
            ],
            "rooms": [room("A"), room("B", 3)],
            "clinicians": [clinician("k1"), clinician("k2", hours="Mon-Wed 15:00-18:00")],
            "clients": [client(one, item("grp", min_sessions=1)) for one in ("c1", "c2", "c3")],
            **parts,
        }
    )


def held(week: Instance) -> Schedule:
    """The evenings as they are published."""
    return schedule(
        week,
        group_session("mon.1", "Mon 18:00", ["c1", "c2"]),
        group_session("tue.1", "Tue 18:00", ["c3"]),
        group_session("wed.1", "Wed 18:00", ["c1"]),
    )


def new(*planned, **fields) -> Client:
    return Client.model_validate(client("new", *planned, **fields))


def others(week: Schedule, who: str) -> set[tuple]:
    """Everything about the others: when, where, led by whom and with whom else they meet."""
    return {
        (s.id, s.date, s.start, s.end, s.mode, s.room, s.leaders, *(one for one in s.clients if one != who))
        for s in week.sessions
        if set(s.clients) - {who}
    }


def require_sound(found, before: Schedule, may_move: int = 0) -> None:
    """Every recommendation is verified, ranked, and moves no more than it may."""
    assert [one.rank for one in found.recommended] == list(range(1, len(found.recommended) + 1))
    vectors = [[level.value for level in one.levels] for one in found.recommended]
    assert vectors == sorted(vectors)
    for one in found.recommended:
        verdict = verify(found.instance, one.schedule)
        assert verdict.valid
        assert verdict.levels == one.levels
        assert one.certificate in verdict.certificates
        assert len(one.moved) <= may_move
        if not may_move:
            assert others(one.schedule, found.client) == others(before, found.client)


def test_each_week_is_verified_and_nobody_else_moves():
    week = sample_instance()
    before = sample_schedule(week)
    arriving = Client.model_validate(
        {"id": "c99", "plan": [{"service": "process", "min_sessions": 3}, {"service": "ind"}]}
    )
    found = recommend(week, before, arriving, limits=QUICK)
    require_sound(found, before)
    assert found.recommended[0].certificate.met
    assert found.proved
    assert {s.id for s in found.recommended[0].sessions} >= {"evening.1", "evening.2", "evening.3"}
    assert "c99" in found.instance.client


def every_choice(week: Instance, before: Schedule, who: str, own: list) -> list[tuple[int, ...]]:
    """The goals of every valid week of a client among sessions held, with one of its own or none."""
    held_now = before.sessions
    subsets = chain.from_iterable(combinations(held_now, n) for n in range(len(held_now) + 1))
    values = []
    for joined in map(set, (tuple(s.id for s in subset) for subset in subsets)):
        rosters = [
            s.model_copy(update={"clients": (*s.clients, who)}) if s.id in joined else s for s in held_now
        ]
        for session in (None, *own):
            verdict = judge(week, schedule(week, *rosters, *([session] if session else [])))
            if verdict.valid:
                values.append(tuple(level.value for level in verdict.levels))
    return values


@pytest.mark.parametrize(
    ("planned", "fields"),
    [
        ([item("grp", min_sessions=2), item("ind")], {}),
        ([item("grp", min_sessions=1), item("ind")], {"preferences": [{"day": "Wed", "strength": 5}]}),
        ([item("grp", min_sessions=3)], {"max_trips": 2}),
        ([item("ind")], {"avoid_clinicians": ["k1"]}),
    ],
)
def test_the_first_is_as_good_as_the_best_of_all_choices(planned, fields):
    week = evenings(week={"grid_minutes": 30})
    before = held(week)
    found = recommend(week, before, new(*planned, hours="Mon-Wed 16:00-19:00", **fields), limits=QUICK)
    require_sound(found, before)
    own = [
        own_session("new.ind.1", f"{day} {hour}:{minute:02}", leaders=[leader], room=place)
        for day in ("Mon", "Tue", "Wed")
        for hour in (16, 17)
        for minute in (0, 30)
        for leader in ("k1", "k2")
        for place in ("A", "B")
    ]
    has_own = any(one["service"] == "ind" for one in planned)
    best = min(every_choice(found.instance, before, "new", own if has_own else []))
    first = tuple(level.value for level in found.recommended[0].levels)
    assert found.proved
    assert first == best


def test_a_seat_that_only_a_move_frees():
    week = evenings()
    before = held(week)
    mondays = new(item("grp", min_sessions=1), hours="Mon 17:00-20:00")
    alone = recommend(week, before, mondays, limits=QUICK)
    require_sound(alone, before)
    assert not alone.recommended[0].certificate.met
    moving = recommend(week, before, mondays, may_move=1, limits=QUICK)
    require_sound(moving, before, may_move=1)
    first = moving.recommended[0]
    assert first.certificate.met
    (moved,) = first.moved
    assert moved.id in {"c1", "c2"}
    assert moved.left == ("mon.1",)
    by_id = {one.id: one for one in first.schedule.sessions}
    assert set(by_id["mon.1"].clients) == {"c1", "c2", "new"} - {moved.id}
    assert not judge(moving.instance, first.schedule).shortfalls


def test_no_more_move_than_may():
    week = evenings(groups=[group("mon", "Mon 18:00", "Mon 20:00", max_heads=2), group("tue", "Tue 18:00")])
    before = schedule(
        week,
        group_session("mon.1", "Mon 18:00", ["c1", "c2"]),
        group_session("mon.2", "Mon 20:00", ["c2", "c3"]),
        group_session("tue.1", "Tue 18:00", ["c1", "c2", "c3"]),
    )
    both = new(item("grp", min_sessions=2), hours="Mon 17:00-22:00")
    short = [recommend(week, before, both, may_move=n, limits=QUICK).recommended[0] for n in (0, 1)]
    assert [one.certificate.needs[0].short for one in short] == [2, 0]
    assert [change.id for change in short[1].moved] == ["c2"]


def test_last_seats_caseloads_and_hours_are_told():
    week = evenings(
        clinicians=[
            clinician("k1"),
            clinician("k2", hours="Mon-Wed 15:00-18:00", max_caseload=1, max_minutes_per_week=100),
        ]
    )
    found = recommend(
        week,
        held(week),
        new(item("grp", min_sessions=1), item("ind"), hours="Tue 15:00-20:00", avoid_clinicians=[]),
        limits=QUICK,
    )
    first = found.recommended[0]
    assert "the last seat of tue.1" in first.uses_up
    by_k2 = [one for one in found.recommended if any(s.leaders == ("k2",) for s in one.sessions)]
    for one in by_k2:
        assert "the last place in the caseload of k2" in one.uses_up
        assert "the last 60 minutes of k2 this week" in one.uses_up
    roomy = recommend(week, held(week), new(item("grp"), hours="Wed 15:00-20:00"), limits=QUICK)
    assert roomy.recommended[0].uses_up == ()


def test_weeks_that_differ_only_in_minutes_are_one():
    week = evenings()
    found = recommend(week, held(week), new(item("ind"), hours="Mon-Tue 15:00-18:00"), top=9, limits=QUICK)
    assert found.complete
    days = [{s.date for s in one.sessions} for one in found.recommended]
    assert len(days) == 2
    assert days[0] != days[1]


def test_a_week_found_anew_starts_from_none_and_knows_what_there_is():
    week = evenings()
    before = held(week)
    found = recommend(week, before, "c3", top=9, limits=QUICK)
    require_sound(found, before)
    assert [one.unchanged for one in found.recommended].count(True) == 1
    assert found.recommended[0].unchanged
    groups = [tuple(s.id for s in one.sessions) for one in found.recommended]
    assert len(set(groups)) == len(groups)
    assert ("wed.1",) in groups
    assert found.recommended[0].costs == {level.id: 0 for level in found.recommended[0].levels}


def test_slots_for_one_session_more_are_real_and_on_days_of_their_own_first():
    week = evenings(clients=[client("c1", "grp", "ind", hours="Mon-Wed 15:00-20:00"), *clients(3)[1:]])
    before = schedule(
        week,
        group_session("mon.1", "Mon 18:00", ["c1", "c2"]),
        own_session("c1.ind.1", "Tue 15:00", leaders=["k2"]),
    )
    found = recommend(week, before, "c1", extra="ind", top=6, limits=QUICK)
    require_sound(found, before)
    assert found.required == "c1.ind.2"
    slots = [next(s for s in one.sessions if s.id == "c1.ind.2") for one in found.recommended]
    assert len({(s.date, s.start) for s in slots}) == len(slots) == 6
    assert {s.date.isoformat() for s in slots} == {"2026-03-02", "2026-03-03", "2026-03-04"}
    for slot, one in zip(slots, found.recommended, strict=True):
        assert slot.clients == ("c1",)
        rest = [s for s in one.schedule.sessions if s.id != "c1.ind.2"]
        assert sorted(s.id for s in rest) == sorted(s.id for s in before.sessions)
    apart = [abs(a.start - b.start) for a, b in combinations(slots, 2) if a.date == b.date]
    assert all(minutes >= 60 for minutes in apart)


def test_no_slot_is_an_answer():
    week = evenings(clients=[client("c1", "ind", hours="Sun 9:00-9:30"), *clients(3)[1:]])
    found = recommend(week, schedule(week), "c1", extra="ind", limits=QUICK)
    assert found.recommended == ()
    assert found.complete


def problems_of(week, before, who, **asked) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsError) as caught:
        recommend(week, before, who, limits=QUICK, **asked)
    return [(problem.code, problem.place) for problem in caught.value.problems]


def test_what_does_not_fit_is_told():
    week = evenings()
    before = held(week)
    here = Client.model_validate(client("c1"))
    assert problems_of(week, before, here) == [("duplicate_id", "client.id")]
    assert problems_of(week, before, "nobody") == [("unknown_reference", "client")]
    assert problems_of(week, before, "c1", extra="grp") == [("unknown_reference", "extra")]
    stranger = new(item("nothing"), level="none")
    assert {code for code, _ in problems_of(week, before, stranger)} == {"unknown_reference"}
    assert all(
        place.startswith("client: clients[0] (new)") for _, place in problems_of(week, before, stranger)
    )
    other = before.model_copy(update={"instance_id": "other"})
    assert problems_of(week, other, "c1") == [("instance_differs", "schedule.instance_id")]


def test_a_week_that_breaks_rules_is_planned_again_first():
    week = evenings()
    crowded = schedule(week, group_session("mon.1", "Mon 18:00", ["c1", "c2", "c3"]))
    assert problems_of(week, crowded, new("grp")) == [("schedule_invalid", "schedule (head_count)")]
    assert recommend(week, crowded, "c3", limits=QUICK).recommended


def test_what_is_past_stays():
    week = evenings()
    before = held(week)
    now, _ = at_time(week, dt.datetime(2026, 3, 3, 12), before)
    found = recommend(now, before, new(item("grp", min_sessions=3)), limits=QUICK)
    require_sound(found, before)
    assert {s.id for s in found.recommended[0].sessions} == {"tue.1", "wed.1"}
    anew = recommend(now, before, "c1", limits=QUICK)
    assert all("mon.1" in {s.id for s in one.sessions} for one in anew.recommended)
