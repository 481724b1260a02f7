"""Levers, menus and capacities as files, tables and text."""

import io
import json
import re
from pathlib import Path

import jsonschema
import pytest
from rich.console import Console

from builders import client, clinician, group, group_session, instance, room, schedule
from iopsched import Limits, ProblemsError, json_schema
from iopsched.domain.capacity import Capacity
from iopsched.domain.clients import Client
from iopsched.domain.lever_hours import ClientHours, ClinicianHours, PlaceHours
from iopsched.domain.lever_table import DEFAULT_LEVERS, KINDS
from iopsched.domain.levers import MoreSeats, NewCredential, RoomHour
from iopsched.domain.repairs import Menu
from iopsched.explaining.capacity import capacity
from iopsched.explaining.repairs import repairs
from iopsched.files.levers import levers_from_data, read_levers
from iopsched.reporting.capacity import capacity_page
from iopsched.reporting.repairs import menu_page

LIMITS = Limits(reproducible=True, effort=20.0, workers=1)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "repairs.md"


@pytest.fixture(name="asked", scope="module")
def fixture_asked():
    facts = instance(
        groups=[group("g", "Mon 18:00", max_heads=2)],
        clients=[client(f"c{number}", "grp") for number in (1, 2, 3)],
    )
    return facts, schedule(facts, group_session("g.1", "Mon 18:00", clients=("c1", "c2")))


@pytest.fixture(name="menu", scope="module")
def fixture_menu(asked):
    return repairs(*asked, limits=LIMITS)


@pytest.fixture(name="room_left", scope="module")
def fixture_room_left(asked):
    facts, present = asked
    profile = Client.model_validate(client("profile", "grp", hours="Mon 18-19"))
    return capacity(facts, present, profile, limits=LIMITS)


def shown(page):
    console = Console(file=io.StringIO(), width=80, color_system=None)
    console.print(page)
    text = console.file.getvalue()
    assert max(map(len, text.splitlines())) <= 80
    return text


def test_the_menu_is_what_its_schema_says_and_reads_back(menu):
    data = json.loads(menu.model_dump_json())
    jsonschema.Draft202012Validator.check_schema(json_schema("menu"))
    jsonschema.Draft202012Validator(json_schema("menu")).validate(data)
    assert Menu.model_validate(data) == menu


def test_a_capacity_is_what_its_schema_says_and_reads_back(room_left):
    data = json.loads(room_left.model_dump_json())
    jsonschema.Draft202012Validator.check_schema(json_schema("capacity"))
    jsonschema.Draft202012Validator(json_schema("capacity")).validate(data)
    assert Capacity.model_validate(data) == room_left


def test_the_menu_as_text(menu):
    text = shown(menu_page(menu))
    assert "Now: 1 client short, 1 of them by more than half, 60 minutes." in text
    assert " 1. One more seat in g (3 instead of 2)" in text
    assert "clients short 1 -> 0" in text
    assert "It serves c3." in text
    assert "Disruption: 2 points, 2 of them for what is done." in text


def test_the_capacity_as_text(room_left):
    text = shown(capacity_page(room_left))
    assert "Exactly 0 clients could start" in text
    assert "grp: no seat is left in g.1" in text
    assert re.search(r"one more seat: 1 more\s+\(One more seat in g", text)


def test_an_empty_menu_says_so(asked):
    facts, present = asked
    met = facts.replace(clients=facts.clients[:2])
    assert "nothing to repair" in shown(
        menu_page(repairs(met, present.model_copy(update={"instance_digest": None})))
    )


def test_the_page_has_the_table_as_it_is():
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| (\d+) \| (\d+) \| (\d+) \|$", PAGE.read_text(), re.MULTILINE)
    assert [row[0] for row in rows] == list(KINDS)
    for kind, *numbers in rows:
        offered = DEFAULT_LEVERS.of(kind)
        assert [int(number) for number in numbers] == [offered.cost, offered.step, offered.most]


