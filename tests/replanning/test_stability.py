"""How stable a week is: small weeks whose figures are counted by hand, and the goals' own figures."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import (
    Draft,
    client,
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
from iopsched.domain.instance import Instance
from iopsched.judging.judge import judge
from iopsched.replanning.stability import Stability, stability
from iopsched.replanning.stability_words import lines


def week(monday: str = "2026-03-02", ids: tuple[str, ...] = ("c1", "c2", "c3", "c4"), **parts) -> Instance:
    """Three groups, the last one closed to c1 and c2, and an own session for everybody."""
    names = [name for name in ("c1", "c2") if name in ids]
    fields = {
        "week": {"monday": monday},
        "services": [service("grp"), individual("ind"), individual("visit", roles=[])],
        "rooms": [room("A"), room("B")],
        "clinicians": [clinician("k1"), clinician("k2")],
        "groups": [
            group("g", "Mon 18:00 | Tue 18:00", "Thu 18:00"),
            group("h", "Tue 18:00"),
            group("z", "Fri 18:00", closed=True, members=names),
        ],
        "clients": [client(one, item("grp"), item("ind", max_sessions=2), item("visit")) for one in ids],
    }
    return instance(**{**fields, **parts})


def g(*clients: str, when: str = "Mon 18:00", **fields) -> Draft:
    return group_session("g.1", when, clients, **fields)


def h(*clients: str) -> Draft:
    return group_session("h.1", "Tue 18:00", clients)


def z(*clients: str) -> Draft:
    return group_session("z.1", "Fri 18:00", clients)


def seen(
    *before: Draft, after: tuple[Draft, ...], facts: Instance | None = None, then: Instance | None = None
) -> Stability:
    """The figures of a week of `facts` against one of `then` (the same, if it is not given)."""
    now = facts or week()
    return stability(now, schedule(then or now, *before), schedule(now, *after))


def figures(found: Stability, name: str) -> tuple[str, int, int, int, int, int, int, int, float]:
    one = next(group for group in found.groups if group.group == name)
    return (
        one.course,
        one.clients_before,
        one.clients_after,
        one.stayed,
        one.newcomers,
        one.new,
        one.leavers,
        one.gone,
        one.churn,
    )


def rosters(found: Stability) -> tuple[int, int, int, float, int]:
    one = found.rosters
    return one.joined, one.left, one.of, one.churn, one.newcomers


def test_the_same_week_again_is_stable():
    sessions = (g("c1", "c2"), h("c3"), own_session("c1.ind.1", "Wed 10:00"))
    found = seen(*sessions, after=sessions)
    assert figures(found, "g") == ("kept", 2, 2, 2, 0, 0, 0, 0, 0.0)
    assert rosters(found) == (0, 0, 3, 0.0, 0)
    assert (found.sessions.same_time, found.sessions.moved, found.sessions.same_leaders) == (3, 0, 3)
    assert (found.clinicians.kept, found.clinicians.changed) == (1, 0)


def test_who_joins_and_leaves_a_group():
    # c1 stays, c2 leaves, c3 joins, c4 was in no session before: new, and no churn. 2 of c1, c2, c3.
    found = seen(g("c1", "c2"), h("c3"), after=(g("c1", "c3", "c4"), h("c3")))
    assert figures(found, "g") == ("kept", 2, 3, 1, 2, 1, 1, 0, 2 / 3)
    assert figures(found, "h") == ("kept", 1, 1, 1, 0, 0, 0, 0, 0.0)
    # g: c1, c2, c3; h: c3. One joined, one left, of four; newcomers are c3 and c4.
    assert rosters(found) == (1, 1, 4, 0.5, 2)
    assert (found.clients_staying, found.clients_new, found.clients_gone) == (3, 1, 0)


def test_who_is_no_client_any_more_is_no_churn():
    now = week(ids=("c1", "c3"))
    found = seen(g("c1", "c2"), after=(g("c1"),), facts=now, then=week())
    assert figures(found, "g") == ("kept", 2, 1, 1, 0, 0, 1, 1, 0.0)
    assert rosters(found) == (0, 0, 1, 0.0, 0)
    assert (found.clients_staying, found.clients_new, found.clients_gone) == (1, 1, 1)


def test_a_client_left_without_any_session_has_left_its_groups():
    found = seen(g("c1", "c2"), after=(g("c2"),))
    assert figures(found, "g") == ("kept", 2, 1, 1, 0, 0, 1, 0, 0.5)


def test_groups_that_open_and_end():
    # c1 and c2 leave g for h: four places, all of them other ones. h did not meet before: no newcomers.
    found = seen(g("c1", "c2"), after=(h("c1", "c2"),))
    assert figures(found, "g") == ("ended", 2, 0, 0, 0, 0, 2, 0, 1.0)
    assert figures(found, "h") == ("opened", 0, 2, 0, 2, 0, 0, 0, 1.0)
    assert rosters(found) == (2, 2, 4, 1.0, 0)
    assert (found.sessions.opened, found.sessions.closed) == (1, 1)


def test_a_group_that_the_instance_no_longer_offers():
    now = week(groups=[group("g", "Mon 18:00")])
    found = seen(g("c1"), h("c1", "c2"), after=(g("c1"),), facts=now, then=week())
    assert figures(found, "h") == ("ended", 2, 0, 0, 0, 0, 2, 0, 1.0)
    assert rosters(found) == (0, 2, 3, 2 / 3, 0)


def test_a_group_that_was_renamed_is_followed():
    now = week(groups=[group("evening", "Mon 18:00", formerly=["g"])])
    evening = group_session("evening.1", "Mon 18:00", ["c1", "c2"])
    found = seen(g("c1", "c2"), after=(evening,), facts=now, then=week())
    assert [one.group for one in found.groups] == ["evening"]
    assert figures(found, "evening") == ("kept", 2, 2, 2, 0, 0, 0, 0, 0.0)
    assert (found.sessions.same_time, found.sessions.opened, found.sessions.closed) == (1, 0, 0)


def test_a_client_is_in_a_group_once_however_many_sessions():
    found = seen(
        g("c1"),
        group_session("g.2", "Thu 18:00", ["c1", "c2"]),
        after=(group_session("g.2", "Thu 18:00", ["c1", "c3"]),),
    )
    # c3 is new to the schedule
    assert figures(found, "g") == ("kept", 2, 2, 1, 1, 1, 1, 0, 0.5)


def test_closed_groups_and_their_members():
    complete = {one.group: one.complete for one in seen(after=(z("c1", "c2"),)).groups}
    assert complete == {"z": True}
    found = seen(z("c1", "c2"), g("c3"), after=(z("c1"), g("c3")))
    assert {one.group: one.complete for one in found.groups} == {"g": None, "z": False}
    never = seen(after=())
    assert [(one.group, one.course, one.complete) for one in never.groups] == [("z", "not_held", False)]


def test_times_and_leaders_of_sessions_in_both():
    before = (g("c1", leaders=["k1", "k2"]), h("c2"), own_session("c3.ind.1", "Wed 10:00"))
    after = (
        g("c1", when="Tue 18:00", leaders=["k2", "k1"]),
        own_session("c3.ind.1", "Wed 10:00", leaders=["k2"], room="B"),
        own_session("c4.ind.1", "Wed 12:00"),
    )
    found = seen(*before, after=after).sessions
    assert (found.same_time, found.moved) == (1, 1)
    assert (found.same_leaders, found.other_leaders) == (1, 1)
    assert (found.opened, found.closed) == (1, 1)


def test_weekdays_are_compared_across_weeks():
    earlier = week("2026-02-23")
    found = seen(g("c1"), h("c2"), after=(g("c1"), h("c2")), then=earlier)
    assert (found.week_before, found.week_after) == (dt.date(2026, 2, 23), dt.date(2026, 3, 2))
    assert (found.sessions.same_time, found.sessions.moved) == (2, 0)


def test_the_same_clinician_for_own_sessions():
    before = (
        own_session("c1.ind.1", "Wed 10:00"),
        own_session("c1.ind.2", "Thu 10:00", leaders=["k2"]),
        own_session("c2.ind.1", "Wed 12:00"),
        own_session("c3.visit.1", "Wed 14:00", leaders=[]),
    )
    after = (
        # k2 led one of c1's, which is enough; k2 led none of c2's; c4 had none before
        own_session("c1.ind.1", "Fri 10:00", leaders=["k2"]),
        own_session("c2.ind.1", "Wed 12:00", leaders=["k2"]),
        own_session("c4.ind.1", "Wed 16:00"),
        own_session("c3.visit.1", "Wed 14:00", leaders=[]),
    )
    found = seen(*before, after=after)
    assert (found.clinicians.kept, found.clinicians.changed) == (1, 1)


def test_two_empty_weeks():
    found = seen(after=(), facts=week(groups=[]))
    assert found.groups == ()
    assert rosters(found) == (0, 0, 0, 0.0, 0)
    assert (found.clients_staying, found.clients_new, found.clients_gone) == (0, 4, 0)
    assert "Group" not in "".join(lines(found)[-1:])


def test_what_the_lines_say():
    found = seen(g("c1", "c2"), h("c3"), z("c1"), after=(g("c1", "c3", "c4"), h("c3"), z("c1")))
    assert lines(found) == (
        "Roster churn 40.0 %: 1 joined and 1 left, of 5 places that clients who stay have",
        "in groups. Newcomers to groups that met before: 2.",
        "Clients who stay: 3, new: 1, gone: 0 (new and gone ones are no churn).",
        "Sessions in both: 3; 3 at the same time, 0 moved; 3 led by the same, 0 by",
        "others. Opened: 0, closed: 0.",
        "Individual, family and conjoint sessions with a clinician as before: 0, with",
        "another one: 0.",
        "Closed groups with all their members: 0 of 1; incomplete: z.",
        "",
        "Group                   was   is stayed  came  left   churn",
        "g                         2    3      1     2     1  66.7 %",
        "h                         1    1      1     0     0   0.0 %",
        "z                         1    1      1     0     0   0.0 % incomplete",
    )


def test_ids_as_long_as_ids_may_be_fit_the_lines():
    long = "-".join(["x" * 20] * 3) + "y"
    now = week(groups=[group(long, "Mon 18:00", closed=True, members=["c1", "c2"])])
    found = stability(now, schedule(now), schedule(now))
    text = lines(found)
    assert max(map(len, text)) <= 80
    assert long in text


NAMES = ("c1", "c2", "c3", "c4")
PEOPLE = st.lists(st.sampled_from(NAMES), unique=True, min_size=1)


@st.composite
def schedules(draw: st.DrawFn) -> tuple[Draft, ...]:
    """Any sessions of the week, whether they keep its rules or not."""
    found = []
    if draw(st.booleans()):
        when = draw(st.sampled_from(("Mon 18:00", "Tue 18:00")))
        found.append(g(*draw(PEOPLE), when=when, leaders=[draw(st.sampled_from(("k1", "k2")))]))
    if draw(st.booleans()):
        found.append(group_session("g.2", "Thu 18:00", draw(PEOPLE)))
    if draw(st.booleans()):
        found.append(h(*draw(PEOPLE)))
    for one in draw(PEOPLE):
        leaders = [draw(st.sampled_from(("k1", "k2")))]
        found.append(own_session(f"{one}.ind.1", "Wed 10:00", leaders=leaders))
    return tuple(found)


@given(before=schedules(), after=schedules(), gone=st.sampled_from((*NAMES, None)))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_figures_are_those_of_the_goals(before, after, gone):
    now = week(ids=tuple(name for name in NAMES if name != gone))
    present = schedule(now, *(one for one in after if gone is None or not one.id.startswith(gone)))
    present = present.model_copy(
        update={
            "sessions": tuple(
                one.model_copy(update={"clients": tuple(client for client in one.clients if client != gone)})
                for one in present.sessions
            )
        }
    )
    published = schedule(week("2026-02-23"), *before)
    found = stability(now, published, present)
    terms = ("changed_group", "newcomers", "changed_counsellor", "changed_time")
    goals = [{"id": "only", "terms": [{"term": term} for term in terms]}]
    values = judge(now.replace(published=published, goals=goals), present).levels[0].terms
    assert found.rosters.joined + found.rosters.left == values["changed_group"]
    assert found.rosters.newcomers == values["newcomers"]
    assert found.clinicians.changed == values["changed_counsellor"]
    assert found.sessions.moved == values["changed_time"]
    for one in found.groups:
        assert one.stayed + one.newcomers == one.clients_after
        assert one.stayed + one.leavers == one.clients_before
        assert 0 <= one.churn <= 1
    assert max(map(len, lines(found))) <= 80


@pytest.mark.parametrize("sessions", [(g("c1", "c2"), h("c3")), (g("c1"),), ()])
def test_against_itself_nothing_changes(sessions):
    found = seen(*sessions, after=sessions)
    assert rosters(found)[0] == rosters(found)[1] == rosters(found)[4] == 0
    assert found.sessions.moved == found.sessions.other_leaders == found.clinicians.changed == 0
