"""Rows about wishes, optional company and cover."""

from typing import Any

from builders import (
    ANYBODY,
    TELEHEALTH,
    Draft,
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    roles,
    service,
)
from goal_cases.case import GoalCase, worth
from iopsched.domain.instance import Instance


def wishing(*preferences: dict[str, Any], others: tuple[dict[str, Any], ...] = ()) -> Instance:
    """A client with these wishes, and c2 with the others; two groups and two clinicians."""
    return instance(
        services=[service("grp", modes=["on_site", "telehealth"], roles=roles(ANYBODY, ANYBODY, optional=1))],
        groups=[group("g", "Mon 18:00", "Wed 18:00"), group("h", "Tue 18:00")],
        clinicians=[clinician("k1"), clinician("k2")],
        clients=[client("c1", preferences=list(preferences)), client("c2", preferences=list(others))],
    )


def wish(strength: int = 5, **fields: Any) -> dict[str, Any]:
    return {"strength": strength, **fields}


def mon(*present: str, **fields: Any) -> Draft:
    return group_session("g.1", "Mon 18:00", present or ("c1",), **fields)


def wed(**fields: Any) -> Draft:
    return group_session("g.2", "Wed 18:00", **fields)


IN_H = group_session("h.1", "Tue 18:00")
C2_IN_H = group_session("h.1", "Tue 18:00", ["c2"])

WANTS_G, AVOIDS_G = wishing(wish(group="g")), wishing(wish(group="g", avoid=True))
WANTS_K2, AVOIDS_K2 = wishing(wish(clinician="k2")), wishing(wish(clinician="k2", avoid=True))
WANTS_WED, AVOIDS_WED = wishing(wish(day="Wed")), wishing(wish(day="Wed", avoid=True))
EVENING = "Mon-Tue 18:00-19:00"
WANTS_HOURS, AVOIDS_HOURS = wishing(wish(hours=EVENING)), wishing(wish(hours=EVENING, avoid=True))
TOUCHING = wishing(wish(hours="Mon 17-18:30, 18:30-20"))
LATE = wishing(wish(hours="Mon 18:15-20"))
JUST_AFTER = wishing(wish(hours="Mon 17-18, 19-21", avoid=True))
FROM_INSIDE = wishing(wish(hours="Mon 18:45-21", avoid=True))
SEVERAL = wishing(wish(1, group="g"), wish(2, day="Tue"), wish(4, clinician="k2"))

UNMET = (
    worth("unmet_wishes", "no_wishes", 0, wishing(), mon()),
    worth("unmet_wishes", "in_the_group", 0, WANTS_G, wed()),
    worth("unmet_wishes", "not_in_the_group", 5, WANTS_G, IN_H),
    worth("unmet_wishes", "in_no_group", 5, WANTS_G, C2_IN_H),
    worth("unmet_wishes", "in_the_group_to_avoid", 5, AVOIDS_G, mon()),
    worth("unmet_wishes", "not_in_the_group_to_avoid", 0, AVOIDS_G, IN_H),
    worth("unmet_wishes", "with_the_clinician", 0, WANTS_K2, mon(), wed(leaders=["k1", "k2"])),
    worth(
        "unmet_wishes",
        "not_with_the_clinician",
        5,
        WANTS_K2,
        mon(),
        group_session("h.1", "Tue 18:00", ["c2"], ["k2"]),
    ),
    worth("unmet_wishes", "with_the_clinician_to_avoid", 5, AVOIDS_K2, mon(leaders=["k1", "k2"])),
    worth("unmet_wishes", "not_with_the_clinician_to_avoid", 0, AVOIDS_K2, mon()),
    worth("unmet_wishes", "on_the_day", 0, WANTS_WED, mon(), wed()),
    worth("unmet_wishes", "not_on_the_day", 5, WANTS_WED, mon()),
    worth("unmet_wishes", "on_the_day_to_avoid", 5, AVOIDS_WED, mon(), wed(room=TELEHEALTH)),
    worth("unmet_wishes", "not_on_the_day_to_avoid", 0, AVOIDS_WED, mon()),
    worth("unmet_wishes", "all_within_the_hours", 0, WANTS_HOURS, mon(), IN_H),
    worth("unmet_wishes", "one_outside_the_hours", 5, WANTS_HOURS, mon(), wed()),
    worth("unmet_wishes", "no_session_is_outside", 0, WANTS_HOURS),
    worth("unmet_wishes", "within_touching_hours", 0, TOUCHING, mon()),
    worth("unmet_wishes", "partly_within", 5, LATE, mon()),
    worth("unmet_wishes", "within_the_hours_to_avoid", 5, AVOIDS_HOURS, wed(), IN_H),
    worth("unmet_wishes", "outside_the_hours_to_avoid", 0, AVOIDS_HOURS, wed()),
    worth("unmet_wishes", "touching_the_hours_to_avoid", 0, JUST_AFTER, mon()),
    worth("unmet_wishes", "a_quarter_inside_them", 5, FROM_INSIDE, mon()),
    # not Tuesday 2, not k2 4
    worth("unmet_wishes", "several", 6, SEVERAL, mon()),
    # c1 misses Tuesday and k2, c2 misses g
    worth(
        "unmet_wishes",
        "of_two_clients",
        6 + 3,
        wishing(
            wish(1, group="g"), wish(2, day="Tue"), wish(4, clinician="k2"), others=(wish(3, group="g"),)
        ),
        mon(),
        C2_IN_H,
    ),
)

