"""The program starts quickly, loads only what it needs, and tells a defect without the data."""

import os
import subprocess
import sys

import pytest

import iopsched

HEAVY = ("ortools", "pandas", "numpy", "rich", "pydantic")


def loaded_after(code):
    """Which heavy packages a fresh Python has loaded after running some code."""
    listing = (
        f"{code}\nimport sys\nprint(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, timeout=60, check=True
    )
    return set(done.stderr.split())


def test_importing_the_package_loads_nothing_heavy():
    assert loaded_after("import iopsched") == set()
    assert loaded_after("import iopsched; iopsched.Instance; iopsched.verify; iopsched.read_instance") == {
        "pydantic"
    }


def test_help_loads_nothing_heavy():
    run = "from iopsched.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    assert loaded_after(run) == set()


def test_verifying_and_reporting_load_no_solver(week):
    for verb in ("verify", "report"):
        words = [verb, str(week.instance), str(week.schedule)]
        loaded = loaded_after(
            f"from iopsched.cli import main\ntry:\n    main({words!r})\nexcept SystemExit:\n    pass"
        )
        assert not loaded & {"ortools", "pandas", "numpy"}


def test_help_comes_quickly():
    def seconds():
        before = os.times()
        subprocess.run(
            [sys.executable, "-m", "iopsched", "--help"], capture_output=True, timeout=60, check=True
        )
        after = os.times()
        return after.children_user - before.children_user + after.children_system - before.children_system

    # The best of several, in processor time: what else the machine does is not what is measured.
    assert min(seconds() for _ in range(4)) < 0.4


def test_every_exported_name_exists_and_is_documented():
    for name in iopsched.__all__:
        assert getattr(iopsched, name) is not None
        if name != "__version__":
            assert getattr(iopsched, name).__doc__, name
    assert set(iopsched.__all__) == set(dir(iopsched))
    with pytest.raises(AttributeError, match="no attribute 'no_such_name'"):
        iopsched.no_such_name  # noqa: B018


def test_no_exported_function_shares_its_name_with_a_module():
    for name in ("solve", "verify"):
        with pytest.raises(ModuleNotFoundError):
            __import__(f"iopsched.{name}")


def test_a_defect_is_told_by_its_place_and_not_by_its_data(program):
    code = (
        "import sys\n"
        "from iopsched.cli import main\n"
        "import iopsched.files.inputs as inputs\n"
        "def broken(source):\n    raise KeyError('Maria Muster')\n"
        "inputs.read_input = broken\n"
        "sys.argv = ['iopsched', 'check', 'x.json', '--json']\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "defect of iopsched" in done.stderr
    assert "KeyError" in done.stderr
    assert "Maria" not in done.stderr + done.stdout
    assert '"exit_code": 1' in done.stdout


def test_the_module_runs_like_the_command(program):
    assert program("--version").out.strip() == f"iopsched, version {iopsched.__version__}"
