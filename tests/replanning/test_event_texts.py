"""Events as they are written on the command line."""

import pytest

from builders import MON, THU, TUE, WED, client, group, instance, room
from iopsched.domain.clients import Client
from iopsched.domain.instance import Instance
from iopsched.errors import ProblemsError
from iopsched.replanning.event_texts import parse_events
from iopsched.replanning.events import Absence, Arrival, Cancelling, Closing, Leaving

NAME = "Zoe Quimby"


def a_week() -> Instance:
    return instance(
        groups=[group("relapse-2", "Tue 18:00", "Thu 18:00"), group("dbt.a", "Mon 18:00")],
        rooms=[room("A"), room("B.1")],
        clients=[client("c014", "ind"), client("c015")],
    )


def problems_of(**texts) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsError) as error:
        parse_events(a_week(), **texts)
    assert NAME not in str(error.value)
    return [(problem.code, problem.place) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("k1:tue", Absence(clinician="k1", date=TUE)),
        ("k1:Tuesday:14:00-17:00", Absence(clinician="k1", date=TUE, hours="14-17")),
        ("k1:2026-03-03:9-10, 14:30-17", Absence(clinician="k1", date=TUE, hours="9-10, 14:30-17")),
        ("c014:wed", Absence(client="c014", date=WED)),
        (" c014 : wed ", Absence(client="c014", date=WED)),
        ("clinician:k1:thu", Absence(clinician="k1", date=THU)),
        ("client:c014:thu:9-10", Absence(client="c014", date=THU, hours="9-10")),
    ],
)
def test_absences(text, event):
    (read,) = parse_events(a_week(), absent=[text])
    assert read.facts() == event.facts()


@pytest.mark.parametrize(
    ("option", "text", "event"),
    [
        ("close", "room:A:wed", Closing(room="A", date=WED)),
        ("close", "room:B.1:2026-03-04:9-12", Closing(room="B.1", date=WED, hours="9-12")),
        ("close", "site:main:thu:12:00-18:00", Closing(site="main", date=THU, hours="12-18")),
        ("cancel", "relapse-2", Cancelling(group="relapse-2")),
        ("cancel", "relapse-2:tue", Cancelling(group="relapse-2", date=TUE)),
        ("cancel", "dbt.a", Cancelling(group="dbt.a")),
        ("cancel", "dbt.a.1:mon", Cancelling(session="dbt.a.1", date=MON)),
        ("cancel", "c014.ind.1", Cancelling(session="c014.ind.1")),
        ("leave", "c014", Leaving(client="c014")),
        ("leave", "c014:wed", Leaving(client="c014", date=WED)),
    ],
)
def test_other_events(option, text, event):
    (read,) = parse_events(a_week(), **{option: [text]})
    assert read.facts() == event.facts()
    assert read.place == f"--{option} {text}"


def test_who_arrives_may_be_away():
    fresh = Client.model_validate(client("c099"))
    arrival, absence = parse_events(a_week(), arrive=[(fresh,)], absent=["c099:tue"])
    assert isinstance(arrival, Arrival)
    assert absence.facts() == Absence(client="c099", date=TUE).facts()


@pytest.mark.parametrize(
    ("option", "text", "code", "place"),
    [
        ("absent", "k1", "event_unclear", "--absent k1"),
        ("absent", "k1:teu", "day_invalid", "--absent k1:<text, 3 characters>"),
        ("absent", "k1:2026-02-30", "day_invalid", "--absent k1:2026-02-30"),
        ("absent", "k1:2026-03-09", "date_outside_week", "--absent k1:2026-03-09"),
        ("absent", "k1:tue:25-26", "hours_time_invalid", "--absent k1:tue:25-26"),
        ("absent", "k1:tue:never", "hours_invalid", "--absent k1:tue:<text, 5 characters>"),
        ("absent", f"{NAME}:tue", "unknown_reference", "--absent <text, 10 characters>:tue"),
        ("absent", f"client:{NAME}:tue", "unknown_reference", "--absent client:<text, 10 characters>:tue"),
        ("absent", "", "unknown_reference", "--absent <empty text>"),
        ("close", "A:wed", "event_unclear", "--close A:wed"),
        ("close", "room:A", "event_unclear", "--close room:A"),
        ("close", "room:C:wed", "unknown_reference", "--close room:<text, 1 character>:wed"),
        ("close", f"site:main:wed:{NAME}", "hours_invalid", "--close site:main:wed:<text, 10 characters>"),
        ("cancel", "relapse-3", "unknown_reference", "--cancel <text, 9 characters>"),
        ("cancel", "relapse-2:tue:9-12", "event_unclear", "--cancel relapse-2:tue:9-12"),
        ("cancel", "relapse-2:soon", "day_invalid", "--cancel relapse-2:<text, 4 characters>"),
        ("leave", "c016", "unknown_reference", "--leave <text, 4 characters>"),
        ("leave", "c014:tue:9-12", "event_unclear", "--leave c014:tue:9-12"),
        ("leave", "c014:someday", "day_invalid", "--leave c014:<text, 7 characters>"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(option, text, code, place):
    assert (code, place) in problems_of(**{option: [text]})


def test_everything_is_told_at_once():
    stray = Client.model_validate(client("c099", level="php"))
    found = problems_of(
        absent=["k7:tue", "k1:teu"], close=["A"], cancel=["relapse-9"], leave=["c999"], arrive=[(stray,)]
    )
    assert sorted(code for code, _ in found) == [
        "day_invalid",
        "event_unclear",
        "unknown_reference",
        "unknown_reference",
        "unknown_reference",
        "unknown_reference",
    ]
    assert ("unknown_reference", "--arrive: clients[0] (c099).level") in found


def test_the_way_out_shows_how():
    with pytest.raises(ProblemsError) as error:
        parse_events(a_week(), absent=["k1"], cancel=["relapse-3"])
    unclear, unknown = error.value.problems
    assert unclear.way_out.startswith("Say on which day, as k03:tue")
    assert unknown.way_out == "Did you mean relapse-2?"
