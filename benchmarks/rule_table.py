"""Print, from the code, what every rule has: model function, judge's check, rows, mutations.

Run: python benchmarks/rule_table.py
Exits with 1 if any cell is empty.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from parity import rule_rows, term_rows  # noqa: E402  (the tests' folder has to be on the path first)


def main() -> int:
    empty = 0
    print("| rule | model | judge | rows inside | rows outside | mutations |")
    print("|---|---|---|---|---|---|")
    for row in rule_rows():
        cells = [row.rule, "<br>".join(row.model), row.check, row.inside, row.outside, row.mutations]
        empty += sum(not cell for cell in cells)
        print("| " + " | ".join(str(cell) for cell in cells) + " |")
    print("\n| goal term | model | judge | rows |")
    print("|---|---|---|---|")
    for term in term_rows():
        cells = [term.term, term.model, term.judge, term.rows]
        empty += sum(not cell for cell in cells)
        print("| " + " | ".join(str(cell) for cell in cells) + " |")
    print(f"\n{len(rule_rows())} rules, {len(term_rows())} goal terms, {empty} empty cells")
    return 1 if empty else 0


if __name__ == "__main__":
    sys.exit(main())
