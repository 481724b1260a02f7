"""Memory: what this process used, and what those used that it has started."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from iopsched.benchmarking import memory
from iopsched.benchmarking.memory import Memory, peak_bytes, peaks_of_started
from iopsched.domain.progress import Progress

MIB = 2**20
REPORT = Progress(elapsed=1.0, level="1a", value=None, bound=None, clients_short=None)
LARGE = "import sys; held = bytearray(64 * 2**20); print(len(held), flush=True); sys.stdin.read()"

only_on_linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc")


@pytest.fixture(name="large")
def fixture_large():
    process = subprocess.Popen(
        [sys.executable, "-c", LARGE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.stdin.close()
    process.wait()
    process.stdout.close()


@only_on_linux
def test_a_process_that_was_started_counts_by_its_own_peak(large: subprocess.Popen[str]) -> None:
    found = peaks_of_started(os.getpid())
    assert 64 * MIB < found[large.pid] < 512 * MIB
    assert large.pid not in peaks_of_started(large.pid)


@only_on_linux
def test_what_it_used_is_kept_after_its_end(large: subprocess.Popen[str]) -> None:
    seen = Memory()
    before = seen.peak_bytes
    seen(REPORT)
    assert large.stdin is not None
    large.stdin.close()
    large.wait()
    assert seen.peak_bytes >= before + 64 * MIB


def test_looking_again_at_once_does_not_look(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[float] = []
    monkeypatch.setattr(memory, "peaks_of_started", lambda _: looks.append(time.monotonic()) or {})
    seen = Memory()
    for _ in range(5):
        seen(REPORT)
    assert len(looks) == 1


def test_without_a_system_that_tells_of_others_it_is_this_process_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(memory, "_PROC", tmp_path)
    seen = Memory()
    seen(REPORT)
    assert 20 * MIB < seen.peak_bytes < 4096 * MIB
    assert abs(seen.peak_bytes - peak_bytes()) < 64 * MIB
