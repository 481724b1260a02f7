"""Random weeks so small that every schedule can be tried, with every kind of rule and goal among them."""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from math import prod
from random import Random

from pydantic import ValidationError

from brute_force import features_of_clients, features_of_groups, features_of_staff, features_of_time
from brute_force.base import Tiny, bare_week
from brute_force.options import LookUps, broken, choices, week_of
from iopsched.domain.clients import Attendance, Client
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
AHEAD = range(300)
"""The seeds of weeks that are all ahead; any other one's has begun."""


@lru_cache(maxsize=2000)
def tiny_instance(seed: int) -> Instance:
    """Return the tiny instance of this seed, the same one always."""
    rng = Random(seed)
    while True:
        instance = _draw(rng)
        if instance is not None and _few(instance):
            if rng.random() < PUBLISHED_SHARE:
                instance = _published(instance, rng)
            return instance if seed in AHEAD else _begun(instance, rng)


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


def _begun(instance: Instance, rng: Random) -> Instance:
    """Return the instance on one of its days, with any sessions held so far, against the rules or not."""
    offered = [found for found in choices(instance) if found]
    drawn = [rng.choice(rng.choice(offered)) for _ in range(3)]
    last = min(drawn, key=lambda session: (session.date, session.start))
    now = dt.datetime.combine(last.date, dt.time()) + dt.timedelta(minutes=last.start + 30)
    week = instance.week.model_copy(update={"now": now})
    past = ([one for one in found if week.is_past(one.date, one.start)] for found in offered)
    held = [_as_it_came(instance, rng.choice(found), rng) for found in past if found and rng.random() < 0.7]
    clients = tuple(_attending(client, held, rng) for client in instance.clients)
    return instance.replace(week=week, history=tuple(held), clients=clients)


def _attending(client: Client, held: list[Session], rng: Random) -> Client:
    """Return a client with what is known of its attendance, of sessions it was planned for or not."""
    told = [session for session in held if rng.random() < (0.35 if client.id in session.clients else 0.1)]
    entries = [
        {
            "date": session.date,
            "credited_minutes": (minutes := rng.choice((0, 0, 30, 60))),
            "session": session.id,
            "service": session.service if minutes and client.item_for(session.service) else None,
        }
        for session in told
    ]
    return client.model_copy(
        update={"attended": (*client.attended, *map(Attendance.model_validate, entries))}
    )


def _as_it_came(instance: Instance, session: Session, rng: Random) -> Session:
    """Return a session as nobody would plan it, now and then."""
    if rng.random() < 0.6:
        return session
    leaders = rng.sample(sorted(instance.clinician), rng.randint(0, len(instance.clinician)))
    clients = rng.sample(sorted(instance.client), rng.randint(0, len(instance.client)))
    return session.model_copy(update={"leaders": tuple(leaders), "clients": tuple(clients)})
