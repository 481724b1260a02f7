"""The case table of the rules: rows just inside and just outside every edge, written from docs/rules.md."""

from rule_cases import time_offered
from rule_cases.case import Case

CASES: tuple[Case, ...] = time_offered.CASES
