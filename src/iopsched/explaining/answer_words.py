"""The answer to a why-not question in sentences."""

from collections.abc import Iterable, Iterator

from iopsched.domain.answers import Answer, Ban, LevelPrice
from iopsched.domain.clock import format_day, format_time, format_week_time
from iopsched.domain.differences import ClientChange, ShortfallChange
from iopsched.domain.goals import TERMS
from iopsched.domain.instance import Instance
from iopsched.domain.published_pins import agreeing
from iopsched.domain.relations import Pin
from iopsched.domain.result import Need
from iopsched.domain.rules import RULES
from iopsched.domain.schedule import Schedule, Session
from iopsched.judging.words import counted, listed

MOST_NAMED = 6
"""How many people or sessions a sentence names one by one."""

_COUNTS = {
    "abandoned": ("client left far short", "clients left far short"),
    "clients_short": ("client short of a need", "clients short of a need"),
    "minutes_short": ("minute short", "minutes short"),
}
_LEVELS = {
    "abandoned": "priority of clients left far short",
    "clients_short": "priority of clients short of a need",
    "changed_attendance": "change",
    "worst_unmet_wishes": "the worst-off client's unmet wishes",
    "unmet_wishes": "unmet wishes",
    "idle_minutes": "burden",
    "undersized": "resources",
}


def wish_words(pin: Pin) -> str:
    """Return a pin as ``c014 in dbt-1`` or ``relapse-2.1 led by k05 at Tue 18:00``."""
    what = pin.session or pin.group
    parts = [] if what is None else [what]
    if pin.service is not None:
        parts.append(f"a session of {pin.service}" if what is None else f"of {pin.service}")
    if pin.client is not None:
        parts = [f"{pin.client} in {' '.join(parts)}"] if parts else [f"{pin.client} in a session"]
    if not parts:
        parts = ["a session"]
    for said, word in (
        (pin.clinician, "led by"),
        (pin.room, "in room"),
        (None if pin.mode is None else pin.mode.replace("_", " "), "held"),
        (None if pin.day is None else format_day(pin.day), "on"),
        (None if pin.start is None else format_week_time(pin.start), "at"),
        (None if pin.until is None else format_week_time(pin.until), "before"),
    ):
        if said is not None:
            parts.append(f"{word} {said}")
    words = " ".join(parts)
    return f"no {words}" if pin.pin == "forbid" else words


def answer_sentences(instance: Instance, answer: Answer, schedule: Schedule) -> Iterator[str]:
    """Yield the answer sentence by sentence; `schedule` is the one it speaks of."""
    wish = listed(wish_words(pin) for pin in answer.wish)
    if answer.settled == "already":
        found = {s.id: s for pin in answer.wish for s in agreeing(pin, schedule.sessions)}
        where = f" ({_row(_told(one) for one in found.values())})" if found else ""
        yield f"the schedule has it already: {wish}{where}"
    elif answer.ban is not None:
        yield from _forbidden(wish, answer.ban)
    elif answer.settled == "unsettled":
        yield f"not settled: whether there can be a schedule with {wish} was not found out in time"
        yield from _in_the_way(answer)
    else:
        yield from _allowed(instance, answer, wish)


def _forbidden(wish: str, ban: Ban) -> Iterator[str]:
    if ban.lies_in == "rules":
        yield f"proved: {wish} cannot be, whoever else is in the week"
    else:
        yield f"proved: {wish} cannot be together with all that this week holds"
    for rule in ban.rules:
        for violation in ban.violations:
            if violation.rule == rule:
                yield f"{rule}: {violation.message}"
    if not ban.rules:
        yield "which rules forbid it was not found out"
        return
    if ban.rules == ("past_kept",) and not ban.violations:
        yield f"past_kept: all that it could be is past. {RULES['past_kept'].sentence}"
        return
    if not ban.fewest:
        yield "these are the rules that it breaks as it stands; that all of them matter was not shown"
    elif len(ban.rules) == 1:
        yield f"tried: without the rule {_ruled(ban.rules[0])} it could be"
    else:
        yield (
            f"tried: without the rules {listed(ban.rules)} it could be, and not with any one of them kept: "
            + " ".join(RULES[rule].sentence for rule in ban.rules)
        )


