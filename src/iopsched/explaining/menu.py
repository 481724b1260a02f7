"""One entry of the menu: what levers promise, what else they change, and how that is ranked."""

from collections.abc import Iterator, Sequence

from iopsched.continuity.resolving import Verified
from iopsched.domain.differences import LevelChange
from iopsched.domain.instance import Instance
from iopsched.domain.lever_table import LeverTable
from iopsched.domain.levers import AnyLever
from iopsched.domain.repairs import Shortage, Suggestion
from iopsched.explaining.trying import shortage_of
from iopsched.replanning.differences import diff


def suggestion(
    instance: Instance,
    present: Verified,
    before: Shortage,
    base: Verified,
    levers: Sequence[AnyLever],
    shown: Verified,
    table: LeverTable,
) -> Suggestion:
    """Return what a verified schedule shows of levers: effect against `base`, change against `present`."""
    short, still = minutes_short(base), minutes_short(shown)
    difference = diff(present.schedule, shown.schedule)
    was_short = minutes_short(present).keys() | short.keys()
    moved = tuple(change for change in difference.clients if change.id not in was_short)
    cost = sum(lever.cost for lever in levers)
    return Suggestion(
        rank=0,
        levers=tuple(levers),
        sentences=tuple(lever.sentence() for lever in levers),
        cost=cost,
        disruption=cost + table.client_moved * len(moved),
        before=before,
        after=shortage_of(instance, shown.verdict),
        helped=tuple(one for one in short if one not in still),
        better=tuple(one for one in short if 0 < still.get(one, 0) < short[one]),
        worse=tuple(one for one in still if still[one] > short.get(one, 0)),
        moved=moved,
        goals=tuple(
            LevelChange(id=was.id, before=was, after=is_)
            for was, is_ in zip(present.verdict.levels, shown.verdict.levels, strict=True)
        ),
        difference=difference,
    )


def rated(one: Suggestion) -> tuple[object, ...]:
    """Return what suggestions are ranked by, the best first.

    Per point of disruption: clients no longer far short, then clients no longer short, both by priority,
    then minutes. Equals go by the least disruption, then by their sentences.
    """
    points = max(one.disruption, 1)
    gains = zip(one.before.measure, one.after.measure, strict=True)
    return (*((after - before) / points for before, after in gains), one.disruption, one.sentences)


def minutes_short(verified: Verified) -> dict[str, int]:
    """Return the minutes short of each client who is."""
    found: dict[str, int] = {}
    for need in verified.verdict.shortfalls:
        found[need.client] = found.get(need.client, 0) + need.minutes
    return found


def worth_telling(ranked: list[Suggestion]) -> Iterator[Suggestion]:
    """Yield suggestions, but more of the same only where it does more than a better ranked one."""
    told: dict[object, tuple[int, int, int]] = {}
    for one in ranked:
        same = frozenset(_but_for_amounts(lever) for lever in one.levers)
        if same not in told or one.after.measure < told[same]:
            told[same] = one.after.measure
            yield one


def _but_for_amounts(lever: AnyLever) -> tuple[object, ...]:
    amounts = {"cost", "seats", "before", "heads", "minutes", "clients", "sessions", "start", "end"}
    kept = {"open_group": {"start"}, "meeting_start": {"start"}, "room_hour": {"start"}}.get(
        lever.kind, set()
    )
    return tuple(value for name, value in dict(lever).items() if name not in amounts - kept)
