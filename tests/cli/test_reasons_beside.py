"""`solve --explain` and `report --reasons` tell why shortfalls are there."""

import json

import pytest

from builders import client, instance, item, service
from iopsched import solve, write_instance
from iopsched.cli.exits import Exit
from iopsched.domain.progress import Limits
from iopsched.domain.reasons import Reasons
from iopsched.explaining.solved import solve_and_explain

LIMITS = Limits(reproducible=True, effort=2, workers=1)


@pytest.fixture
def week(tmp_path):
    """A week with one seat for two clients, as a file."""
    who = [client("c1", "grp"), client("c2", item("grp"), priority=2)]
    facts = instance(clients=who, services=[service("grp", max_heads=1)])
    path = tmp_path / "in" / "instance.json"
    path.parent.mkdir()
    write_instance(path, facts)
    return facts, str(path)


def test_solve_and_report_tell_reasons_where_asked_to(week, tmp_path, cli):
    _, path = week
    out = tmp_path / "out"
    quick = ("--reproducible", "--effort", "2", "--workers", "1")
    done = cli("solve", path, "--out", str(out), "--explain", *quick)
    assert done.code == Exit.SHORT
    assert "g.1 on Mon 18:00 is full, 1 of 1" in done.out
    written = Reasons.model_validate(json.loads((out / "result.json").read_text())["reasons"])
    assert [reason.lies_in for reason in written.reasons] == ["programme"]
    files = (str(out / "instance.json"), str(out / "schedule.json"))
    done = cli("report", *files, "--reasons")
    assert done.code == Exit.SHORT
    assert "g.1 on Mon 18:00 is full, 1 of 1" in done.out
    plain = cli("report", *files)
    assert "is full" not in plain.out
    document = cli("report", *files, "--reasons", "--json", "--client", "c2")
    assert document.json["reasons"]["reasons"] == []


def test_solving_and_explaining_in_one_call_gives_both(week):
    facts, _ = week
    result = solve_and_explain(facts, limits=LIMITS)
    assert result.schedule == solve(facts, limits=LIMITS).schedule
    assert [reason.need for reason in result.reasons.reasons] == list(result.shortfalls)
