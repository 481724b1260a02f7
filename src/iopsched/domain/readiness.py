"""What one day without a clinician or a room would come to."""

import datetime as dt
from typing import Literal

from iopsched.domain.base import Model

AbsentKind = Literal["clinician", "room"]


class AbsenceOutcome(Model):
    """What one day without a clinician or a room comes to, after the best re-plan that was found.

    `sessions` need another leader or room. `short` are the clients who fall short then and did not
    before, `minutes_short` by how much. At least `at_least` more clients fall short in the best re-plan
    of all, and it is `proved` if that does no better. `churn` is the share of assignments that change.
    `found` is false where no schedule was found: nothing is said of the clients then. It is `blocked` if
    there is none, for pins or what is given ask for what cannot be held; otherwise time was short.
    """

    kind: AbsentKind
    id: str
    date: dt.date
    sessions: tuple[str, ...]
    short: tuple[str, ...]
    at_least: int
    minutes_short: int
    churn: float
    found: bool
    blocked: bool = False
    proved: bool


class Readiness(Model):
    """What every absence of a day comes to, the worst first; `complete` if all were asked about."""

    outcomes: tuple[AbsenceOutcome, ...]
    asked: int
    complete: bool
