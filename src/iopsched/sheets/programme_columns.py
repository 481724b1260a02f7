"""The sheets of what is offered: services, clinicians, groups and their meetings, goals."""

from iopsched.domain.clinicians import Clinician
from iopsched.domain.goals import WeightedTerm
from iopsched.domain.levels import LevelOfCare, PayerProfile
from iopsched.domain.services import Group, GroupSet, Meeting, Service
from iopsched.sheets.specs import PARENT, Column, SheetSpec, column, notes_column, parent_column

SERVICES = SheetSpec(
    name="Services",
    path="services",
    model=Service,
    note="What a session delivers: its length, its credit, its leaders and its head count.",
    columns=(
        column(Service, "id", "An id of its own, such as process."),
        column(Service, "format", "group, individual, family or conjoint; blank: group.", always=True),
        column(Service, "clock_minutes", "Minutes on the clock."),
        column(Service, "credited_minutes", "Minutes that count as treatment; blank: the clock minutes."),
        column(Service, "roles", "Who leads it; blank: one lead, anybody. (none): nobody."),
        column(Service, "min_heads", "Fewest clients of a session; blank: 2 for groups, else 1."),
        column(Service, "max_heads", "Most clients of a session; blank: 12 for groups, else 8."),
        column(Service, "clients_per_leader", "Most heads for each leader; blank: no limit."),
        column(Service, "guests_count_as_heads", "Whether guests count as heads; blank: no."),
        column(Service, "ages_together", "Age bands that may share a session, such as adult & older."),
        column(Service, "modes", "on site, telehealth or both; blank: on site."),
        column(Service, "room_features", "Words that its room must have."),
        column(Service, "good_size", "A session with fewer clients is undersized; blank: never."),
        column(Service, "scheduled", "no for what never appears in a schedule; blank: yes."),
        notes_column(),
    ),
)

CLINICIANS = SheetSpec(
    name="Clinicians",
    path="clinicians",
    model=Clinician,
    note="Those who lead sessions. An id such as k1, never a name.",
    columns=(
        column(Clinician, "id", "An id of its own, such as k1; never a name."),
        column(Clinician, "credentials", "Such as LCSW; CADC until 2026-06-30."),
        column(Clinician, "hours", "When available; blank: always.", always=True),
        column(Clinician, "exceptions", "Hours of single dates, in place of the weekly ones."),
        column(Clinician, "sites", "Sites worked at; blank: all."),
        column(Clinician, "modes", "on site, telehealth or both; blank: both."),
        column(Clinician, "needs_supervision", "Whether a supervisor must be present; blank: no."),
        column(Clinician, "may_supervise", "Whether this one may supervise; blank: no."),
        column(Clinician, "max_minutes_per_day", "Most minutes of sessions led on a day; blank: no limit."),
        column(Clinician, "max_minutes_per_week", "Most minutes of sessions led in the week."),
        column(Clinician, "break_minutes", "Least pause between two sessions; blank: 0."),
        column(Clinician, "max_run_minutes", "Longest run of sessions without a rest; blank: no limit."),
        column(Clinician, "rest_minutes", "A pause this long ends a run; blank: 15."),
        column(Clinician, "meal.minutes", "Minutes of the meal break owed on long days; blank: 30."),
        column(Clinician, "meal.after_minutes", "Days that span more than this are long; blank: 360."),
        column(Clinician, "meal.between", "When the meal break is, such as 16:00-18:00; blank: any time."),
        column(Clinician, "max_caseload", "Most clients whose primary clinician this is."),
        column(Clinician, "languages", "Languages spoken; blank: en."),
        column(Clinician, "tags", "Words that plan items may ask for."),
        notes_column(),
    ),
)

