"""Own sessions are looked for where their clients' groups meet, elsewhere only where they have to be."""

from builders import client, clinician, group, individual, instance, room, service
from iopsched.cpsat.cutting import Cutter
from iopsched.domain.instance import Instance


def two_sites(**primary) -> Instance:
    """Return a week whose group meets at one site, and whose client's primary works where it is said."""
    return instance(
        sites=[{"id": "north"}, {"id": "south"}],
        travel=[{"between": ["north", "south"], "minutes": 20}],
        rooms=[room("n1", site="north"), room("s1", site="south")],
        services=[service("grp"), individual("ind", modes=["on_site"])],
        groups=[group("g", "Mon 9:00", rooms=["n1"])],
        clinicians=[clinician("k1", **primary), clinician("k2", sites=["north"])],
        clients=[client("c1", "grp", "ind", primary="k1")],
    )


def places(week: Instance, *, usual: bool) -> set[str | None]:
    return {p.where for p in Cutter(week).options("c1.ind.1", usual=usual)}


def test_what_could_be_where_the_groups_meet_is_looked_for_nowhere_else() -> None:
    week = two_sites(sites=["north", "south"])
    assert places(week, usual=False) == {"north", "south"}
    assert places(week, usual=True) == {"north"}


def test_what_could_only_be_elsewhere_is_found_there() -> None:
    week = two_sites(sites=["south"])
    assert places(week, usual=False) == {"south"}
    assert places(week, usual=True) == {"south"}
