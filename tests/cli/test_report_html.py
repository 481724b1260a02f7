"""``iopsched report --html`` and what goes with it."""

import json
import os
import stat

import pytest

NAME = "Zoë Quimby-Marsh"


@pytest.fixture(name="report")
def fixture_report(cli, week, tmp_path):
    """Run a report of the sample week that writes a page; return the run and the page's text."""

    def run(*words, schedule=week.schedule):
        page = tmp_path / "out" / "page.html"
        done = cli("report", week.instance, schedule, "--html", page, *words)
        return done, page.read_text("utf-8") if page.exists() else None

    return run


def test_a_page_is_written_for_its_owner_only(report, tmp_path):
    done, page = report()
    path = tmp_path / "out" / "page.html"
    assert (done.code, done.out, done.err) == (0, f"Wrote {path}.\n", "")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["page.html"]
    assert 'id="client-c04"' in page
    assert report()[1] == page


def test_a_folder_gets_a_page_of_the_pages_own_name(cli, week, tmp_path):
    done = cli("report", week.instance, week.schedule, "--html", tmp_path)
    assert done.out == f"Wrote {tmp_path / 'report.html'}.\n"
    assert (tmp_path / "report.html").is_file()


def test_exit_codes_are_those_of_verify(report, week):
    done, page = report(schedule=week.without("c01.ind.1"))
    assert done.code == 4
    assert "1 of 4 clients is short of a need." in page
    done, page = report(schedule=week.without("evening.3"))
    assert done.code == 6
    assert "Do not use it as it is." in page
    assert report(schedule=week.folder / "none.json")[0].code == 3


def test_reasons_stand_on_the_page(report, week):
    done, page = report("--reasons", schedule=week.without("c01.ind.1"))
    assert done.code == 4
    assert "Reasons were not asked for." not in page
    assert 'class="reasons"' in page


@pytest.mark.parametrize("kind, one", [("clients", "c02"), ("clinicians", "k2"), ("rooms", "Room big")])
def test_sheets_are_written_for_each(report, kind, one):
    done, page = report("--sheets", kind)
    assert done.code == 0
    assert f"<h2><bdi>{one}</bdi></h2>" in page


def test_one_clients_sheet_can_be_singled_out(report):
    _, page = report("--sheets", "clients", "--client", "c02")
    assert page.count('class="sheet"') == 1
    assert "c01" not in page


def test_json_is_one_document_and_the_page_is_written_too(report, tmp_path):
    key = tmp_path / "key.csv"
    key.write_text(f"id,name\nc01,{NAME}\n")
    done, page = report("--json", "--names", key)
    assert done.json["exit_code"] == 0
    assert done.json["written"] == {"html": [str(tmp_path / "out" / "page.html")]}
    assert "Quimby" in page
    assert "Quimby" not in done.out + done.err


def test_names_go_onto_the_page_and_nowhere_else(report, tmp_path):
    key = tmp_path / "key.csv"
    key.write_text(f"id,name\nc01,{NAME}\nc99,{NAME} Junior\n")
    done, page = report("--names", key, "--sheets", "clients")
    assert done.code == 0
    assert f"<h2><bdi>{NAME}</bdi></h2>" in page
    assert "Junior" not in page
    assert "name_of_nobody" in done.err
    assert "name_missing" in done.err
    assert "Quimby" not in done.out + done.err


def test_a_wrong_key_stops_everything_and_no_name_is_repeated(report, tmp_path):
    key = tmp_path / "key.csv"
    key.write_text(f"id,name\nc01,{NAME}\nc01,{NAME}\n{NAME},c02\n")
    done, page = report("--names", key)
    assert done.code == 3
    assert page is None
    assert "duplicate_id" in done.err
    assert "id_invalid" in done.err
    assert "Quimby" not in done.out + done.err


def test_the_result_beside_the_schedule_says_how_good_it_is(cli, report, week, tmp_path):
    out = tmp_path / "solved"
    assert (
        cli("solve", week.instance, "--out", out, "--reproducible", "--effort", "1", "--workers", "1").code
        == 0
    )
    _, page = report(schedule=out / "schedule.json")
    assert "every goal is proved" in page
    _, page = report("--result", out / "result.json", schedule=out / "schedule.json")
    assert "every goal is proved" in page
    wrong = json.loads((out / "result.json").read_text())
    wrong["instance_digest"] = None
    (tmp_path / "wrong.json").write_text(json.dumps(wrong))
    done, _ = report("--result", tmp_path / "wrong.json")
    assert done.code == 3
    assert "digest_differs" in done.err
    assert "Not known" in report()[1]


@pytest.mark.parametrize(
    "words, said",
    [
        (["--sheets", "clients"], "--sheets goes with --html"),
        (["--names", "key.csv"], "--names goes with --html"),
        (["--result", "result.json"], "--result goes with --html"),
        (["--html", "page.pdf"], "ends in .html"),
        (["--html", "p.html", "--client", "c01"], "--client goes with --sheets clients"),
        (["--html", "p.html", "--sheets", "rooms", "--clinician", "k1"], "goes with --sheets clinicians"),
        (["--html", "p.html", "--day", "mon"], "--day goes without --html"),
        (["--html", "p.html", "--sheets", "rooms", "--reasons"], "leave --reasons and --result out"),
    ],
)
def test_what_does_not_go_together_is_refused(cli, week, words, said):
    done = cli("report", week.instance, week.schedule, *words)
    assert done.code == 2
    assert said in " ".join(done.err.split())


def test_a_file_that_is_read_is_not_overwritten(cli, week, tmp_path):
    key = tmp_path / "key.html"
    key.write_text("id,name\n")
    done = cli("report", week.instance, week.schedule, "--html", key, "--names", key)
    assert done.code == 2
    assert key.read_text() == "id,name\n"


def test_a_page_that_cannot_be_written_is_a_problem(cli, week, tmp_path):
    (tmp_path / "file").write_text("x")
    done = cli("report", week.instance, week.schedule, "--html", tmp_path / "file" / "page.html")
    assert done.code == 3
    assert "not_a_folder" in done.err
