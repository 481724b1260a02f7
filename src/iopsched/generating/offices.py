"""Plants what is not a track: individual sessions, couples, and groups for some clients only."""

from collections import Counter
from collections.abc import Iterable, Sequence

from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.generating.board import Stretch, week_windows
from iopsched.generating.house import House
from iopsched.generating.records import Record
from iopsched.generating.tracks import Track, meeting

GUEST_HOURS = ("Mon-Fri 17:00-21:30; Sat 9-14", "Mon-Thu 16:00-21:00; Sat 8-14")
GATHERINGS = tuple(
    day * MINUTES_PER_DAY + minute
    for day, minute in ((5, 555), (4, 1050), (2, 1125), (5, 720), (1, 1125), (4, 600), (4, 780), (0, 780))
)
"""Starts at which a group of clients from several tracks may meet, the likeliest first."""
MOST_PER_PRIMARY = 11


def add_guests(house: House, tracks: Sequence[Track]) -> None:
    """Give about every fourth client one or two guests; a site's families come to a family evening."""
    clients = house.draft.clients
    for number, client in enumerate(clients):
        if number % 4 == 1 and clients[client].get("level", "iop") == "iop":
            guests = [
                {"id": f"{client}-g{n}", "hours": house.rng.choice(GUEST_HOURS)}
                for n in range(1, 2 + number % 3)
            ]
            clients[client]["guests"] = guests
            for guest in guests:
                house.draft.board.add(guest["id"], week_windows(guest["hours"]))
    for site, found in _by_site(tracks).items():
        families = [
            c for c in found if "guests" in clients[c] and "en" in clients[c].get("languages", ["en"])
        ]
        for number in range(0, len(families), 8):
            gather(
                house,
                f"family-evening-{site}-{number // 8 + 1}",
                "family-evening",
                families[number:][:8],
                site,
            )


def gather(
    house: House, group: str, service: str, clients: Sequence[str], site: str | None, **fields: object
) -> None:
    """Plant a group that meets once, when most of some clients are free; nothing if hardly any are."""
    draft = house.draft
    length = draft.services[service]["clock_minutes"]

    def company(client: str) -> list[str]:
        guests = draft.clients[client].get("guests", ()) if service == "family-evening" else ()
        return [guest["id"] for guest in guests]

    def coming(start: int) -> list[str]:
        stretch = Stretch(start, start + length, site)
        return [c for c in clients if all(draft.board.free(who, stretch) for who in (c, *company(c)))]

    start = max(GATHERINGS, key=lambda one: len(coming(one)))
    found = coming(start)[:7]
    while sum(1 + len(company(client)) for client in found) > draft.services[service].get("max_heads", 12):
        found.pop()
    if len(found) < 2:
        return
    draft.add_group(group, service, [meeting(start)], **fields)
    session = house.hold(group, meeting(start)["id"], start, site)
    if session is None:
        del draft.groups[group]
        return
    for client in found:
        draft.attend(client, session, company(client))


def add_individual_sessions(house: House, tracks: Sequence[Track]) -> None:
    """Plant counselling with a primary for everybody, and what the features ask for beside it."""
    draft = house.draft
    seen: Counter[str] = Counter()
    for track in tracks:
        for client in track.clients:
            if track.kind.level == "op":
                continue
            leaders = house.leaders_for("individual", track.language)
            leaders = [k for k in leaders if seen[k] < MOST_PER_PRIMARY]
            site = house.away.get(client, track.site)
            session = house.place(client, "individual", site, leaders)
            if session is None and len(house.draft.clinicians) != house.spec.clinicians:
                low, _ = draft.board.windows[client][0]
                house.hire("individual", low, site, track.language)
                session = house.place(client, "individual", site)
            if session is not None:
                primary = draft.sessions[session]["leaders"][0]
                seen[primary] += 1
                draft.clients[client]["primary"] = primary
    _add_visits(house, tracks)


