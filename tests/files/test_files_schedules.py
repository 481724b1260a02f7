"""Schedules, hand-made ones too: are they well formed, and do they speak of this instance."""

import json

import pytest

from bad_inputs.row import NAME, both, drop, put
from iopsched.domain.schedule_checks import schedule_problems, session_owners
from iopsched.errors import ProblemsError
from iopsched.files.schedules import read_schedule, schedule_from_data
from sample import sample_instance, sample_schedule

FIRST = "sessions[0] (evening.1)"
OWN = "sessions[3] (c01.ind.1)"


@pytest.fixture(name="week", scope="module")
def fixture_week():
    return sample_instance()


def plain(instance):
    return json.loads(sample_schedule(instance).model_dump_json())


AS_INDIVIDUAL = both(put("sessions.0.kind", "individual"), drop("sessions.0.group"))
AS_GROUP = both(put("sessions.3.kind", "group"), put("sessions.3.group", "evening"))

BAD = [
    ("other_instance", put("instance_id", "other"), "instance_differs", "instance_id"),
    ("other_digest", put("instance_digest", "sha256:" + "0" * 64), "digest_differs", "instance_digest"),
    ("no_digest", put("instance_digest", "0"), "digest_invalid", "instance_digest"),
    ("other_week", put("week", "2026-03-09"), "week_differs", "week"),
    ("other_date", put("sessions.0.date", "2026-03-09"), "date_outside_week", f"{FIRST}.date"),
    ("no_date", put("sessions.0.date", "2026-02-30"), "date_invalid", f"{FIRST}.date"),
    ("service", put("sessions.0.service", "x"), "unknown_reference", f"{FIRST}.service"),
    ("room", put("sessions.0.room", "x"), "unknown_reference", f"{FIRST}.room"),
    ("leader", put("sessions.0.leaders.0", "x"), "unknown_reference", f"{FIRST}.leaders[0]"),
    ("client", put("sessions.0.clients.1", "x"), "unknown_reference", f"{FIRST}.clients[1]"),
    ("guest", put("sessions.0.guests", ["x"]), "unknown_reference", f"{FIRST}.guests[0]"),
    ("group", put("sessions.0.group", "x"), "unknown_reference", f"{FIRST}.group"),
    ("session", put("sessions.0.id", "evening.9"), "unknown_session", "sessions[0].id"),
    ("own_session", put("sessions.3.id", "c09.ind.1"), "unknown_session", "sessions[3].id"),
    ("number_0", put("sessions.3.id", "c01.ind.0"), "unknown_session", "sessions[3].id"),
    ("of_group_service", put("sessions.3.id", "c01.process.1"), "unknown_session", "sessions[3].id"),
    ("kind", AS_INDIVIDUAL, "session_differs", f"{FIRST}.kind"),
    ("own_kind", AS_GROUP, "session_differs", f"{OWN}.kind"),
    ("group_of_id", put("sessions.0.group", "sunday"), "session_differs", f"{FIRST}.group"),
    ("service_of_id", put("sessions.0.service", "ind"), "session_differs", f"{FIRST}.service"),
    ("own_service", put("sessions.3.service", "family"), "session_differs", f"{OWN}.service"),
    ("twice", put("sessions.1.id", "evening.1"), "duplicate_id", "sessions[1] (evening.1).id"),
    ("client_twice", put("sessions.0.clients.1", "c01"), "duplicate_id", FIRST),
    ("backwards", put("sessions.0.end", "17:00"), "ends_before_start", FIRST),
    ("no_group", drop("sessions.0.group"), "group_missing", FIRST),
    ("no_room", drop("sessions.0.room"), "room_missing", FIRST),
    ("room_by_telehealth", put("sessions.0.mode", "telehealth"), "room_missing", FIRST),
    ("unknown_key", put("sessions.0.place", "x"), "unknown_key", f"{FIRST}.<key, 5 characters>"),
    ("no_sessions", put("sessions", {}), "not_a_list", "sessions"),
    ("no_instance", drop("instance_id"), "missing_key", "instance_id"),
    ("version", put("schema_version", 7), "schema_version_unknown", "schema_version"),
    ("not_a_time", put("sessions.0.start", "25:00"), "time_invalid", f"{FIRST}.start"),
]


