"""What each kind of lever changes in an instance."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from iopsched.domain.base import DatedHours, Model
from iopsched.domain.clinicians import Credential
from iopsched.domain.clock import format_week_time
from iopsched.domain.hours import ALWAYS, NEVER, Hours, Window, format_day_hours
from iopsched.domain.instance import Instance
from iopsched.domain.lever import Lever
from iopsched.domain.lever_hours import ClientHours, ClinicianHours, PlaceHours
from iopsched.domain.levers import (
    AnotherLeader,
    Cover,
    FewerHeads,
    LargerCaseload,
    MoreChairs,
    MoreLoad,
    MoreSeats,
    MoreSessions,
    NewCredential,
    NewGroup,
    NewStart,
    RoomHour,
    Telehealth,
)
from iopsched.domain.services import Group, Meeting
from iopsched.errors import Problem, ProblemsError

M = TypeVar("M", bound=Model)


def applied(lever: Lever, instance: Instance) -> Instance:
    """Return the instance with what a lever changes, checked anew.

    Raises:
        ProblemsError: the instance does not know an id of the lever, or the outcome does not fit.
    """
    return _EDITS[type(lever)](instance, lever)


def _known(kind: str, entities: Mapping[str, M], one: str) -> M:
    if one not in entities:
        message = f"the lever is about a {kind} that the instance does not have"
        way_out = "Apply it to the instance it was found for."
        raise ProblemsError([Problem("unknown_reference", f"lever.{kind}", message, way_out)])
    return entities[one]


def _swapped(instance: Instance, lists: str, entity: Any, **changes: Any) -> Instance:
    """Return the instance with one entity changed; `lists` names the field it stands in."""
    changed = entity.model_copy(update=changes)
    return instance.replace(
        **{lists: tuple(changed if one.id == entity.id else one for one in getattr(instance, lists))}
    )


def _with_group(instance: Instance, group: str, **changes: Any) -> Instance:
    before = _known("group", instance.group, group)
    changed = Group(**{**dict(before), **changes})
    return instance.replace(groups=tuple(changed if one.id == group else one for one in instance.groups))


def _seats(instance: Instance, lever: MoreSeats) -> Instance:
    return _with_group(instance, lever.group, max_heads=lever.seats)


def _heads(instance: Instance, lever: FewerHeads) -> Instance:
    return _with_group(instance, lever.group, min_heads=lever.heads)


def _chairs(instance: Instance, lever: MoreChairs) -> Instance:
    room = _known("room", instance.room, lever.room)
    return _swapped(instance, "rooms", room, capacity=lever.seats)


def _leader(instance: Instance, lever: AnotherLeader) -> Instance:
    group = _known("group", instance.group, lever.group)
    _known("clinician", instance.clinician, lever.clinician)
    meetings = tuple(
        meeting.model_copy(update={"leaders": _listed(meeting.leaders, lever.clinician)})
        for meeting in group.meetings
    )
    return _with_group(
        instance, lever.group, leaders=_listed(group.leaders, lever.clinician), meetings=meetings
    )


def _listed(leaders: tuple[str, ...] | None, one: str) -> tuple[str, ...] | None:
    return leaders if not leaders or one in leaders else (*leaders, one)


def _hours_of_clinician(instance: Instance, lever: ClinicianHours) -> Instance:
    clinician = _known("clinician", instance.clinician, lever.clinician)
    return _swapped(instance, "clinicians", clinician, **_longer(instance, clinician, clinician.hours, lever))


def _hours_of_client(instance: Instance, lever: ClientHours) -> Instance:
    client = _known("client", instance.client, lever.client)
    changes = _longer(instance, client, client.hours, lever)
    if client.arrive_after is not None and lever.start < client.arrive_after:
        changes["arrive_after"] = lever.start
    if client.leave_by is not None and lever.end > client.leave_by:
        changes["leave_by"] = lever.end
    return _swapped(instance, "clients", client, **changes)


def _hours_of_place(instance: Instance, lever: PlaceHours) -> Instance:
    if lever.kind == "site_hours":
        site = _known("site", instance.site, lever.place)
        return _swapped(instance, "sites", site, **_longer(instance, site, site.hours, lever))
    room = _known("room", instance.room, lever.place)
    return _swapped(instance, "rooms", room, **_longer(instance, room, room.hours or ALWAYS, lever))


def _longer(
    instance: Instance, entity: Any, weekly: Hours, lever: ClinicianHours | ClientHours | PlaceHours
) -> dict[str, Any]:
    """Return the fields of an entity that change when its hours get longer on one day."""
    date = instance.week.date_of(lever.day)
    added = (lever.start, lever.end)
    exceptions: tuple[DatedHours, ...] = entity.exceptions
    if any(entry.date == date for entry in exceptions):
        return {
            "exceptions": tuple(
                DatedHours(date=date, hours=format_day_hours(joined(entry.hours, added)))
                if entry.date == date
                else entry
                for entry in exceptions
            )
        }
    days = list(weekly.days)
    days[lever.day] = joined(days[lever.day], added)
    return {"hours": Hours(tuple(days))}


def joined(windows: tuple[Window, ...], added: Window) -> tuple[Window, ...]:
    """Return the windows of a day with one more, those that touch or overlap joined."""
    found: list[Window] = []
    for start, end in sorted((*windows, added)):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _load(instance: Instance, lever: MoreLoad) -> Instance:
    clinician = _known("clinician", instance.clinician, lever.clinician)
    return _swapped(instance, "clinicians", clinician, **{f"max_minutes_per_{lever.per}": lever.minutes})


def _caseload(instance: Instance, lever: LargerCaseload) -> Instance:
    clinician = _known("clinician", instance.clinician, lever.clinician)
    return _swapped(instance, "clinicians", clinician, max_caseload=lever.clients)


def _credential(instance: Instance, lever: NewCredential) -> Instance:
    clinician = _known("clinician", instance.clinician, lever.clinician)
    kept = tuple(held for held in clinician.credentials if held.name != lever.credential)
    return _swapped(instance, "clinicians", clinician, credentials=(*kept, Credential(name=lever.credential)))


def _with_item(instance: Instance, client_id: str, service: str, **changes: Any) -> Instance:
    client = _known("client", instance.client, client_id)
    plan = {item.service: item for item in client.plan}
    _known("service", plan, service)
    plan[service] = plan[service].model_copy(update=changes)
    return _swapped(instance, "clients", client, plan=tuple(plan.values()))


def _cover(instance: Instance, lever: Cover) -> Instance:
    return _with_item(instance, lever.client, lever.service, with_whom="any")


def _sessions(instance: Instance, lever: MoreSessions) -> Instance:
    return _with_item(instance, lever.client, lever.service, max_sessions=lever.sessions)


def _telehealth(instance: Instance, lever: Telehealth) -> Instance:
    client = _known("client", instance.client, lever.client)
    modes = tuple(dict.fromkeys((*client.modes, "telehealth")))
    return _swapped(instance, "clients", client, modes=modes)


def _new_group(instance: Instance, lever: NewGroup) -> Instance:
    _known("service", instance.service, lever.service)
    group = Group.model_validate(
        {
            "id": lever.group,
            "service": lever.service,
            "meetings": [format_week_time(lever.start)],
            "leaders": lever.clinicians or None,
            "rooms": None if lever.room is None else [lever.room],
            "language": lever.language,
            "modes": ["telehealth" if lever.room is None else "on_site"],
        }
    )
    return instance.replace(groups=(*instance.groups, group))


def _new_start(instance: Instance, lever: NewStart) -> Instance:
    group = _known("group", instance.group, lever.group)
    _known("meeting", {meeting.id: meeting for meeting in group.meetings}, lever.meeting)
    meetings: list[Meeting] = [
        meeting.model_copy(update={"starts": tuple(dict.fromkeys((*meeting.starts, lever.start)))})
        if meeting.id == lever.meeting
        else meeting
        for meeting in group.meetings
    ]
    return _with_group(instance, lever.group, meetings=tuple(meetings))


def _room_hour(instance: Instance, lever: RoomHour) -> Instance:
    like = _known("room", instance.room, lever.like)
    days = list(NEVER.days)
    days[lever.day] = ((lever.start, lever.end),)
    room = like.model_copy(update={"id": lever.room, "hours": Hours(tuple(days)), "exceptions": ()})
    groups = tuple(_also_in(group, like.id, lever.room) for group in instance.groups)
    return instance.replace(rooms=(*instance.rooms, room), groups=groups)


def _also_in(group: Group, like: str, room: str) -> Group:
    """Let a group that lists a room use the one like it as well."""

    def wider(rooms: tuple[str, ...] | None) -> tuple[str, ...] | None:
        return (*rooms, room) if rooms and like in rooms else rooms

    meetings = tuple(one.model_copy(update={"rooms": wider(one.rooms)}) for one in group.meetings)
    return group.model_copy(update={"rooms": wider(group.rooms), "meetings": meetings})


_EDITS: dict[type[Lever], Callable[[Instance, Any], Instance]] = {
    MoreSeats: _seats,
    FewerHeads: _heads,
    MoreChairs: _chairs,
    AnotherLeader: _leader,
    ClinicianHours: _hours_of_clinician,
    ClientHours: _hours_of_client,
    PlaceHours: _hours_of_place,
    MoreLoad: _load,
    LargerCaseload: _caseload,
    NewCredential: _credential,
    Cover: _cover,
    MoreSessions: _sessions,
    Telehealth: _telehealth,
    NewGroup: _new_group,
    NewStart: _new_start,
    RoomHour: _room_hour,
}
