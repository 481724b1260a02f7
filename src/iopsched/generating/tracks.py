"""Plants the groups: tracks of clients who come on the same days, and what they attend there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from iopsched.domain.clock import MINUTES_PER_DAY, format_day, format_time, format_week_time
from iopsched.generating.house import House
from iopsched.generating.records import Record

HOURLY = ("relapse-prevention", "coping-skills", "psychoeducation")
PER_GROUP = 9
SPECIAL_TURNS = (1, 3, 7)
"""Of every ten tracks, those that are of a kind which a feature asks for."""


@dataclass(frozen=True)
class Kind:
    """A kind of track: its weekly patterns of days, its starts on a day, and its clients' hours."""

    name: str
    patterns: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]
    hours: tuple[str, ...]
    level: str = "iop"
    service: str = "process"
    saturday: tuple[int, ...] = ()

    def meetings(self, pattern: Sequence[int]) -> list[list[int]]:
        """Return the starts of each day of a pattern, in minutes of the week."""
        return [
            [day * MINUTES_PER_DAY + minute for minute in (self.saturday if day == 5 else self.starts)]
            for day in pattern
        ]


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "evening",
            ((0, 1, 3), (0, 2, 3), (1, 2, 3)),
            (1050, 1125, 1200),
            ("Mon-Fri 17:15-21:30; Sat 9-14", "Mon-Fri 15:00-21:30", "Mon-Fri 12:00-21:15; Sat 9-12"),
        ),
        Kind(
            "day",
            ((0, 2, 4), (0, 1, 3), (1, 2, 4)),
            (570, 645, 720),
            ("Mon-Fri 9:00-15:00", "Mon-Fri 9:15-17:00", "Mon-Thu 8:30-14:30; Fri 8:30-16:00"),
        ),
        Kind(
            "weekend",
            ((1, 3, 5),),
            (1050, 1125, 1200),
            ("Mon-Fri 17:00-21:30; Sat 8:30-14", "Tue, Thu 16:00-21:30; Fri 17-20; Sat 8-14"),
            saturday=(540, 615, 690),
        ),
        Kind("school", ((0, 2, 3), (1, 2, 4)), (960, 1035), ("Mon-Fri 15:30-19:30",), "adolescent"),
        Kind("aftercare", ((3,), (2,)), (1080,), ("Mon-Fri 17:30-20:30",), "op", "aftercare"),
        Kind(
            "php",
            ((0, 1, 2, 3, 4),),
            (540, 615, 750, 825),
            ("Mon-Fri 8:30-17:00", "Mon-Fri 9-16; Sat 9-13"),
            "php",
        ),
    )
}


@dataclass
class Track:
    """A cohort of clients who come on the same days to the same site, or by telehealth (no site)."""

    name: str
    kind: Kind
    pattern: tuple[int, ...]
    site: str | None
    language: str = "en"
    later: int = 0
    clients: list[str] = field(default_factory=list)

    @property
    def blocks(self) -> list[list[int]]:
        """The starts of each of its days."""
        return [[start + self.later for start in day] for day in self.kind.meetings(self.pattern)]

    @property
    def audience(self) -> tuple[str, str]:
        """Who can share groups with it: its level's age band and its language."""
        return ("adolescent" if self.kind.level == "adolescent" else "adult", self.language)


