"""Mistakes with times and dates, and a least above a most."""

from bad_inputs.row import BadInput, both, put

TIMES = [
    BadInput(
        "hour_25", put("clients.0.hours", "Mon 17:00-25:00"), "hours_time_invalid", "clients[0] (c01).hours"
    ),
    BadInput("minute_60", put("clients.0.leave_by", "17:60"), "time_invalid", "clients[0] (c01).leave_by"),
    BadInput("time_as_number", put("clients.0.leave_by", 17), "time_invalid", "clients[0] (c01).leave_by"),
    BadInput(
        "meeting_at_25",
        put("groups.0.meetings.1", "Tue 25:00"),
        "week_time_invalid",
        "groups[0] (evening-track).meetings[1]",
    ),
    BadInput(
        "meeting_at_24",
        put("groups.0.meetings.1", "Tue 24:00"),
        "week_time_invalid",
        "groups[0] (evening-track).meetings[1]",
    ),
    BadInput(
        "no_such_day",
        put("clients.5.preferences.0.day", "Caturday"),
        "day_invalid",
        "clients[5] (c06).preferences[0].day",
    ),
    BadInput(
        "overlapping", put("clients.0.hours", "Mon 9-12, 11-13"), "hours_overlap", "clients[0] (c01).hours"
    ),
    BadInput(
        "overlapping_parts",
        put("clients.0.hours", "Mon-Wed 9-12; Tue 11-13"),
        "hours_overlap",
        "clients[0] (c01).hours",
    ),
    BadInput(
        "backwards", put("clients.0.hours", "Mon 12-9"), "hours_end_before_start", "clients[0] (c01).hours"
    ),
    BadInput(
        "half_of_the_day_on_one_end",
        put("clients.0.hours", "Mon 5-9pm"),
        "hours_half_unclear",
        "clients[0] (c01).hours",
    ),
    BadInput(
        "over_midnight",
        put("clients.0.hours", "Mon 20:00-2:00"),
        "hours_end_before_start",
        "clients[0] (c01).hours",
    ),
    BadInput(
        "backward_days",
        put("clients.0.hours", "Sun-Tue 9-12"),
        "hours_days_backwards",
        "clients[0] (c01).hours",
    ),
    BadInput(
        "unknown_day", put("clients.0.hours", "Xyz 9-12"), "hours_day_unknown", "clients[0] (c01).hours"
    ),
    BadInput("no_hours", put("clients.0.hours", "sometimes"), "hours_invalid", "clients[0] (c01).hours"),
    BadInput("empty_hours", put("clients.0.hours", ""), "hours_invalid", "clients[0] (c01).hours"),
    BadInput(
        "date_hours_with_day",
        put("clients.7.exceptions.0.hours", "Tue 9-12"),
        "hours_time_invalid",
        "clients[7] (c08).exceptions[0].hours",
    ),
    BadInput(
        "stay_backwards",
        both(put("clients.0.starts_on", "2026-03-05"), put("clients.0.ends_on", "2026-03-04")),
        "ends_before_start",
        "clients[0] (c01)",
    ),
    BadInput(
        "authorised_backwards",
        put("clients.1.authorisation.first_date", "2026-04-01"),
        "ends_before_start",
        "clients[1] (c02).authorisation",
    ),
    BadInput(
        "leaves_before_arriving",
        both(put("clients.4.arrive_after", "21:00")),
        "ends_before_start",
        "clients[4] (c05)",
    ),
    BadInput(
        "closure_outside",
        put("week.closures.0.date", "2026-03-09"),
        "date_outside_week",
        "week.closures[0].date",
    ),
    BadInput(
        "exception_outside",
        put("clients.7.exceptions.0.date", "2026-03-01"),
        "date_outside_week",
        "clients[7] (c08).exceptions[0].date",
    ),
    BadInput(
        "guest_exception_outside",
        put("clients.6.guests.0.exceptions", [{"date": "2026-03-19"}]),
        "date_outside_week",
        "clients[6] (c07).guests[0] (c07-g1).exceptions[0].date",
    ),
    BadInput(
        "two_exceptions",
        put("clients.7.exceptions.+", {"date": "2026-03-03"}),
        "duplicate_date",
        "clients[7] (c08).exceptions[1].date",
    ),
    BadInput(
        "attended_outside",
        put("clients.0.attended", [{"date": "2026-02-28", "credited_minutes": 90}]),
        "date_outside_week",
        "clients[0] (c01).attended[0].date",
    ),
    BadInput(
        "attended_twice",
        put(
            "clients.0.attended",
            [{"date": "2026-03-02", "credited_minutes": 90, "session": "saturday.sat"}] * 2,
        ),
        "duplicate_attendance",
        "clients[0] (c01).attended[1].session",
    ),
    BadInput(
        "last_service_in_week",
        put("clients.0.last_service_date", "2026-03-02"),
        "date_not_before_week",
        "clients[0] (c01).last_service_date",
    ),
    BadInput(
        "last_on_next_week",
        put("clients.2.plan.3.last_on", "2026-03-09"),
        "date_not_before_week",
        "clients[2] (c03).plan[3].last_on",
    ),
    BadInput(
        "off_grid",
        put("groups.0.meetings.0", "Mon 17:35"),
        "start_off_grid",
        "groups[0] (evening-track).meetings[0] (1).starts[0]",
    ),
    BadInput(
        "past_midnight",
        put("groups.5.meetings.0", "Wed 23:30"),
        "past_midnight",
        "groups[5] (open-meeting).meetings[0] (1).starts[0]",
    ),
    BadInput(
        "start_twice",
        put("groups.3.meetings.0", "Wed 18:00 | Wed 18"),
        "duplicate_start",
        "groups[3] (family-night).meetings[0]",
    ),
    BadInput(
        "meal_too_short_a_window",
        put("clinicians.2.meal.between", "17:00-17:15"),
        "meal_impossible",
        "clinicians[2] (k3).meal.between",
    ),
]


