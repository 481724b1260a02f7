"""Chance that cannot be foreseen without a secret, and comes out the same again with it.

Every number is taken from HMAC-SHA256, keyed by the secret, of what it is for. Numbers for different
purposes have nothing to do with each other: to know all of last week's does not help with this week's.
"""

import hashlib
import hmac
from collections.abc import Iterable

_PURPOSE = "iopsched screens 1"
_NUMBERS = 1 << 256


def digest(secret: bytes, *words: str) -> bytes:
    """Return 32 bytes for what `words` say, which hold no line breaks; other words, unrelated bytes."""
    return hmac.new(secret, "\n".join((_PURPOSE, *words)).encode(), hashlib.sha256).digest()


def number_below(limit: int, secret: bytes, *words: str) -> int:
    """Return a number from 0 to `limit` - 1 for what `words` say, each as likely as the others."""
    # What is left over at the top would make small numbers likelier, so it is thrown again.
    fair = _NUMBERS - _NUMBERS % limit
    attempt = 0
    while True:
        number = int.from_bytes(digest(secret, *words, str(attempt)), "big")
        if number < fair:
            return number % limit
        attempt += 1


def one_of(choices: Iterable[tuple[str, ...]], secret: bytes, *words: str) -> tuple[str, ...]:
    """Return one of some lists of words, each as likely as the others, whatever their order.

    Each has a place in a hidden order of its own, and the first is taken. So a choice that was not taken
    can go without changing which is, and one that comes is taken or changes nothing.
    """
    return min(choices, key=lambda choice: digest(secret, *words, *choice))
