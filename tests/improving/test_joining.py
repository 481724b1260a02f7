"""Changes made at the same time: put together where they leave each other alone, refused where they clash."""

from datetime import date

from iopsched.domain.schedule import Schedule, Session
from iopsched.improving.joining import changes, joined, touched

MONDAY = date(2026, 9, 7)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def session(name: str, *clients: str, start: int = 600, room: str = "R1", leader: str = "K1") -> Session:
    return Session(
        id=name,
        service="process",
        kind="group" if name.startswith("G") else "individual",
        group="G" if name.startswith("G") else None,
        date=MONDAY,
        start=clock(start),
        end=clock(start + 60),
        mode="on_site",
        room=room,
        leaders=(leader,),
        clients=clients,
    )


def week(*sessions: Session) -> Schedule:
    return Schedule(instance_id="W", instance_digest="sha256:" + "0" * 64, week=MONDAY, sessions=sessions)


BASE = week(session("G1", "A", "B"), session("A1", "A", start=700), session("B1", "B", start=800, room="R2"))


def put(base: Schedule, *sessions: Session) -> Schedule:
    """Return a schedule with these sessions in place of those of the same id."""
    others = {one.id: one for one in base.sessions} | {one.id: one for one in sessions}
    return week(*others.values())


def without(base: Schedule, name: str) -> Schedule:
    return week(*(one for one in base.sessions if one.id != name))


def ids(schedule: Schedule) -> list[str]:
    return sorted(one.id for one in schedule.sessions)


def test_what_did_not_change_is_not_a_change() -> None:
    assert changes(BASE, week(*(one.model_copy() for one in BASE.sessions))) == {}


def test_a_session_moved_one_added_and_one_dropped_are_changes() -> None:
    moved, new = session("A1", "A", start=900), session("C1", "C")
    found = changes(BASE, without(put(BASE, moved, new), "B1"))
    assert found == {"A1": moved, "C1": new, "B1": None}


def test_changes_put_on_their_own_base_give_what_was_found() -> None:
    after = without(put(BASE, session("A1", "A", start=900)), "B1")
    both = joined(BASE, BASE, changes(BASE, after))
    assert {one.id: one for one in both.sessions} == {one.id: one for one in after.sessions}


def test_changes_of_different_sessions_are_both_kept() -> None:
    mine, theirs = session("A1", "A", start=900), session("B1", "B", start=1000, room="R2")
    both = joined(put(BASE, mine), BASE, changes(BASE, put(BASE, theirs)))
    assert {one.id: one for one in both.sessions} == {"G1": BASE.sessions[0], "A1": mine, "B1": theirs}
    assert [one.start for one in both.sessions] == sorted(one.start for one in both.sessions)


def test_who_joins_and_who_leaves_one_session_are_both_heeded() -> None:
    now = put(BASE, session("G1", "A", "B", "C"))
    both = joined(now, BASE, changes(BASE, put(BASE, session("G1", "B"))))
    assert next(one for one in both.sessions if one.id == "G1").clients == ("B", "C")


def test_a_session_moved_by_one_and_joined_by_the_other_stays_as_it_is_now() -> None:
    now = put(BASE, session("G1", "A", "B", start=660))
    assert joined(now, BASE, changes(BASE, put(BASE, session("G1", "A", "B", "C")))) == now


def test_a_session_dropped_by_one_and_moved_by_the_other_stays_as_it_is_now() -> None:
    dropped, moved = without(BASE, "A1"), put(BASE, session("A1", "A", start=900))
    assert ids(joined(dropped, BASE, {"A1": session("A1", "A", start=900)})) == ids(dropped)
    assert ids(joined(moved, BASE, {"A1": None})) == ids(moved)


def test_a_session_that_both_drop_is_dropped() -> None:
    both = joined(without(BASE, "A1"), BASE, {"A1": None})
    assert ids(both) == ["B1", "G1"]


def test_touched_is_whom_and_what_was_used_before_or_is_now() -> None:
    found = touched(BASE, {"A1": session("A1", "A", start=900, room="R3", leader="K2")})
    day = MONDAY.toordinal()
    assert found == {
        ("session", "A1", 0),
        ("client", "A", 0),
        ("clinician", "K1", day),
        ("clinician", "K2", day),
        ("room", "R1", day),
        ("room", "R3", day),
    }
