"""A small valid week, and the schedule made for it by hand: three evenings, one hour of one's own."""

from iopsched.domain.goals import DEFAULT_GOALS
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session

MONDAY = "2026-03-02"
CLIENTS = ("c01", "c02", "c03", "c04")
DATES = {"1": "2026-03-02", "2": "2026-03-04", "3": "2026-03-07"}


def sample_instance(**changes):
    """Four clients in one evening track; c01 also owes an individual session and a family one."""
    parts = {
        "id": "sample",
        "week": {"monday": MONDAY, "time_zone": "America/New_York"},
        # Burden and resources take a search the longest, and no test here is about them.
        "goals": DEFAULT_GOALS[:4],
        "levels": [{"id": "iop", "min_service_days": 3}],
        "rooms": [{"id": "big", "capacity": 12}, {"id": "office", "capacity": 3}],
        "services": [
            {"id": "process", "clock_minutes": 180},
            {"id": "ind", "format": "individual", "clock_minutes": 50, "modes": ["on_site", "telehealth"]},
            {"id": "family", "format": "family", "clock_minutes": 60},
        ],
        "clinicians": [
            {"id": "k1", "max_minutes_per_week": 900, "max_minutes_per_day": 360, "max_caseload": 4},
            {"id": "k2", "hours": "Tue 9-12; Thu 16-18"},
        ],
        "groups": [
            {
                "id": "evening",
                "service": "process",
                "meetings": ["Mon 17:30", "Wed 17:30", "Sat 9:00"],
                "attendance": "attend_all",
                "leaders": ["k1"],
                "rooms": ["big"],
            },
            {"id": "sunday", "service": "process", "meetings": ["Sun 9:00 | Sun 10:00"]},
        ],
        "clients": [
            {
                "id": client,
                "primary": "k2" if client == "c01" else None,
                "plan": [{"service": "process", "min_sessions": 3}]
                + (
                    [{"service": "ind"}, {"service": "family", "with_guests": ["g01"]}]
                    if client == "c01"
                    else []
                ),
                "guests": [{"id": "g01"}] if client == "c01" else [],
            }
            for client in CLIENTS
        ],
    }
    return Instance.model_validate({**parts, **changes})


def sample_schedule(instance, *, without=(), **changes):
    """The schedule that meets every need, less the sessions in `without`, plus changes by session id."""
    sessions = [
        {
            "id": f"evening.{number}",
            "kind": "group",
            "group": "evening",
            "service": "process",
            "date": date,
            "start": "9:00" if number == "3" else "17:30",
            "end": "12:00" if number == "3" else "20:30",
            "room": "big",
            "leaders": ("k1",),
            "clients": CLIENTS,
        }
        for number, date in DATES.items()
    ]
    own = {"kind": "individual", "room": "office", "leaders": ("k2",), "clients": ("c01",)}
    sessions += [
        {"id": "c01.ind.1", "service": "ind", "date": "2026-03-03", "start": "10:00", "end": "10:50", **own},
        {
            "id": "c01.family.1",
            "service": "family",
            "date": "2026-03-05",
            "start": "17:00",
            "end": "18:00",
            "guests": ("g01",),
            **own,
        },
    ]
    kept = [{**one, **changes.get(one["id"], {})} for one in sessions if one["id"] not in without]
    return Schedule(
        instance_id=instance.id,
        instance_digest=instance.digest,
        week=instance.week.monday,
        sessions=tuple(Session.model_validate(one) for one in kept),
    )
