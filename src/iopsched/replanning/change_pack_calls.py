"""The call list of a change pack: whom to tell first, what, and how."""

import datetime as dt
import json
from dataclasses import asdict, dataclass
from typing import Literal

from iopsched.domain.schedule import Session
from iopsched.replanning.change_pack_notices import Notice, Person
from iopsched.replanning.change_pack_words import (
    Wording,
    kind,
    people,
    when,
    written_date,
    written_time,
)

CALL_WITHIN = dt.timedelta(hours=48)
"""Who is affected sooner than this is called; others get a message."""


@dataclass(frozen=True)
class Call:
    """One line of the call list; `further` counts the other changes in the person's letter."""

    who: Literal["client", "clinician"]
    id: str
    when: str
    how: Literal["call", "message"]
    tell: str
    further: int
    file: str


def in_order(persons: list[Person]) -> list[Person]:
    """Return people in order of urgency: time, what is cancelled or earlier first, clients first."""
    return sorted(
        persons, key=lambda one: (one.first_time, one.first.rank, one.who != "client", one.change.id)
    )


def call_of(person: Person, words: Wording, now: dt.datetime) -> Call:
    """Return the line of the call list for a person."""
    tell = _tell_client if person.who == "client" else _tell_clinician
    return Call(
        who=person.who,
        id=person.change.id,
        when=f"{person.first_time:%Y-%m-%dT%H:%M}",
        how="call" if person.first_time - now <= CALL_WITHIN else "message",
        tell=tell(person.change.id, person.first, words),
        further=len(person.notices) - 1,
        file=person.file,
    )


def list_text(calls: list[Call], monday: dt.date, now: dt.datetime) -> str:
    """Return the call list to be read by people."""
    number = sum(call.how == "call" for call in calls)
    lines = [
        f"Call list, week of {written_date(monday)}, as of {written_time(now)}",
        f"{number} to call (affected within 48 hours), {len(calls) - number} to message.",
    ]
    for index, call in enumerate(calls, 1):
        time = written_time(dt.datetime.fromisoformat(call.when))
        lines += ["", f"{index}. {call.how.upper()} {call.who} {call.id} - {time}", f"   {call.tell}"]
        if call.further:
            more = "1 more change" if call.further == 1 else f"{call.further} more changes"
            lines.append(f"   And {more}: see {call.file}")
    return "\n".join([*lines, ""])


def list_json(calls: list[Call], monday: dt.date, now: dt.datetime) -> str:
    """Return the call list for programs."""
    document = {
        "schema_version": 1,
        "week": monday.isoformat(),
        "now": f"{now:%Y-%m-%dT%H:%M}",
        "calls": [asdict(call) for call in calls],
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _tell_client(client: str, notice: Notice, words: Wording) -> str:
    old, new = notice.before, notice.after
    if new is None:
        told = f"Your {kind(notice.shown)} on {when(notice.shown)} is cancelled."
    elif old is None:
        with_whom = f", with {people(new.leaders)}" if new.leaders else ""
        told = f"You have a new {kind(new)} on {when(new)}, {words.at(new)}{with_whom}."
    else:
        told = _changed(old, new, notice, words)
    sentence = words.guest_sentence(old, new, client)
    return f"{told} {sentence}".strip()


def _tell_clinician(_: str, notice: Notice, words: Wording) -> str:
    old, new = notice.before, notice.after
    if new is None:
        fate = f"{people(notice.led_on)} will" if notice.led_on else "it is cancelled"
        return f"You no longer lead the {kind(notice.shown)} on {when(notice.shown)}: {fate}."
    if old is None:
        return f"You lead the {kind(new)} on {when(new)}, {words.at(new)}."
    told = [_changed(old, new, notice, words)]
    joined = len({*new.clients, *new.guests} - {*old.clients, *old.guests})
    left = len({*old.clients, *old.guests} - {*new.clients, *new.guests})
    if joined or left:
        told.append(f"Who attends changes: {joined} more, {left} fewer.")
    return " ".join(told).strip()


def _changed(old: Session, new: Session, notice: Notice, words: Wording) -> str:
    parts = []
    if notice.other_place:
        parts.append(f"{words.at(new)} instead of {words.at(old)}")
    if notice.other_leaders:
        parts.append(f"led by {people(new.leaders)} instead of {people(old.leaders)}")
    if notice.moved:
        parts.insert(0, f"on {when(new)} instead of {when(old)}")
        return f"Your {kind(new)} is {', '.join(parts)}."
    if parts:
        return f"Your {kind(new)} on {when(new)} is {', '.join(parts)}."
    if old.id != new.id:
        return f"Your {kind(new)} on {when(new)} is another one than before."
    return f"Your {kind(new)} on {when(new)}:"
