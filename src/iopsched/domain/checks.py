"""Cross-checks of an instance whose fields are right one by one."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance


def require_consistent(instance: "Instance") -> None:
    """Raise `ProblemsError` unless every reference and every pair of fields fits."""
