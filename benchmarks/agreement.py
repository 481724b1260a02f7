"""Hold the model against brute force on many more tiny weeks than the tests have time for.

    python benchmarks/agreement.py --count 2000 --seed 10000

Prints each disagreement as it is found, then the counts, and exits 1 if there was any.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from brute_force.active import find_active  # noqa: E402
from brute_force.agreement import Comparison, compare  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description="Hold the model against brute force on tiny weeks.")
    parser.add_argument("--count", type=int, default=1000, help="how many instances (1000)")
    parser.add_argument("--seed", type=int, default=10_000, help="the first one's seed (10000)")
    parser.add_argument("--active", action="store_true", help="print where each rule matters, and stop")
    options = parser.parse_args()
    if options.active:
        for rule, seed in find_active().items():
            print(f'    "{rule}": {seed},')
        return 0
    began = time.monotonic()
    found: list[Comparison] = []
    for seed in range(options.seed, options.seed + options.count):
        found.append(compare(seed))
        if found[-1].disagreement:
            print(found[-1].disagreement, flush=True)
    wrong = sum(1 for one in found if one.disagreement)
    print(f"instances:           {len(found)}")
    print(f"valid weeks tried:   {sum(one.valid for one in found)}")
    print(f"without any week:   {sum(1 for one in found if one.valid == 0)}")
    print(f"disagreements:       {wrong}")
    print(f"seconds:             {time.monotonic() - began:.0f}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
