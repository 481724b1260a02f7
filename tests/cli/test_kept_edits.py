"""verify and replan on a schedule workbook: cells, marks, edits that are kept."""

import openpyxl
import pytest

from iopsched.files.schedules import read_schedule
from iopsched.files.writing import write_instance
from sample import sample_instance, sample_schedule
from schedule_sheets import OpenBook, book_of

QUICK = ("--reproducible", "--effort", "1", "--workers", "1")


@pytest.fixture(name="desk")
def fixture_desk(tmp_path):
    """The sample week in files, its schedule as a workbook, and somebody to edit it."""
    instance = sample_instance()
    content = book_of(instance, sample_schedule(instance))
    path = tmp_path / "schedule.xlsx"

    def edit(*edits):
        hand = OpenBook(content, instance)
        sheet = hand.workbook["Sessions"]
        rows = {sheet.cell(row, 10).value: row for row in range(2, 20)}
        for session, header, value in edits:
            if header is None:
                hand.delete("Sessions", rows[session])
            else:
                hand.write("Sessions", rows[session], header, value)
        hand.workbook.save(path)
        return rows

    edit()
    return write_instance(tmp_path, instance), path, edit


def test_verify_says_the_same_of_a_workbook_without_edits(cli, desk) -> None:
    instance, path, _ = desk
    told = cli("verify", instance, path, "--json").json
    assert (told["violations"], told["edited"], told["warnings"]) == ([], [], [])


def test_verify_names_the_cells_that_break_a_rule(cli, desk, tmp_path) -> None:
    instance, path, edit = desk
    row = edit(("c01.ind.1", "Start", "7:00"))["c01.ind.1"]
    run = cli("verify", instance, path)
    assert run.code == 6
    assert f"    Sessions!C{row}, Sessions!B{row}, Sessions!H{row}" in run.out
    assert max(map(len, run.out.splitlines())) <= 80
    told = cli("verify", instance, path, "--json").json
    assert {one["rule"]: one["cells"] for one in told["violations"]}["clinician_available"][0] == (
        f"Sessions!C{row}"
    )
    assert told["edited"] == [f"Sessions!C{row}"]
    marked = tmp_path / "marked.xlsx"
    run = cli("verify", instance, path, "--marked", marked)
    assert run.out.rstrip().endswith(f"Wrote {marked}.")
    assert openpyxl.load_workbook(marked).sheetnames[0] == "Problems"
    assert cli("verify", instance, marked, "--json").json["violations"] == told["violations"]


def test_marked_needs_a_workbook_and_a_name_of_its_own(cli, desk, week, tmp_path) -> None:
    instance, path, _ = desk
    assert cli("verify", week.instance, week.schedule, "--marked", tmp_path / "m.xlsx").code == 2
    assert cli("verify", instance, path, "--marked", path).code == 2
    assert cli("verify", instance, path, "--marked", tmp_path / "m.csv").code == 2


def test_a_view_that_was_edited_is_told(cli, desk) -> None:
    instance, path, _ = desk
    workbook = openpyxl.load_workbook(path)
    workbook["By room"]["C4"] = "somewhere else"
    workbook.save(path)
    run = cli("verify", instance, path)
    assert (run.code, "view_edited" in run.err) == (0, True)
    warnings = cli("verify", instance, path, "--json").json["warnings"]
    assert [(one["code"], one["place"]) for one in warnings] == [("view_edited", "By room")]


def test_replan_keeps_what_was_edited_and_says_so(cli, desk, tmp_path) -> None:
    instance, path, edit = desk
    row = edit(("c01.ind.1", "Start", "11:00"), ("c01.family.1", None, None))["c01.ind.1"]
    out = tmp_path / "again"
    run = cli("replan", instance, path, "--keep-edits", "--out", out, *QUICK)
    assert run.code == 4
    assert f"c01.ind.1 is moved from Tue 10:00 to Tue 11:00 (Sessions!C{row}): kept" in run.out.replace(
        "\n    ", " "
    )
    assert "c01.family.1, Thu 17:00, is deleted (Sessions): kept" in run.out
    assert "Against the schedule before it was edited" in run.out
    after = {one.id: one for one in read_schedule(out / "schedule.json").sessions}
    assert after["c01.ind.1"].start == 660
    assert "c01.family.1" not in after
    told = cli("replan", instance, path, "--keep-edits", "--out", out, *QUICK, "--json").json
    assert [(one["kind"], one["kept"]) for one in told["edits"]] == [("moved", True), ("deleted", True)]
    assert told["difference_from_original"]["counts"]["moved"] == 1


def test_calendars_tell_the_edit_to_those_who_have_the_schedule_before_it(cli, desk, tmp_path) -> None:
    instance, path, edit = desk
    edit(("c01.ind.1", "Start", "11:00"))
    out = tmp_path / "again"
    run = cli("replan", instance, path, "--keep-edits", "--out", out, "--ics", *QUICK)
    assert run.code == 0
    changes = sorted(file.name for file in (out / "calendars" / "changes").rglob("*.ics"))
    assert "c01.ics" in changes
    assert "c02.ics" not in changes


def test_an_edit_that_cannot_be_kept_names_its_cell(cli, desk, tmp_path) -> None:
    instance, path, edit = desk
    row = edit(("evening.1", "Place", "office"))["evening.1"]
    run = cli("replan", instance, path, "--keep-edits", "--out", tmp_path / "again", *QUICK, "--json")
    assert run.code == 3
    assert [(one["code"], one["place"]) for one in run.json["problems"]] == [
        ("pin_impossible", f"Sessions!G{row}")
    ]


def test_replan_without_edits_or_without_the_original_says_so_and_goes_on(cli, desk, tmp_path) -> None:
    instance, path, _ = desk
    again = ("--out", tmp_path / "again", *QUICK)
    run = cli("replan", instance, path, "--keep-edits", *again)
    assert (run.code, "Nothing was edited" in run.err) == (0, True)
    workbook = openpyxl.load_workbook(path)
    del workbook["Original"]
    workbook.save(path)
    run = cli("replan", instance, path, "--keep-edits", *again)
    assert (run.code, "has lost its hidden sheet Original" in run.err) == (0, True)


def test_keep_edits_needs_a_workbook(cli, week, tmp_path) -> None:
    run = cli("replan", week.instance, week.schedule, "--keep-edits", "--out", tmp_path / "again")
    assert run.code == 2
    assert "--keep-edits takes a schedule that is a workbook" in run.err
