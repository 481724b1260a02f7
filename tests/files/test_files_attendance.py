"""Reading attendance, and clients who arrive."""

import json

import pytest

from builders import client
from iopsched.errors import ProblemsError
from iopsched.files.attendance import attendance_from_bytes, read_attendance
from iopsched.files.clients import clients_from_data, read_clients
from iopsched.files.rows import MOST_ROWS

NAME = "Zoë Quimby-Marsh"
PLAIN = "client,session,attended_minutes\nc1,g.1,90\nc2,c2.ind.1,0\n"


def told(read, value) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsError) as error:
        read(value)
    assert NAME not in str(error.value)
    return [(problem.code, problem.place) for problem in error.value.problems]


def rows_of(content: str | bytes) -> list[tuple]:
    raw = content.encode() if isinstance(content, str) else content
    return [(row.client, row.session, row.attended_minutes, row.row) for row in attendance_from_bytes(raw)]


EXPECTED = [("c1", "g.1", 90, 2), ("c2", "c2.ind.1", 0, 3)]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.encode("utf-8-sig"),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("client,session,attended_minutes", " Client , SESSION,Attended minutes"),
        PLAIN.replace("c1,g.1,90", '"c1"," g.1 ",90'),
        "session,x,attended_minutes,client\ng.1,Zoe,90,c1\nc2.ind.1,,0,c2\n",
        PLAIN.rstrip("\n"),
    ],
)
def test_tables_as_spreadsheets_write_them(content):
    assert rows_of(content) == EXPECTED


def test_empty_rows_are_passed_over_and_counted():
    assert rows_of("client,session,attended_minutes\n\n,,\nc1,g.1,90\n") == [("c1", "g.1", 90, 4)]
    assert rows_of("client,session,attended_minutes\n") == []


def test_a_table_is_read_from_a_file(tmp_path):
    for name in ("so-far.csv", "so-far.tsv", "SO-FAR.TXT"):
        path = tmp_path / name
        path.write_text(PLAIN)
        assert len(read_attendance(path)) == 2
    assert told(read_attendance, tmp_path / "none.csv") == [("file_missing", "attendance")]
    assert told(read_attendance, tmp_path) == [("is_a_folder", "attendance")]
    for name, code in (("a.xlsx", "workbook_not_readable"), ("a.json", "format_unknown")):
        (tmp_path / name).write_text(PLAIN)
        assert told(read_attendance, tmp_path / name) == [(code, "attendance")]


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        ("", "file_empty", "attendance"),
        ("\n \n", "file_empty", "attendance"),
        (PLAIN.encode("utf-16"), "not_utf8", "attendance line 1"),
        ("client,session\nc1,g.1\n", "missing_key", "attendance header"),
        ("c1,g.1,90\n", "missing_key", "attendance header"),
        ("client,client,session,attended_minutes\n", "duplicate_key", "attendance header"),
        ('client,session,attended_minutes\nc1,"g.1,90\n', "not_a_table", "attendance row 2"),
        ("client,session,attended_minutes\nc1,g.1\n", "missing_key", "attendance row 2, attended_minutes"),
        (f"client,session,attended_minutes\n{NAME},g.1,9\n", "id_invalid", "attendance row 2, client"),
        ("client,session,attended_minutes\nc1,g 1,9\n", "id_invalid", "attendance row 2, session"),
        *(
            (f"client,session,attended_minutes\nc1,g.1,{value}\n", code, "attendance row 2, attended_minutes")
            for value, code in (
                ("90.5", "not_a_whole_number"),
                ("1:30", "not_a_whole_number"),
                (NAME, "not_a_whole_number"),
                ("-1", "number_out_of_range"),
                ("1441", "number_out_of_range"),
                ("9" * 40, "not_a_whole_number"),
            )
        ),
    ],
)
def test_what_is_wrong_with_a_table_is_told(content, code, place):
    raw = content.encode() if isinstance(content, str) else content
    assert (code, place) in told(attendance_from_bytes, raw)


def test_everything_wrong_with_a_table_is_told_at_once():
    content = f"client,session,attended_minutes\n{NAME},g.1,x\nc1,,-4\n"
    assert len(told(attendance_from_bytes, content.encode())) == 4


def test_a_table_beyond_reason_is_refused():
    content = "client,session,attended_minutes\n" + "c1,g.1,90\n" * MOST_ROWS
    assert told(attendance_from_bytes, content.encode()) == [("list_too_long", "attendance")]


def test_one_client_or_a_list_of_them(tmp_path):
    one, two = client("c8", "grp"), client("c9", "grp", hours="Mon-Fri 9-17")
    assert [found.id for found in clients_from_data(one)] == ["c8"]
    assert [found.id for found in clients_from_data([one, two])] == ["c8", "c9"]
    path = tmp_path / "new.json"
    path.write_text(json.dumps([one, two]))
    assert read_clients(path) == clients_from_data([one, two])


def test_what_is_wrong_with_clients_is_told():
    spoilt = [
        {**client("c8", "grp"), "hours": NAME, "nickname": NAME},
        {**client("c9"), "priority": 1.5, "plan": [{"service": NAME}]},
        NAME,
    ]
    found = told(clients_from_data, spoilt)
    assert sorted(found) == [
        ("hours_invalid", "clients[0] (c8).hours"),
        ("id_invalid", "clients[1] (c9).plan[0].service"),
        ("not_a_whole_number", "clients[1] (c9).priority"),
        ("not_an_object", "clients[2]"),
        ("unknown_key", "clients[0] (c8).<key, 8 characters>"),
    ]


@pytest.mark.parametrize(
    ("data", "code"), [([], "list_empty"), (7, "not_an_object"), (None, "not_an_object"), ({}, "missing_key")]
)
def test_what_is_no_client_is_told(data, code):
    assert [found for found, _ in told(clients_from_data, data)] == [code]


def test_a_file_of_clients_may_be_no_json(tmp_path):
    path = tmp_path / "new.json"
    path.write_text("{")
    assert told(read_clients, path)[0][0] == "file_cut_off"
