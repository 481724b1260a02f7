"""Explain: one call for every question about a week, whether it has a schedule or not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iopsched.domain.answers import Answer
from iopsched.domain.instance import Instance
from iopsched.domain.lever_table import DEFAULT_LEVERS, LeverTable
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule
from iopsched.explaining.questions import Questions

if TYPE_CHECKING:
    from iopsched.domain.conflicts import Conflict
    from iopsched.domain.repairs import Menu
    from iopsched.explaining.reasons import Reasons

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
    conflict: "Conflict | None" = None

    @property
    def settled(self) -> bool:
        """Whether everything asked about was answered in time."""
        whole = self.reasons is None or self.reasons.complete
        return whole and all(answer.settled != "unsettled" for answer in self.answers)


def explain(
    instance: Instance,
    schedule: Schedule | None = None,
    *,
    clients: Iterable[str] | None = None,
    questions: Questions | None = None,
    prove: bool = False,
    repairs: bool = False,
    levers: LeverTable = DEFAULT_LEVERS,
    limits: Limits | None = None,
    on_progress: OnExplained = lambda *_: None,
    cancel: Cancel | None = None,
) -> Explanation:
    """Return why a schedule is as it is, why not otherwise, and what would change it.

    Without a schedule: which pins and facts of the instance contradict each other. With one and nothing
    asked: why each shortfall is there, of these `clients` or of all. Otherwise the answers to the
    `questions`, and the menu of `repairs` on these `levers`. Limits are those of one question; left out
    they are what each part takes as usual.

    Raises:
        iopsched.errors.ProblemsError: the schedule is not of the instance or breaks its rules, or a
            question is not understood.
        iopsched.errors.NoScheduleError: whether the instance contradicts itself was not settled in time.
    """
    if schedule is None:
        from iopsched.explaining.contradictions import contradictions

        return Explanation(conflict=contradictions(instance, limits=limits, cancel=cancel))
    found = Explanation()
    if questions:
        found = replace(
            found, answers=_answers(instance, schedule, questions, prove, limits, on_progress, cancel)
        )
    if repairs:
        from iopsched.explaining.repairs import repairs as menu_of

        menu = menu_of(
            instance, schedule, limits=limits, levers=levers, on_progress=on_progress, cancel=cancel
        )
        found = replace(found, menu=menu)
    if not questions and not repairs:
        from iopsched.explaining.reasons import reasons

        why = reasons(
            instance, schedule, clients=clients, limits=limits, on_progress=on_progress, cancel=cancel
        )
        found = replace(found, reasons=why)
    return found


def _answers(
    instance: Instance,
    schedule: Schedule,
    questions: Questions,
    prove: bool,
    limits: Limits | None,
    on_progress: OnExplained,
    cancel: Cancel | None,
) -> tuple[Answer, ...]:
    from iopsched.explaining.why_not import why_not

    wishes = questions.wishes(instance, schedule)
    answers = []
    for number, wish in enumerate(wishes, 1):
        answers.append(why_not(instance, schedule, wish, limits=limits, prove=prove, cancel=cancel))
        on_progress(number, len(wishes))
    return tuple(answers)
