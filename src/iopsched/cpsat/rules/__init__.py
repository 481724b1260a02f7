"""Every rule of the model under its name: the table of contents."""

from iopsched.cpsat.filters import ModelRule
from iopsched.cpsat.rules import client, group, pin, place, relation, staff, time

RULES: dict[str, ModelRule] = {
    **time.RULES,
    **staff.RULES,
    **place.RULES,
    **group.RULES,
    **client.RULES,
    **relation.RULES,
    **pin.RULES,
}
"""Model rules by the names of `iopsched.domain.rules.RULES`; cheap filters come first in a family."""
