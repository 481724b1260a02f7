"""Derives the rules of an instance from its planted week, so that the week keeps all of them."""

from collections.abc import Callable, Sequence

from iopsched.generating.client_features import (
    add_authorisations,
    add_caps,
    add_cover,
    add_meals,
    add_payers,
    add_stays,
)
from iopsched.generating.crossing import keep_to_sites
from iopsched.generating.history import attend_monday, publish
from iopsched.generating.house import House
from iopsched.generating.load import add_load
from iopsched.generating.relations import add_apart, add_avoided, add_together, add_wishes
from iopsched.generating.staff_features import (
    add_associates,
    add_caseloads,
    add_closure,
    add_exceptions,
    add_expiry,
    add_staffing,
    trim_roles,
)
from iopsched.generating.timetable import (
    add_eligibility,
    add_pins,
    close_tracks,
    cost_leaving_out,
    list_leaders_and_rooms,
    open_timetable,
    relate_tracks,
)
from iopsched.generating.tracks import Track

Feature = Callable[[House, Sequence[Track]], None]


def _levels(house: House) -> None:
    used = {record.get("level", "iop") for record in house.draft.clients.values()}
    presets = {"iop": "asam_2_1", "adolescent": "adolescent_iop", "php": "php", "op": "op"}
    house.draft.levels += [{"id": id_, "preset": presets[id_]} for id_ in presets if id_ in used | {"iop"}]


def _relations(house: House) -> None:
    count = max(1, house.places // 20)
    add_apart(house.draft, house.rng, count)
    add_apart(house.draft, house.rng, count, building=True)
    add_together(house.draft, house.rng, count)


def add_features(house: House, tracks: Sequence[Track]) -> None:
    """Add every feature the house is to have; the order matters, for some read what others wrote."""
    draft, rng, spec = house.draft, house.rng, house.spec
    _levels(house)
    steps: list[tuple[str, Callable[[], None]]] = [
        ("breaks", lambda: add_meals(house)),
        ("caps", lambda: add_caps(house)),
        ("payers", lambda: add_payers(house)),
        ("authorisation", lambda: add_authorisations(house)),
        ("stays", lambda: add_stays(house)),
        ("cover", lambda: add_cover(house)),
        ("caseload", lambda: add_caseloads(house)),
        ("closures", lambda: add_closure(house)),
        ("exceptions", lambda: add_exceptions(house)),
        ("expiry", lambda: add_expiry(house)),
        ("eligibility", lambda: add_eligibility(house, tracks)),
        ("closed", lambda: close_tracks(house, tracks)),
        ("sets", lambda: relate_tracks(house, tracks)),
        ("leaving_out", lambda: cost_leaving_out(house)),
        ("relations", lambda: _relations(house)),
        ("avoid", lambda: add_avoided(draft, rng, max(1, house.places // 20))),
        ("wishes", lambda: add_wishes(draft, rng, 0.4)),
        ("published", lambda: publish(house)),
        ("attended", lambda: attend_monday(house)),
        ("staffing", lambda: add_staffing(house)),
        ("pins", lambda: add_pins(house)),
    ]
    if house.has("supervision"):
        add_associates(house)
    list_leaders_and_rooms(house)
    if spec.crossing is not None:
        keep_to_sites(house, tracks)
    if spec.timetable == "open":
        open_timetable(house)
    for feature, add in steps:
        if house.has(feature):
            add()
    add_load(house)
    trim_roles(house)
