"""Parts of each kind open what could help, and nothing at places that have nothing to do with it."""

import random

import pytest

from cpsat.part_weeks import Week, generated
from iopsched.domain.schedule import Schedule
from iopsched.improving.board import Board, Reach
from iopsched.improving.kinds import Kind
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
    monkeypatch.setattr(picker, "_possible", lambda *_: [kind])
    wanted = {week.cutter.slots[session].service.id}
    return picker.around(Board(schedule), clients[:1], clients, wanted), session, clients


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
