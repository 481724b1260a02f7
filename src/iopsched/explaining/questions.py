"""Why-not questions as people ask them, and the wishes that they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from iopsched.domain.instance import Instance
from iopsched.domain.published_pins import agreeing
from iopsched.domain.relations import Pin
from iopsched.domain.schedule import Schedule
from iopsched.errors import Problem, ProblemsError
from iopsched.replanning.pinning import parse_pin

Wish = tuple[Pin, ...]

_HOLD = re.compile(r"^--hold ")


@dataclass(frozen=True)
class Questions:
    """What is asked, each as text: ids, ``tue-18:00`` for a time, and pins for `why_not`.

    `client` is whom `not_in` is about, and `clinician` and `time` where there is no `session`; `service`
    says which of its own sessions is meant. Each of `not_in`, clinician and time, `not_running` and
    `why_not` is a question of its own.
    """

    client: str | None = None
    session: str | None = None
    service: str | None = None
    not_in: str | None = None
    clinician: str | None = None
    time: str | None = None
    not_running: str | None = None
    why_not: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything is asked."""
        return bool(self.not_in or self.clinician or self.time or self.not_running or self.why_not)

    def wishes(self, instance: Instance, schedule: Schedule) -> tuple[Wish, ...]:
        """Return the wish that each question is, in their order.

        Raises:
            ProblemsError: something is not understood, or the instance does not have it; all are told.
        """
        problems: list[Problem] = []
        wishes: list[Wish] = []
        for texts in self._texts(instance, schedule):
            wish: list[Pin] = []
            for text in texts:
                try:
                    wish.append(parse_pin(text, "hold", instance=instance))
                except ProblemsError as error:
                    problems += (
                        replace(one, place=_HOLD.sub("--why-not ", one.place)) for one in error.problems
                    )
            wishes.append(tuple(pin.model_copy(update={"as_published": False}) for pin in wish))
        if problems:
            raise ProblemsError(dict.fromkeys(problems))
        return tuple(wishes)

    def _texts(self, instance: Instance, schedule: Schedule) -> Iterator[list[str]]:
        if self.not_in is not None:
            kind = "session" if self.not_in in instance.offer else "group"
            yield [f"client:{self.client},{kind}:{self.not_in}"]
        if self.clinician is not None or self.time is not None:
            parts = [self._whose(instance)]
            parts += [] if self.clinician is None else [f"clinician:{self.clinician}"]
            parts += [] if self.time is None else [f"start:{self.time}"]
            yield [",".join(parts)]
        if self.not_running is not None:
            yield list(_running(instance, schedule, self.not_running))
        yield from ([text] for text in self.why_not)

    def _whose(self, instance: Instance) -> str:
        """Return the session, or the client's own session of the service meant."""
        if self.session is not None:
            return f"session:{self.session}"
        who = f"client:{self.client}"
        if self.service is not None:
            return f"{who},service:{self.service}"
        client = instance.client.get(self.client or "")
        own = [] if client is None else list(instance.individual_session_ids(client))
        services = list(dict.fromkeys(service for _, service in own))
        if len(services) > 1:
            message = "the client has own sessions of several services"
            way_out = f"Say which is meant: --service with one of {', '.join(services)}, or --session."
            raise ProblemsError([Problem("question_unclear", "--client", message, way_out, self.client)])
        return f"{who},service:{services[0]}" if services else who


def _running(instance: Instance, schedule: Schedule, group_id: str) -> Iterator[str]:
    """Yield what asks for a group: any meeting where none is held, otherwise each that is not."""
    group = instance.group.get(group_id)
    if group is None or group.attendance == "attend_all":
        yield f"group:{group_id}"
        return
    held = {session.id for session in agreeing(Pin(pin="hold", group=group_id), schedule.sessions)}
    missing = [one for one in map(group.session_id, group.meetings) if one not in held]
    if not held or not missing:
        yield f"group:{group_id}"
    else:
        yield from (f"session:{one}" for one in missing)
