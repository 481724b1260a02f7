"""Spoils copies of files, as data and as bytes, and tries what reading makes of them."""

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

from iopsched.domain.instance import Instance
from iopsched.errors import ProblemsError
from iopsched.files.parsing import parse_json
from iopsched.files.reading import instance_from_data, problems_of
from iopsched.files.schedules import schedule_from_data
from iopsched.files.writing import instance_data, json_text
from ship_instances import instance_paths

ROOT = Path(__file__).resolve().parents[2]
ODD_NUMBERS = (0, 1, -1, 7, 10**6, -(10**17), 2**63, 0.5, 1e300, float("nan"), float("inf"), True, None)
ODD_TEXTS = ("", " ", "x", "x" * 64, "x" * 65, "x" * 999, "x" * 5000, "Zo\u00eb", "\0", "\ud800")
ODD_TIMES = (
    *("9", "24:00", "25:00", "-1:00", "\u0661\u0662:\u0663\u0660", "Mon", "Mon 17:30", "Mon 24:00"),
    *("Mon 9-12", "Mon 9-12; Mon 12-13", "Mon-Sun 0-24", "always", "never"),
    *("2026-03-02", "2026-03-09", "2026-02-30", "0001-01-01", "9999-12-31", "\uff12\uff10\uff12\uff16-03-02"),
)
WORDS = (
    "c01",
    "main",
    "iop",
    "UTC",
    "America",
    "../UTC",
    "hold",
    "group",
    "on_site",
    "telehealth",
    "individual",
)
CONTAINERS: tuple[Any, ...] = (
    [],
    {},
    [[]],
    [None],
    ["c01", "c01"],
    {"id": "c01"},
    {"id": None},
    [{}] * 3,
    {"": 0},
)
ODD_VALUES: tuple[Any, ...] = (*ODD_NUMBERS, *ODD_TEXTS, *ODD_TIMES, *WORDS, *CONTAINERS)


def bases() -> list[Any]:
    """Return the data of the example and of every instance in the repository."""
    paths = [ROOT / "docs" / "example.json", *instance_paths()]
    return [json.loads(path.read_text()) for path in paths]


def positions(node: Any) -> list[tuple[Any, Any]]:
    """Return (container, key) of every value inside `node`."""
    found: list[tuple[Any, Any]] = []
    waiting = [node]
    while waiting:
        container = waiting.pop()
        keys = list(container) if isinstance(container, dict) else range(len(container))
        for key in keys:
            found.append((container, key))
            if isinstance(container[key], dict | list):
                waiting.append(container[key])
    return found


def spoil(data: Any, rng: random.Random) -> Any:
    """Return a copy of `data` with one to four things changed."""
    spoilt = json.loads(json.dumps(data))
    for _ in range(rng.choice((1, 1, 2, 4))):
        found = positions(spoilt)
        if not found:
            break
        container, key = rng.choice(found)
        other, other_key = rng.choice(found)
        change = rng.randrange(7)
        if change <= 2:
            container[key] = _copy(rng.choice(ODD_VALUES))
        elif change == 3:
            del container[key]
        elif change == 4:
            container[key] = _copy(other[other_key])
        elif change == 5 and isinstance(container, list):
            container.insert(rng.randrange(len(container) + 1), _copy(container[key]))
        elif isinstance(container, dict):
            odd = rng.choice(ODD_VALUES)
            container[odd if isinstance(odd, str) else str(other_key)] = container.pop(key)
        else:
            container[key] = [_copy(container[key])]
    return spoilt


def _copy(value: Any) -> Any:
    return json.loads(json.dumps(value))


def garble(content: bytes, rng: random.Random) -> bytes:
    """Return a copy of `content` with bytes lost, changed, doubled or cut off."""
    garbled = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(garbled) + 1)
        span = rng.choice((1, 1, 2, 10, 500))
        change = rng.randrange(5)
        if change == 0:
            del garbled[at : at + span]
        elif change == 1:
            garbled[at : at + 1] = rng.randbytes(1)
        elif change == 2:
            garbled[at:at] = rng.choice(
                (b'"', b"{", b"}", b"[", b"]", b",", b"\\", b"NaN", b"1e999", b"\xff")
            )
        elif change == 3:
            garbled[at:at] = garbled[at : at + span]
        else:
            del garbled[at:]
    return bytes(garbled)


def outcome(data: Any) -> str:
    """Read data as an instance; return what came of it. Whatever is neither is a defect, and raises."""
    instance, problems = problems_of(data)
    for problem in problems:
        assert problem.message, problem
        assert str(problem).isascii(), problem
    errors = [problem for problem in problems if problem.severity == "error"]
    assert (instance is None) == bool(errors), errors
    if instance is None:
        return "refused"
    _reads_back(instance)
    return "accepted"


def _reads_back(instance: Instance) -> None:
    again = instance_from_data(json.loads(json_text(instance_data(instance))))
    assert again == instance
    assert again.digest == instance.digest


def outcome_of_bytes(content: bytes) -> str:
    """Read bytes as an instance; return what came of it."""
    try:
        data = parse_json(content, "instance")
    except ProblemsError as error:
        return _told(error, "not JSON")
    return outcome(data)


def outcome_of_schedule(data: Any, instance: Instance) -> str:
    """Read data as a schedule of the instance; return what came of it."""
    try:
        schedule_from_data(data, instance)
    except ProblemsError as error:
        return _told(error, "refused")
    return "accepted"


def _told(error: ProblemsError, what: str) -> str:
    assert error.problems
    assert str(error).isascii(), error.problems
    return what


def try_spoilt(count: int, seed: int) -> Counter[str]:
    """Try that many spoilt files, and return how many came to what."""
    rng = random.Random(seed)
    data = bases()
    texts = [json.dumps(base).encode() for base in data]
    counts: Counter[str] = Counter()
    for number in range(count):
        if number % 3 == 2:
            counts[outcome_of_bytes(garble(rng.choice(texts), rng))] += 1
        else:
            counts[outcome(spoil(rng.choice(data), rng))] += 1
    return counts