def told(data, instance):
    with pytest.raises(ProblemsError) as error:
        schedule_from_data(data, instance)
    return error.value.problems


def test_a_schedule_of_the_instance_has_no_problem(week):
    assert schedule_from_data(plain(week), week) == sample_schedule(week)
    assert schedule_problems(week, sample_schedule(week)) == []


@pytest.mark.parametrize("spoil, code, place", [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_is_wrong_with_a_schedule_is_told(week, spoil, code, place):
    data = plain(week)
    spoil(data)
    problems = told(data, week)
    assert (code, place) in [(problem.code, problem.place) for problem in problems]
    assert all(problem.way_out for problem in problems)


def test_a_schedule_with_wrong_fields_has_its_other_sessions_checked(week):
    data = plain(week)
    put("sessions.0.start", "25:00")(data)
    put("sessions.1.room", "bigg")(data)
    assert [(problem.code, problem.way_out) for problem in told(data, week)] == [
        ("time_invalid", "Write hours and minutes, from 0:00 to 24:00."),
        ("unknown_reference", "Did you mean big?"),
    ]


def test_breaking_a_rule_is_no_problem_of_the_file(week):
    data = plain(week)
    put("sessions.3.id", "c02.ind.7")(data)  # no plan of c02 asks for it
    put("sessions.0.clients", ["c01"])(data)
    assert schedule_from_data(data, week).sessions[3].id == "c02.ind.7"


def test_without_an_instance_only_the_form_is_checked(week):
    data = plain(week)
    put("instance_id", "other")(data)
    put("sessions.0.room", "x")(data)
    assert schedule_from_data(data).instance_id == "other"


def test_ids_with_dots_are_understood():
    instance = sample_instance(
        services=[
            {"id": "process", "clock_minutes": 60},
            {"id": "ind", "format": "individual", "clock_minutes": 50},
            {"id": "b.ind", "format": "individual", "clock_minutes": 50},
            {"id": "family", "format": "family", "clock_minutes": 60},
        ],
        clients=[{"id": "a"}, {"id": "a.b"}],
    )
    assert session_owners(instance, "a.b.ind.1") == [("a", "b.ind"), ("a.b", "ind")]
    assert session_owners(instance, "a.ind.12") == [("a", "ind")]
    for strange in ("a.ind.01", "a.ind.x", "a.ind", "ind.1", "", ".", "a.process.1", "a.ind.²"):
        assert session_owners(instance, strange) == []


@pytest.mark.parametrize(
    "path",
    [
        "instance_id",
        "week",
        "sessions.0.id",
        "sessions.0.room",
        "sessions.0.leaders.0",
        "sessions.0.start",
        "sessions.0.kind",
        "sessions.0.group",
        "sessions.0.clients",
    ],
)
@pytest.mark.parametrize("name", [NAME, "Quimby"])
def test_a_name_in_a_schedule_is_not_repeated(week, path, name):
    data = plain(week)
    put(path, name)(data)
    text = "\n".join(map(str, told(data, week)))
    assert not any(part in text for part in ("Quimby", "Marsh", "Zo"))


def test_a_schedule_file_is_read_like_an_instance(tmp_path, week):
    path = tmp_path / "schedule.json"
    path.write_text(json.dumps(plain(week)))
    assert read_schedule(path, week) == sample_schedule(week)
    for content, code in (
        ("[]", "not_an_object"),
        ('{"week": ', "file_cut_off"),
        ('{"week": NaN}', "not_a_number"),
    ):
        path.write_text(content)
        with pytest.raises(ProblemsError) as error:
            read_schedule(path)
        assert error.value.problems[0].code == code
