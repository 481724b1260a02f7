"""A change pack: for everybody concerned a letter with only its own changes, and a list of whom to call."""

import datetime as dt

from iopsched.domain.differences import Difference, renamed_schedule
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.replanning.change_pack_calls import call_of, in_order, list_json, list_text
from iopsched.replanning.change_pack_letters import letter
from iopsched.replanning.change_pack_notices import people_to_tell
from iopsched.replanning.change_pack_words import wording
from iopsched.replanning.differences_people import guest_owners


def change_pack(
    difference: Difference,
    before: Schedule,
    *,
    instance: Instance | None = None,
    now: dt.datetime | None = None,
) -> dict[str, str]:
    """Return the texts of a change pack by their paths in its folder.

    There is one for every client and clinician concerned (``clients/c014.txt``, ``clinicians/k03.txt``),
    and ``call-list.txt`` and ``call-list.json``. What is over by `now`, on the wall clock, is left out;
    left out itself it is the instance's, or the start of the week. An instance also knows whose guest is
    whose, and the sites of rooms, where it has several.

    Raises:
        iopsched.errors.ProblemsError: `before` is not the schedule the differences are of.
    """
    after = difference.apply(before)
    if now is None and instance is not None:
        now = instance.week.now
    moment = dt.datetime.combine(after.week, dt.time()) if now is None else now.replace(tzinfo=None)
    expected = _in_week_of(after, renamed_schedule(before, difference.renamed))
    words = wording(instance, guest_owners((expected, after), (instance,)))
    persons = in_order(list(people_to_tell(difference, expected, after, moment)))
    compared_with = before.week if difference.by_weekday else None
    calls = [call_of(person, words, moment) for person in persons]
    return {
        "call-list.txt": list_text(calls, after.week, moment),
        "call-list.json": list_json(calls, after.week, moment),
        **{person.file: letter(person, words, after.week, compared_with) for person in persons},
    }


def _in_week_of(after: Schedule, before: Schedule) -> Schedule:
    ahead = after.week - before.week
    sessions = tuple(session.model_copy(update={"date": session.date + ahead}) for session in before.sessions)
    return before.model_copy(update={"week": after.week, "sessions": sessions})
