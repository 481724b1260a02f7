"""Pins as published: model and judge agree on them, checks know them, and weeks are solved around them."""

import datetime as dt
import random
from typing import Any

import pytest

from builders import (
    ANYBODY,
    TELEHEALTH,
    Draft,
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    roles,
    room,
    schedule,
    service,
)
from iopsched.cpsat.build import build
from iopsched.cpsat.extract import moved_to_week
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.relations import Pin
from iopsched.domain.rules import RULES
from iopsched.domain.schedule import Schedule, Session
from iopsched.domain.week import Closure
from iopsched.errors import ProblemsError
from iopsched.judging.judge import judge
from iopsched.replanning.pinning import with_pins
from iopsched.solving import solve
from test_model_cases import fixed_is_feasible

LIMITS = Limits(reproducible=True, effort=1, workers=1)
BOTH_MODES = ["on_site", "telehealth"]
HOURS = ("Mon 9:00", "Mon 18:00", "Tue 9:00", "Tue 18:00")
SESSIONS = ("g.1", "g.2", "h.1", "c1.ind.1", "c1.ind.2", "c2.ind.1")
MEETING = " | ".join(HOURS)
EVENINGS = "Mon-Thu 17-20"
TWO = {"roles": roles(ANYBODY, ANYBODY, optional=2)}
ALL_BUT_HELD = frozenset(RULES) - {"held", "past_kept"}


def small_week(**parts: Any) -> Instance:
    """Two groups, two rooms and three of everybody, all of it possible at four hours."""
    return instance(
        **{
            "services": [service("grp", modes=BOTH_MODES, **TWO), individual(modes=BOTH_MODES, **TWO)],
            "rooms": [room("A"), room("B")],
            "groups": [group("g", MEETING, MEETING), group("h", MEETING)],
            "clinicians": [clinician("k1"), clinician("k2"), clinician("k3")],
            "clients": [
                client("c1", "grp", item("ind", max_sessions=2), guests=[{"id": "v"}]),
                client("c2", "grp", "ind"),
                client("c3"),
            ],
            **parts,
        }
    )


def some_of(rng: random.Random, *names: str) -> list[str]:
    return rng.sample(names, rng.randint(0, len(names)))


def any_session(rng: random.Random, session_id: str) -> Draft:
    make = group_session if session_id[0] in "gh" else own_session
    clients = [session_id[:2]] if make is own_session else some_of(rng, "c1", "c2", "c3")
    return make(
        session_id,
        rng.choice(HOURS),
        clients,
        some_of(rng, "k1", "k2"),
        rng.choice(("A", "B", TELEHEALTH)),
        some_of(rng, "v"),
    )


def any_pin(rng: random.Random) -> Pin:
    about = {
        "session": rng.choice(SESSIONS),
        "group": rng.choice("gh"),
        "service": rng.choice(("grp", "ind")),
        "client": rng.choice(("c1", "c2")),
        "clinician": rng.choice(("k1", "k2")),
        "room": "A",
        "mode": rng.choice(BOTH_MODES),
        "day": rng.choice(("Mon", "Tue")),
        "until": rng.choice(HOURS),
    }
    fields = rng.sample(sorted(about), rng.choice((1, 1, 2)))
    return Pin.model_validate({"pin": "hold", "as_published": True, **{name: about[name] for name in fields}})


def slightly_changed(rng: random.Random, facts: Instance, published: Schedule) -> list[Session]:
    """The published sessions, each as it was or made up anew, and perhaps another."""
    sessions = [s if rng.random() < 0.8 else any_session(rng, s.id).resolve(FULL) for s in published.sessions]
    if rng.random() < 0.3:
        extra = rng.choice(SESSIONS)
        sessions = [s for s in sessions if s.id != extra] + [any_session(rng, extra).resolve(FULL)]
    kept = [s for s in sessions if s.room is None or s.room in facts.room]
    return [
        s.model_copy(
            update={
                "clients": tuple(c for c in s.clients if c in facts.client),
                "leaders": tuple(k for k in s.leaders if k in facts.clinician),
                "guests": tuple(v for v in s.guests if v in facts.guest),
            }
        )
        for s in kept
        if rng.random() < 0.95 and (s.kind == "group" or set(s.clients) <= set(facts.client))
    ]


FULL = small_week()


