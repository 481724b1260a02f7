"""Mutations: for every rule, edits of a valid week that break it, and no other rule where that can be."""

from iopsched.domain.rules import RULES
from mutations.clients import CLIENTS
from mutations.duty import DUTY
from mutations.edit import Mutation
from mutations.past import PAST
from mutations.relations import RELATIONS
from mutations.sessions import SESSIONS
from mutations.staff import STAFF
from mutations.time import TIME

_ALL = {**TIME, **STAFF, **DUTY, **SESSIONS, **CLIENTS, **RELATIONS, **PAST}

MUTATIONS: dict[str, tuple[Mutation, ...]] = {rule: _ALL[rule] for rule in RULES}
"""For every rule, different ways to break it in any valid week; None where a week gives no occasion."""