BANDS = [
    BadInput("level_band", put("levels.0.min_minutes_per_week", 1300), "min_over_max", "levels[0] (iop)"),
    BadInput(
        "day_band",
        put("payers.0", {"id": "daily", "min_service_days": 5, "max_service_days": 4}),
        "min_over_max",
        "payers[0] (daily)",
    ),
    BadInput(
        "own_band",
        both(put("clients.0.min_minutes_per_week", 600), put("clients.0.max_minutes_per_week", 540)),
        "min_over_max",
        "clients[0] (c01)",
    ),
    BadInput("heads", both(put("services.0.min_heads", 13)), "min_over_max", "services[0] (skills)"),
    BadInput(
        "group_heads",
        both(put("groups.0.min_heads", 5), put("groups.0.max_heads", 4)),
        "min_over_max",
        "groups[0] (evening-track)",
    ),
    BadInput(
        "group_over_service", put("groups.0.min_heads", 13), "min_over_max", "groups[0] (evening-track)"
    ),
    BadInput(
        "plan_sessions", put("clients.0.plan.0.max_sessions", 0), "min_over_max", "clients[0] (c01).plan[0]"
    ),
    BadInput(
        "eligible_weeks",
        put("groups.0.eligible", {"first_week": 5, "last_week": 2}),
        "min_over_max",
        "groups[0] (evening-track).eligible",
    ),
    BadInput(
        "sessions_absurd",
        put("clients.0.plan.2.max_sessions", 10000),
        "too_many_sessions",
        "clients[0] (c01).plan[2].max_sessions",
    ),
    BadInput(
        "least_sessions_absurd",
        put("clients.0.plan.2.min_sessions", 22),
        "too_many_sessions",
        "clients[0] (c01).plan[2].min_sessions",
    ),
]
