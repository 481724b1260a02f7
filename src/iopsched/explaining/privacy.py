"""Explanations meant for one client: nobody else is named, and nobody learns who is kept from whom."""

import re
from collections.abc import Iterable
from functools import cached_property

from iopsched.domain.instance import Instance
from iopsched.judging.words import counted

ARRANGEMENTS = "the programme's own arrangements stand in the way"
"""What stands for every sentence on who is kept apart or together."""

_RELATIONS = ("apart_in_session", "apart_in_building", "kept_together", "kept apart", "kept together")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_MARK = "\x00"
_GUEST = "\x01"
_SESSION = "\x02"
_LIST = rf"[{_MARK}{_GUEST}](?:(?:, | and |,? or | )[{_MARK}{_GUEST}])*"
_NAMED = re.compile(rf"(?:\b(?:clients?|guests?|another client|others?) )?(?P<names>{_LIST})")


class ForClient:
    """What may be told to one client of an instance."""

    def __init__(self, instance: Instance, client: str) -> None:
        self._instance, self.client = instance, client

    def sentences(self, told: Iterable[str]) -> tuple[str, ...]:
        """Return sentences that name no other client, no guest of another and no roster.

        Others are counted instead, what is only about them is left out, and so is who is kept apart.
        """
        found: dict[str, None] = {}
        for sentence in told:
            kept = self._sentence(sentence)
            if kept is not None:
                found[kept] = None
        return tuple(found)

    def _sentence(self, sentence: str) -> str | None:
        if any(word in sentence for word in _RELATIONS):
            return ARRANGEMENTS
        first = _WORD.match(sentence)
        if first is not None and self._kind(first[0]) is not None:
            return None
        marked = _WORD.sub(self._marked, sentence)
        return _NAMED.sub(_number, marked).replace(_SESSION, "another session")

    def _marked(self, word: re.Match[str]) -> str:
        text = word[0]
        for end in range(len(text), 0, -1):
            # An id may end a sentence or a list, and then looks longer than it is.
            if end < len(text) and text[end:].strip("._-"):
                break
            kind = self._kind(text[:end])
            if kind is not None:
                return kind + text[end:]
        return text

    def _kind(self, word: str) -> str | None:
        return self._others.get(word)

    @cached_property
    def _others(self) -> dict[str, str]:
        """Return what stands for each id that is not the client's to know."""
        others: dict[str, str] = {}
        for client in self._instance.clients:
            if client.id == self.client:
                continue
            others[client.id] = _MARK
            others.update((guest.id, _GUEST) for guest in client.guests)
            sessions = self._instance.individual_session_ids(client)
            others.update((session, _SESSION) for session, _ in sessions)
        others.update(
            (session.id, _SESSION)
            for session in self._instance.history
            if session.kind == "individual" and self.client not in session.clients
        )
        return others


def _number(match: re.Match[str]) -> str:
    clients, guests = match["names"].count(_MARK), match["names"].count(_GUEST)
    parts = [
        f"another {thing}" if number == 1 else counted(number, f"other {thing}")
        for number, thing in ((clients, "client"), (guests, "guest"))
        if number
    ]
    return " and ".join(parts)
