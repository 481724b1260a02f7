"""A conflict: what no schedule keeps together, and the rules that stand in the way."""

from typing import Annotated, Literal

from pydantic import Field

from iopsched.domain.base import Flag, Id, Model
from iopsched.domain.schedule import SCHEMA_VERSION

PartKind = Literal["pin", "history", "attended", "relation", "closure", "now"]


class ConflictPart(Model):
    """A pin, or a fact of the instance, without which there would be a schedule.

    `place` is where it stands in the instance, `sentence` what it says. `needed` tells whether that was
    shown: with all the other parts and without this one a schedule was found.
    """

    kind: PartKind
    place: str
    sentence: str
    needed: Flag


class ConflictRule(Model):
    """A rule that stands in the way of the parts of a conflict.

    `offer` marks one that only says what is offered: how long, in which modes, rooms and by whom.
    `sentence` is the rule's own, `messages` what breaks it where the parts are kept without it. `needed`
    tells whether it was shown that without it, and with the other rules named, the parts can be kept.
    """

    rule: Id
    sentence: str
    offer: Flag
    messages: tuple[str, ...] = ()
    needed: Flag


class Conflict(Model):
    """A set of pins and facts that no schedule keeps together: shown, by a model that has these alone.

    `rules` stand in the way by themselves: they and what a schedule is leave none, whatever the other
    rules say (`rules_suffice`, if that was shown in time). Where there are none, the parts ask for what
    excludes each other, or for what nothing offered can be. `minimal` says that each part was
    shown to be needed, `rules_minimal` that each rule was.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    instance_id: Id
    parts: Annotated[tuple[ConflictPart, ...], Field(min_length=1)]
    rules: tuple[ConflictRule, ...] = ()
    rules_suffice: Flag

    @property
    def minimal(self) -> bool:
        """Whether each part was shown to be needed."""
        return all(part.needed for part in self.parts)

    @property
    def rules_minimal(self) -> bool:
        """Whether the rules were shown to suffice, and each to be needed."""
        return self.rules_suffice and all(rule.needed for rule in self.rules)
