"""What of a schedule a report shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Selection:
    """Ids of clients, clinicians and groups, and days (Monday being 0); all empty means everything."""

    clients: tuple[str, ...] = ()
    clinicians: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    days: tuple[int, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether nothing was singled out."""
        return not (self.clients or self.clinicians or self.groups or self.days)

    def shown(self, chosen: tuple[str, ...], known: list[str]) -> list[str]:
        """Return the ids of one kind to show: those chosen, or all where nothing was singled out."""
        return [one for one in known if self.everything or one in chosen]