def _add_visits(house: House, tracks: Sequence[Track]) -> None:
    for track in tracks:
        for number, client in enumerate(track.clients):
            if house.has("prescriber") and number % 4 == 0:
                house.place(client, "medication", track.site)
            if house.has("credentials") and number % 4 == 2:
                house.place(client, "case-management", track.site)
            if house.has("guests") and number % 5 == 3 and "guests" in house.draft.clients[client]:
                guest = house.draft.clients[client]["guests"][0]["id"]
                if track.site is not None:
                    house.place(client, "family-session", track.site, guests=[guest])


def add_couples(house: House, tracks: Sequence[Track]) -> None:
    """Plant a conjoint session in every other track, of two clients or of a client and its guest."""
    clients = house.draft.clients
    for number, track in enumerate(tracks):
        if number % 2 or track.site is None or track.kind.level != "iop" or len(track.clients) < 3:
            continue
        one, other = track.clients[0], track.clients[2]
        if not set(clients[one].get("languages", ["en"])) & set(clients[other].get("languages", ["en"])):
            continue
        if "guests" in clients[one] and number % 4:
            guest = clients[one]["guests"][0]["id"]
            if house.place(one, "couples", track.site, guests=[guest]):
                clients[one]["plan"] = [{"service": "couples", "with_guests": [guest]}]
        elif house.place(one, "couples", track.site, clients=[other]):
            clients[one]["plan"] = [{"service": "couples", "with_clients": [other]}]
            clients[other]["plan"] = [{"service": "couples", "with_clients": [one]}]


def add_special_groups(house: House, tracks: Sequence[Track]) -> None:
    """Plant groups for clients with a tag or a gender, who come from several tracks."""
    for site, found in _by_site(tracks).items():
        adults = [c for c in found if house.draft.clients[c].get("level", "iop") == "iop"]
        adults = [c for c in adults if "en" in house.draft.clients[c].get("languages", ["en"])]
        if house.has("credentials"):
            tagged = adults[::3]
            for client in tagged:
                house.draft.clients[client]["tags"] = ["dual-diagnosis"]
            gather(
                house,
                f"dual-diagnosis-{site}",
                "dual-diagnosis",
                tagged,
                site,
                eligible={"tags": ["dual-diagnosis"]},
            )
        if house.has("eligibility"):
            women = [c for c in adults if house.draft.clients[c]["gender"] == "f"]
            gather(house, f"womens-group-{site}", "coping-skills", women, site, eligible={"genders": ["f"]})


def _by_site(tracks: Iterable[Track]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for track in tracks:
        if track.site is not None:
            found.setdefault(track.site, []).extend(track.clients)
    return found


def write_plans(house: House) -> None:
    """Write each client's plan: what it attends in the planted week, and hours it may attend."""
    draft = house.draft
    for client, record in draft.clients.items():
        had = Counter(draft.sessions[id_]["service"] for id_ in draft.attended(client))
        conjoint = record.get("plan", [])
        plan = [
            _item(house, client, service, count) for service, count in had.items() if service != "couples"
        ]
        for service in ("relapse-prevention", "coping-skills", "psychoeducation"):
            if service not in had and record.get("level") != "op":
                plan.append({"service": service, "min_sessions": 0})
        if house.has("screens") and record.get("level", "iop") == "iop":
            plan.append({"service": "drug-screen"})
        record["plan"] = [*plan, *conjoint]


def _item(house: House, client: str, service: str, count: int) -> Record:
    guests = [guest["id"] for guest in house.draft.clients[client].get("guests", ())]
    item: Record = {"service": service}
    if house.draft.services[service].get("format", "group") == "group" and count > 1:
        item["min_sessions"] = count if service == "process" else count - 1
    if service in ("case-management", "medication"):
        item |= {"with_whom": "any", "every_weeks": 2, "last_on": house.draft.date(-12)}
    if service == "family-evening":
        item["with_guests"] = guests
    if service == "family-session":
        item["with_guests"] = guests[:1]
    return item
