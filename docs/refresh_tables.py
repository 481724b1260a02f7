"""Makes the columns on docs/tables.md from the code. Run it as ``python docs/refresh_tables.py``."""

import re
import sys
from pathlib import Path

from iopsched.domain.frames import FRAMES

PAGE = Path(__file__).parent / "tables.md"


def page(text: str) -> str:
    """Return the page with its columns made anew."""
    parts = [
        f"### {name}\n\n{ABOUT[name]}\n\n| column | dtype | what it is |\n|---|---|---|\n"
        + "".join(f"| `{column.name}` | `{column.dtype}` | {column.meaning} |\n" for column in columns)
        for name, columns in FRAMES.items()
    ]
    fresh = "<!-- columns -->\n" + "\n".join(parts) + "<!-- end of columns -->"
    return re.sub(r"<!-- columns -->.*?<!-- end of columns -->", lambda _: fresh, text, flags=re.DOTALL)


ABOUT = {
    "sessions": "One row for each session, in order of time.",
    "enrolments": "One row for each client or guest and session, in order of time.",
    "clients": "One row for each client, in the instance's order: the certificate.",
    "needs": "One row for each client and need, met or not.",
    "clinicians": "One row for each clinician, in the instance's order.",
    "goals": "One row for each goal level, the first one first. Without a search there are no bounds.",
}
"""What a row of each table is."""


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
    sys.stdout.write("docs/tables.md is current.\n")
