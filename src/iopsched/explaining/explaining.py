"""Explain: one call for every question about a week, whether it has a schedule or not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from iopsched.domain.answers import Answer
from iopsched.domain.clients import Client
from iopsched.domain.instance import Instance
from iopsched.domain.lever_table import DEFAULT_LEVERS, LeverTable
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule
from iopsched.explaining.questions import Questions

if TYPE_CHECKING:
    from iopsched.domain.capacity import Capacity
    from iopsched.domain.conflicts import Conflict
    from iopsched.domain.reasons import Reasons
    from iopsched.domain.repairs import Menu

OnExplained = Callable[[int, int], None]
"""Called with how much of what was asked is done, and how much there is."""


@dataclass(frozen=True)
class Explanation:
    """What came of it: only what was asked about is there.

    `answers` follow the questions; without a schedule `conflict` is what contradicts, None if nothing
    does.
    """

    reasons: "Reasons | None" = None
    answers: tuple[Answer, ...] = ()
    menu: "Menu | None" = None
    capacity: "Capacity | None" = None
    conflict: "Conflict | None" = None

    @property
    def settled(self) -> bool:
        """Whether any of what was asked about was answered in time."""
        if self.reasons is not None:
            return self.reasons.complete or bool(self.reasons.reasons)
        return not self.answers or any(answer.settled != "unsettled" for answer in self.answers)


class _How(TypedDict):
    """How each part is asked: how long, who is told of progress, and who may stop it."""

    limits: Limits | None
    on_progress: OnExplained
    cancel: Cancel | None


def explain(
    instance: Instance,
    schedule: Schedule | None = None,
    *,
    clients: Iterable[str] | None = None,
    questions: Questions | None = None,
    prove: bool = False,
    repairs: bool = False,
    capacity: Client | None = None,
    levers: LeverTable = DEFAULT_LEVERS,
    limits: Limits | None = None,
    on_progress: OnExplained = lambda *_: None,
    cancel: Cancel | None = None,
) -> Explanation:
    """Return why a schedule is as it is, why not otherwise, and what would change it.

    Without a schedule: which pins and facts of the instance contradict each other. With one and nothing
    asked: why each shortfall is there, of these `clients` or of all. Otherwise the answers to the
    `questions`, the menu of `repairs`, and the `capacity` for clients like one, both with these `levers`.
    Limits are those of one question; left out they are what each part takes as usual.

    Raises:
        iopsched.errors.ProblemsError: the schedule is not of the instance or breaks its rules, or a
            question is not understood.
        iopsched.errors.NoScheduleError: whether the instance contradicts itself was not settled in time.
    """
    if schedule is None:
        from iopsched.explaining.contradictions import contradictions

        return Explanation(conflict=contradictions(instance, limits=limits, cancel=cancel))
    found, how = Explanation(), _How(limits=limits, on_progress=on_progress, cancel=cancel)
    if questions:
        found = replace(found, answers=_answers(instance, schedule, questions, prove, how))
    if repairs:
        from iopsched.explaining.repairs import repairs as menu_of

        found = replace(found, menu=menu_of(instance, schedule, levers=levers, **how))
    if capacity is not None:
        from iopsched.explaining.capacity import capacity as capacity_for

        found = replace(found, capacity=capacity_for(instance, schedule, capacity, levers=levers, **how))
    if not questions and not repairs and capacity is None:
        from iopsched.explaining.reasons import reasons

        found = replace(found, reasons=reasons(instance, schedule, clients=clients, **how))
    return found


def _answers(
    instance: Instance,
    schedule: Schedule,
    questions: Questions,
    prove: bool,
    how: "_How",
) -> tuple[Answer, ...]:
    from iopsched.explaining.why_not import why_not

    wishes = questions.wishes(instance, schedule)
    answers = []
    for number, wish in enumerate(wishes, 1):
        answer = why_not(instance, schedule, wish, limits=how["limits"], prove=prove, cancel=how["cancel"])
        answers.append(answer)
        how["on_progress"](number, len(wishes))
    return tuple(answers)
