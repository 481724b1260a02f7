"""A house whose staff and rooms grow as far as the week being planted needs them."""

import datetime as dt
import random
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.generating.board import Stretch
from iopsched.generating.draft import Draft, NoSlotError
from iopsched.generating.records import Record, role
from iopsched.generating.spec import GeneratorSpec

MONDAY = dt.date(2026, 3, 2)
SITE_HOURS = "Mon-Fri 8:00-21:30; Sat 8:00-14:00"
SHIFT_HOURS = {
    "day": "Mon-Fri 8:00-17:00",
    "evening": "Mon-Thu 12:30-21:30; Fri 10:00-18:30",
    "weekend": "Tue-Fri 12:30-21:30; Sat 8:00-14:00",
}
THERAPISTS = ("LCSW", "LPC", "LMFT")
PREFERRED = {"couples": "LMFT", "family-evening": "LMFT", "family-session": "LMFT"}

Growth = Callable[[], bool]
"""Adds one room or one clinician; False if it may not."""


class House:
    """The draft, and the one place that adds sites, services, rooms and clinicians to it.

    `places` is how many clients the week is planted for. `away` gives the clients who see their primary
    clinician at another site than that of their groups, and that site.
    """

    def __init__(self, spec: GeneratorSpec) -> None:
        self.spec = spec
        self.places = spec.clients - spec.newcomers
        self.away: dict[str, str] = {}
        self.rng = random.Random(f"{spec.seed}-{spec.clients}-{spec.sites}-{spec.timetable}-{spec.load}")
        name = f"generated-{spec.clients}-{spec.timetable}-{spec.load}-{spec.seed}"
        self.draft = Draft(name, MONDAY)
        self.site_ids = ["main"] if spec.sites == 1 else [f"site-{chr(97 + n)}" for n in range(spec.sites)]
        for site in self.site_ids:
            self.draft.add_site(site, SITE_HOURS)
        for number, one in enumerate(self.site_ids):
            for other in self.site_ids[:number]:
                self.draft.add_travel(other, one, self.rng.choice((15, 20, 30, 45)))
        self._add_services()

    def has(self, feature: str) -> bool:
        """Return whether the instance is to have a feature."""
        return feature in self.spec.features

    def _add_services(self) -> None:
        add = self.draft.add_service
        group: Record = {"room_features": ["group"], "modes": ["on_site", "telehealth"]}
        office: Record = {"room_features": ["office"], "modes": ["on_site", "telehealth"]}
        process: Record = {"roles": [role(*THERAPISTS)]}
        if self.has("supervision"):
            process = {"roles": [role(*THERAPISTS), role("LPC-A", id_="associate", optional=True)]}
        add("process", 60, max_heads=12, good_size=8, **group, **process)
        add("relapse-prevention", 60, (*THERAPISTS, "LCDC"), clients_per_leader=12, good_size=7, **group)
        add("coping-skills", 60, (*THERAPISTS, "LCDC"), good_size=7, **group)
        add("psychoeducation", 60, (*THERAPISTS, "LCDC"), max_heads=16, **group)
        add("individual", 50, THERAPISTS, format="individual", **office)
        if self.has("guests"):
            add(
                "family-evening",
                90,
                ("LMFT", "LCSW"),
                max_heads=20,
                guests_count_as_heads=True,
                room_features=["large"],
            )
            add("family-session", 60, ("LMFT", "LCSW"), format="family", room_features=["office"])
        if self.has("couples"):
            add("couples", 60, ("LMFT",), format="conjoint", room_features=["office"])
        if self.has("credentials"):
            add("dual-diagnosis", 60, ("LCSW+LCDC", "LPC+LCDC"), **group)
            add("case-management", 30, ("CM", "LCSW"), format="individual", **office)
        if self.has("prescriber"):
            add("medication", 20, ("PMHNP",), credited_minutes=15, format="individual", **office)
        if self.has("levels"):
            add("aftercare", 90, (*THERAPISTS, "LCDC"), **group)
        if self.has("screens"):
            add("drug-screen", 10, credited_minutes=0, format="individual", scheduled=False)

    def hire(self, service: str, start: int, site: str | None, language: str) -> bool:
        """Add a clinician who may lead a service then and there; False if there is no post left."""
        most = self.spec.clinicians
        if most is not None and len(self.draft.clinicians) >= most:
            return False
        sets = self.draft.services[service]["roles"][0]["any_of"]
        wanted = next((one for one in sets if PREFERRED.get(service) in one), None)
        credentials = wanted or sets[len(self.draft.clinicians) % len(sets)]
        self.add_clinician(credentials, start, site, language)
        return True

    def add_clinician(self, credentials: Sequence[str], start: int, site: str | None, language: str) -> str:
        """Add a clinician who works at that time of the week, and return the id."""
        number = len(self.draft.clinicians) + 1
        day, minute = divmod(start, MINUTES_PER_DAY)
        shift = "weekend" if day == 5 else "evening" if minute >= 15 * 60 else "day"
        fields: Record = {"max_minutes_per_day": 390, "max_minutes_per_week": 1620}
        if self.has("breaks"):
            fields |= {"break_minutes": self.rng.choice((0, 5, 10)), "max_run_minutes": 270}
        if len(self.site_ids) > 1 and not {"PMHNP", "CM"} & set(credentials):
            fields["sites"] = self._sites_of(number, site or self.site_ids[0])
        both = self.has("languages") and ({"PMHNP", "CM"} & set(credentials) or number % 4 == 0)
        if language != "en" or both:
            fields["languages"] = ["en", "es"]
        if self.has("supervision") and set(credentials) & set(THERAPISTS) and number % 2:
            fields["may_supervise"] = True
        self.draft.add_clinician(f"k{number:03d}", credentials, SHIFT_HOURS[shift], **fields)
        return f"k{number:03d}"

    def _sites_of(self, number: int, site: str) -> list[str]:
        """Return the sites of a clinician who is hired for one: two for a share of them."""
        second = is_among(number, self.spec.crossing or 0.0)
        return [site, self.next_site(site)] if second else [site]

    def next_site(self, site: str) -> str:
        """Return the site after one, the first after the last."""
        return self.site_ids[(self.site_ids.index(site) + 1) % len(self.site_ids)]

    def build(self, feature: str, site: str) -> bool:
        """Add a room with a feature at a site; False if there is no space left."""
        most = self.spec.rooms
        if most is not None and len(self.draft.rooms) >= most:
            return False
        capacity = {"office": 4, "group": 16, "large": 30}[feature]
        features = ["group", "large"] if feature == "large" else [feature]
        self.draft.add_room(f"r{len(self.draft.rooms) + 1:03d}", capacity, site, features=features)
        return True

    def rooms_at(self, service: str, site: str | None) -> Sequence[str | None]:
        """Return the rooms that suit a service at a site; the one place of telehealth."""
        if site is None:
            return (None,)
        features = self.draft.services[service].get("room_features", ())
        return [room for room in self.draft.rooms_with(*features) if self.draft.place_of(room) == site]

    def leaders_for(self, service: str, language: str) -> list[str]:
        """Return the clinicians who may lead a service in a language, the least busy first."""
        found = self.draft.qualified(service)
        return [k for k in found if language in self.draft.clinicians[k].get("languages", ("en",))]

    def hold(
        self, group: str, meeting: str, start: int, site: str | None, first: Sequence[str] = ()
    ) -> str | None:
        """Plant a group session, `first` being asked first to lead it; None if that cannot be."""
        record = self.draft.groups[group]
        service, language = record["service"], record.get("language", "en")
        end = start + self.draft.services[service]["clock_minutes"]

        def attempt() -> str:
            leaders = [*first, *self.leaders_for(service, language)]
            rooms = self.rooms_at(service, site)
            return self.draft.hold(group, meeting, start, [[k] for k in leaders], rooms)

        stretch = Stretch(start, end, site)
        crowded = not any(
            r is None or self.draft.board.free(r, stretch) for r in self.rooms_at(service, site)
        )
        build, hire = self._growth(service, start, site, language)
        return _try_in_turn(attempt, [build, hire] if crowded else [hire])

    def place(
        self,
        client: str,
        service: str,
        site: str | None,
        first: Sequence[str] = (),
        *,
        clients: Sequence[str] = (),
        guests: Sequence[str] = (),
    ) -> str | None:
        """Plant an individual session, led by one of `first` if any; None if that cannot be."""
        language = self.draft.clients[client].get("languages", ("en",))[0]

        def attempt() -> str:
            leaders = list(first) or self.leaders_for(service, language)
            rooms = self.rooms_at(service, site)
            return self.draft.place(client, service, leaders, rooms, clients=clients, guests=guests)

        low, _ = self.draft.board.windows[client][0]
        build, hire = self._growth(service, low, site, language)
        return _try_in_turn(attempt, [build] if first else [hire, build])

    def _growth(self, service: str, start: int, site: str | None, language: str) -> tuple[Growth, Growth]:
        features = self.draft.services[service].get("room_features", ["office"])

        def build() -> bool:
            return site is not None and self.build(features[-1], site)

        return build, lambda: self.hire(service, start, site, language)


def is_among(number: int, share: float) -> bool:
    """Return whether the `number`-th of many, counted from 1, belongs to an evenly spread share of them."""
    return round(number * share) > round((number - 1) * share)


def _try_in_turn(attempt: Callable[[], str], growth: Iterable[Growth]) -> str | None:
    """Try, and again after each kind of growth that happens; None if nothing helps."""
    for grow in (lambda: True, *growth):
        if grow():
            with suppress(NoSlotError):
                return attempt()
    return None
