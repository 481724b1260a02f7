"""Caseloads and caps, with what is given or was attended already."""

import pytest
from judged import broken

from builders import (
    MON,
    TUE,
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    service,
)
from iopsched.domain.instance import Instance


def carers(most: int, *primaries: str | None) -> Instance:
    """Clients with these primaries; k1 takes at most so many."""
    return instance(
        clinicians=[clinician("k1", max_caseload=most), clinician("k2")],
        clients=[
            client(f"c{number}", "ind", **({} if primary is None else {"primary": primary}))
            for number, primary in enumerate(primaries, 1)
        ],
    )


@pytest.mark.parametrize(
    "most, primaries, kept",
    [
        (2, ("k1", None, None), False),  # 1 given and 2 assigned
        (3, ("k1", None, None), True),
        (1, ("k1", "k1"), True),  # given alone is history
        (1, ("k1", "k1", None), False),  # and lets nobody be added
        (0, (None,), False),
    ],
)
def test_caseload_counts_given_and_assigned(most, primaries, kept):
    facts = carers(most, *primaries)
    sessions = [
        own_session(f"{one.id}.ind.1", f"Tue {8 + number}:00")
        for number, one in enumerate(facts.clients)
        if one.primary is None
    ]
    assert broken(facts, *sessions) == ([] if kept else ["caseload_kept"])


def test_an_assigned_primary_leads_every_session_that_asks_for_it():
    facts = instance(
        services=[service("grp"), individual(), individual("case")],
        clinicians=[clinician("k1"), clinician("k2")],
        clients=[client("c1", item("ind", max_sessions=2), item("case", with_whom="any"))],
    )
    first = own_session("c1.ind.1", "Mon 9:00")
    assert broken(facts, first, own_session("c1.case.1", "Tue 9:00", leaders=["k2"])) == []
    assert broken(facts, first, own_session("c1.ind.2", "Tue 9:00", leaders=["k2"])) == ["plan_clinician"]


def with_history(minutes: int, *, services: int = 0, level=None, **fields) -> Instance:
    """A client who attended so many minutes on Monday, in so many sessions of grp."""
    attended = [{"date": MON, "credited_minutes": minutes}]
    attended += [{"date": MON, "credited_minutes": 0, "service": "grp"}] * services
    return instance(
        level=level or {},
        groups=[group("g", "Mon 18:00", "Tue 18:00", "Wed 18:00")],
        clients=[client("c1", attended=attended, **fields)],
    )


MON_GROUP, TUE_GROUP = group_session("g.1", "Mon 18:00"), group_session("g.2", "Tue 18:00")
WED_GROUP = group_session("g.3", "Wed 18:00")


@pytest.mark.parametrize(
    "facts, sessions, rules",
    [
        # 240 + 60 against a week of 300, then of 295.
        (with_history(240, level={"max_minutes_per_week": 300}), [MON_GROUP], []),
        (with_history(240, level={"max_minutes_per_week": 295}), [MON_GROUP], ["week_minutes"]),
        # 360 alone is above 300: no violation, until something is added.
        (with_history(360, level={"max_minutes_per_week": 300}), [], []),
        (with_history(360, level={"max_minutes_per_week": 300}), [TUE_GROUP], ["week_minutes"]),
        (with_history(360, level={"max_minutes_per_day": 300}), [TUE_GROUP], []),
        (with_history(360, level={"max_minutes_per_day": 300}), [MON_GROUP], ["day_minutes"]),
        # Monday is a service day already.
        (with_history(5, level={"max_service_days": 1}), [MON_GROUP], []),
        (with_history(5, level={"max_service_days": 1}), [TUE_GROUP], ["service_days"]),
        (with_history(5, level={"max_service_days": 0}), [MON_GROUP], []),
        # Two sessions of grp attended, at most two (or one) allowed.
        (with_history(0, services=2, plan=[item("grp", max_sessions=2)]), [], []),
        (with_history(0, services=2, plan=[item("grp", max_sessions=1)]), [], []),
        (with_history(0, services=2, plan=[item("grp", max_sessions=2)]), [TUE_GROUP], ["sessions_cap"]),
        (with_history(0, services=2, plan=[item("grp", max_sessions=3)]), [TUE_GROUP], []),
        # Two entries of Monday are history; Tuesday is 1 day after, Wednesday 2.
        (with_history(0, services=2, plan=[item("grp", min_days_between=2)]), [WED_GROUP], []),
        (
            with_history(0, services=2, plan=[item("grp", min_days_between=2)]),
            [TUE_GROUP],
            ["sessions_apart"],
        ),
        # Authorised from Tuesday on: Monday is history at 60 minutes, and takes more.
        (with_history(60, authorisation={"first_date": TUE}), [MON_GROUP], []),
        (with_history(0, authorisation={"first_date": TUE}), [MON_GROUP], ["authorised_days"]),
        (with_history(0, authorisation={"last_date": TUE}), [WED_GROUP], ["authorised_days"]),
        (with_history(60, authorisation={"days_left": 2}), [MON_GROUP, TUE_GROUP], []),
        (with_history(60, authorisation={"days_left": 1}), [MON_GROUP, TUE_GROUP], ["authorised_days"]),
        (with_history(60, authorisation={"days_left": 0}), [MON_GROUP], []),
        # A day short of the qualifying minutes needs no authorisation.
        (
            with_history(0, level={"qualifying_day_minutes": 61}, authorisation={"days_left": 0}),
            [MON_GROUP],
            [],
        ),
    ],
)
def test_caps_and_what_was_attended(facts, sessions, rules):
    assert broken(facts, *sessions) == rules
