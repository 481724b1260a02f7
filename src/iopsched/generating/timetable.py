"""What a group says about its leaders, rooms, starts and clients, round what is planted of it."""

from collections.abc import Sequence

from iopsched.domain.clock import MINUTES_PER_DAY, format_day, format_week_time, parse_week_time
from iopsched.generating.board import week_windows
from iopsched.generating.house import SITE_HOURS, House
from iopsched.generating.records import Record
from iopsched.generating.tracks import Track

MOVES = (-120, -75, -60, 60, 75, 120, -MINUTES_PER_DAY, MINUTES_PER_DAY)
"""How far a meeting's further candidate starts may lie from the first, in minutes."""


def sessions_of(house: House, group: str) -> list[Record]:
    """Return the planted sessions of a group."""
    return [record for record in house.draft.sessions.values() if record.get("group") == group]


def list_leaders_and_rooms(house: House) -> None:
    """List for each group the leaders and rooms of its sessions, and one more of each as a spare."""
    draft = house.draft
    for id_, group in list(draft.groups.items()):
        held = sessions_of(house, id_)
        if not held and house.spec.load != "loose":
            _forget(house, id_)
            continue
        leaders = list(dict.fromkeys(k for record in held for k in record["leaders"]))
        spare = [
            k for k in house.leaders_for(group["service"], group.get("language", "en")) if k not in leaders
        ]
        group["leaders"] = [*leaders, *spare[:2]]
        rooms = list(dict.fromkeys(record["room"] for record in held if "room" in record))
        if rooms:
            site = draft.place_of(rooms[0])
            others = [r for r in house.rooms_at(group["service"], site) if r not in rooms]
            group["rooms"] = [*rooms, *others[:1]]


def _forget(house: House, id_: str) -> None:
    del house.draft.groups[id_]


def open_timetable(house: House) -> None:
    """Give every meeting one or two further candidate starts, at which the sites are open too."""
    open_hours = week_windows(SITE_HOURS)
    for group in house.draft.groups.values():
        length = house.draft.services[group["service"]]["clock_minutes"]
        for meeting in group["meetings"]:
            start = parse_week_time(meeting["starts"][0])
            if start is None:
                raise ValueError("a meeting has a day and a time")
            others = [start + move for move in MOVES]
            possible = [s for s in others if any(low <= s and s + length <= high for low, high in open_hours)]
            further = house.rng.sample(possible, min(len(possible), house.rng.randint(1, 2)))
            meeting["starts"] = [format_week_time(one) for one in sorted({start, *further})]


def add_eligibility(house: House, tracks: Sequence[Track]) -> None:
    """Admit to each track its kind of client, and to some groups the programme weeks that attend."""
    clients = house.draft.clients
    for track in tracks:
        if track.name in house.draft.groups:
            house.draft.groups[track.name]["eligible"] = {
                "tracks": [track.kind.name],
                "levels": [track.kind.level],
            }
    kinds = {track.name for track in tracks}
    for number, group in enumerate(g for g in house.draft.groups.values() if g["id"] not in kinds):
        members = {c for record in sessions_of(house, group["id"]) for c in record["clients"]}
        weeks = sorted(clients[c]["programme_week"] for c in members)
        if weeks and number % 3 == 0:
            eligible = dict(group.get("eligible", {}))
            group["eligible"] = {**eligible, "first_week": weeks[0], "last_week": weeks[-1]}


def close_tracks(house: House, tracks: Sequence[Track]) -> None:
    """Close every third track to others than its members."""
    for track in tracks[::3]:
        if track.name in house.draft.groups:
            members = {c for record in sessions_of(house, track.name) for c in record["clients"]}
            house.draft.groups[track.name] |= {"closed": True, "members": sorted(members)}


def relate_tracks(house: House, tracks: Sequence[Track]) -> None:
    """Let every client be in one track only."""
    names = [track.name for track in tracks if track.name in house.draft.groups]
    if len(names) > 1:
        house.draft.group_sets.append({"id": "tracks", "groups": names})


def cost_leaving_out(house: House) -> None:
    """Let it cost something not to hold the meetings of every other group."""
    for group in list(house.draft.groups.values())[::2]:
        group["leaving_out_cost"] = house.rng.choice((5, 10, 20))


def add_pins(house: House) -> None:
    """Hold some of what is planted, and forbid some of what is not."""
    draft = house.draft
    groups = [record for record in draft.sessions.values() if "group" in record and record["clients"]]
    for record in groups[:: max(1, len(groups) // 3)][:3]:
        stretch = draft.spans[record["id"]]
        draft.pins.append({"pin": "hold", "group": record["group"], "client": record["clients"][0]})
        draft.pins.append({"pin": "hold", "session": record["id"], "start": format_week_time(stretch.start)})
    for clinician in list(draft.clinicians)[::6]:
        days = draft.board.days(clinician)
        idle = [day for day in range(5) if day not in days]
        if idle:
            draft.pins.append({"pin": "forbid", "clinician": clinician, "day": format_day(idle[0])})
    for client in list(draft.clients)[5::17]:
        mine = {draft.sessions[session].get("group") for session in draft.weeks[client]}
        services = {item["service"] for item in draft.clients[client]["plan"]}
        other = [
            id_
            for id_, group in draft.groups.items()
            if id_ not in mine and group["service"] in services and not group.get("closed")
            if id_ in draft.clients[client].get("only_groups", draft.groups)
        ]
        if other:
            draft.pins.append({"pin": "forbid", "client": client, "group": other[0]})