def choose_tracks(house: House) -> list[Track]:
    """Return empty tracks, about one for every nine clients, of the kinds that the features ask for."""
    spec = house.spec
    count = max(round(house.places / PER_GROUP), -(-house.places // 12))
    names = ["evening", "day", "evening", "weekend"]
    special = [
        name
        for feature, name in (("levels", "php"), ("ages", "school"), ("levels", "aftercare"))
        if house.has(feature)
    ]
    house.rng.shuffle(names)
    later = {site: house.rng.choice((0, 15)) for site in house.site_ids}
    shift = house.rng.randrange(3)
    tracks: list[Track] = []
    for number in range(count):
        name = names[number % len(names)]
        if special and number % 10 in SPECIAL_TURNS:
            name = special[SPECIAL_TURNS.index(number % 10) % len(special)]
        kind = KINDS[name]
        turn = shift + sum(track.kind is kind for track in tracks)
        remote = round((number + 1) * spec.telehealth) > round(number * spec.telehealth)
        site = None if remote else house.site_ids[number % spec.sites]
        language = "es" if house.has("languages") and number % 10 == 4 else "en"
        pattern = kind.patterns[turn % len(kind.patterns)]
        start_later = 0 if site is None else later[site]
        tracks.append(Track(f"track-{number + 1}", kind, pattern, site, language, start_later))
    return tracks


def enrol_clients(house: House, tracks: Sequence[Track]) -> None:
    """Add the clients, track by track, with the hours and the level of their track."""
    rng = house.rng
    for number in range(house.places):
        track = tracks[number % len(tracks)]
        client = f"c{number + 1:04d}"
        fields: Record = {"programme_week": rng.randint(1, 14)}
        if track.kind.level != "iop":
            fields["level"] = track.kind.level
        if track.kind.level == "adolescent":
            fields["age_band"] = "adolescent"
        if track.language != "en":
            fields["languages"] = rng.choice((["es"], ["es", "en"]))
        if track.site is None:
            fields["modes"] = ["telehealth"]
        if house.has("eligibility"):
            fields["gender"] = rng.choice(("f", "m", "m"))
            fields["track"] = track.kind.name
        house.draft.add_client(client, rng.choice(track.kind.hours), **fields)
        track.clients.append(client)


def hold_tracks(house: House, tracks: Sequence[Track]) -> None:
    """Plant the process group of each track, at the first start of each of its days."""
    for track in tracks:
        fields: Record = {"attendance": "attend_all"}
        fields |= {"language": track.language} if track.language != "en" else {}
        fields |= {"modes": ["telehealth"]} if track.site is None else {"modes": ["on_site"]}
        starts = [block[0] for block in track.blocks]
        house.draft.add_group(track.name, track.kind.service, [meeting(start) for start in starts], **fields)
        leaders: list[str] = []
        sessions = []
        for start in starts:
            session = house.hold(track.name, day_name(start), start, track.site, leaders)
            if session is None:
                break
            leaders = house.draft.sessions[session]["leaders"]
            sessions.append(session)
        if len(sessions) == len(starts):
            join_all(house, track, sessions)
        else:
            for session in sessions:
                house.draft.drop(session)


def join_all(house: House, track: Track, sessions: Sequence[str]) -> None:
    """Let every client of a track attend all its process sessions."""
    for client in track.clients:
        for session in sessions:
            house.draft.attend(client, session)


def hold_hours(house: House, tracks: Sequence[Track]) -> None:
    """Plant the other hours: at each start as many groups as the clients of one audience need."""
    hours: dict[tuple[int, str | None, tuple[str, str]], list[str]] = {}
    for track in tracks:
        for block in track.blocks:
            for start in block[1:]:
                hours.setdefault((start, track.site, track.audience), []).extend(track.clients)
    turn = 0
    for (start, site, audience), clients in sorted(hours.items(), key=lambda item: repr(item[0])):
        sessions = []
        for _ in range(-(-len(clients) // PER_GROUP)):
            session = _hold_hour(house, HOURLY[turn % len(HOURLY)], start, site, audience)
            turn += 1
            if session is not None:
                sessions.append(session)
        most = min(12, -(-len(clients) // max(1, len(sessions))) + 1)
        for client in sorted(clients):
            _join_one(house, client, sessions, most)
        drop_small(house, sessions)


def _hold_hour(
    house: House, service: str, start: int, site: str | None, audience: tuple[str, str]
) -> str | None:
    place = "remote" if site is None else site
    base = f"{service}-{place}" + "".join(f"-{word}" for word in audience if word not in ("adult", "en"))
    number = 1
    while any(
        m["id"] == day_name(start) for m in house.draft.groups.get(f"{base}-{number}", _NONE)["meetings"]
    ):
        number += 1
    group = f"{base}-{number}"
    if group not in house.draft.groups:
        fields: Record = {"language": audience[1]} if audience[1] != "en" else {}
        fields |= {"modes": ["telehealth"]} if site is None else {"modes": ["on_site"]}
        if audience[0] != "adult":
            fields["eligible"] = {"age_bands": [audience[0]]}
        house.draft.add_group(group, service, [], **fields)
    house.draft.groups[group]["meetings"].append(meeting(start))
    return house.hold(group, day_name(start), start, site)


_NONE: Record = {"meetings": []}


def _join_one(house: House, client: str, sessions: Sequence[str], most: int) -> None:
    """Let a client attend the service it has had least of, in the emptier session of equals."""
    draft = house.draft
    had = Counter(draft.sessions[id_]["service"] for id_ in draft.attended(client))
    for session in sorted(sessions, key=lambda s: (had[draft.sessions[s]["service"]], draft.heads(s), s)):
        if draft.heads(session) < most and draft.can_attend(client, session):
            draft.attend(client, session)
            return


def drop_small(house: House, sessions: Sequence[str]) -> None:
    """Let the clients of sessions with fewer than two heads go home, and leave these out."""
    for session in sessions:
        if house.draft.heads(session) >= 2:
            continue
        for client in house.draft.sessions[session]["clients"]:
            house.draft.weeks[client].remove(session)
            house.draft.board.release(client, house.draft.spans[session])
        house.draft.drop(session)


def day_name(start: int) -> str:
    """Return a meeting's id: its day, and its hour, as ``mon-1730``."""
    day, minute = divmod(start, MINUTES_PER_DAY)
    return f"{format_day(day).lower()}-{format_time(minute).replace(':', '')}"


def meeting(start: int) -> Record:
    """Return the record of a meeting with one candidate start."""
    return {"id": day_name(start), "starts": [format_week_time(start)]}
