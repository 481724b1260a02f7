"""The sheets of clients, what belongs to them, pins, and sessions that were held or published."""

from iopsched.domain.clients import Attendance, Client, Guest, PlanItem, Preference
from iopsched.domain.relations import Pin, Relation
from iopsched.domain.schedule import Session
from iopsched.sheets.specs import Column, SheetSpec, column, notes_column, parent_column

CLIENTS = SheetSpec(
    name="Clients",
    path="clients",
    model=Client,
    note="Those in treatment. An id such as c014, never a name.",
    columns=(
        column(Client, "id", "An opaque id of its own, such as c014; never a name."),
        column(Client, "level", "The level of care; blank: iop.", always=True),
        column(Client, "payers", "Payer profiles; the strictest rule of all wins."),
        column(Client, "min_minutes_per_week", "Own fewest credited minutes, inside the level's."),
        column(Client, "max_minutes_per_week", "Own most credited minutes, inside the level's."),
        column(Client, "authorisation.first_date", "First date that the payer has authorised."),
        column(Client, "authorisation.last_date", "Last date that the payer has authorised."),
        column(Client, "authorisation.days_left", "Authorised qualifying days left on Monday."),
        column(Client, "programme_week", "The phase: weeks since the start; blank: 1."),
        column(Client, "starts_on", "First date in the week; blank: from its start."),
        column(Client, "ends_on", "Last date in the week; blank: to its end."),
        column(Client, "hours", "When available; blank: always.", always=True),
        column(Client, "exceptions", "Hours of single dates, in place of the weekly ones."),
        column(Client, "arrive_after", "Earliest start on site of any day, such as 16:00."),
        column(Client, "leave_by", "Latest end on site of any day, such as 21:00."),
        column(Client, "max_run_minutes", "Longest run of sessions without a rest; blank: no limit."),
        column(Client, "rest_minutes", "A pause this long ends a run; blank: 15."),
        column(Client, "meal.minutes", "Minutes of the meal break owed on long days; blank: 30."),
        column(Client, "meal.after_minutes", "Days that span more than this are long; blank: 360."),
        column(Client, "meal.between", "When the meal break is, such as 16:00-18:00; blank: any time."),
        column(Client, "modes", "on site, telehealth or both; blank: both."),
        column(Client, "languages", "Languages understood; blank: en."),
        column(Client, "tags", "Words that groups may ask for."),
        column(Client, "age_band", "The age band; blank: adult."),
        column(Client, "gender", "The word that groups admit by; blank: none."),
        column(Client, "track", "The track that groups admit by; blank: none."),
        column(Client, "primary", "The primary clinician; blank: one is assigned."),
        column(Client, "avoid_clinicians", "Clinicians who never lead this client's sessions."),
        column(Client, "only_groups", "The only groups allowed; blank: all that admit the client."),
        column(Client, "priority", "How much the client weighs when needs compete; blank: 1."),
        column(Client, "max_trips", "Most trips to the building in the week; blank: no limit."),
        column(Client, "max_groups", "Most groups; blank: no limit."),
        column(Client, "last_service_date", "The last date of service before this week."),
        notes_column(),
    ),
)

_CLIENT = parent_column("Clients", "Client", "The client it belongs to.")

PLANS = SheetSpec(
    name="Plans",
    path="clients.plan",
    model=PlanItem,
    parent="Clients",
    note="The treatment plans, one service of a client in each row. Without any, all group services.",
    columns=(
        _CLIENT,
        column(PlanItem, "service", "The service."),
        column(PlanItem, "min_sessions", "Fewest sessions a week; blank: 1.", always=True),
        column(
            PlanItem, "max_sessions", "Most sessions a week; blank: no limit for groups, else the fewest."
        ),
        column(PlanItem, "every_weeks", "Due every so many weeks; blank: 1."),
        column(PlanItem, "last_on", "The date it was last on."),
        column(PlanItem, "min_days_between", "1: on different days, 2: a day between; blank: 0."),
        column(PlanItem, "with_whom", "primary, primary or cover, or any."),
        column(PlanItem, "clinician_tags", "Words that every leader must have."),
        column(PlanItem, "with_clients", "Clients who come along, such as a partner."),
        column(PlanItem, "with_guests", "The client's own guests who come along."),
        column(PlanItem, "company", "required or optional; blank: required."),
        notes_column(),
    ),
)

