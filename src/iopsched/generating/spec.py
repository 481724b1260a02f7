"""What kind of instance to generate."""

from dataclasses import dataclass
from typing import Literal

FEATURES: dict[str, str] = {
    "ages": "an adolescent track with its own level of care, after school",
    "attended": "a week planned again on its Tuesday: what was attended on Monday is given",
    "authorisation": "authorised windows and qualifying days left",
    "avoid": "clients who avoid a clinician",
    "breaks": "pauses, longest runs and meals of clinicians and clients",
    "caps": "most trips and most groups of a client, arrival and departure times",
    "caseload": "caseloads, and clients whose primary clinician is still to be assigned",
    "closed": "closed tracks with their members",
    "closures": "hours of the week in which a site is closed",
    "couples": "conjoint sessions of two clients, or of a client and a guest",
    "cover": "plan items that the primary clinician or cover may deliver",
    "credentials": "a dual-diagnosis group whose leader needs two credentials, case management",
    "eligibility": "groups by gender, track, tag, level and programme week",
    "exceptions": "dated exceptions to hours of clinicians, clients and rooms",
    "expiry": "credentials that expire during the week",
    "guests": "family evenings and family sessions",
    "languages": "a Spanish-speaking track",
    "leaving_out": "meetings that cost something to leave out",
    "levels": "a partial-hospitalisation track and aftercare beside the intensive tracks",
    "payers": "payer profiles with qualifying days, service days and gaps",
    "pins": "sessions that are held or forbidden",
    "prescriber": "medication visits with a prescriber who has few hours",
    "published": "a published schedule that this one should stay close to",
    "relations": "clients kept apart or together",
    "screens": "drug screens: a service that is never scheduled",
    "sets": "parallel tracks of which a client is in one only",
    "staffing": "more than one clinician present at a site",
    "stays": "admissions and discharges inside the week",
    "supervision": "associates who co-lead under supervision",
    "wishes": "preferences of clients",
}
"""The parts that a generated instance can have, and what each brings."""

DEFAULT_FEATURES = tuple(name for name in FEATURES if name not in ("attended", "published"))
"""What an instance has unless told otherwise: everything of a week planned afresh."""


Load = Literal["loose", "balanced", "tight", "over"]
LOADS: tuple[Load, ...] = ("loose", "balanced", "tight", "over")


BEYOND = 0.25
"""The share of clients for whom an over-subscribed house is not built."""


@dataclass(frozen=True)
class GeneratorSpec:
    """What to generate; the same spec always gives the same instance.

    `clinicians` and `rooms` left out are as many as the planted week needs; with fewer, some of its
    needs are not met. `load`: ``loose`` leaves spare meetings, rooms and hours, ``balanced`` about what
    a programme has, ``tight`` adds clients for whom there was no place, ``over`` builds the house for
    fewer clients than it has. `telehealth` is the share of clients seen by telehealth, from 0 to 1.
    `crossing` is the share of clients and of clinicians who go to two sites, the others keeping to
    theirs; left out, groups of any site admit clients of every one. `features` are names of `FEATURES`.
    """

    seed: int = 1
    clients: int = 24
    clinicians: int | None = None
    rooms: int | None = None
    sites: int = 1
    timetable: Literal["fixed", "open"] = "fixed"
    load: Load = "balanced"
    telehealth: float = 0.0
    crossing: float | None = None
    features: tuple[str, ...] = DEFAULT_FEATURES

    def __post_init__(self) -> None:
        limits = {"clients": (2, 5000), "clinicians": (1, 2000), "rooms": (1, 2000), "sites": (1, 26)}
        for name, (low, high) in limits.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise ValueError(f"{name} is from {low} to {high}")
        for name in ("telehealth", "crossing"):
            if not 0 <= (getattr(self, name) or 0.0) <= 1:
                raise ValueError(f"{name} is a share from 0 to 1")
        if self.timetable not in ("fixed", "open") or self.load not in LOADS:
            raise ValueError("timetable is fixed or open; load is loose, balanced, tight or over")
        if not set(self.features) <= set(FEATURES):
            raise ValueError(f"the features are {', '.join(FEATURES)}")

    @property
    def newcomers(self) -> int:
        """How many of the clients an over-subscribed house is not built for; two at least have a place."""
        if self.load != "over":
            return 0
        return min(max(1, round(self.clients * BEYOND)), self.clients - 2)
