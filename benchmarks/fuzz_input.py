"""Reads many spoilt files and prints what came of them: `python benchmarks/fuzz_input.py --count 20000`."""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fuzz.mutants import try_spoilt  # noqa: E402

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    started = time.monotonic()
    counts = try_spoilt(options.count, options.seed)
    seconds = time.monotonic() - started
    shares = ", ".join(f"{number} {what}" for what, number in sorted(counts.items()))
    print(
        f"{sum(counts.values())} inputs in {seconds:.0f} s, seed {options.seed}: {shares}; 0 of anything else"
    )
