"""What every lever is: one thing that can be done about a week, an edit of one instance, as data."""

from abc import abstractmethod
from typing import TYPE_CHECKING

from iopsched.domain.base import Count, Model

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance


class Lever(Model):
    """One thing that can be done: `sentence` says it, `apply` does it, `cost` is how much it disturbs."""

    cost: Count = 0

    @abstractmethod
    def sentence(self) -> str:
        """Return what is done, as a sentence that names ids and numbers."""

    def apply(self, instance: "Instance") -> "Instance":
        """Return the instance with this done.

        Raises:
            iopsched.errors.ProblemsError: the instance does not know an id, or the outcome does not fit.
        """
        from iopsched.domain.lever_edits import applied

        return applied(self, instance)
