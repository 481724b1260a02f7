"""The sheet Week, a key and its value in each row, and the sheets of places and of closures."""

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.domain.week import Closure, Conventions, Room, Site, Travel, Week
from iopsched.sheets.specs import NOT_READ, Column, SheetSpec, column, notes_column

_CONVENTIONS = {
    "telehealth_buffer_minutes": "Minutes from the end of a telehealth session to an on-site one.",
    "new_trip_after_minutes": "A longer wait between two on-site sessions makes a new trip.",
    "split_shift_after_minutes": "A longer pause between two sessions splits a clinician's day.",
    "short_rest_minutes": "Less than this between two working days is a short rest.",
    "uncredited_session_minutes": "What a missing session without credited minutes counts in minutes short.",
}

WEEK = SheetSpec(
    name="Week",
    path="",
    model=Instance,
    note="The week to plan: one setting in each row. Only the value is yours to fill in.",
    columns=(
        Column("Key", NOT_READ, "text", "What the row sets. Leave it as it is.", required=True, width=32),
        Column("Value", NOT_READ, "text", "Fill this in; blank means the default.", width=24),
        Column("Meaning", NOT_READ, "text", "What the key means. Never read.", width=70),
        notes_column(),
    ),
    keys=(
        column(Instance, "id", "The name of this week's file, an id such as week-2026-10.", "Instance id"),
        column(Week, "monday", "The Monday of the week.", at="week"),
        column(Week, "time_zone", "The time zone, such as America/New_York.", at="week"),
        column(
            Week, "grid_minutes", "Starts lie on this grid; blank means 15 minutes.", at="week", always=True
        ),
        column(Week, "now", "The week is past up to this date and time; blank: none of it is.", at="week"),
        *(column(Conventions, name, note, at="conventions") for name, note in _CONVENTIONS.items()),
        column(Instance, "schema_version", "The version of the format. Leave it as it is.", always=True),
        column(
            Schedule,
            "instance_id",
            "The instance that the schedule on the sheet Published was made for.",
            "Published instance id",
            at="published",
        ),
        column(
            Schedule,
            "instance_digest",
            "The digest of that instance; may stay blank.",
            "Published instance digest",
            at="published",
        ),
        column(Schedule, "week", "The Monday of the published week.", "Published week", at="published"),
    ),
)

CLOSURES = SheetSpec(
    name="Closures",
    path="week.closures",
    model=Closure,
    note="Dates, or hours of them, on which sites are closed.",
    columns=(
        column(Closure, "date", "The date."),
        column(Closure, "sites", "The sites that are closed; blank: everything, telehealth too."),
        column(Closure, "hours", "The hours that are closed; blank: the whole day."),
        notes_column(),
    ),
)

SITES = SheetSpec(
    name="Sites",
    path="sites",
    model=Site,
    note="Buildings. Without any row there is one, called main.",
    columns=(
        column(Site, "id", "An id of its own, such as main."),
        column(Site, "hours", "Opening hours; blank: always.", always=True),
        column(Site, "exceptions", "Hours of single dates, in place of the weekly ones."),
        column(Site, "min_staff_present", "Fewest clinicians present during any session; blank: 1."),
        notes_column(),
    ),
)

TRAVEL = SheetSpec(
    name="Travel",
    path="travel",
    model=Travel,
    note="How long it takes from one site to another; needed once there are two.",
    columns=(
        column(Travel, "between", "The two sites, such as main, north."),
        column(Travel, "minutes", "Minutes from one to the other."),
        notes_column(),
    ),
)

ROOMS = SheetSpec(
    name="Rooms",
    path="rooms",
    model=Room,
    note="Rooms, and how many people fit into each.",
    columns=(
        column(Room, "id", "An id of its own, such as hall."),
        column(Room, "site", "The site it is in; blank: main.", always=True),
        column(Room, "capacity", "Everybody in it counts, leaders and guests included."),
        column(Room, "features", "Words that services ask for, such as group."),
        column(Room, "hours", "When it may be used; blank: as its site."),
        column(Room, "exceptions", "Hours of single dates, in place of the weekly ones."),
        notes_column(),
    ),
)