GROUPS = SheetSpec(
    name="Groups",
    path="groups",
    model=Group,
    note="What a client enrols in. When they meet is on the sheet Meetings.",
    columns=(
        column(Group, "id", "An id of its own, such as process-a."),
        column(Group, "service", "The service that it delivers."),
        column(
            Group,
            "attendance",
            "attend all: a member attends every meeting; pick any: each stands alone; blank: pick any.",
            always=True,
        ),
        column(Group, "closed", "Whether only its members may be in it; blank: no."),
        column(Group, "members", "Clients who are in it already."),
        column(Group, "eligible.age_bands", "Age bands admitted; blank: all."),
        column(Group, "eligible.genders", "Genders admitted; blank: all."),
        column(Group, "eligible.tracks", "Tracks admitted; blank: all."),
        column(Group, "eligible.levels", "Levels of care admitted; blank: all."),
        column(Group, "eligible.tags", "Words that a client must have, all of them."),
        column(Group, "eligible.first_week", "First programme week admitted."),
        column(Group, "eligible.last_week", "Last programme week admitted."),
        column(Group, "language", "The language it is held in; blank: en."),
        column(Group, "min_heads", "Fewest clients; blank: as its service."),
        column(Group, "max_heads", "Most clients; blank: as its service."),
        column(Group, "good_size", "A session with fewer is undersized; blank: as its service."),
        column(Group, "modes", "on site, telehealth or both; blank: as its service."),
        column(Group, "rooms", "Rooms that it may use; blank: all that fit."),
        column(Group, "leaders", "Clinicians who may lead it; blank: all that qualify."),
        column(Group, "leaving_out_cost", "What each meeting not held costs; blank: 0."),
        column(Group, "formerly", "Ids that published schedules still know it by."),
        notes_column(),
    ),
)

MEETINGS = SheetSpec(
    name="Meetings",
    path="groups.meetings",
    model=Meeting,
    parent="Groups",
    note="The weekly meetings of the groups, one in each row.",
    columns=(
        parent_column("Groups", "Group", "The group that meets."),
        column(Meeting, "id", "Its id inside the group; blank: its number, 1 2 3.", "Meeting"),
        column(Meeting, "starts", "Mon 17:30, or several to choose from: Mon 17:30 | Tue 17:30."),
        column(Meeting, "rooms", "Rooms of this meeting; blank: the group's."),
        column(Meeting, "leaders", "Clinicians who may lead this meeting; blank: the group's."),
        notes_column(),
    ),
)

GROUP_SETS = SheetSpec(
    name="Group sets",
    path="group_sets",
    model=GroupSet,
    note="Groups of which a client may be in one only, such as parallel tracks.",
    columns=(
        column(GroupSet, "id", "An id of its own."),
        column(GroupSet, "groups", "The groups, two or more."),
        notes_column(),
    ),
)

_BAND = (
    ("min_minutes_per_week", "Fewest credited minutes a week."),
    ("max_minutes_per_week", "Most credited minutes a week."),
    ("min_service_days", "Fewest days with any credited minutes."),
    ("max_service_days", "Most days with any credited minutes."),
    ("qualifying_day_minutes", "Credited minutes that make a day a qualifying day."),
    ("min_qualifying_days", "Fewest qualifying days."),
    ("max_minutes_per_day", "Most credited minutes a day."),
    ("max_gap_days", "Longest stretch of days without service."),
)

LEVELS = SheetSpec(
    name="Levels",
    path="levels",
    model=LevelOfCare,
    note="Levels of care. Blank limits are the preset's; (none) takes a limit of the preset away.",
    columns=(
        column(LevelOfCare, "id", "An id of its own, such as iop."),
        column(LevelOfCare, "preset", "Where blank limits come from; blank: iop.", always=True),
        *(column(LevelOfCare, name, note) for name, note in _BAND),
        notes_column(),
    ),
)

PAYERS = SheetSpec(
    name="Payers",
    path="payers",
    model=PayerProfile,
    note="Payer profiles. Blank limits are the preset's; (none) takes a limit of the preset away.",
    columns=(
        column(PayerProfile, "id", "An id of its own, such as daily."),
        column(PayerProfile, "preset", "Where blank limits come from; blank: nowhere."),
        *(column(PayerProfile, name, note) for name, note in _BAND),
        notes_column(),
    ),
)

GOALS = SheetSpec(
    name="Goals",
    path="goals.terms",
    model=WeightedTerm,
    note="What is preferred: earlier levels come strictly first. Without any row, the usual goals.",
    columns=(
        Column("Level", PARENT, "id", "Rows of one level belong together.", required=True, width=10),
        column(WeightedTerm, "term", "What is counted; docs/goals.md says how."),
        column(WeightedTerm, "weight", "How much it counts inside its level; blank: 1.", always=True),
        notes_column(),
    ),
)
