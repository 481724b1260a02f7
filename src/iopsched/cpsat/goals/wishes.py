"""Level 3: wishes, company and cover."""

from collections import defaultdict

from iopsched.cpsat.expr import Expr, total, weighted
from iopsched.cpsat.items import Item, Literal
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import within
from iopsched.domain.clients import Client, Preference
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.hours import Hours


def _led_by(v: Variables, item: Item, clinician: str) -> Literal | None:
    """Return a literal for attending an item led by a clinician; None if that cannot be."""
    leads = v.led[item.placement].get(clinician)
    place = v.place[item.placement]
    if leads is None:
        return None
    if leads.index == place.index:
        return item.literal
    if item.literal.index == place.index:
        return leads
    both = v.new()
    v.model.add_implication(both, leads)
    v.model.add_implication(both, item.literal)
    v.model.add_bool_or([both, ~leads, ~item.literal])
    return both


def _inside(hours: Hours, item: Item) -> bool:
    base = item.day * MINUTES_PER_DAY
    return within(list(hours.days[item.day]), item.start - base, item.end - base)


def _touches(hours: Hours, item: Item) -> bool:
    base = item.day * MINUTES_PER_DAY
    return any(a + base < item.end and item.start < b + base for a, b in hours.days[item.day])


def _matching(v: Variables, client: Client, wish: Preference) -> list[Literal]:
    """Return literals of which any one makes the wish true (or, avoided, broken)."""
    items = v.of_client[client.id]
    if wish.group is not None:
        return [
            i.literal for i in items if i.placement.slot.group and i.placement.slot.group.id == wish.group
        ]
    if wish.clinician is not None:
        found = [_led_by(v, item, wish.clinician) for item in items]
        return [literal for literal in found if literal is not None]
    if wish.day is not None:
        return [item.literal for item in items if item.day == wish.day]
    assert wish.hours is not None
    if wish.avoid:
        return [item.literal for item in items if _touches(wish.hours, item)]
    return [item.literal for item in items if not _inside(wish.hours, item)]


def _unmet(v: Variables) -> dict[str, list[tuple[int, Literal]]]:
    """Return per client the strength of each wish and a literal that is true if it is unmet."""
    if v.unmet is None:
        v.unmet = defaultdict(list)
        for client in v.clients:
            for wish in client.preferences:
                unmet = v.new()
                literals = _matching(v, client, wish)
                if wish.avoid or wish.hours is not None:
                    for literal in literals:
                        v.model.add_implication(literal, unmet)
                else:
                    v.model.add_bool_or([unmet, *literals])
                v.unmet[client.id].append((wish.strength, unmet))
    return v.unmet


def worst_unmet_wishes(v: Variables) -> Expr:
    """The worst-off client's unmet share of its wishes, in permille, rounded up."""
    unmet = _unmet(v)
    if not unmet:
        return 0
    worst = v.model.new_int_var(v.part.worst_elsewhere if v.part is not None else 0, 1000, "")
    for wishes in unmet.values():
        strengths = sum(strength for strength, _ in wishes)
        v.model.add(strengths * worst >= weighted((1000 * strength, literal) for strength, literal in wishes))
    return worst


def unmet_beyond(v: Variables, share: int) -> Expr:
    """How far clients are from at most this share (permille) of unmet wishes, in thousandths of strength.

    It falls with each client who comes closer, where the worst-off client's share stays until all have.
    """
    beyond = []
    for wishes in _unmet(v).values():
        strengths = sum(strength for strength, _ in wishes)
        lacking = v.model.new_int_var(0, 1000 * strengths, "")
        v.model.add(
            lacking
            >= weighted((1000 * strength, literal) for strength, literal in wishes) - share * strengths
        )
        beyond.append(lacking)
    return total(beyond)


def unmet_wishes(v: Variables) -> Expr:
    """The strength of all unmet wishes."""
    return weighted(wish for wishes in _unmet(v).values() for wish in wishes)


def company_missing(v: Variables) -> Expr:
    """Optional company that does not come along."""
    missing = []
    for p, clients in v.client.items():
        asking = v.world.asking.optional_company[p.slot.service.id]
        for client_id, attends in clients.items() if asking else ():
            item = v.world.item(client_id, p.slot.service.id) if client_id in asking else None
            if item is None:
                continue
            company = [clients.get(c) for c in item.with_clients]
            company += [v.guest[p].get(g) for g in item.with_guests]
            for there in company:
                if there is None:
                    missing.append(attends)
                else:
                    alone = v.new()
                    v.model.add_bool_or(alone, ~attends, there)
                    missing.append(alone)
    return total(missing)


def cover_sessions(v: Variables) -> Expr:
    """Sessions led by cover instead of the client's primary."""
    covered = []
    for p, clients in v.client.items():
        asking = v.world.asking.covered[p.slot.service.id]
        for client_id, attends in clients.items() if asking else ():
            primary = v.world.instance.client[client_id].primary
            if client_id not in asking or primary is None:
                continue
            leads = v.led[p].get(primary)
            if leads is None:
                covered.append(attends)
            else:
                cover = v.new()
                v.model.add_bool_or(cover, ~attends, leads)
                covered.append(cover)
    return total(covered)


TERMS = {
    "worst_unmet_wishes": worst_unmet_wishes,
    "unmet_wishes": unmet_wishes,
    "company_missing": company_missing,
    "cover_sessions": cover_sessions,
}