def any_case(seed: int) -> tuple[Instance, Schedule]:
    """An instance with pins as published, and a schedule not far from what is published."""
    rng = random.Random(seed)
    published = schedule(FULL, *(any_session(rng, one) for one in some_of(rng, *SESSIONS)))
    parts: dict[str, Any] = {}
    if rng.random() < 0.3:
        parts["clients"] = FULL.clients[: rng.choice((1, 2))]
    if rng.random() < 0.2:
        parts["clinicians"] = FULL.clinicians[:2][:: rng.choice((1, -1))][:1]
    if rng.random() < 0.2:
        parts["clients"] = tuple(
            c.model_copy(update={"starts_on": dt.date(2026, 3, 3)} if rng.random() < 0.5 else {})
            for c in FULL.clients
        )
    facts = FULL.replace(**parts, published=published)
    if rng.random() < 0.3:
        now = dt.datetime(2026, 3, 3) if rng.random() < 0.7 else dt.datetime(2026, 3, 2, 12)
        facts = facts.replace(week=facts.week.model_copy(update={"now": now}))
    try:
        facts = facts.replace(pins=tuple(any_pin(rng) for _ in range(rng.choice((1, 1, 2)))))
    except ProblemsError:
        facts = facts.replace(pins=())
    made = schedule(facts, *slightly_changed(rng, facts, published))
    past = tuple(s for s in made.sessions if facts.week.is_past(s.date, s.start))
    return facts.replace(history=past), made


def verdicts(seed: int) -> tuple[bool, bool]:
    facts, made = any_case(seed)
    by_judge = judge(facts, made, without=ALL_BUT_HELD).valid
    by_model = fixed_is_feasible(build(facts, only=made, without=ALL_BUT_HELD, merge=False), made)
    return by_judge, by_model


def test_model_and_judge_agree_on_many_pins() -> None:
    found = {seed: verdicts(seed) for seed in range(200)}
    assert {seed: both for seed, both in found.items() if both[0] != both[1]} == {}
    assert {both[0] for both in found.values()} == {True, False}


@pytest.fixture(name="evening")
def fixture_evening() -> Instance:
    """A published week that nobody would plan so, and goals that say nothing of change."""
    facts = small_week(
        groups=[
            group("g", "Mon 17:00 | Mon 18:00 | Tue 18:00", "Wed 18:00"),
            group("h", "Thu 18:00 | Mon 19:00"),
        ],
        clients=[
            client("c1", item("grp", min_sessions=2), "ind", primary="k1", hours=f"{EVENINGS}; Fri 7-8:15"),
            client(
                "c2", item("grp", min_sessions=2), preferences=[{"group": "h", "strength": 9}], hours=EVENINGS
            ),
            client("c3", "grp", preferences=[{"day": "Mon", "avoid": True}], hours=EVENINGS),
            client("c4", "grp", preferences=[{"clinician": "k1", "strength": 9}], hours=EVENINGS),
        ],
        goals=[
            {"id": "1", "terms": [{"term": "minutes_short"}]},
            {"id": "2", "terms": [{"term": "unmet_wishes"}, {"term": "idle_minutes"}]},
        ],
    )
    before = schedule(
        facts,
        group_session("g.1", "Mon 17:00", ["c1", "c2", "c3"], ["k2"], "B"),
        group_session("g.2", "Wed 18:00", ["c1", "c4"], ["k3"], "A"),
        own_session("c1.ind.1", "Fri 7:15", leaders=["k1"], room="B"),
    )
    return facts.replace(published=before)


def planned(week: Instance, *hold: str, forbid: tuple[str, ...] = ()) -> dict[str, Session]:
    pinned, _ = with_pins(week, hold, forbid)
    return {session.id: session for session in solve(pinned, limits=LIMITS).schedule.sessions}


def published(week: Instance) -> dict[str, Session]:
    assert week.published is not None
    return {session.id: session for session in week.published.sessions}


def test_without_pins_the_published_week_is_left(evening: Instance) -> None:
    now, before = planned(evening), published(evening)
    assert now["g.1"].clients != before["g.1"].clients
    assert "h.1" in now


@pytest.mark.parametrize("moved", [0, 7])
def test_a_client_keeps_its_week(evening: Instance, moved: int) -> None:
    week = evening.replace(week=evening.week.model_copy(update={"monday": dt.date(2026, 3, 2 + moved)}))
    now, before = planned(week, "client:c2"), published(evening)
    assert [session.id for session in now.values() if "c2" in session.clients] == ["g.1"]
    same = {"date": before["g.1"].date + dt.timedelta(days=moved), "clients": now["g.1"].clients}
    assert now["g.1"] == before["g.1"].model_copy(update=same)


