"""On weeks drawn at random: what a suggestion promises, planning anew with it done gives at least."""

import random

import pytest

from builders import client, clinician, group, individual, instance, item, room, service
from iopsched import Limits, solve
from iopsched.domain.lever_table import DEFAULT_LEVERS
from iopsched.explaining.repairs import repairs
from iopsched.explaining.trying import shortage_of
from iopsched.judging.judge import judge

REPAIRS = Limits(reproducible=True, effort=6.0, workers=1)
SOLVE = Limits(reproducible=True, effort=6.0, workers=1)
DAYS = ("Mon", "Tue", "Wed")


def tight_week(seed):
    """A small week that asks for more than there is of seats, chairs, hours or leaders."""
    draw = random.Random(seed)
    services = [
        service("grp", min_heads=draw.choice((1, 2)), max_heads=draw.choice((2, 3))),
        service("other", max_heads=2, roles=[{"any_of": [["LPC"]]}]),
        individual(modes=["on_site", "telehealth"]),
    ]
    clinicians = [
        clinician("k1", hours="Mon-Wed 17-20", max_minutes_per_week=draw.choice((180, 240))),
        clinician("k2", hours=f"{draw.choice(DAYS)} 17-19", credentials=draw.choice(([], ["LPC"]))),
    ]
    groups = [
        group("g", f"{draw.choice(DAYS)} 17:00", leaders=draw.choice((["k1"], ["k2"], None))),
        {**group("h", f"{draw.choice(DAYS)} 18:00"), "service": "other"},
    ]
    people = [
        client(
            f"c{number}",
            "grp",
            *draw.sample(["other", item("ind", max_sessions=1)], draw.choice((0, 1, 2))),
            hours=draw.choice(("Mon-Wed 17-20", "Mon-Wed 17:30-20", "Mon-Tue 18-20")),
            modes=draw.choice((["on_site"], ["on_site", "telehealth"])),
            primary=draw.choice((None, "k1", "k2")),
            priority=draw.choice((1, 1, 3)),
        )
        for number in range(1, 6)
    ]
    return instance(
        services=services,
        clinicians=clinicians,
        groups=groups,
        clients=people,
        rooms=[room("A", draw.choice((3, 4)))],
    )


@pytest.mark.parametrize("seed", range(6))
def test_what_is_promised_is_kept_when_planned_anew(seed):
    facts = tight_week(seed)
    present = solve(facts, limits=SOLVE).schedule
    menu = repairs(facts, present, limits=REPAIRS, top=4)
    assert menu.present.measure == shortage_of(facts, judge(facts, present)).measure
    for one in menu.suggestions:
        changed = facts
        for lever in one.levers:
            changed = lever.apply(changed)
        shown = one.difference.apply(present)
        verdict = judge(changed, shown)
        assert verdict.valid
        assert shortage_of(changed, verdict) == one.after
        assert one.after.measure < one.before.measure <= menu.present.measure
        anew = shortage_of(changed, judge(changed, solve(changed, limits=SOLVE).schedule))
        assert anew.measure <= one.after.measure
        assert one.cost == sum(lever.cost for lever in one.levers)
        assert one.disruption == one.cost + DEFAULT_LEVERS.client_moved * len(one.moved)


def test_such_weeks_have_something_to_suggest():
    menus = [
        repairs(tight_week(seed), solve(tight_week(seed), limits=SOLVE).schedule, limits=REPAIRS)
        for seed in (0, 1)
    ]
    assert any(menu.suggestions for menu in menus)
