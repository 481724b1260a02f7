"""Couples who require each other: one session, named by one of them."""

from iopsched.cpsat.world import World


def doubled_couples(world: World) -> set[str]:
    """Return session ids that a partner's ids make superfluous.

    Where two clients require each other for one service, every session of either has both, so the
    ids of the one with more sessions (or the first in order) can name all of them. What a pin holds by
    its id is not superfluous.
    """
    doubled: set[str] = set()
    for client in world.instance.clients:
        for item in client.plan:
            if len(item.with_clients) != 1 or item.company != "required":
                continue
            partner = world.instance.client[item.with_clients[0]]
            theirs = partner.item_for(item.service)
            if theirs is None or theirs.company != "required" or theirs.with_clients != (client.id,):
                continue
            mine_most, their_most = world.most_sessions(item), world.most_sessions(theirs)
            if mine_most is None or their_most is None:
                continue
            if (-mine_most, client.id) > (-their_most, partner.id):
                doubled.update(
                    session
                    for session, service in world.instance.individual_session_ids(client)
                    if service == item.service
                )
    return doubled - {pin.session for pin in world.instance.pins if pin.pin == "hold"}
