"""What a conflict may be made of: pins, and facts of the instance that can be thought away one by one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from iopsched.conflicts.wording import (
    attended_words,
    closure_words,
    history_words,
    now_words,
    pin_words,
    relation_words,
)
from iopsched.domain.conflicts import ConflictPart, PartKind
from iopsched.domain.instance import Instance


@dataclass(frozen=True)
class Part:
    """A pin or a fact: its kind and its number in its list; `entry` is that of a client's attendance."""

    kind: PartKind
    number: int = 0
    entry: int = 0


NOW = Part("now")
"""The time up to which the week is past. Without it nothing is history."""


def pins_in(instance: Instance) -> list[Part]:
    """Return every pin."""
    return [Part("pin", number) for number in range(len(instance.pins))]


def facts_in(instance: Instance) -> list[Part]:
    """Return every fact that can be thought away, `week.now` left out."""
    return [
        *(Part("closure", number) for number in range(len(instance.week.closures))),
        *(Part("relation", number) for number in range(len(instance.relations))),
        *(
            Part("attended", number, entry)
            for number, client in enumerate(instance.clients)
            for entry in range(len(client.attended))
        ),
        *(Part("history", number) for number in range(len(instance.history))),
    ]


def with_parts_alone(instance: Instance, parts: Collection[Part], *, now: bool) -> Instance:
    """Return the instance without the pins and facts that are not among the parts.

    Without `now` nothing of the week is past, and nothing was held.

    Raises:
        iopsched.errors.ProblemsError: what is left does not fit together.
    """

    def kept(kind: PartKind, number: int, entry: int = 0) -> bool:
        return Part(kind, number, entry) in parts

    week = instance.week.model_copy(
        update={
            "closures": tuple(c for n, c in enumerate(instance.week.closures) if kept("closure", n)),
            "now": instance.week.now if now else None,
        }
    )
    clients = [
        client.model_copy(
            update={
                "attended": tuple(a for e, a in enumerate(client.attended) if kept("attended", number, e))
            }
        )
        if client.attended
        else client
        for number, client in enumerate(instance.clients)
    ]
    return instance.replace(
        week=week,
        clients=tuple(clients),
        pins=tuple(pin for n, pin in enumerate(instance.pins) if kept("pin", n)),
        relations=tuple(r for n, r in enumerate(instance.relations) if kept("relation", n)),
        history=tuple(s for n, s in enumerate(instance.history) if now and kept("history", n)),
    )


def told_parts(
    instance: Instance, parts: Collection[Part], needed: Collection[Part]
) -> Iterator[ConflictPart]:
    """Yield the parts as they are shown, pins first."""
    for part in sorted(parts, key=lambda part: (part.kind != "pin", part.kind, part.number, part.entry)):
        place, sentence = _told(instance, part)
        yield ConflictPart(kind=part.kind, place=place, sentence=sentence, needed=part in needed)


def _told(instance: Instance, part: Part) -> tuple[str, str]:
    number = part.number
    match part.kind:
        case "pin":
            return f"pins[{number}]", pin_words(instance.pins[number])
        case "history":
            session = instance.history[number]
            return f"history[{number}] ({session.id})", history_words(session)
        case "relation":
            return f"relations[{number}]", relation_words(instance.relations[number])
        case "closure":
            return f"week.closures[{number}]", closure_words(instance.week.closures[number])
        case "attended":
            client = instance.clients[number]
            place = f"clients[{number}] ({client.id}).attended[{part.entry}]"
            return place, attended_words(client.id, client.attended[part.entry])
        case "now":
            return "week.now", now_words(instance.week)
