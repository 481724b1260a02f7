"""What solving and verifying give back: violations, needs, certificates, levels, verdicts."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import PrivateAttr

from iopsched.domain.base import Model
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.errors import IopschedError

if TYPE_CHECKING:
    import pandas as pd

NeedKind = Literal["week_minutes", "qualifying_days", "service_days", "sessions", "gap_days", "membership"]


class Violation(Model):
    """A rule that a schedule breaks, who and what is involved, and the sentence to show.

    `sessions`, `people` (clients, guests, clinicians) and `places` (rooms, sites) are ids.
    """

    rule: str
    message: str
    sessions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class Need(Model):
    """A floor of one client and how far the schedule meets it.

    `subject` is the service or group it is about. `short` is ``max(0, needed - got)`` in `unit`;
    `minutes` is what the shortage counts in minutes short. `impossible` marks a floor above the
    client's own combined ceiling: no schedule can meet it, the data asks for too much.
    """

    client: str
    kind: NeedKind
    subject: str | None = None
    unit: Literal["minutes", "days", "sessions", "groups"]
    needed: int
    got: int
    short: int
    minutes: int
    impossible: bool = False


class Certificate(Model):
    """One client's week: credited minutes per date, attended ones included, and the needs."""

    client: str
    level: str
    minutes_by_date: dict[dt.date, int]
    minutes: int
    service_days: int
    qualifying_days: int
    needs: tuple[Need, ...]
    line: str

    @property
    def met(self) -> bool:
        """Whether every need is met."""
        return all(need.short == 0 for need in self.needs)


class LevelValue(Model):
    """A goal level's value on one schedule, and each term's share before weighing."""

    id: str
    value: int
    unit: str
    terms: dict[str, int]
    scale: int | None = None


class Verdict(Model):
    """What the judge says of a schedule: every violation, value and certificate.

    `history` is what would break a rule but is over: only sessions that started before `week.now` are
    involved, and nobody can change them. It makes no schedule invalid.
    """

    violations: tuple[Violation, ...]
    history: tuple[Violation, ...] = ()
    levels: tuple[LevelValue, ...]
    certificates: tuple[Certificate, ...]

    @property
    def valid(self) -> bool:
        """Whether the schedule breaks no rule."""
        return not self.violations

    @property
    def shortfalls(self) -> tuple[Need, ...]:
        """Every need that is not met, client by client."""
        return tuple(need for line in self.certificates for need in line.needs if need.short > 0)


class LevelResult(Model):
    """A solved goal level: value (the judge's), bound, and how firm the bound is.

    `bound_kind`: ``proved`` holds for every schedule that is as good on earlier levels, all of which
    are proved optimal; ``conditional`` only for schedules that keep the values reached there;
    ``none`` where the search never got to this level. `gap` is ``|value - bound|`` over `scale`, a
    share of 1, or in the level's own unit where `scale` is missing.
    """

    id: str
    value: int
    bound: int | None
    bound_kind: Literal["proved", "conditional", "none"]
    unit: str
    terms: dict[str, int]
    scale: int | None = None
    seconds: float = 0.0

    @property
    def optimal(self) -> bool:
        """Whether no schedule does better here, given the levels before."""
        return self.bound is not None and self.bound == self.value

    @property
    def gap(self) -> float | None:
        """The distance to the bound as a share of the scale, or in units; None without a bound."""
        if self.bound is None:
            return None
        distance = abs(self.value - self.bound)
        return distance / self.scale if self.scale else float(distance)


@dataclass(frozen=True)
class _Origin:
    """The instance of a result. All are alike: where results come from makes no difference to them."""

    instance: Instance | None = field(default=None, compare=False, repr=False)


class SolveResult(Model):
    """A verified schedule with its levels, shortfalls and certificates.

    `status`: ``optimal`` if every level is proved optimal, ``feasible`` otherwise. `interrupted`
    says that the caller stopped the search. `words` says the gap in people's terms. `effort` is what the
    search took in the solver's deterministic units.
    """

    _origin: _Origin = PrivateAttr(default_factory=_Origin)

    status: Literal["optimal", "feasible"]
    schedule: Schedule
    levels: tuple[LevelResult, ...]
    certificates: tuple[Certificate, ...]
    shortfalls: tuple[Need, ...]
    words: tuple[str, ...] = ()
    interrupted: bool = False
    seconds: float = 0.0
    first_schedule_seconds: float | None = None
    effort: float | None = None

    @classmethod
    def from_solving(cls, instance: Instance, **facts: Any) -> Self:
        """Return a result of these facts, which knows the instance that was solved."""
        result = cls(**facts)
        result._origin = _Origin(instance)
        return result

    def of_instance(self, instance: Instance) -> Self:
        """Return the same result, which knows the instance that it is of; its facts stay as they are.

        Raises:
            iopsched.errors.IopschedError: its schedule is of another instance.
        """
        digest = self.schedule.instance_digest
        if self.schedule.instance_id != instance.id or digest not in (None, instance.digest):
            raise IopschedError("the result is of another instance")
        return type(self).from_solving(instance, **dict(self))

    def frames(self) -> "dict[str, pd.DataFrame]":
        """Return pandas frames: sessions, enrolments, clients, needs, clinicians and goals.

        Their columns and dtypes are those of `iopsched.domain.frames.FRAMES`, empty ones too.

        Raises:
            iopsched.errors.IopschedError: the result was not made by solving and knows no instance.
        """
        instance = self._origin.instance
        if instance is None:
            raise IopschedError(
                "this result was not made by solving and knows no instance, which frames are made from: "
                "use result.of_instance(instance).frames(), or frames_of(instance, result.schedule)"
            )
        from iopsched.domain.frames import frames

        return frames(instance, self.schedule, self.certificates, self.levels)
