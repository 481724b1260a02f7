"""Rows about clinicians being present: the site's fewest staff, and supervisors."""

from typing import Any

from builders import (
    ANYBODY,
    MON,
    TELEHEALTH,
    clients,
    clinician,
    group,
    group_session,
    instance,
    roles,
    room,
    service,
)
from iopsched.domain.instance import Instance
from rule_cases.case import Case, inside, outside

BOTH_MODES = ["on_site", "telehealth"]
SERVICES = [
    service("grp", modes=BOTH_MODES, roles=roles(ANYBODY, ANYBODY, optional=1)),
    service("peer", roles=[]),
    service("half", 30),
]
GROUPS = [
    group("g", "Mon 18:00"),
    group("p", "Mon 18:00", service="peer"),
    group("s", "Mon 18:00", service="half"),
    group(
        "h", "Mon 16:30 | Mon 16:40 | Mon 16:45 | Mon 17:00 | Mon 18:00 | Mon 19:00 | Mon 19:15 | Mon 19:20"
    ),
]
ROOMS = [room("A"), room("B"), room("N", site="north")]


def staffed(least: int, *clinicians: dict[str, Any]) -> Instance:
    """A site with so many staff at least, another 20 minutes away, and these clinicians."""
    return instance(
        week={"grid_minutes": 5},
        sites=[{"id": "main", "min_staff_present": least}, {"id": "north", "min_staff_present": 0}],
        travel=[{"between": ["main", "north"], "minutes": 20}],
        rooms=ROOMS,
        services=SERVICES,
        groups=GROUPS,
        clinicians=list(clinicians),
        clients=clients(2),
    )


def with_second(**fields: Any) -> Instance:
    """Two staff at least: the leader k1 and a clinician with these fields."""
    return staffed(2, clinician("k1"), clinician("k2", **fields))


LED = group_session("g.1", "Mon 18:00")
PEERS = group_session("p.1", "Mon 18:00", leaders=[])
REMOTE = group_session("g.1", "Mon 18:00", room=TELEHEALTH)
SECOND = with_second()


def elsewhere(when: str, at: str | None) -> Any:
    """Another session, led by k2."""
    return group_session("h.1", when, clients=["c2"], leaders=["k2"], room=at)


HALF_AN_HOUR = group_session("s.1", "Mon 18:00", clients=["c2"], leaders=["k2"], room="B")

STAFFED = (
    inside("site_staffed", "the_leader_is_enough", staffed(1, clinician("k1")), LED),
    inside("site_staffed", "peers_and_somebody_in_the_house", staffed(1, clinician("k1")), PEERS),
    inside("site_staffed", "there_just_as_long", staffed(1, clinician("k1", hours="Mon 18-19")), PEERS),
    outside("site_staffed", "comes_a_step_late", staffed(1, clinician("k1", hours="Mon 18:05-21")), PEERS),
    outside("site_staffed", "goes_a_step_early", staffed(1, clinician("k1", hours="Mon 9-18:55")), PEERS),
    outside("site_staffed", "off_that_date", staffed(1, clinician("k1", exceptions=[{"date": MON}])), PEERS),
    inside("site_staffed", "nobody_needed", staffed(0, clinician("k1", hours="never")), PEERS),
    inside("site_staffed", "telehealth_needs_nobody", staffed(2, clinician("k1")), REMOTE),
    outside("site_staffed", "one_of_two", staffed(2, clinician("k1")), LED),
    inside("site_staffed", "two_of_two", SECOND, LED),
    inside("site_staffed", "two_leaders", SECOND, group_session("g.1", "Mon 18:00", leaders=["k1", "k2"])),
    outside("site_staffed", "works_at_another_site", with_second(sites=["north"]), LED),
    outside("site_staffed", "never_on_site", with_second(modes=["telehealth"]), LED),
    outside("site_staffed", "gap_in_its_hours", with_second(hours="Mon 9-18:30, 18:35-21"), LED),
    inside("site_staffed", "touching_windows", with_second(hours="Mon 9-18:30, 18:30-21"), LED),
    inside("site_staffed", "leads_in_the_house", SECOND, LED, elsewhere("Mon 18:00", "B")),
    outside(
        "site_staffed", "leads_for_half_of_it_and_goes", with_second(hours="Mon 18-18:30"), LED, HALF_AN_HOUR
    ),
    inside("site_staffed", "leads_for_half_of_it_and_stays", SECOND, LED, HALF_AN_HOUR),
    outside("site_staffed", "leads_by_telehealth", SECOND, LED, elsewhere("Mon 18:00", TELEHEALTH)),
    inside("site_staffed", "buffer_before", SECOND, LED, elsewhere("Mon 16:30", TELEHEALTH)),
    outside("site_staffed", "less_than_the_buffer", SECOND, LED, elsewhere("Mon 16:45", TELEHEALTH)),
    inside("site_staffed", "telehealth_straight_after", SECOND, LED, elsewhere("Mon 19:00", TELEHEALTH)),
    inside("site_staffed", "way_before", SECOND, LED, elsewhere("Mon 16:40", "N")),
    outside("site_staffed", "less_than_the_way_before", SECOND, LED, elsewhere("Mon 16:45", "N")),
    inside("site_staffed", "way_after", SECOND, LED, elsewhere("Mon 19:20", "N")),
    outside("site_staffed", "less_than_the_way_after", SECOND, LED, elsewhere("Mon 19:15", "N")),
    outside("site_staffed", "leads_at_another_site", SECOND, LED, elsewhere("Mon 18:00", "N")),
    outside(
        "site_staffed",
        "leader_outside_its_hours",
        staffed(1, clinician("k1", hours="Mon 9-18:55")),
        LED,
        also={"clinician_available"},
    ),
)