def test_a_day_stays_whole(evening: Instance) -> None:
    now, before = planned(evening, "day:mon"), published(evening)
    assert [session for session in now.values() if session.date.weekday() == 0] == [before["g.1"]]


def test_a_clinician_and_a_room_keep_their_sessions(evening: Instance) -> None:
    now, before = planned(evening, "clinician:k2", "room:A"), published(evening)
    assert [session.id for session in now.values() if "k2" in session.leaders] == ["g.1"]
    assert [session.id for session in now.values() if session.room == "A"] == ["g.2"]
    assert (now["g.1"].date, now["g.1"].start) == (before["g.1"].date, before["g.1"].start)
    assert (now["g.2"].date, now["g.2"].room) == (before["g.2"].date, "A")


def test_an_enrolment_that_is_not_published_is_made(evening: Instance) -> None:
    apart = planned(evening, forbid=("client:c4,group:h",)).values()
    assert not any(session.group == "h" and "c4" in session.clients for session in apart)
    assert "c4" in planned(evening, "client:c4,group:h")["h.1"].clients


def test_until_wednesday_all_stays(evening: Instance) -> None:
    now, before = planned(evening, "until:wed-18:15"), published(evening)
    assert [now["g.1"], now["g.2"]] == [before["g.1"], before["g.2"]]


def test_pins_that_no_schedule_keeps_are_told(evening: Instance) -> None:
    closed = evening.week.model_copy(update={"closures": (Closure(date=dt.date(2026, 3, 2)),)})
    pinned, _ = with_pins(evening.replace(week=closed), ["client:c2"])
    with pytest.raises(ProblemsError) as error:
        solve(pinned, limits=LIMITS)
    assert [problem.code for problem in error.value.problems] == ["contradictory_pins"]


def test_a_couple_keeps_the_session_under_the_partners_id() -> None:
    """The model counts a couple's sessions under the ids of one; the other's are choices if published."""
    couple = [
        client(one, item("pair", with_clients=[other], company="required"), hours="Tue 9-12")
        for one, other in (("c1", "c2"), ("c2", "c1"))
    ]
    facts = instance(services=[service("pair", format="conjoint")], clients=couple)
    for session in ("c1.pair.1", "c2.pair.1"):
        before = schedule(facts, own_session(session, "Tue 10:00", ["c1", "c2"]))
        pinned, _ = with_pins(facts.replace(published=before), ["client:c1"])
        assert solve(pinned, limits=LIMITS).schedule.sessions == before.sessions
        assert fixed_is_feasible(build(pinned), before)


def test_renamed_groups_and_another_week_are_seen_as_they_are_now(evening: Instance) -> None:
    assert evening.published is not None
    renamed = [
        one.model_copy(update={"id": f"new-{one.id}", "formerly": (one.id,)}) for one in evening.groups
    ]
    clients = [one.model_copy(update={"preferences": ()}) for one in evening.clients]
    earlier = moved_to_week(evening.published, dt.date(2026, 2, 23))
    week = evening.replace(groups=tuple(renamed), clients=tuple(clients), published=earlier)
    pinned, _ = with_pins(week, ["group:new-g"])
    assert pinned.pins[0].as_published
    made = solve(pinned, limits=LIMITS).schedule
    held = {session.id: session for session in made.sessions}
    for session in ("g.1", "g.2"):
        same = {"id": f"new-{session}", "group": "new-g"}
        assert held[f"new-{session}"] == published(evening)[session].model_copy(update=same)
    assert pinned.replace(published=pinned.published_now).digest == pinned.digest == made.instance_digest
    assert judge(pinned, made).valid


def test_what_is_published_is_a_fact_exactly_where_a_pin_holds_it(evening: Instance) -> None:
    bare = evening.replace(published=None)
    assert evening.digest == bare.digest
    forbidding = (Pin.model_validate({"pin": "forbid", "day": "Sun"}),)
    assert evening.replace(pins=forbidding).digest == bare.replace(pins=forbidding).digest
    holding, _ = with_pins(evening, ["client:c2"])
    assert holding.published is not None
    backwards = holding.published.model_copy(update={"sessions": holding.published.sessions[::-1]})
    fewer = holding.published.model_copy(update={"sessions": holding.published.sessions[1:]})
    assert holding.replace(published=backwards).digest == holding.digest
    assert len({evening.digest, holding.digest, holding.replace(published=fewer).digest}) == 3
    assert Instance.model_validate(holding.model_dump(mode="json")).digest == holding.digest
