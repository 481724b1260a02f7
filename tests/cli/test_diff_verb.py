"""diff: what it prints, what it writes and how it exits."""

import datetime as dt
import json
import re
import subprocess
import sys

import jsonschema
import pytest

from iopsched import Difference, read_schedule
from iopsched.files.schema import json_schema
from iopsched.files.writing import write_instance, write_schedule
from iopsched.generating.generate import generate
from iopsched.generating.spec import GeneratorSpec
from sample import sample_instance, sample_schedule


@pytest.fixture(name="changed")
def fixture_changed(week):
    """The schedule with an evening moved to another room and time, and a session less."""
    moved = {"start": "18:00", "end": "21:00", "room": "office"}
    made = sample_schedule(sample_instance(), without={"c01.ind.1"}, **{"evening.2": moved})
    return write_schedule(week.folder / "later.json", made)


def test_it_says_in_a_line_and_in_tables_what_changed(cli, week, changed):
    run = cli("diff", week.schedule, changed)
    assert (run.code, run.err) == (0, "")
    lines = run.out.splitlines()
    assert lines[0] == "sample - what changes in the week of 2026-03-02"
    assert " ".join(lines[1:3]).strip() == (
        "1 of 14 assignments changed, churn 7.1 %; 1 session moved, 1 closed, 1 in another place, "
        "4 clients affected."
    )
    assert max(map(len, lines)) <= 80
    for part in (
        "Sessions",
        "Clients",
        "Clinicians",
        "Wed 17:30-20:30",
        "Wed 18:00-21:00",
        "leads no longer",
    ):
        assert part in run.out
    assert "Goals" not in run.out
    assert "Nothing changed: 0 of 14 assignments" in cli("diff", week.schedule, week.schedule).out


def test_with_an_instance_it_says_what_became_of_needs_and_goals(cli, week, changed):
    run = cli("diff", week.schedule, changed, "--instance", week.instance)
    assert run.code == 0
    assert "1 session short: 0 of 1 sessions of ind" in run.out
    assert re.search("1b clients short of a need +0 +1 +worse", run.out)
    back = cli("diff", changed, week.schedule, "--instance", week.instance)
    assert "gone" in back.out
    assert "better" in back.out
    same = cli("diff", week.schedule, week.schedule, "--instance", week.instance).out
    assert "No client is shorter of a need than before" in same


def test_as_json_it_can_be_applied_and_follows_its_schema(cli, week, changed):
    run = cli("diff", week.schedule, changed, "--instance", week.instance, "--json")
    assert (run.code, run.json["exit_code"]) == (0, 0)
    jsonschema.Draft202012Validator.check_schema(json_schema("difference"))
    jsonschema.Draft202012Validator(json_schema("difference")).validate(run.json["difference"])
    difference = Difference.model_validate(run.json["difference"])
    assert difference.apply(read_schedule(week.schedule)) == read_schedule(changed)
    assert cli("schema", "difference").json["$id"] == "urn:iopsched:schema:difference:1"


def test_a_first_schedule_that_the_instance_does_not_know_is_not_judged(cli, week):
    whole = sample_instance()
    fewer = sample_instance(clients=[{"id": "c02"}, {"id": "c03"}])
    seats = {f"evening.{n}": {"clients": ("c02", "c03")} for n in "123"}
    after = sample_schedule(fewer, without={"c01.ind.1", "c01.family.1"}, **seats)
    later, fewer_file = (
        write_schedule(week.folder / "b.json", after),
        write_instance(week.folder / "i.json", fewer),
    )
    run = cli("diff", week.schedule, later, "--instance", fewer_file)
    assert run.code == 0
    assert "Shortfalls are not compared" in run.out
    run = cli(
        "diff", week.schedule, later, "--instance", fewer_file, "--instance-before", week.instance, "--json"
    )
    assert run.json["difference"]["judged"] == "both"
    assert whole.id == fewer.id


def test_a_pack_holds_a_letter_for_each_and_a_call_list(cli, week, changed, tmp_path):
    folder = tmp_path / "pack"
    words = ("diff", week.schedule, changed, "--instance", week.instance, "--pack", folder)
    run = cli(*words)
    assert run.code == 0
    assert run.out.rstrip().endswith(f"Wrote 6 letters, 7 calendars and the call list into {folder}.")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert [str(path.relative_to(folder)) for path in files] == [
        "call-list.json",
        "call-list.txt",
        "clients/c01+cancelled.ics",
        *(f"clients/c0{n}.{kind}" for n in range(1, 5) for kind in ("ics", "txt")),
        "clinicians/k1.ics",
        "clinicians/k1.txt",
        "clinicians/k2+cancelled.ics",
        "clinicians/k2.txt",
    ]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert "Wed 4 March 2026, 18:00-21:00" in (folder / "clients" / "c02.txt").read_text()
    first = json.loads((folder / "call-list.json").read_text())["calls"][0]
    assert (first["id"], first["how"], first["when"]) == ("c01", "call", "2026-03-03T10:00")
    again = cli(*words, "--json", "--now", "2026-03-02T08:00")
    assert (again.code, again.json["pack"]["folder"]) == (0, str(folder))
    assert sorted(again.json["pack"]["files"]) == [str(path.relative_to(folder)) for path in files]