WISHES = SheetSpec(
    name="Wishes",
    path="clients.preferences",
    model=Preference,
    parent="Clients",
    note="Wishes of clients, each about exactly one of a group, a clinician, a day or hours.",
    columns=(
        _CLIENT,
        column(Preference, "group", "To be in this group."),
        column(Preference, "clinician", "A session with this clinician."),
        column(Preference, "day", "A session on this day."),
        column(Preference, "hours", "All sessions inside these hours."),
        column(Preference, "avoid", "yes turns the wish round; blank: no."),
        column(Preference, "strength", "From 1 to 100; blank: 1.", always=True),
        notes_column(),
    ),
)

GUESTS = SheetSpec(
    name="Guests",
    path="clients.guests",
    model=Guest,
    parent="Clients",
    note="Those who come along with a client. An id, never a name.",
    columns=(
        _CLIENT,
        column(Guest, "id", "An opaque id of its own, such as c07-g1."),
        column(Guest, "hours", "When available; blank: always.", always=True),
        column(Guest, "exceptions", "Hours of single dates, in place of the weekly ones."),
        notes_column(),
    ),
)

ATTENDED = SheetSpec(
    name="Attended",
    path="clients.attended",
    model=Attendance,
    parent="Clients",
    note="Treatment that clients attended, or missed, on dates of this week.",
    columns=(
        _CLIENT,
        column(Attendance, "date", "The date."),
        column(Attendance, "credited_minutes", "Credited minutes; 0 for a session that was missed."),
        column(Attendance, "service", "The plan item that it counts for; blank: none."),
        column(Attendance, "session", "The session's id, such as process-a.1."),
        notes_column(),
    ),
)

RELATIONS = SheetSpec(
    name="Relations",
    path="relations",
    model=Relation,
    note="Clients kept apart or together. The reason is never written down.",
    columns=(
        column(Relation, "kind", "apart: never in one session; apart building; together."),
        column(Relation, "clients", "The clients, two or more."),
        column(Relation, "groups", "Only for together: the groups that it is about; blank: all."),
        notes_column(),
    ),
)

PINS = SheetSpec(
    name="Pins",
    path="pins",
    model=Pin,
    note="What must be scheduled (hold) or must not (forbid): whatever matches all that a row names.",
    columns=(
        column(Pin, "pin", "hold or forbid."),
        column(Pin, "session", "A session's id, such as process-a.1."),
        column(Pin, "group", "A group."),
        column(Pin, "service", "A service."),
        column(Pin, "client", "A client."),
        column(Pin, "clinician", "A clinician."),
        column(Pin, "room", "A room."),
        column(Pin, "mode", "on site or telehealth."),
        column(Pin, "day", "A day, such as Mon."),
        column(Pin, "start", "A day and time, such as Mon 17:30."),
        column(Pin, "until", "Only what starts before this day and time."),
        column(Pin, "as_published", "yes: every published session that matches stays as it is."),
        notes_column(),
    ),
)

SESSION_COLUMNS: tuple[Column, ...] = (
    column(Session, "id", "The session's id, such as process-a.1 or c014.counselling.1."),
    column(Session, "kind", "group for a meeting of a group, individual for a client's own session."),
    column(Session, "group", "The group; blank for individual sessions."),
    column(Session, "service", "The service."),
    column(Session, "date", "The date."),
    column(Session, "start", "When it starts, such as 17:30."),
    column(Session, "end", "When it ends."),
    column(Session, "mode", "on site or telehealth; blank: on site.", always=True),
    column(Session, "room", "The room; blank by telehealth."),
    column(Session, "leaders", "The clinicians who lead it."),
    column(Session, "clients", "The clients in it."),
    column(Session, "guests", "The guests in it."),
)
"""The columns of a session, on whatever sheet."""

HISTORY = SheetSpec(
    # Excel keeps the name History for itself.
    name="Held",
    path="history",
    model=Session,
    note="Sessions of this week that were held before now, as they were.",
    columns=(*SESSION_COLUMNS, notes_column()),
)

PUBLISHED = SheetSpec(
    name="Published",
    path="published.sessions",
    model=Session,
    note="The sessions of the schedule that is published; what it was made for is on the sheet Week.",
    columns=(*SESSION_COLUMNS, notes_column()),
)
