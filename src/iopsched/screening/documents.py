"""The screens of a week as the file that is written of them, and as counts that anybody may see."""

import csv
import io
import json
from typing import Any

from iopsched.domain.clock import format_day, format_time
from iopsched.domain.instance import Instance
from iopsched.screening.drawing import Draw, Screen

COLUMNS = ("date", "day", "client", "service", "on_site_from", "on_site_until", "sites")
"""What the file says of a screen."""
STARTS = (",".join(COLUMNS), '{\n "screens_of_week"')
"""How such a file starts, as CSV and as JSON."""


def screens_csv(draw: Draw) -> str:
    """Return a line for each screen, in order of dates, under the names of the columns."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({**_row(screen), "sites": " ".join(screen.day.sites)} for screen in draw.screens)
    return text.getvalue()


def screens_json(instance: Instance, draw: Draw) -> str:
    """Return the screens as a JSON document, in order of dates."""
    document = {
        "screens_of_week": instance.week.monday.isoformat(),
        "instance_id": instance.id,
        "screens": [{**_row(screen), "sites": list(screen.day.sites)} for screen in draw.screens],
    }
    return json.dumps(document, indent=1) + "\n"


def counts(instance: Instance, draw: Draw) -> dict[str, Any]:
    """Return what may be shown of the draw: how many, never whom on which day."""
    return {
        "week": instance.week.monday.isoformat(),
        "screens": len(draw.screens),
        "clients_screened": len({screen.client for screen in draw.screens}),
        "plan_items": draw.items,
        "not_due": draw.not_due,
        "short": [
            {"client": one.client, "service": one.service, "needed": one.needed, "drawn": one.drawn}
            for one in draw.short
        ],
        "warnings": [warning.as_dict() for warning in draw.warnings],
    }


def _row(screen: Screen) -> dict[str, str]:
    return {
        "date": screen.day.date.isoformat(),
        "day": format_day(screen.day.date.weekday()),
        "client": screen.client,
        "service": screen.service,
        "on_site_from": format_time(screen.day.start),
        "on_site_until": format_time(screen.day.end),
    }
