"""Whether a week is small enough to be searched whole."""

from iopsched.cpsat.cutting import Cutter
from iopsched.domain.instance import Instance

MOST_CLIENTS, MOST_OPTIONS = 120, 16_000
"""Beyond, a model of the whole week takes longer to build and to begin with than parts take to end."""


def is_light(instance: Instance) -> bool:
    """Return whether a search of the whole week is worth its time."""
    return len(instance.clients) <= MOST_CLIENTS and Cutter(instance).own_options <= MOST_OPTIONS
