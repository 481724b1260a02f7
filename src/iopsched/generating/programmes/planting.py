"""What the programmes have in common when a week is planted from a table."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from iopsched.domain.clock import format_day, format_week_time, parse_week_time
from iopsched.generating.draft import Draft, NoSlotError
from iopsched.generating.records import Record


def meeting(starts: str, number: int = 1) -> Record:
    """Return the record of a meeting from its candidate starts, ``Mon 9:00 | Tue 9:00``.

    It is named by its day if it has only one, otherwise by its number.
    """
    times = [parse_week_time(start) for start in starts.split("|")]
    spelt = [format_week_time(time) for time in times if time is not None]
    days = {start[:3].lower() for start in spelt}
    return {"id": days.pop() if len(days) == 1 else str(number), "starts": spelt}


def hold_group(
    draft: Draft,
    id_: str,
    service: str,
    meetings: Sequence[str],
    teams: Sequence[str],
    rooms: Sequence[str | None],
    **fields: object,
) -> list[str]:
    """Add a group and plant each meeting at its first start, by the first team free; return session ids.

    A team is one or more clinicians, ``k01+k02``. The group's candidates are those of all the teams.
    """
    candidates = list(dict.fromkeys(k for team in teams for k in team.split("+") if k))
    places = [room for room in rooms if room is not None]
    fields = {
        **({"leaders": candidates} if candidates else {}),
        **({"rooms": places} if places else {}),
        **fields,
    }
    records = [meeting(one, number) for number, one in enumerate(meetings, 1)]
    draft.add_group(id_, service, records, **fields)
    return [
        draft.hold(
            id_, record["id"], record["starts"][0], [[k for k in t.split("+") if k] for t in teams], rooms
        )
        for record in records
    ]


def attend_groups(draft: Draft, client: str, groups: Iterable[str], days: str | None = None) -> None:
    """Let a client attend every planted meeting of some groups, on some days, its guests with it if asked.

    A group that ends in ``+`` is attended with all the client's guests.
    """
    for name in groups:
        group = name.removesuffix("+")
        guests = [guest["id"] for guest in draft.clients[client].get("guests", ())]
        for record in draft.groups[group]["meetings"]:
            session = f"{group}.{record['id']}"
            wanted = days is None or format_day(draft.spans[session].day) in days.split()
            if session in draft.sessions and wanted:
                draft.attend(client, session, guests if name.endswith("+") else ())


def write_plan(
    draft: Draft,
    client: str,
    extra: Mapping[str, Record] | None = None,
    optional: Iterable[str] = (),
    least: Mapping[str, int] | None = None,
) -> None:
    """Write a client's plan: what it attends in the planted week, at least `least` or all of it.

    `extra` are fields of the items of some services; items that nothing is planted of come from
    `extra` and `optional` alone, the latter asking for no session.
    """
    extra, least = dict(extra or {}), least or {}
    had = Counter(draft.sessions[id_]["service"] for id_ in draft.attended(client))
    plan: list[Record] = []
    for service, count in had.items():
        fields = extra.pop(service, {})
        fewest = min(count, least.get(service, count))
        asked = {} if fewest == 1 else {"min_sessions": fewest}
        grouped = draft.services[service].get("format", "group") == "group"
        most = {"max_sessions": count} if fewest != count and not grouped else {}
        plan.append({"service": service, **asked, **most, **fields})
    plan += [{"service": service, **fields} for service, fields in extra.items()]
    plan += [{"service": service, "min_sessions": 0} for service in optional if service not in had]
    draft.clients[client]["plan"] = plan


def place_all(
    draft: Draft,
    visits: Sequence[tuple[str, str]],
    leaders: Mapping[str, Sequence[str]],
    rooms: Sequence[str],
) -> None:
    """Plant individual sessions, those of the clients with the shortest hours first.

    A client without primary gets the leader of its first counselling as one.
    """
    order = sorted(visits, key=lambda visit: sum(hi - lo for lo, hi in draft.board.windows[visit[0]]))
    for client, service in order:
        number = 1 + sum(id_.startswith(f"{client}.{service}.") for id_ in draft.weeks[client])
        primary = draft.clients[client].get("primary")
        candidates = [primary] if primary in leaders[service] else leaders[service]
        draft.place(client, service, [k for k in candidates if k is not None], rooms, number=number)


def choose_primaries(draft: Draft, clients: Sequence[str], primaries: Sequence[str], service: str) -> None:
    """Give each client the primary, in turn, who still has time for a session with it."""
    turn = 0
    for client in sorted(clients, key=lambda c: sum(hi - lo for lo, hi in draft.board.windows[c])):
        for step in range(len(primaries)):
            primary = primaries[(turn + step) % len(primaries)]
            rooms = draft.rooms_with("office")
            try:
                draft.place(client, service, [primary], rooms)
            except NoSlotError:
                continue
            draft.clients[client]["primary"] = primary
            turn += 1
            break
        else:
            raise NoSlotError(f"no primary has time for {client}")