def supervised(**fields: Any) -> Instance:
    """k1 needs supervision; k2 with these fields may supervise; k0 is in the house."""
    return staffed(
        1,
        clinician("k1", needs_supervision=True),
        clinician("k2", **{"may_supervise": True, **fields}),
        clinician("k0"),
    )


SUPERVISED = supervised()
TRAINEES = staffed(
    1, clinician("k1", needs_supervision=True), clinician("k2", needs_supervision=True), clinician("k0")
)

SUPERVISION = (
    inside("supervisor_present", "in_the_house", SUPERVISED, LED),
    outside("supervisor_present", "may_not_supervise", supervised(may_supervise=False), LED),
    inside("supervisor_present", "there_just_as_long", supervised(hours="Mon 18-19"), LED),
    outside("supervisor_present", "comes_a_step_late", supervised(hours="Mon 18:05-21"), LED),
    outside("supervisor_present", "goes_a_step_early", supervised(hours="Mon 9-18:55"), LED),
    outside("supervisor_present", "works_at_another_site", supervised(sites=["north"]), LED),
    outside("supervisor_present", "never_on_site", supervised(modes=["telehealth"]), LED),
    inside(
        "supervisor_present",
        "leads_the_same_session",
        SUPERVISED,
        group_session("g.1", "Mon 18:00", leaders=["k1", "k2"]),
    ),
    inside("supervisor_present", "leads_another_in_the_house", SUPERVISED, LED, elsewhere("Mon 18:00", "B")),
    outside("supervisor_present", "leads_by_telehealth", SUPERVISED, LED, elsewhere("Mon 18:00", TELEHEALTH)),
    outside("supervisor_present", "leads_at_another_site", SUPERVISED, LED, elsewhere("Mon 18:00", "N")),
    inside("supervisor_present", "way_before", SUPERVISED, LED, elsewhere("Mon 16:40", "N")),
    outside("supervisor_present", "less_than_the_way_before", SUPERVISED, LED, elsewhere("Mon 16:45", "N")),
    inside("supervisor_present", "way_after", SUPERVISED, LED, elsewhere("Mon 19:20", "N")),
    outside("supervisor_present", "less_than_the_buffer", SUPERVISED, LED, elsewhere("Mon 16:45", None)),
    outside("supervisor_present", "by_telehealth", SUPERVISED, REMOTE),
    outside(
        "supervisor_present",
        "by_telehealth_together",
        SUPERVISED,
        group_session("g.1", "Mon 18:00", leaders=["k1", "k2"], room=TELEHEALTH),
    ),
    inside(
        "supervisor_present",
        "nobody_who_needs_it_leads",
        supervised(hours="never"),
        group_session("g.1", "Mon 18:00", leaders=["k0"]),
    ),
    outside(
        "supervisor_present",
        "not_each_other",
        TRAINEES,
        group_session("g.1", "Mon 18:00", leaders=["k1", "k2"]),
    ),
    outside(
        "supervisor_present",
        "nobody_else_in_the_house",
        with_second(needs_supervision=True, hours="Mon 9-18:55"),
        group_session("g.1", "Mon 18:00", leaders=["k2"]),
        also={"clinician_available", "site_staffed"},
    ),
)

CASES: tuple[Case, ...] = STAFFED + SUPERVISION
