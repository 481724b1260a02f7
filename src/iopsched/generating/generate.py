"""Generates an instance around a valid week that is planted first."""

from iopsched.generating.crossing import send_away
from iopsched.generating.draft import Generated
from iopsched.generating.features import add_features
from iopsched.generating.house import House
from iopsched.generating.offices import (
    add_couples,
    add_guests,
    add_individual_sessions,
    add_special_groups,
    write_plans,
)
from iopsched.generating.spec import GeneratorSpec
from iopsched.generating.tracks import choose_tracks, enrol_clients, hold_hours, hold_tracks


def generate(spec: GeneratorSpec) -> Generated:
    """Return an instance as `spec` asks, and the schedule it was built around.

    The planted schedule breaks no rule. Unless the load is tight or over, or clinicians or rooms are
    fewer than the planted week needs, it meets every need too.
    """
    house = House(spec)
    tracks = choose_tracks(house)
    enrol_clients(house, tracks)
    if spec.crossing is not None:
        send_away(house, tracks)
    hold_tracks(house, tracks)
    hold_hours(house, tracks)
    if house.has("guests"):
        add_guests(house, tracks)
    add_special_groups(house, tracks)
    if house.has("couples"):
        add_couples(house, tracks)
    add_individual_sessions(house, tracks)
    house.draft.drop_unattended()
    write_plans(house)
    add_features(house, tracks)
    return house.draft.generated()