def test_letters_of_an_older_pack_are_not_left_among_new_ones(cli, week, changed, tmp_path):
    folder = tmp_path / "pack"
    assert cli("diff", week.schedule, changed, "--pack", folder).code == 0
    run = cli("diff", week.schedule, changed, "--pack", folder, "--now", "2026-03-04T12:00")
    assert run.code == 3
    assert "[older_pack]" in run.err
    assert "1 letter of an older pack" in run.err
    assert "k2" not in run.err
    file = tmp_path / "file"
    file.write_text("")
    assert "[not_a_folder]" in cli("diff", week.schedule, changed, "--pack", file / "x").err


def test_the_time_of_a_pack_is_the_instances_unless_given(cli, week, tmp_path):
    now = {"monday": "2026-03-02", "time_zone": "America/New_York", "now": "2026-03-04T12:00"}
    instance = sample_instance(week=now)
    file = write_instance(tmp_path / "i.json", instance)
    less = sample_schedule(instance, without={"c01.ind.1", "c01.family.1"})
    whole = write_schedule(tmp_path / "a.json", sample_schedule(instance))
    later = write_schedule(tmp_path / "b.json", less)
    assert cli("diff", whole, later, "--instance", file, "--pack", tmp_path / "p").code == 0
    listed = json.loads((tmp_path / "p" / "call-list.json").read_text())
    assert listed["now"] == "2026-03-04T12:00"
    assert [(call["id"], call["when"]) for call in listed["calls"]] == [
        ("c01", "2026-03-05T17:00"),
        ("k2", "2026-03-05T17:00"),
    ]


def test_everything_wrong_with_all_files_is_told_at_once(cli, week, tmp_path):
    other = sample_instance(id="other")
    foreign = write_schedule(tmp_path / "foreign.json", sample_schedule(other))
    run = cli("diff", week.schedule, foreign)
    assert run.code == 3
    assert "before.instance_id: the two schedules are for different instances" in run.err
    stale = tmp_path / "stale.json"
    stale.write_text(json.dumps({**json.loads(week.schedule.read_text()), "schema_version": 0}))
    run = cli("diff", stale, foreign, "--instance", week.instance)
    assert run.code == 3
    for told in (
        "before.schema_version: ",
        "after.instance_id: the schedule is for another instance than sample",
        "before.instance_id: the two schedules",
    ):
        assert told in run.err
    run = cli(
        "diff", tmp_path / "none.json", tmp_path / "x.json", "--instance", tmp_path / "i.json", "--json"
    )
    assert (run.code, run.json["exit_code"]) == (3, 3)
    assert [(problem["place"], problem["code"]) for problem in run.json["problems"]] == [
        ("instance", "file_missing"),
        ("before", "file_missing"),
        ("after", "file_missing"),
    ]


@pytest.mark.parametrize("text", ["[]", "null", "0", "", '{"sessions": 3}'])
def test_what_is_no_schedule_is_refused(cli, week, tmp_path, text):
    nothing = tmp_path / "nothing.json"
    nothing.write_text(text)
    for words in ((nothing, week.schedule), (week.schedule, nothing), (nothing, nothing)):
        assert cli("diff", *words).code == 3


def test_options_that_need_another_are_refused_without_it(cli, week):
    pair = (week.schedule, week.schedule)
    assert cli("diff", *pair, "--instance-before", week.instance).code == 2
    assert cli("diff", *pair, "--now", "2026-03-04T12:00").code == 2
    run = cli("diff", *pair, "--pack", "p", "--now", "Tuesday")
    assert run.code == 2
    assert "Tuesday" not in run.err


def test_a_page_of_many_changes_is_no_wider_than_others(cli, tmp_path):
    made = generate(GeneratorSpec(seed=2, clients=60, sites=2, timetable="open"))
    later = [
        session.model_copy(
            update={
                "date": made.planted.week + dt.timedelta(days=(session.date.weekday() + index % 2) % 7),
                "clients": session.clients[index % 3 :] or session.clients,
            }
        )
        for index, session in enumerate(made.planted.sessions)
    ]
    changed = made.planted.model_copy(update={"sessions": tuple(later)})
    instance = write_instance(tmp_path / "i.json", made.instance)
    one, other = (
        write_schedule(tmp_path / name, which, keep_previous=False)
        for name, which in (("a.json", made.planted), ("b.json", changed))
    )
    run = cli("diff", one, other, "--instance", instance)
    assert run.code == 0
    assert max(map(len, run.out.splitlines())) <= 80
    assert "\u2026" not in run.out


def test_neither_solver_nor_judge_is_loaded_where_there_is_nothing_to_judge(week, changed):
    words = ["diff", str(week.schedule), str(changed)]
    code = (
        "import sys\n"
        "from iopsched.cli import main\n"
        f"try:\n    main({words!r})\n"
        "except SystemExit as done:\n    assert done.code == 0\n"
        "heavy = ('ortools', 'pandas', 'numpy', 'iopsched.judging.judge')\n"
        "assert not [name for name in heavy if name in sys.modules]\n"
    )
    subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True)
