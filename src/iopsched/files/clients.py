"""Reading clients who arrive: one client, or a list of them, written as in an instance."""

from pathlib import Path
from typing import Any

from iopsched.domain.base import Model
from iopsched.domain.clients import Client
from iopsched.domain.references import known_ids, mentions
from iopsched.errors import Problem, ProblemsError
from iopsched.files.fields import limited, once, validate_parts
from iopsched.files.parsing import oddities, oversize, parse_json
from iopsched.files.sources import read_bytes
from iopsched.files.wording import known_keys


class _Arriving(Model):
    clients: tuple[Client, ...]


def read_clients(source: str | Path) -> tuple[Client, ...]:
    """Return the clients in a .json file, or ``-`` for standard input.

    Whether what they refer to exists is the instance's to say.

    Raises:
        ProblemsError: it cannot be read, or a client in it is invalid; every problem is listed.
    """
    return clients_from_data(parse_json(read_bytes(source, "clients"), "clients"))


def clients_from_data(data: Any) -> tuple[Client, ...]:
    """Return the clients that plain JSON data spells: one object, or a list of them.

    Raises:
        ProblemsError: one is invalid; every problem is listed.
    """
    if isinstance(data, dict):
        data = [data]
    if not isinstance(data, list):
        message, way_out = "a client or a list of clients is expected", "Write a client in braces."
        raise ProblemsError([Problem("not_an_object", "clients", message, way_out)])
    if not data:
        raise ProblemsError([Problem("list_empty", "clients", "the list has no client", "Add one.")])
    whole = {"clients": data}
    unreadable = oversize(whole, known_keys())
    if unreadable is not None:
        raise ProblemsError([unreadable])
    known = known_ids(tuple(mentions(_Arriving, whole)))
    found = list(oddities(whole, known | known_keys()))
    parts = validate_parts(_Arriving, whole, known)
    problems = once([*found, *parts.problems])
    if problems:
        raise ProblemsError(limited(problems))
    clients: tuple[Client, ...] = parts.values()["clients"]
    return clients
