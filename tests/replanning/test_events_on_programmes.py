"""Whatever happens to a shipped week leaves a week behind, the same in whatever order it happens."""

import itertools
import random

import pytest

from iopsched.continuity.carrying import carry_over
from iopsched.domain.instance import Instance
from iopsched.files.reading import read_instance
from iopsched.judging.judge import judge
from iopsched.replanning.events import Absence, Cancelling, Closing, Event, Leaving, apply_events

WEEKS = ("@step-down-30-week-2", "@weekday-mixed-24", "@couple", "@travel")


def happenings(week: Instance, chance: random.Random) -> list[Event]:
    """One event of each kind for everybody and everything, on a day drawn at random."""
    dates = [week.week.date_of(day).isoformat() for day in range(7)]
    return [
        *(Leaving(client=one) for one in week.client),
        *(Leaving(client=one, date=chance.choice(dates)) for one in week.client),
        *(Absence(client=one, date=chance.choice(dates), hours="17-19:30") for one in week.client),
        *(Absence(clinician=one, date=chance.choice(dates)) for one in week.clinician),
        *(Closing(room=one, date=chance.choice(dates)) for one in week.room),
        *(Closing(site=one, date=chance.choice(dates), hours="12-18") for one in week.site),
        *(Cancelling(group=one) for one in week.group),
        *(Cancelling(group=one, date=chance.choice(dates)) for one in week.group),
        *(Cancelling(session=one) for one in week.offer),
    ]


@pytest.mark.parametrize("name", WEEKS)
def test_what_happens_leaves_a_week(name):
    week, chance = read_instance(name), random.Random(7)
    found = happenings(week, chance)
    for event in chance.sample(found, min(len(found), 12)):
        apply_events(week, [event])
    several = chance.sample(found, min(len(found), 8))
    whole = apply_events(week, several)
    for order in itertools.islice(itertools.permutations(several), 1, 4000, 1300):
        again = apply_events(week, order)
        assert again.instance == whole.instance
        assert again.notes == whole.notes
        assert again.instance.digest == whole.instance.digest
    if week.published is not None:
        judge(whole.instance, carry_over(whole.instance, week.published).start)


@pytest.mark.parametrize("name", WEEKS)
def test_nobody_who_left_is_named_anywhere(name):
    week = read_instance(name)
    gone = sorted(week.client)[::3]
    left = apply_events(week, [Leaving(client=one) for one in gone]).instance
    text = left.replace(published=None).model_dump_json()
    assert not [one for one in gone if f'"{one}"' in text or f'"{one}.' in text]
    assert set(left.client) == set(week.client) - set(gone)
