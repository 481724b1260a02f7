"""Random weeks so small that every schedule can be tried, with every kind of rule and goal among them."""

from collections.abc import Callable
from functools import lru_cache
from math import prod
from random import Random

from pydantic import ValidationError

from brute_force import features_of_clients, features_of_groups, features_of_staff, features_of_time
from brute_force.base import Tiny, bare_week
from brute_force.options import LookUps, broken, choices, week_of
from iopsched.domain.instance import Instance
from iopsched.domain.rules import RULES
from iopsched.domain.schedule import Session
from iopsched.errors import ProblemsError

Feature = Callable[[Tiny], None]
FEATURES: tuple[tuple[Feature, float], ...] = (
    *features_of_time.FEATURES,
    *features_of_groups.FEATURES,
    *features_of_staff.FEATURES,
    *features_of_clients.FEATURES,
)
FEWEST_COMBINATIONS, MOST_COMBINATIONS = 12, 8000
PUBLISHED_SHARE = 0.35


@lru_cache(maxsize=2000)
def tiny_instance(seed: int) -> Instance:
    """Return the tiny instance of this seed, the same one always."""
    rng = Random(seed)
    while True:
        instance = _draw(rng)
        if instance is not None and _few(instance):
            return _published(instance, rng) if rng.random() < PUBLISHED_SHARE else instance


def _draw(rng: Random) -> Instance | None:
    """Return a random instance, or None where what was drawn does not fit together."""
    tiny = bare_week(rng)
    for feature, share in FEATURES:
        if tiny.chance(share):
            feature(tiny)
    try:
        return Instance.model_validate(tiny.data)
    except ProblemsError:
        return None
    except ValidationError as error:
        if {one["type"] for one in error.errors()} <= {"min_over_max", "ends_before_start"}:
            return None
        raise


def _few(instance: Instance) -> bool:
    return (
        FEWEST_COMBINATIONS <= prod(1 + len(sessions) for sessions in choices(instance)) <= MOST_COMBINATIONS
    )


def _published(instance: Instance, rng: Random) -> Instance:
    """Return the instance with a published week: any sessions that can be together, or nearly."""
    without = frozenset(rng.sample(sorted(RULES), rng.choice((0, 0, 3))))
    early = frozenset(RULES) - {"held"} - without
    look_up = LookUps(instance)
    sessions: list[Session] = []
    for offered in choices(instance):
        if not offered or rng.random() < 0.2:
            continue
        longer = [*sessions, rng.choice(offered)]
        if next(broken(look_up(longer), early), None) is None:
            sessions = longer
    week = week_of(instance, sessions).model_dump(mode="json")
    return instance.replace(published=week)
