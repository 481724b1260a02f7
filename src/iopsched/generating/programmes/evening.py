"""Evening programme: three evenings a week of group therapy for people who keep their jobs."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

from iopsched.domain.clock import MINUTES_PER_DAY, format_day, format_week_time
from iopsched.generating.board import Stretch
from iopsched.generating.draft import Draft, Generated, NoSlotError
from iopsched.generating.programmes.evening_house import add_clinicians, add_house
from iopsched.generating.records import Record
from iopsched.generating.relations import add_apart, add_avoided, add_wishes

PATTERNS = ((0, 1, 3), (0, 2, 3), (0, 1, 2), (1, 2, 3))
"""The evenings of a track; no pattern leaves more than the weekend and a day without treatment."""
FIRST, SECOND, THIRD = 17 * 60 + 30, 18 * 60 + 45, 20 * 60
SLOT_SERVICES = {
    SECOND: ("relapse-prevention", "coping-skills"),
    THIRD: ("psychoeducation", "mindfulness", "relationships"),
}
SHIFTS = (
    ("day shift", "Mon-Fri 17:15-21:30; Sat 9-14", 9),
    ("early shift", "Mon-Fri 15:00-21:30; Sat 9-14", 4),
    ("night shift", "Mon-Fri 14:00-21:15", 3),
    ("sober living", "Mon-Sat 9:00-21:15", 4),
)
MOST = {"relapse-prevention": 11, "coping-skills": 11, "psychoeducation": 13}
ASKED = ("relapse-prevention", "coping-skills", "psychoeducation")


class EveningWeek:
    """The week being planted: its cast, its tracks, and who comes on which evening."""

    def __init__(self, clients: int, seed: int) -> None:
        self.rng = random.Random(seed)
        self.tracks = max(2, round(clients / 10.5))
        self.draft = Draft(f"evening-{clients}", dt.date(2026, 3, 2), "Mon-Thu 9-21:30; Fri 9-17; Sat 9-14")
        self.client_ids = [f"c{n:03d}" for n in range(1, clients + 1)]
        self.cohort = {c: n % self.tracks for n, c in enumerate(self.client_ids)}
        self.evenings = {c: list(PATTERNS[self.cohort[c] % len(PATTERNS)]) for c in self.client_ids}
        self.evening: dict[tuple[int, int], list[str]] = {}

    def add_clients(self) -> None:
        """Add clients with the hours that their shift leaves, their payer, guests and primary."""
        shifts = [hours for _, hours, share in SHIFTS for _ in range(share)]
        for number, client in enumerate(self.client_ids):
            fields: Record = {"programme_week": self.rng.randint(1, 12)}
            fields["gender"] = "f" if self.rng.random() < 0.45 else "m"
            if number % 5 < 2:
                fields["payers"] = ["commercial"]
            if number % 10 in (3, 6, 8):
                fields["guests"] = [
                    {"id": f"{client}-g{n}", "hours": "Mon-Thu 17:30-21:30"} for n in range(1, 2 + number % 2)
                ]
            if number % 20 == 4:
                fields["ends_on"] = self.draft.date(3)
            elif number % 20 == 7:
                fields["ends_on"] = self.draft.date(2)
            elif number % 20 == 9 and {2, 3} <= set(self.evenings[client]):
                fields["starts_on"] = self.draft.date(2)
            self.draft.add_client(client, shifts[self.rng.randrange(len(shifts))], **fields)

    def add_tracks(self) -> None:
        """Plant the process groups: each cohort's track, on the cohort's evenings."""
        draft, tracks = self.draft, [f"process-{chr(97 + n)}" for n in range(self.tracks)]
        for number, track in enumerate(tracks):
            days = PATTERNS[number % len(PATTERNS)]
            draft.add_group(track, "process", _meetings(days, FIRST), attendance="attend_all")
            leaders = draft.qualified("process")
            for day in days:
                session = draft.hold(
                    track,
                    format_day(day).lower(),
                    _at(day, FIRST),
                    [[k] for k in leaders],
                    draft.rooms_with("group"),
                )
                leaders = [*draft.sessions[session]["leaders"], *leaders]
        draft.group_sets.append({"id": "tracks", "groups": tracks})
        for client in self.client_ids:
            for day in self.evenings[client]:
                if draft.can_attend(client, f"{tracks[self.cohort[client]]}.{format_day(day).lower()}"):
                    draft.attend(client, f"{tracks[self.cohort[client]]}.{format_day(day).lower()}")

    def add_family_evening(self) -> None:
        """Plant the family evening on Wednesday for the clients who have guests."""
        families = [c for c in self.client_ids if "guests" in self.draft.clients[c]]
        halls = self.draft.rooms_with("large")
        for number, hall in enumerate(halls, 1):
            group = f"family-{number}"
            self.draft.add_group(group, "family-evening", _meetings([2], SECOND))
            session = self.draft.hold(
                group, "wed", _at(2, SECOND), [[k] for k in self.draft.qualified("family-evening")], [hall]
            )
            for client in families[number - 1 :: len(halls)]:
                guests = [guest["id"] for guest in self.draft.clients[client]["guests"]]
                seats = 24 - self.draft.heads(session)
                if len(guests) < seats and self.draft.can_attend(client, session):
                    self.draft.attend(client, session, guests)

    def add_evening_groups(self) -> None:
        """Plant the groups of the second and third hour, as many side by side as clients need."""
        for slot, services in SLOT_SERVICES.items():
            for day in range(4):
                coming = [c for c in self.client_ids if day in self.evenings[c] and self._free(c, day, slot)]
                rooms = [r for r in self.draft.rooms_with("group") if self._free(r, day, slot)]
                for number in range(min(len(rooms), max(2, -(-len(coming) // 10)))):
                    service = services[number % len(services)]
                    group = f"{service}-{number // len(services) + 1}"
                    if group not in self.draft.groups:
                        self.draft.add_group(group, service, [])
                    self.draft.groups[group]["meetings"] += _meetings([day], slot)
                    session = self.draft.hold(
                        group,
                        format_day(day).lower(),
                        _at(day, slot),
                        [[k] for k in self.draft.qualified(service)],
                        rooms,
                    )
                    self.evening.setdefault((day, slot), []).append(session)
                for client in coming:
                    self._join(client, self.evening[day, slot])

    def add_womens_group(self) -> None:
        """Plant a trauma-recovery group for women, on the track's free hour before the others come."""
        women = [c for c in self.client_ids if self.draft.clients[c]["gender"] == "f"]
        early = [c for c in women if all(self._free(c, day, 16 * 60) for day in (1,))]
        if len(early) < 3:
            return
        self.draft.add_group(
            "womens-group", "trauma-recovery", _meetings([1], 16 * 60), eligible={"genders": ["f"]}
        )
        leaders = [[k] for k in self.draft.qualified("trauma-recovery")]
        session = self.draft.hold(
            "womens-group", "tue", _at(1, 16 * 60), leaders, self.draft.rooms_with("group")
        )
        for client in early[:6]:
            self.draft.attend(client, session)

    def _free(self, who: str, day: int, slot: int) -> bool:
        return self.draft.board.free(who, Stretch(_at(day, slot), _at(day, slot) + 60, "main"))

    def _join(self, client: str, sessions: Sequence[str]) -> None:
        """Let a client attend the session it has had least of, the emptier one of equals."""
        had = Counter(self.draft.sessions[id_]["service"] for id_ in self.draft.attended(client))
        for session in sorted(
            sessions, key=lambda id_: (had[self.draft.sessions[id_]["service"]], self.draft.heads(id_), id_)
        ):
            if self.draft.heads(session) < MOST.get(self.draft.sessions[session]["service"], 11):
                self.draft.attend(client, session)
                return

    def add_individual_sessions(self) -> None:
        """Plant counselling with the primary, case management every other week, and couples."""
        draft = self.draft
        offices = draft.rooms_with("office")
        self._add_couples(offices)
        for client in sorted(self.client_ids, key=self._hours):
            seen = Counter(r.get("primary") for r in draft.clients.values())
            leaders = [k for k in draft.qualified("individual") if seen[k] < 12]
            session = draft.place(client, "individual", leaders, offices)
            if client != self.client_ids[11]:
                draft.clients[client]["primary"] = draft.sessions[session]["leaders"][0]
        families = [c for c in self.client_ids if "guests" in draft.clients[c]]
        for client in families[::3]:
            guest = draft.clients[client]["guests"][0]["id"]
            with suppress(NoSlotError):
                draft.place(
                    client, "family-session", draft.qualified("family-session"), offices, guests=[guest]
                )
        for number, client in enumerate(self.client_ids):
            if number % 4 == 1:
                with suppress(NoSlotError):
                    draft.place(client, "case-management", draft.qualified("case-management"), offices)

    def _add_couples(self, offices: Sequence[str]) -> None:
        clients = self.draft.clients
        accompanied = [c for c in clients if "guests" in clients[c]]
        couples: list[tuple[str, list[str], list[str]]] = [
            (c, [], [clients[c]["guests"][0]["id"]]) for c in accompanied[1::3]
        ]
        alone = [c for c in clients if "guests" not in clients[c] and "ends_on" not in clients[c]]
        for one, other in list(zip(alone, alone[self.tracks :], strict=False))[:: self.tracks * 4]:
            couples.append((one, [other], []))
        for client, partners, guests in couples:
            with suppress(NoSlotError):
                leaders = self.draft.qualified("couples")
                self.draft.place(client, "couples", leaders, offices, clients=partners, guests=guests)
                company = {"with_clients": partners, "with_guests": guests}
                item = {"service": "couples", **{name: who for name, who in company.items() if who}}
                clients[client]["plan"] = [item]
                for partner in partners:
                    clients[partner]["plan"] = [{"service": "couples", "with_clients": [client]}]

    def _hours(self, client: str) -> int:
        return sum(high - low for low, high in self.draft.board.windows[client])

    def add_plans(self) -> None:
        """Write each client's plan: what it attends in the planted week, and what it may attend."""
        for number, client in enumerate(self.client_ids):
            had = Counter(self.draft.sessions[id_]["service"] for id_ in self.draft.attended(client))
            plan: list[Record] = [_item("process", had["process"])]
            for service in (s for services in SLOT_SERVICES.values() for s in services):
                plan.append(_item(service, min(had[service], int(service in ASKED))))
            if had["trauma-recovery"]:
                plan.append({"service": "trauma-recovery"})
            if had["family-evening"]:
                guests = [guest["id"] for guest in self.draft.clients[client]["guests"]]
                plan.append({"service": "family-evening", "with_guests": guests})
            if had["family-session"]:
                last, guest = self.draft.date(-27), self.draft.clients[client]["guests"][0]["id"]
                monthly = {"every_weeks": 4, "last_on": last, "with_guests": [guest]}
                plan.append({"service": "family-session", **monthly})
            plan.append({"service": "individual"})
            if number % 4 in (1, 3):
                last = self.draft.date(-14 + number % 3 if had["case-management"] else -5)
                plan.append(
                    {"service": "case-management", "every_weeks": 2, "last_on": last, "with_whom": "any"}
                )
            self.draft.clients[client]["plan"] = plan + self.draft.clients[client].get("plan", [])

    def narrow_groups(self) -> None:
        """Leave each group the leaders and rooms a coordinator would think of, not the whole house."""
        for group in self.draft.groups.values():
            held = [s for s in self.draft.sessions.values() if s.get("group") == group["id"]]
            leaders = {k: None for s in held for k in s["leaders"]}
            spare = [k for k in self.draft.qualified(group["service"]) if k not in leaders]
            group["leaders"] = [*leaders, *spare[: max(1, 3 - len(leaders))]]
            group["rooms"] = sorted({s["room"] for s in held})


def _at(day: int, minute: int) -> int:
    return day * MINUTES_PER_DAY + minute


def _meetings(days: Sequence[int], minute: int) -> list[Record]:
    return [{"id": format_day(day).lower(), "starts": [format_week_time(_at(day, minute))]} for day in days]


def _item(service: str, fewest: int) -> Record:
    return {"service": service, **({} if fewest == 1 else {"min_sessions": int(fewest)})}


def evening(clients: int, seed: int = 1) -> Generated:
    """Return an evening programme of so many clients, its timetable fixed."""
    week = EveningWeek(clients, seed)
    add_house(week.draft, clients, week.tracks)
    add_clinicians(week.draft, clients)
    week.add_clients()
    week.add_tracks()
    week.add_family_evening()
    week.add_evening_groups()
    week.add_womens_group()
    week.add_individual_sessions()
    week.add_plans()
    week.narrow_groups()
    add_apart(week.draft, week.rng, clients // 16)
    add_wishes(week.draft, week.rng, 0.6)
    add_avoided(week.draft, week.rng, clients // 16)
    return week.draft.generated()
