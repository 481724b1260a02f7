"""A reason in sentences."""

from collections.abc import Iterator, Sequence

from iopsched.cpsat.alone import Reach
from iopsched.domain.reasons import LiesIn
from iopsched.domain.result import Need
from iopsched.judging.words import counted

_NUMBERED = "abcdefgh"


def needed(need: Need) -> str:
    """Return what a need asks for, as ``540 credited minutes`` or ``2 sessions of dbt``."""
    if need.kind == "sessions":
        return f"{counted(need.needed, 'session')} of {need.subject}"
    if need.kind == "membership":
        return f"its place in {need.subject}"
    if need.kind == "gap_days":
        return f"{counted(need.needed, 'stretch of days')} with a service day in each"
    things = {
        "week_minutes": "credited minute",
        "qualifying_days": "qualifying day",
        "service_days": "service day",
    }
    return counted(need.needed, things[need.kind])


def shortfall(need: Need) -> str:
    """Return the shortfall to begin a sentence with: ``c014 is 90 min short of 540 credited minutes``."""
    if need.kind == "membership":
        return f"{need.client} is not in {need.subject}, of which it is a member"
    unit = "min" if need.unit == "minutes" else need.unit if need.short != 1 else need.unit.removesuffix("s")
    return f"{need.client} is {need.short} {unit} short of {needed(need)}"


def reason_sentences(
    need: Need,
    lies_in: LiesIn,
    reach: Reach | None,
    causes: Sequence[tuple[Sequence[str], bool]],
    *,
    beside: bool = False,
) -> tuple[str, ...]:
    """Return what a reason says: the shortfall with what stands in its way, then whose limit that is.

    `causes` are the obstacles of each, and whether all of them are shown to be needed. With `beside`
    what the client can have is beside its other needs.
    """
    if lies_in == "search":
        words = "and need not be: plan again from this schedule, for a better one was found"
        return (f"{shortfall(need)}, {words}",)
    return (_in_the_way(need, causes), *_whose(need, lies_in, reach, beside=beside))


def _in_the_way(need: Need, causes: Sequence[tuple[Sequence[str], bool]]) -> str:
    start = shortfall(need)
    if not causes:
        return f"{start}; no set of rules was found whose breaking would meet it"
    if len(causes) == 1:
        return f"{start}: {_together(*causes[0])}"
    options = [f"({_NUMBERED[number]}) {_together(*cause)}" for number, cause in enumerate(causes)]
    return f"{start}; it would be met if any one of these were otherwise: {'; '.join(options)}"


def _together(obstacles: Sequence[str], fewest: bool) -> str:
    joined = " and ".join(obstacles)
    if len(obstacles) > 1:
        joined = f"{joined}, {'both' if len(obstacles) == 2 else 'all'} at once"
    return joined if fewest else f"{joined} (not shown to be minimal)"


def _whose(need: Need, lies_in: LiesIn, reach: Reach | None, *, beside: bool) -> Iterator[str]:
    client = need.client
    if lies_in == "data":
        yield f"the data of {client} ask for more than they allow: the floor is above the ceiling"
    elif lies_in == "client" and reach is not None:
        most = f"{reach.most} of {needed(need)}"
        has = " beside what it has of its other needs" if beside else ""
        yield (
            f"proved: {client} can have at most {most}{has}, even with all other clients removed and fewest "
            f"heads waived"
        )
    elif lies_in == "programme":
        yield (
            f"proved: {client} could have it without the others, but no schedule gives it that and leaves "
            f"everybody else as well off"
        )
    elif lies_in == "unproved":
        yield "whether a better schedule could meet it was not settled: the search ended first"
