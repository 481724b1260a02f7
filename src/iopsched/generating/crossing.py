"""Clients of a house with several sites: most keep to one, some go to two."""

from collections.abc import Sequence

from iopsched.generating.house import House, is_among
from iopsched.generating.tracks import Track


def send_away(house: House, tracks: Sequence[Track]) -> None:
    """Choose the clients who are to see their primary clinician at the site after their own."""
    if len(house.site_ids) < 2:
        return
    site_of = {client: track.site for track in tracks for client in track.clients if track.kind.level != "op"}
    on_site = [client for client in house.draft.clients if site_of.get(client)]
    share = (house.spec.crossing or 0.0) * house.places / max(1, len(on_site))
    for number, client in enumerate(on_site, 1):
        if is_among(number, share):
            house.away[client] = house.next_site(site_of[client] or "")
            # By telehealth it would not have to go anywhere.
            house.draft.clients[client]["modes"] = ["on_site"]


def keep_to_sites(house: House, tracks: Sequence[Track]) -> None:
    """Admit every client to the groups of its own sites only, and to those that meet by telehealth."""
    draft = house.draft
    places = {
        group: {draft.place_of(room) for room in record.get("rooms", ())}
        for group, record in draft.groups.items()
    }
    for track in tracks:
        for client in track.clients:
            own = {track.site, house.away.get(client)} - {None}
            if own:
                draft.clients[client]["only_groups"] = [
                    group for group, sites in places.items() if not sites or sites & own
                ]
