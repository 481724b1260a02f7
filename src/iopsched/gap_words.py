"""How far a schedule is from the best possible, in people's terms."""

from iopsched.domain.goals import TERMS
from iopsched.domain.instance import Instance
from iopsched.domain.result import LevelResult

_BEST = {
    "abandoned": "no schedule leaves fewer clients with less than half of a need",
    "clients_short": "no schedule meets every need of more clients than this one",
    "minutes_short": "no schedule has fewer credited minutes short",
    "changed_attendance": "no schedule changes less",
    "worst_unmet_wishes": "no schedule is better for the client worst off with its wishes",
    "unmet_wishes": "no schedule meets more wishes",
    "idle_minutes": "no schedule is less of a burden",
    "undersized": "no schedule uses rooms, sizes and clinicians better",
    "fill": "no schedule fills more seats",
}


def gap_words(instance: Instance, levels: tuple[LevelResult, ...]) -> tuple[str, ...]:
    """Return one sentence per level: what is proved, or how much better at most another could be."""
    return tuple(_sentence(instance, level) for level in levels)


def _sentence(instance: Instance, level: LevelResult) -> str:
    first = next(iter(level.terms))
    what = _BEST.get(first, f"no schedule has less of: {TERMS[first].sentence[:-1].lower()}")
    given = " among those as good on the levels before" if level.bound_kind == "conditional" else ""
    if level.bound is None:
        return f"{level.id}: the search ended before this level; nothing is proved"
    if level.optimal:
        return f"{level.id}: proved: {what}{given}"
    distance = level.value - level.bound
    equal_priority = all(client.priority == 1 for client in instance.clients)
    if first in ("abandoned", "clients_short") and equal_priority:
        clients = "client" if distance == 1 else "clients"
        better = "be spared that" if first == "abandoned" else "have every need met"
        return f"{level.id}: at most {distance} more {clients} could {better}{given}"
    reach = f"{level.value} now, {level.bound} proved; {level.unit}"
    return f"{level.id}: at most {distance} better ({reach}){given}"