def _ruled(rule: str) -> str:
    return f"{rule} ({RULES[rule].sentence.rstrip('.')})"


def _in_the_way(answer: Answer) -> Iterator[str]:
    for violation in answer.in_the_way[:MOST_NAMED]:
        yield f"as the week stands it would break {violation.rule}: {violation.message}"


def _allowed(instance: Instance, answer: Answer, wish: str) -> Iterator[str]:
    others = "with nobody else's week changed"
    if answer.moved:
        number = len(answer.moved)
        others = f"with {'1 other client' if number == 1 else f'{number} other clients'}"
        others += "'s week changed" if number == 1 else "' weeks changed"
    yield f"{wish} can be, {others}: a schedule with it was found that keeps every rule"
    yield from _in_the_way(answer)
    plain = all(client.priority == 1 for client in instance.clients)
    dearer = [level for level in answer.levels if level.at_most != level.before]
    proved = [level for level in answer.levels if level.at_least]
    for level in answer.levels:
        if level in dearer or level in proved:
            yield _price(level, plain)
    if not dearer:
        yield "it costs nothing: every goal stays as good as it is"
    yield from (_shortfall(change) for change in answer.shortfalls)
    yield from (_change(change) for change in (*answer.own, *answer.moved[:MOST_NAMED]))
    if len(answer.moved) > MOST_NAMED:
        yield f"and the weeks of {len(answer.moved) - MOST_NAMED} more clients change"


def _price(level: LevelPrice, plain: bool) -> str:
    first = level.terms[0]
    more, least = level.at_most - level.before, None
    if level.at_least is not None:
        least = level.at_least - level.before
    name = _LEVELS.get(first, TERMS[first].sentence.rstrip(".").lower())
    if first == "minutes_short" or (plain and first in _COUNTS):
        name = _COUNTS[first][1]
        amount = _counted_more(more, _COUNTS[first])
    else:
        amount = f"{abs(more)} {'less' if more < 0 else 'more'}"
    said = f"goal {level.id}, {name}: {level.before} now, "
    if level.exact:
        return f"{said}{level.at_most} with it: {amount} exactly (proved)"
    if least is not None and least > 0:
        return f"{said}at most {level.at_most} with it: {amount} at most, {least} more at least (proved)"
    if least is not None and least > 0 - level.before:
        return f"{said}at most {level.at_most} with it, at least {level.at_least} (proved)"
    return f"{said}at most {level.at_most} with it: {amount} {'at most' if more > 0 else 'at least'}"


def _counted_more(more: int, words: tuple[str, str]) -> str:
    noun = words[0] if abs(more) == 1 else words[1]
    return f"{abs(more)} {'fewer' if more < 0 else 'more'} {noun}"


def _shortfall(change: ShortfallChange) -> str:
    need = change.after or change.before
    assert need is not None
    about = _need(need)
    if change.course == "gone":
        return f"{change.client} is no longer short of its {about}"
    course = {"new": "newly", "worse": "more", "better": "less"}[change.course]
    was = 0 if change.before is None else change.before.short
    return f"{change.client} is {course} short of its {about}: {was} before, {need.short} then"


def _need(need: Need) -> str:
    return {
        "week_minutes": f"{need.needed} credited minutes",
        "qualifying_days": counted(need.needed, "qualifying day"),
        "service_days": counted(need.needed, "service day"),
        "sessions": f"{counted(need.needed, 'session')} of {need.subject}",
        "gap_days": "longest gap between service days",
        "membership": f"place in {need.subject}",
    }[need.kind]


def _change(change: ClientChange) -> str:
    told = [
        f"{word} {_row(which)}"
        for word, which in (
            ("joins", change.joined),
            ("leaves", change.left),
            ("comes at another time to", change.moved),
            ("finds other leaders in", change.other_leaders),
            ("goes elsewhere for", change.other_place),
        )
        if which
    ]
    return f"{change.id} {', '.join(told) or 'has other guests'}"


def _row(things: Iterable[str]) -> str:
    names = list(things)
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"
    return listed(names)


def _told(session: Session) -> str:
    return f"{session.id} {format_day(session.date.weekday())} {format_time(session.start)}"
