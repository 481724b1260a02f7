"""Asking for explanations while Ctrl-C is listened for, and telling what came of it."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iopsched.cli.exits import Exit
from iopsched.cli.output import note, print_json, print_page
from iopsched.domain.answers import Answer
from iopsched.domain.progress import Limits
from iopsched.explaining.explaining import Explanation, explain
from iopsched.explaining.privacy import ForClient
from iopsched.explaining.questions import Questions

if TYPE_CHECKING:
    from iopsched.domain.clients import Client
    from iopsched.domain.instance import Instance
    from iopsched.domain.lever_table import LeverTable
    from iopsched.domain.reasons import Reasons
    from iopsched.domain.schedule import Schedule

_TICK_SECONDS = 0.1
_LINE_EVERY_SECONDS = 2.0


@dataclass(frozen=True)
class Asking:
    """What the command line asks for. `client` is whose shortfalls are meant, everybody's if None."""

    instance: "Instance"
    schedule: "Schedule | None"
    questions: Questions
    client: str | None
    prove: bool
    repairs: bool
    capacity: "Client | None"
    levers: "LeverTable"
    limits: Limits | None
    quiet: bool

    def run(self, cancel: threading.Event) -> Explanation:
        """Return the explanation, made in a thread of its own so that a signal is seen at once.

        Raises:
            iopsched.errors.IopschedError: whatever `explain` raises.
        """
        done: list[tuple[int, int]] = []
        with ThreadPoolExecutor(1) as pool:
            future = pool.submit(
                explain,
                self.instance,
                self.schedule,
                clients=None if self.client is None else [self.client],
                questions=self.questions,
                prove=self.prove,
                repairs=self.repairs,
                capacity=self.capacity,
                levers=self.levers,
                limits=self.limits,
                on_progress=lambda number, of: done.append((number, of)),
                cancel=cancel,
            )
            shown, ticks = 0, 0
            while not wait([future], timeout=_TICK_SECONDS).done:
                ticks += 1
                if not self.quiet and len(done) > shown and ticks * _TICK_SECONDS >= _LINE_EVERY_SECONDS:
                    shown, ticks = len(done), 0
                    note(f"{done[-1][0]} of {done[-1][1]} done")
            return future.result()


def tell(
    instance: "Instance",
    schedule: "Schedule | None",
    found: Explanation,
    code: Exit,
    for_client: str | None,
    *,
    as_json: bool,
) -> None:
    """Print an explanation, as text or as one JSON document; for one client only what it may be told."""
    private = None if for_client is None else ForClient(instance, for_client)
    if as_json:
        print_json({"exit_code": int(code), **_document(found, schedule, private)})
        return
    _print(found, schedule, private)
    if code == Exit.NO_SCHEDULE:
        note("Not everything was settled in time; allow more with --time-limit.")


def _document(found: Explanation, schedule: "Schedule | None", private: ForClient | None) -> dict[str, Any]:
    document: dict[str, Any] = {} if private is None else {"for_client": private.client}
    if schedule is None:
        document["conflict"] = None if found.conflict is None else found.conflict.model_dump(mode="json")
    if found.reasons is not None:
        document["reasons"] = _reasons_document(found.reasons, private)
    if found.answers:
        document["answers"] = [_answer_document(answer, private) for answer in found.answers]
    if found.menu is not None:
        document["menu"] = found.menu.model_dump(mode="json")
    if found.capacity is not None:
        document["capacity"] = found.capacity.model_dump(mode="json")
    return document


def _reasons_document(reasons: "Reasons", private: ForClient | None) -> dict[str, Any]:
    if private is None:
        return reasons.model_dump(mode="json")
    return {
        "reasons": [
            {
                "need": one.need.model_dump(mode="json"),
                "lies_in": one.lies_in,
                "at_most": one.at_most,
                "sentences": private.sentences(one.sentences),
            }
            for one in reasons.reasons
        ],
        "complete": reasons.complete,
    }


def _answer_document(answer: Answer, private: ForClient | None) -> dict[str, Any]:
    if private is None:
        return answer.model_dump(mode="json")
    return {
        "settled": answer.settled,
        "others_moved": len(answer.moved),
        "sentences": private.sentences(answer.sentences),
    }


def _print(found: Explanation, schedule: "Schedule | None", private: ForClient | None) -> None:
    from iopsched.reporting.explained import answer_page, reasons_page, told_page

    if schedule is None:
        from iopsched.reporting.conflict import conflict_page

        print_page(conflict_page(found.conflict))
    if found.reasons is not None:
        told = [
            (one.need, one.sentences if private is None else private.sentences(one.sentences))
            for one in found.reasons.reasons
        ]
        proved = found.reasons.level_one_proved and private is None and bool(told)
        print_page(reasons_page(told, proved=proved, complete=found.reasons.complete))
    for answer in found.answers:
        if private is None:
            print_page(answer_page(answer))
        else:
            print_page(told_page("Why not", private.sentences(answer.sentences)))
    if found.menu is not None:
        from iopsched.reporting.repairs import menu_page

        print_page(menu_page(found.menu))
    if found.capacity is not None:
        from iopsched.reporting.capacity import capacity_page

        print_page(capacity_page(found.capacity))
