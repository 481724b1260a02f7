"""Groups and sessions that are cancelled: forbidden by pins, or taken out of a track that goes on."""

from collections.abc import Iterable, Iterator

from iopsched.domain.clock import MINUTES_PER_DAY, format_day
from iopsched.domain.instance import Instance
from iopsched.domain.relations import Pin
from iopsched.domain.services import Group, Meeting
from iopsched.replanning.event_kinds import Cancelling, Changed, told_date
from iopsched.replanning.tracks import is_past, without_meetings


def take_cancellings(instance: Instance, cancellings: Iterable[Cancelling]) -> Changed:
    """Return the instance with what is cancelled forbidden.

    A track runs whole or not at all; a meeting of one is taken out of it instead, so that the others
    may be held.
    """
    lost: set[str] = set()
    pins: list[Pin] = []
    notes: list[str] = []
    for cancelling in cancellings:
        group, meetings = _meant(instance, cancelling)
        coming = [meeting for meeting in meetings if group and not is_past(instance, group, meeting)]
        if group is not None and not coming:
            notes.append(f"there is nothing to cancel: {_nothing(group, cancelling, meetings)}")
        elif group is None or group.attendance == "pick_any":
            pins.append(_forbid(cancelling, group=cancelling.group, session=cancelling.session))
        else:
            for meeting in coming:
                session = group.session_id(meeting)
                if _only_on(instance, cancelling, meeting):
                    lost.add(session)
                else:
                    pins.append(_forbid(cancelling, session=session))
    whole = [group for group in instance.groups if lost.issuperset(map(group.session_id, group.meetings))]
    for group in whole:
        lost -= set(map(group.session_id, group.meetings))
        pins.append(Pin(pin="forbid", group=group.id))
    changed = without_meetings(instance, lost)
    there = changed.instance.pins
    added = tuple(pin for pin in dict.fromkeys(pins) if pin not in there)
    forbidden = changed.instance.replace(pins=(*there, *added)) if added else changed.instance
    return Changed(instance=forbidden, notes=(*notes, *changed.notes))


def _meant(instance: Instance, cancelling: Cancelling) -> tuple[Group | None, list[Meeting]]:
    """Return the group that is meant, if it is one, and its meetings that are."""
    if cancelling.group is not None:
        group = instance.group[cancelling.group]
        meetings: Iterable[Meeting] = group.meetings
    elif cancelling.session in instance.offer:
        group, meeting = instance.offer[cancelling.session]
        meetings = [meeting]
    else:
        return None, []
    return group, [meeting for meeting in meetings if any(_on_date(instance, cancelling, meeting))]


def _on_date(instance: Instance, cancelling: Cancelling, meeting: Meeting) -> Iterator[bool]:
    for start in meeting.starts:
        date = instance.week.date_of(start // MINUTES_PER_DAY)
        yield cancelling.date is None or date == cancelling.date


def _only_on(instance: Instance, cancelling: Cancelling, meeting: Meeting) -> bool:
    return all(_on_date(instance, cancelling, meeting))


def _nothing(group: Group, cancelling: Cancelling, meetings: list[Meeting]) -> str:
    what = f"group {group.id}" if cancelling.session is None else f"session {cancelling.session}"
    if meetings or cancelling.date is None:
        return f"{what} was before now"
    return f"{what} does not meet on {told_date(cancelling.date)}"


def _forbid(cancelling: Cancelling, *, group: str | None = None, session: str | None = None) -> Pin:
    day = None if cancelling.date is None else format_day(cancelling.date.weekday())
    return Pin.model_validate({"pin": "forbid", "group": group, "session": session, "day": day})