TWO_THIRDS = wishing(wish(1, group="g"), wish(2, group="h"), others=(wish(1, group="h"),))

WORST = (
    worth("worst_unmet_wishes", "no_wishes", 0, wishing(), mon()),
    worth(
        "worst_unmet_wishes", "all_met", 0, TWO_THIRDS, mon(), group_session("h.1", "Tue 18:00", ["c1", "c2"])
    ),
    # c1 misses 2 of 3: 666.7; c2 misses nothing
    worth("worst_unmet_wishes", "rounded_up", 667, TWO_THIRDS, mon(), C2_IN_H),
    # c1 misses 1 of 3: 333.3
    worth("worst_unmet_wishes", "a_third", 334, TWO_THIRDS, group_session("h.1", "Tue 18:00", ["c1", "c2"])),
    # c2 misses 1 of 1, c1 misses 1 of 3
    worth("worst_unmet_wishes", "the_worst_of_two", 1000, TWO_THIRDS, IN_H),
    # 4 and 2 of 7 unmet: 857.1
    worth("worst_unmet_wishes", "six_of_seven", 858, SEVERAL, mon()),
    worth("worst_unmet_wishes", "an_exact_half", 500, wishing(wish(3, group="g"), wish(3, group="h")), mon()),
)


def inviting(company: str = "optional", *others: Any, **fields: Any) -> Instance:
    """c1 may bring c2, guest v1 or both; further clients (c2 without a plan if not said)."""
    asked = {"company": company, "max_sessions": 2, **fields}
    return instance(
        services=[service("grp"), service("fam", format="family")],
        clients=[
            client("c1", item("fam", **asked), item("grp", **asked), guests=[{"id": "v1"}]),
            *(others or [client("c2")]),
        ],
    )


BOTH = {"with_clients": ["c2"], "with_guests": ["v1"]}
INVITED = inviting(**BOTH)
EACH_OTHER = inviting(
    "optional", client("c2", item("fam", with_clients=["c1"], company="optional")), with_clients=["c2"]
)


def family(*present: str, number: int = 1, day: str = "Tue", guests: tuple[str, ...] = ()) -> Draft:
    return own_session(f"c1.fam.{number}", f"{day} 10:00", present or ("c1",), guests=guests)


COMPANY = (
    worth("company_missing", "both_missing", 2, INVITED, family()),
    worth("company_missing", "guest_missing", 1, INVITED, family("c1", "c2")),
    worth("company_missing", "client_missing", 1, INVITED, family(guests=("v1",))),
    worth("company_missing", "nobody_missing", 0, INVITED, family("c1", "c2", guests=("v1",))),
    worth(
        "company_missing", "in_each_session", 3, INVITED, family(), family("c1", "c2", number=2, day="Wed")
    ),
    worth("company_missing", "in_a_group", 2, INVITED, mon()),
    worth("company_missing", "no_session", 0, INVITED),
    worth("company_missing", "whoever_is_asked_misses_nobody", 0, INVITED, mon("c2")),
    worth(
        "company_missing",
        "required_is_no_wish",
        0,
        inviting("required", **BOTH),
        family("c1", "c2", guests=("v1",)),
    ),
    worth("company_missing", "of_the_one_only", 1, EACH_OTHER, family()),
    worth("company_missing", "of_the_other_only", 1, EACH_OTHER, own_session("c2.fam.1", "Tue 10:00")),
    worth(
        "company_missing",
        "each_without_the_other",
        2,
        EACH_OTHER,
        family(),
        own_session("c2.fam.1", "Wed 10:00"),
    ),
    worth("company_missing", "one_session_for_both", 0, EACH_OTHER, family("c1", "c2")),
)


def covered(with_whom: str, primary: str | None = "k1") -> Instance:
    """A client who sees its primary, or cover, in two individual sessions and a group."""
    return instance(
        services=[service("grp"), individual(roles=roles(ANYBODY, ANYBODY, optional=1))],
        clinicians=[clinician("k1"), clinician("k2")],
        clients=[
            client(
                "c1",
                item("ind", with_whom=with_whom, min_sessions=2),
                item("grp", with_whom=with_whom),
                primary=primary,
            )
        ],
    )


def own(number: int, *leaders: str) -> Draft:
    return own_session(f"c1.ind.{number}", f"{('Tue', 'Wed')[number - 1]} 10:00", leaders=leaders)


COVER = covered("primary_or_cover")

COVERED = (
    worth("cover_sessions", "primary", 0, COVER, own(1, "k1")),
    worth("cover_sessions", "cover", 1, COVER, own(1, "k2")),
    worth("cover_sessions", "primary_and_another", 0, COVER, own(1, "k2", "k1")),
    worth("cover_sessions", "one_of_two", 1, COVER, own(1, "k2"), own(2, "k1")),
    worth("cover_sessions", "both", 2, COVER, own(1, "k2"), own(2, "k2")),
    worth("cover_sessions", "a_group", 1, COVER, mon(leaders=["k2"])),
    worth(
        "cover_sessions", "no_primary_given", 0, covered("primary_or_cover", None), own(1, "k1"), own(2, "k2")
    ),
    worth("cover_sessions", "anybody_is_no_cover", 0, covered("any"), own(1, "k2")),
)

CASES: tuple[GoalCase, ...] = UNMET + WORST + COMPANY + COVERED
