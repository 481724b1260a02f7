"""What a client's level, payers and own band ask for together, and the stay they apply to."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from iopsched.domain.clients import Client
from iopsched.domain.instance import Instance
from iopsched.domain.levels import WeekRules


@dataclass(frozen=True)
class CombinedRules:
    """The strictest of all week rules of one client; None where nobody asks for anything."""

    min_minutes_per_week: int | None
    max_minutes_per_week: int | None
    min_service_days: int | None
    max_service_days: int | None
    qualifying_day_minutes: int | None
    min_qualifying_days: int | None
    max_minutes_per_day: int | None
    max_gap_days: int | None

    @property
    def qualifying_minutes(self) -> int:
        """Fewest credited minutes of a qualifying day; any, where nobody sets it."""
        return 1 if self.qualifying_day_minutes is None else self.qualifying_day_minutes


def combine(instance: Instance, client: Client) -> CombinedRules:
    """Return the strictest rules of the client's level, payers and own band."""
    sources: list[WeekRules] = [instance.level[client.level]]
    sources += [instance.payer[payer] for payer in client.payers]
    return CombinedRules(
        min_minutes_per_week=_highest(
            [client.min_minutes_per_week, *(rules.min_minutes_per_week for rules in sources)]
        ),
        max_minutes_per_week=_lowest(
            [client.max_minutes_per_week, *(rules.max_minutes_per_week for rules in sources)]
        ),
        min_service_days=_highest(rules.min_service_days for rules in sources),
        max_service_days=_lowest(rules.max_service_days for rules in sources),
        qualifying_day_minutes=_highest(rules.qualifying_day_minutes for rules in sources),
        min_qualifying_days=_highest(rules.min_qualifying_days for rules in sources),
        max_minutes_per_day=_lowest(rules.max_minutes_per_day for rules in sources),
        max_gap_days=_lowest(rules.max_gap_days for rules in sources),
    )


def _highest(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)


def _lowest(values: Iterable[int | None]) -> int | None:
    return min((value for value in values if value is not None), default=None)


def in_stay(client: Client, date: dt.date) -> bool:
    """Return whether the date is neither before the client's first nor after its last."""
    started = client.starts_on is None or client.starts_on <= date
    return started and (client.ends_on is None or date <= client.ends_on)


def stay_dates(instance: Instance, client: Client) -> list[dt.date]:
    """Return the dates of the week that lie in the client's stay."""
    week = [instance.week.date_of(day) for day in range(7)]
    return [date for date in week if in_stay(client, date)]


def authorised(client: Client, date: dt.date) -> bool:
    """Return whether the date is inside the authorised window (always, if there is none)."""
    window = client.authorisation
    if window is None:
        return True
    begun = window.first_date is None or window.first_date <= date
    return begun and (window.last_date is None or date <= window.last_date)
