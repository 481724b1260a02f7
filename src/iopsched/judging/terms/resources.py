"""Terms of how well groups, rooms and clinicians are used."""

from iopsched.domain.services import Group
from iopsched.judging.index import ScheduleIndex


def undersized(index: ScheduleIndex) -> int:
    """Return the clients missing to a good size of group sessions held."""
    missing = 0
    for session in index.sessions:
        if session.group is None:
            continue
        good = index.instance.group[session.group].good_size
        if good is None:
            good = index.service_of(session).good_size or 0
        missing += max(0, good - len(session.clients))
    return missing


def room_changes(index: ScheduleIndex) -> int:
    """Return the further rooms that groups use in the week."""
    rooms: dict[str, set[str]] = {}
    for session in index.sessions:
        if session.group is not None and session.room is not None:
            rooms.setdefault(session.group, set()).add(session.room)
    return sum(len(used) - 1 for used in rooms.values())


def uneven_loads(index: ScheduleIndex) -> int:
    """Return the difference between the fullest and the emptiest clinician, in thousandths."""
    shares = []
    for clinician in index.instance.clinicians:
        if clinician.max_minutes_per_week:
            days = index.clinician_days[clinician.id].values()
            led = sum(session.end - session.start for sessions in days for session in sessions)
            shares.append((1000 * led, clinician.max_minutes_per_week))
    if len(shares) < 2:
        return 0
    return max(-(-led // most) for led, most in shares) - min(led // most for led, most in shares)


def left_out(index: ScheduleIndex) -> int:
    """Return the cost of the group meetings not held."""
    return sum(
        group.leaving_out_cost
        for group in index.instance.groups
        for meeting in group.meetings
        if group.session_id(meeting) not in index.session
    )


def fill(index: ScheduleIndex) -> int:
    """Return the seats of groups that no enrolment fills."""
    seats = sum(_seats(index, group) for group in index.instance.groups)
    return seats - sum(len(groups) for groups in index.enrolled.values())


def _seats(index: ScheduleIndex, group: Group) -> int:
    return index.instance.service[group.service].most_heads if group.max_heads is None else group.max_heads