def test_a_table_keeps_what_a_file_leaves_out(tmp_path):
    path = tmp_path / "levers.json"
    path.write_text('{"seat": {"cost": 5}, "credential": {"offered": false}}')
    table = read_levers(path)
    assert (table.seat.cost, table.seat.most) == (5, DEFAULT_LEVERS.seat.most)
    assert (table.credential.offered, table.credential.cost) == (False, DEFAULT_LEVERS.credential.cost)
    assert table.telehealth == DEFAULT_LEVERS.telehealth
    jsonschema.Draft202012Validator(json_schema("levers")).validate(json.loads(path.read_text()))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"seats": {}}, [("unknown_key", "seats")]),
        ({"seat": {"costs": 1}}, [("unknown_key", "seat")]),
        (
            {"seat": {"cost": -1, "step": 0}},
            [("number_out_of_range", "seat.cost"), ("number_out_of_range", "seat.step")],
        ),
        ({"seat": {"cost": "2"}}, [("not_a_whole_number", "seat.cost")]),
        ([], [("not_an_object", "levers")]),
    ],
)
def test_a_wrong_table_is_told_with_its_places(data, expected):
    with pytest.raises(ProblemsError) as caught:
        levers_from_data(data)
    found = [(one.code, one.place) for one in caught.value.problems]
    assert len(found) == len(expected)
    for (code, place), (wanted, at) in zip(found, expected, strict=True):
        assert (code, place.startswith(at) or code == "unknown_key") == (wanted, True)


def test_hours_of_a_date_of_its_own_get_longer_there():
    facts = instance(
        clinicians=[
            clinician("k1", hours="Mon 9-12", exceptions=[{"date": "2026-03-02", "hours": "10:00-11:00"}])
        ],
        clients=[client("c1", hours="Tue 18-20", arrive_after="18:00", leave_by="20:00")],
        sites=[{"id": "main", "hours": "Mon 9-12"}],
    )
    longer = {"day": "Mon", "start": "11:00", "end": "11:30", "side": "after"}
    k1 = ClinicianHours(clinician="k1", **longer).apply(facts).clinicians[0]
    assert (str(k1.hours), k1.exceptions[0].hours) == ("Mon 09:00-12:00", ((600, 690),))
    early = ClientHours(client="c1", day="Tue", start="17:00", end="18:00", side="before")
    c1 = early.apply(facts).clients[0]
    assert (str(c1.hours), c1.arrive_after, c1.leave_by) == ("Tue 17:00-20:00", 1020, 1200)
    late = PlaceHours(kind="site_hours", place="main", day="Mon", start="12:00", end="13:00", side="after")
    assert str(late.apply(facts).sites[0].hours) == "Mon 09:00-13:00"


def test_a_further_room_is_one_more_where_the_like_is_listed():
    facts = instance(rooms=[room("A", 5, features=["quiet"])], groups=[group("g", "Mon 18:00", rooms=["A"])])
    more = RoomHour(room="A2", like="A", day="Mon", start="18:00", end="19:00").apply(facts)
    assert more.room["A2"].features == ("quiet",)
    assert str(more.room["A2"].hours) == "Mon 18:00-19:00"
    assert more.group["g"].rooms == ("A", "A2")


def test_a_lever_is_applied_to_an_instance_that_knows_what_it_is_about():
    with pytest.raises(ProblemsError) as caught:
        MoreSeats(group="elsewhere", seats=3, before=2).apply(instance())
    assert [(one.code, one.place) for one in caught.value.problems] == [("unknown_reference", "lever.group")]
    assert "elsewhere" not in str(caught.value)


def test_a_credential_that_ran_out_is_held_again():
    facts = instance(clinicians=[clinician("k1", credentials=[{"name": "LPC", "valid_until": "2026-01-01"}])])
    k1 = NewCredential(clinician="k1", credential="LPC").apply(facts).clinicians[0]
    assert [(one.name, one.valid_until) for one in k1.credentials] == [("LPC", None)]
