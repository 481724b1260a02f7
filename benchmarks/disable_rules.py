"""Leave out every rule, of the model and then of the judge, and show that a row of the table notices.

Run: python benchmarks/disable_rules.py
Exits with 1 if a rule could be left out unnoticed.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from iopsched.domain.rules import RULES  # noqa: E402
from iopsched.judging.judge import judge  # noqa: E402
from test_model_cases import feasible  # noqa: E402  (the tests' folder has to be on the path first)
from test_rules_needed import rows_about  # noqa: E402


def main() -> int:
    unnoticed = 0
    print(f"{'left out':24} {'model fails rows':>18} {'judge fails rows':>18}")
    for rule in RULES:
        rows = rows_about(rule)
        model = sum(
            feasible(case, case.violations) and not feasible(case, case.violations - {rule}) for case in rows
        )
        judged = sum(
            judge(case.instance, case.schedule, without=case.violations).valid
            and not judge(case.instance, case.schedule, without=case.violations - {rule}).valid
            for case in rows
        )
        unnoticed += (model == 0) + (judged == 0)
        print(f"{rule:24} {f'{model} of {len(rows)}':>18} {f'{judged} of {len(rows)}':>18}")
    print(f"\n{len(RULES)} rules; left out unnoticed: {unnoticed}")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
