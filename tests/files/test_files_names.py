"""Reading a key of names: what it says, and what is wrong with it, told without any name."""

import pytest
import xlsxwriter

from iopsched.errors import ProblemsError
from iopsched.files.names import LONGEST_NAME, read_names
from sample import sample_instance

SECRET = "Zoë Quimby-Marsh"


def key(tmp_path, text, name="key.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def problems(tmp_path, text):
    with pytest.raises(ProblemsError) as error:
        read_names(key(tmp_path, text), sample_instance())
    assert SECRET not in str(error.value)
    assert "Quimby" not in repr([problem.as_dict() for problem in error.value.problems])
    return [(problem.code, problem.place) for problem in error.value.problems]


def test_names_of_clients_guests_and_clinicians_are_read(tmp_path):
    rest = "C2;c02\nC3;c03\nC4;c04\nK2;k2\n"
    text = f"\ufeffName;ID;more\n {SECRET} ;c01;x\nGuest, of c01;g01\n\nDr. =Kay;k1\n{rest}"
    found = read_names(key(tmp_path, text), sample_instance())
    assert found.warnings == ()
    assert found.names == {
        "c01": SECRET,
        "g01": "Guest, of c01",
        "k1": "Dr. =Kay",
        "c02": "C2",
        "c03": "C3",
        "c04": "C4",
        "k2": "K2",
    }


def test_a_workbook_is_read_too(tmp_path):
    path = tmp_path / "key.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("whatever")
        sheet.write_row(0, 0, ["id", "name"])
        sheet.write_row(1, 0, ["c01", SECRET])
        sheet.write_string(2, 0, "k1")
        sheet.write_string(2, 1, "=1+1")
    found = read_names(path, sample_instance(clinicians=[{"id": "k1"}, {"id": "k2"}]))
    assert found.names == {"c01": SECRET, "k1": "=1+1"}


def test_a_guarded_name_is_read_as_it_was(tmp_path):
    assert read_names(key(tmp_path, "id,name\nc01,'=A1\n"), sample_instance()).names == {"c01": "=A1"}


def test_rows_of_nobody_and_people_without_a_name_are_told_by_number(tmp_path):
    text = f"id,name\nc01,{SECRET}\nc77,Somebody Else\nc78,{SECRET}\n"
    found = read_names(key(tmp_path, text), sample_instance())
    assert found.names == {"c01": SECRET}
    assert [(one.code, one.severity) for one in found.warnings] == [
        ("name_of_nobody", "warning"),
        ("name_missing", "warning"),
    ]
    told = " ".join(str(one) for one in found.warnings)
    assert "2 rows are of nobody in this week (row 3, 4)" in told
    assert "6 people have no name here" in told
    assert "Quimby" not in told
    assert "c77" not in told


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", [("file_empty", "names")]),
        ("id,nom\nc01,x\n", [("missing_key", "names header")]),
        ("id,name,name\nc01,x,y\n", [("duplicate_key", "names header")]),
        (f"id,name\nc01,{SECRET}\nc01,{SECRET}\n", [("duplicate_id", "names row 3, id")]),
        (
            "id,name\nc01,\nc02\n",
            [("missing_key", "names row 2, name"), ("missing_key", "names row 3, name")],
        ),
        (f"id,name\n,{SECRET}\n", [("missing_key", "names row 2, id")]),
        (f"id,name\n{SECRET},c01\n", [("id_invalid", "names row 2, id")]),
        (f'id,name\nc01,"{SECRET}\nx"\n', [("person_name_invalid", "names row 2, name")]),
        (f"id,name\nc01,{SECRET}\x07\n", [("person_name_invalid", "names row 2, name")]),
        (f"id,name\nc01,{SECRET * LONGEST_NAME}\n", [("person_name_invalid", "names row 2, name")]),
        (f'id,name\nc01,"{SECRET}\n', [("not_a_table", "names row 2")]),
        ("id,name\nc01,Zoë\n".encode("latin-1"), [("not_utf8", "names line 2")]),
    ],
)
def test_everything_wrong_is_told_with_its_row_and_no_name(tmp_path, text, expected):
    assert problems(tmp_path, text) == expected


def test_an_id_that_a_client_and_a_clinician_share_is_not_guessed(tmp_path):
    shared = sample_instance(clinicians=[{"id": "k1"}, {"id": "k2"}, {"id": "c01"}])
    with pytest.raises(ProblemsError) as error:
        read_names(key(tmp_path, f"id,name\nc01,{SECRET}\n"), shared)
    assert [problem.code for problem in error.value.problems] == ["id_ambiguous"]


def test_a_number_in_place_of_a_name_is_refused(tmp_path):
    path = tmp_path / "key.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["id", "name"])
        book.worksheets()[0].write_row(1, 0, ["c01", 42])
    with pytest.raises(ProblemsError) as error:
        read_names(path, sample_instance())
    assert [problem.code for problem in error.value.problems] == ["person_name_invalid"]
