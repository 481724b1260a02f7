"""Spare rooms for a loose house, and more clients than a tight or over-subscribed one has places for."""

from collections.abc import Sequence

from iopsched.generating.house import House, is_among
from iopsched.generating.records import Record
from iopsched.generating.timetable import sessions_of

KEPT = ("level", "payers", "programme_week", "hours", "modes", "languages", "age_band", "gender", "track")
"""What a newcomer has in common with the client whose needs it shares."""

PRIMARIES_FOUND = 0.5
"""The share of an over-subscribed house's newcomers for whom there is a primary clinician."""


def add_load(house: House) -> None:
    """Add what was asked for beyond the planted week, and what the load asks for."""
    draft, spec = house.draft, house.spec
    while len(draft.clinicians) < (spec.clinicians or 0):
        house.hire("individual", 1050, house.site_ids[0], "en")
    while len(draft.rooms) < (spec.rooms or 0):
        house.build("office", house.site_ids[0])
    if spec.load == "loose" and spec.rooms is None:
        for site in house.site_ids:
            for feature in ("group", "office"):
                house.build(feature, site)
    patterns = [c for c, record in draft.clients.items() if record.get("level", "iop") == "iop"]
    if spec.load == "tight":
        _admit(house, [patterns[number * 5] for number in range(len(patterns) // 5)], KEPT)
    if spec.load == "over":
        count = spec.newcomers
        patterns = patterns or list(draft.clients)
        chosen = [patterns[number * len(patterns) // count] for number in range(count)]
        _fill_up(house, count)
        _admit(house, chosen, (*KEPT, "tags", "only_groups"))


def _admit(house: House, patterns: Sequence[str], kept: Sequence[str]) -> None:
    """Add a client for each of some others, who needs the same and whom nobody has been found for yet."""
    for number, pattern in enumerate(patterns, 1):
        record = house.draft.clients[pattern]
        alone = [item for item in record["plan"] if "with_guests" not in item and "with_clients" not in item]
        shared: Record = {name: record[name] for name in kept if name in record}
        id_ = f"x{number:04d}"
        house.draft.clients[id_] = {"id": id_, **shared, "plan": alone}


def _fill_up(house: House, newcomers: int) -> None:
    """Leave no seat free that nobody was planted in, and few hours of those who see clients alone."""
    draft = house.draft
    fewest = {name: service.get("min_heads", 2) for name, service in draft.services.items()}
    for id_, group in draft.groups.items():
        heads = [draft.heads(record["id"]) for record in sessions_of(house, id_)]
        group["max_heads"] = max([fewest[group["service"]], *heads])
    primaries = [record["primary"] for record in draft.clients.values() if "primary" in record]
    for number, (id_, clinician) in enumerate(draft.clinicians.items(), 1):
        spare = is_among(number, PRIMARIES_FOUND * newcomers / len(draft.clinicians))
        clinician["max_caseload"] = clinician.get("max_caseload", primaries.count(id_)) + spare
        if "PMHNP" in clinician["credentials"]:
            clinician["max_minutes_per_week"] = draft.board.minutes(id_)
