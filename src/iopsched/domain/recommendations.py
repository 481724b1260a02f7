"""What is recommended to somebody who needs a week, or one session more."""

from iopsched.domain.base import Model
from iopsched.domain.differences import ClientChange
from iopsched.domain.result import Certificate, LevelValue
from iopsched.domain.schedule import Session


class Recommendation(Model):
    """A whole week for one client, verified together with everybody else's.

    `sessions` are those of the client, `certificate` what they come to, `unchanged` whether the client
    has this week already. `levels` are the goals of the house, `costs` how much each rises against the
    week as published. `moved` says what changes for other clients, `uses_up` which last seats and hours
    it takes.
    """

    rank: int
    client: str
    unchanged: bool
    sessions: tuple[Session, ...]
    certificate: Certificate
    levels: tuple[LevelValue, ...]
    costs: dict[str, int]
    moved: tuple[ClientChange, ...] = ()
    uses_up: tuple[str, ...] = ()


class Recommendations(Model):
    """What is recommended to a client, the best first.

    `required` is the session that every recommendation holds, if one more was asked for. `complete`
    says that there is nothing else to recommend, `proved` that nothing is better than the first.
    """

    client: str
    required: str | None = None
    may_move: int
    recommended: tuple[Recommendation, ...]
    complete: bool
    proved: bool
