"""The week that rows about needs and shortages share: four groups a day, and sessions of them."""

from typing import Any

from builders import DAYS, client, group, group_session, individual, instance, service
from iopsched.domain.instance import Instance

DAY_GROUPS = [
    group("g", *(f"{day} 9:00" for day in DAYS)),
    group("h", *(f"{day} 10:00" for day in DAYS)),
    group("s", *(f"{day} 11:00" for day in DAYS), service="short"),
    group("z", *(f"{day} 12:00" for day in DAYS), service="zero"),
]
"""Every day g at 9 and h at 10 (60 credited minutes), s at 11 (15) and z at 12 (none)."""

DAY_SERVICES = [
    service("grp"),
    service("short", credited_minutes=15),
    service("zero", credited_minutes=0),
]


def on(day: str, names: str = "g", *present: str) -> list[Any]:
    """Return the sessions of these groups on a day, with c1 if nobody is said."""
    number = DAYS.index(day) + 1
    hours = {"g": 9, "h": 10, "s": 11, "z": 12}
    return [
        group_session(f"{name}.{number}", f"{day} {hours[name]}:00", present or ("c1",)) for name in names
    ]


def was(date: str, credited_minutes: int, service_id: str | None = None) -> dict[str, Any]:
    """Return treatment attended already."""
    return {"date": date, "credited_minutes": credited_minutes, "service": service_id}


def asking(
    level: dict[str, Any] | None = None, payers: tuple[dict[str, Any], ...] = (), *planned: Any, **fields: Any
) -> Instance:
    """A client with this plan and these fields under a level and payers that ask for this."""
    conventions = fields.pop("conventions", {})
    profiles = [{"id": f"p{number}", **values} for number, values in enumerate(payers, 1)]
    return instance(
        level=level or {},
        payers=profiles,
        conventions=conventions,
        services=[*DAY_SERVICES, individual(), individual("visit", 30, credited_minutes=0)],
        groups=DAY_GROUPS,
        clients=[client("c1", *planned, payers=[profile["id"] for profile in profiles], **fields)],
    )


def floor(minutes_per_week: int) -> dict[str, Any]:
    """Return a level or payer with this floor."""
    return {"min_minutes_per_week": minutes_per_week}


THREE_QUARTERS = {"uncredited_session_minutes": 45}
"""A convention: what credits nothing counts 45 minutes short."""
