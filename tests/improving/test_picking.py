"""Parts of each kind open what could help, and nothing at places that have nothing to do with it."""

import random

import pytest

from builders import client, clinician, group, group_session, instance, schedule
from cpsat.part_weeks import Week, generated
from iopsched.cpsat.cutting import Cutter
from iopsched.domain.schedule import Schedule
from iopsched.improving import picking
from iopsched.improving.board import Board, Reach
from iopsched.improving.kinds import Kind, possible
from iopsched.improving.picking import Opening, Picker

SEEDS = [seed for seed in range(4, 24) if seed // 4 % 3 == 2 and seed % 3]
"""Weeks with three sites that have not begun."""


def without_one_group(week: Week) -> tuple[Schedule, str, list[str]]:
    """Return a schedule without one group session, its id, and who attended it."""
    session = next(one for one in week.schedule.sessions if one.group and one.room and len(one.clients) > 2)
    gone = {one.id for one in week.schedule.sessions if one.group == session.group}
    left = tuple(one for one in week.schedule.sessions if one.id not in gone)
    return week.schedule.model_copy(update={"sessions": left}), session.id, list(session.clients)


def drawn(week: Week, kind: Kind, monkeypatch: pytest.MonkeyPatch) -> tuple[Opening, str, list[str]]:
    schedule, session, clients = without_one_group(week)
    picker = Picker(week.cutter, Reach(week.cutter), random.Random(1), least=4, most=8)
    monkeypatch.setattr(picking, "possible", lambda *_: [kind])
    wanted = {week.cutter.slots[session].service.id}
    return picker.around(Board(schedule), clients[:1], clients, wanted, [session]), session, clients


@pytest.mark.parametrize("seed", SEEDS)
def test_to_hold_a_session_all_who_could_come_are_open(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    week = generated(seed)
    opening, _, clients = drawn(week, "holding", monkeypatch)
    reach = Reach(week.cutter)
    unheld = [one for one in opening.scope.sessions if one in week.cutter.slots]
    groups = [one for one in unheld if week.cutter.slots[one].group is not None]
    assert groups
    assert clients[0] in opening.scope.clients
    assert any(len(opening.scope.clients & set(reach.clients[one])) > 1 for one in groups)


@pytest.mark.parametrize("seed", SEEDS)
def test_to_hold_a_session_only_its_own_sites_are_opened(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    week = generated(seed)
    opening, session, _ = drawn(week, "holding", monkeypatch)
    group = week.cutter.slots[session].group
    meetings = [group.session_id(meeting) for meeting in group.meetings] if group else [session]
    open_groups = [one for one in opening.scope.sessions if one in week.instance.offer]
    rooms = {room for one in {*meetings, *open_groups} for p in week.cutter.options(one) for room in p.rooms}
    sites = {week.instance.room[room].site for room in rooms}
    held = {one.id: one for one in week.schedule.sessions}
    anew = {week.instance.room[held[one].room].site for one in opening.led_anew if held[one].room}
    assert anew <= sites


@pytest.mark.parametrize("seed", SEEDS)
def test_a_part_of_all_staff_opens_who_falls_short_and_nothing_twice(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = generated(seed)
    opening, _, clients = drawn(week, "staff", monkeypatch)
    assert clients[0] in opening.scope.clients
    assert opening.kind == "staff"
    assert not opening.led_anew & opening.scope.sessions


@pytest.mark.parametrize("seed", SEEDS)
def test_in_a_ring_those_who_could_lead_a_session_may_leave_what_they_lead_then(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = generated(seed)
    opening, session, clients = drawn(week, "ring", monkeypatch)
    schedule, _, _ = without_one_group(week)
    cutter = week.cutter
    assert session in opening.scope.sessions
    assert clients[0] in opening.scope.clients
    assert not opening.led_anew & opening.scope.sessions
    leaders = {leader for p in cutter.options(session) for _, leader in p.leads}
    hours = [(p.start, p.end) for p in cutter.options(session)]
    held = cutter.held(schedule)
    for one in schedule.sessions:
        start = held.start[one.id]
        then = any(low < start + one.end - one.start and start < high for low, high in hours)
        if one.group is not None and then and not leaders.isdisjoint(one.leaders):
            assert one.id in opening.scope.sessions


@pytest.mark.parametrize(
    ("missing", "concerned", "kinds"),
    [
        ([], [], {"near"}),
        (["g.mon"], [], {"near", "holding", "ring"}),
        ([], ["c1"], {"near", "staff"}),
        (["g.mon"], ["c1"], {"near", "holding", "ring", "staff"}),
    ],
)
def test_parts_around_sessions_are_only_tried_where_some_are_missing(
    missing: list[str], concerned: list[str], kinds: set[Kind]
) -> None:
    assert set(possible(missing, concerned)) == kinds


def test_who_wishes_for_a_clinician_may_be_led_by_it_anew() -> None:
    people = [client("c1", "grp", preferences=[{"clinician": "k2"}]), client("c2", "grp")]
    week = instance(
        groups=[group("g", "Mon 9:00")],
        clinicians=[clinician("k1"), clinician("k2"), clinician("k3")],
        clients=people,
    )
    board = Board(schedule(week, group_session("g.1", "Mon 9:00", ["c1", "c2"])))
    cutter = Cutter(week)
    picker = Picker(cutter, Reach(cutter), random.Random(1), least=1, most=1)
    for _ in range(8):
        wishing, content = picker.around(board, ["c1"]), picker.around(board, ["c2"])
        assert "g.1" in wishing.led_anew | wishing.scope.sessions
        assert not content.led_anew
