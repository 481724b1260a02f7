"""Whose wishes a schedule leaves unmet, and how far."""

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.judging.building import build_index
from iopsched.judging.terms.wishes import unmet_shares


def unmet_shares_of(instance: Instance, schedule: Schedule) -> dict[str, int]:
    """Return the share of unmet wishes, in thousandths rounded up, of each client who has wishes."""
    return unmet_shares(build_index(instance, schedule))
