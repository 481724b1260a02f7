"""The instances that ship: readable, catalogued, solvable as their pages say, and complete."""

import json
from collections import Counter

import pytest

import ship_instances
from iopsched.domain.checks import doubts
from iopsched.domain.draft import draft_of
from iopsched.domain.goals import DEFAULT_GOALS
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.files.reading import read_instance
from iopsched.generating.programmes import PROGRAMMES
from iopsched.judging.judge import judge
from iopsched.solving import solve

INSTANCES = ship_instances.INSTANCES
PATHS = ship_instances.instance_paths()
EXPECTED = {path: one["expected"] for path, one in ship_instances.recorded().items()}
LEVEL_1 = ("1a", "1b", "1c")


def names(folder: str) -> list[str]:
    return [path.stem for path in PATHS if path.parent.name == folder]


def programme(name: str) -> Instance:
    return read_instance(INSTANCES / "programmes" / f"{name}.json")


def services_of(instance: Instance, *formats: str) -> Counter[str]:
    """How many clients have each service of some formats in their plan."""
    return Counter(
        item.service
        for client in instance.clients
        for item in client.plan
        if instance.service[item.service].format in formats
    )


def starts(instance: Instance, group: str) -> list[str]:
    return [offer["starts"][0] for offer in instance.group[group].model_dump(mode="json")["meetings"]]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_an_instance_is_named_as_its_file_and_leaves_defaults_out(path):
    instance = read_instance(path)
    assert instance.id == path.stem
    assert path.stat().st_size < 100_000
    assert '"min_staff_present": 1' not in path.read_text()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_an_instance_gives_no_reason_for_doubt(path):
    found = {problem.code for problem in doubts(draft_of(read_instance(path)))}
    assert found == ({"need_impossible"} if path.stem == "impossible" else set())


def test_the_catalogue_and_its_table_are_current():
    found = ship_instances.catalogue()
    assert json.loads(ship_instances.CATALOGUE.read_text()) == found
    text = ship_instances.README.read_text()
    assert ship_instances.readme_with(text, ship_instances.table(found["instances"])) == text


@pytest.mark.parametrize("folder", ("programmes", "tight", "tiny", "examples"))
def test_every_folder_explains_each_of_its_instances(folder):
    page = (INSTANCES / folder / "README.md").read_text()
    assert [name for name in names(folder) if name not in page] == []


def test_there_are_as_many_of_each_family_as_promised():
    families = Counter(ship_instances.family_of(path) for path in PATHS)
    programmes = {"evening": 3, "weekday_mixed": 2, "varied_times": 2, "matrix": 2, "step_down": 3}
    assert families == {**programmes, "tight": 6, "tiny": 11, "examples": 1}


def test_every_programme_file_has_a_builder():
    assert sorted(PROGRAMMES) == sorted(names("programmes"))


@pytest.mark.parametrize("name", sorted(PROGRAMMES))
def test_a_programme_is_what_its_builder_makes_and_its_planted_week_is_valid(name):
    made = PROGRAMMES[name]()
    shipped = programme(name)
    assert made.instance.digest == shipped.digest
    assert made.instance.published == shipped.published
    verdict = judge(shipped, made.planted)
    assert verdict.violations == ()
    short = {certificate.client for certificate in verdict.certificates if not certificate.met}
    in_treatment = {client.id for client in shipped.clients if client.programme_week <= 16}
    assert short == (in_treatment if name == "matrix-24-pure" else set())


@pytest.mark.parametrize("name", names("tiny"))
def test_a_tiny_week_has_the_optimum_worked_out_on_paper(name):
    result = solve(
        read_instance(INSTANCES / "tiny" / f"{name}.json"), limits=Limits(time_limit=60, workers=1)
    )
    assert result.status == "optimal"
    assert {level.id: level.value for level in result.levels} == EXPECTED[f"tiny/{name}.json"]


@pytest.mark.parametrize("name", ("qualifying-days-12", "rooms-18"))
def test_a_tight_week_is_short_of_what_the_arithmetic_says(name):
    instance = read_instance(INSTANCES / "tight" / f"{name}.json").replace(goals=DEFAULT_GOALS[:3])
    result = solve(instance, limits=Limits(time_limit=60, workers=1))
    assert result.status == "optimal"
    assert {level.id: level.value for level in result.levels} == EXPECTED[f"tight/{name}.json"]


def test_what_is_expected_covers_level_1_everywhere():
    assert all(set(LEVEL_1) <= set(expected) for expected in EXPECTED.values())


def test_seats_are_short_by_the_hours_the_arithmetic_says():
    instance = read_instance(INSTANCES / "tight" / "seats-20.json")
    clients, seats = len(instance.clients), (instance.rooms[0].capacity - 1) * len(instance.offer)
    needed, least = 9, 5  # hours: all of 540 minutes, and just enough not to be abandoned
    served_in_full = (seats - clients * least) // (needed - least)
    expected = EXPECTED["tight/seats-20.json"]
    assert clients * least <= seats
    assert expected == {
        "1a": 0,
        "1b": clients - served_in_full,
        "1c": 60 * (clients * needed - seats),
    }


def test_caseloads_leave_as_many_without_a_primary_as_expected():
    instance = read_instance(INSTANCES / "tight" / "caseload-11.json")
    places = sum(clinician.max_caseload or 0 for clinician in instance.clinicians)
    assert len(instance.clients) - places == EXPECTED["tight/caseload-11.json"]["1b"]


def test_those_who_need_the_therapist_who_is_away_are_the_ones_expected():
    instance = read_instance(INSTANCES / "tight" / "therapist-away-20.json")
    away = instance.clinician["k01"]
    assert {exception.hours for exception in away.exceptions} == {()}
    assert len(away.exceptions) == 7
    without_primary = {client.id for client in instance.clients if client.primary == "k01"}
    couples = {client.id for client in instance.clients if client.item_for("couples")}
    minutes = {name: instance.service[name].credits for name in ("individual", "couples")}
    short = len(without_primary | couples)
    missing = len(without_primary) * minutes["individual"] + len(couples) * minutes["couples"]
    assert EXPECTED["tight/therapist-away-20.json"] == {"1a": short, "1b": short, "1c": missing}


def test_the_prescriber_has_time_for_six():
    instance = read_instance(INSTANCES / "tight" / "prescriber-18.json")
    (prescriber,) = [clinician for clinician in instance.clinicians if clinician.break_minutes]
    ((opens, closes),) = prescriber.hours.days[2]
    visit = instance.service["medication"].clock_minutes
    served = [start for start in range(opens, closes, 30) if start + visit <= closes]
    assert 30 >= visit + prescriber.break_minutes > 30 - instance.week.grid_minutes
    assert len(instance.clients) - len(served) == EXPECTED["tight/prescriber-18.json"]["1b"]


@pytest.mark.parametrize("name", ("evening-20", "evening-32", "evening-100"))
def test_an_evening_programme_has_every_part(name):
    instance = programme(name)
    tracks = [group for group in instance.groups if group.attendance == "attend_all"]
    evenings = [start for track in tracks for start in starts(instance, track.id)]
    assert len(tracks) >= 2
    assert {start[4:] for start in evenings} == {"17:30"}
    assert {start[:3] for start in evenings} == {"Mon", "Tue", "Wed", "Thu"}
    assert len({group.service for group in instance.groups}) >= 6
    assert services_of(instance, "individual").keys() == {"individual", "case-management"}
    assert services_of(instance, "family")["family-session"]
    family = instance.service["family-evening"]
    assert family.guests_count_as_heads
    assert starts(instance, "family-1") == ["Wed 18:45"]
    couples = [client.item_for("couples") for client in instance.clients if client.item_for("couples")]
    assert any(item.with_clients for item in couples)
    assert any(item.with_guests for item in couples)
    case = [item for c in instance.clients for item in c.plan if item.service == "case-management"]
    assert {item.every_weeks for item in case} == {2}
    assert any(client.ends_on for client in instance.clients)
    day_shift = [
        client for client in instance.clients if client.hours.days[0] == ((17 * 60 + 15, 21 * 60 + 30),)
    ]
    assert len(day_shift) >= len(instance.clients) // 4


@pytest.mark.parametrize("name", ("weekday-mixed-24", "weekday-mixed-36"))
def test_a_mixed_weekday_programme_has_every_part(name):
    instance = programme(name)
    by_day: dict[str, set[str]] = {}
    for group in instance.groups:
        for start in starts(instance, group.id):
            by_day.setdefault(start[:3], set()).add(group.service)
    assert {"process", "skills-workshop"} <= by_day["Mon"]
    assert "family-education" in by_day["Tue"]
    assert {"process", "relapse-prevention"} <= by_day["Wed"]
    assert {"mental-health-support", "meditation", "aftercare"} <= by_day["Thu"]
    assert "peer-support" in by_day["Fri"]
    assert {"process", "relapse-prevention", "alumni-meeting"} <= by_day["Sat"]
    asked = services_of(instance, "individual")
    levels = Counter(client.level for client in instance.clients)
    assert asked["progress-check-in"] == levels["iop"]
    assert asked["individual"] == levels["iop"] + levels["php"]
    assert levels["php"] >= 5
    assert instance.level["php"].min_minutes_per_week == 1200
    assert all(client.meal for client in instance.clients if client.level == "php")
    (prescriber,) = [k for k in instance.clinicians if any(c.name == "PMHNP" for c in k.credentials)]
    assert sum(end - start for day in prescriber.hours.days for start, end in day) <= 6 * 60
    assert asked["medication-visit"]
    assert all(len(one) == 2 for one in instance.service["mental-health-support"].roles[0].any_of)
    dual = [client for client in instance.clients if "dual-diagnosis" in client.tags]
    assert dual
    assert all(client.item_for("individual").clinician_tags == ("dual",) for client in dual)
    van = [c for c in instance.clients if c.level == "iop" and c.arrive_after and c.leave_by]
    assert van
    assert instance.service["aftercare"].clock_minutes == 60
    assert instance.service["alumni-meeting"].roles == ()
    assert any(client.guests for client in instance.clients)


@pytest.mark.parametrize("name", ("varied-times-22", "varied-times-28"))
def test_the_varied_times_programme_has_every_part(name):
    instance = programme(name)
    assert len(instance.groups) >= 15
    assert all(len(group.meetings) == 1 and len(group.meetings[0].starts) >= 2 for group in instance.groups)
    topics = {"disease-of-addiction", "cravings", "stress", "support-system", "co-occurring", "twelve-steps"}
    assert topics <= {group.service for group in instance.groups}
    counselling = [client.item_for("individual") for client in instance.clients]
    due = [item for item in counselling if (instance.week.monday - item.last_on).days > 7]
    assert {item.every_weeks for item in counselling} == {2}
    assert 0 < len(due) < len(counselling)
    held = {credential.name for clinician in instance.clinicians for credential in clinician.credentials}
    assert held == {"LCSW", "LCDC", "PSY", "LPC", "LMFT"}
    permitted = {instance.service[topic].roles[0].any_of for topic in topics}
    assert len(permitted) >= 5
    screen = instance.service["drug-screen"]
    assert (screen.scheduled, screen.credits) == (False, 0)
    assert all(client.item_for("drug-screen") for client in instance.clients)


@pytest.mark.parametrize("name", ("matrix-24", "matrix-24-pure"))
def test_a_matrix_programme_has_every_part(name):
    instance = programme(name)
    lengths = {
        "early-recovery-skills": 50,
        "relapse-prevention": 90,
        "family-education": 90,
        "social-support": 90,
    }
    assert {service: instance.service[service].clock_minutes for service in lengths} == lengths
    weeks = {
        "early-recovery": (1, 4),
        "relapse-a": (1, 16),
        "family-education": (1, 12),
        "social-support": (13, 48),
    }
    for group, (first, last) in weeks.items():
        eligible = instance.group[group].eligible
        assert (eligible.first_week, eligible.last_week) == (first, last)
    assert starts(instance, "relapse-a") == ["Mon 18:30", "Fri 18:30"]
    for service in ("twelve-step-meeting", "smart-recovery"):
        assert instance.service[service].credits == 0
        assert services_of(instance, "group")[service]
    assert all(
        client.item_for("relapse-prevention").with_whom == "primary"
        for client in instance.clients
        if client.programme_week <= 16
    )
    assert any(role.optional for role in instance.service["relapse-prevention"].roles)
    visits = services_of(instance, "individual", "family")
    assert visits.keys() == {"individual", "screening", "medication-visit", "family-education-session"}
    phases = [client.programme_week for client in instance.clients]
    assert min(phases) == 1
    assert sum(week > 16 for week in phases) == 5
    assert ("process" in instance.service) == (name == "matrix-24")


def test_the_step_down_programme_falls_week_by_week():
    weeks = [programme(name) for name in ("step-down-30", "step-down-30-week-2", "step-down-30-week-3")]
    mondays = [week.week.monday for week in weeks]
    assert [(later - mondays[0]).days for later in mondays] == [0, 7, 14]
    assert weeks[0].published is None
    for before, after in zip(weeks, weeks[1:], strict=False):
        assert after.published.week == before.week.monday
        stayed = set(before.client) & set(after.client)
        assert len(stayed) < len(before.clients)
        floors = [
            (before.client[c].min_minutes_per_week, after.client[c].min_minutes_per_week) for c in stayed
        ]
        assert all(then >= now for then, now in floors)
        assert any(then > now for then, now in floors)
        assert all(before.client[c].primary == after.client[c].primary for c in stayed)
        left = [(before.client[c].authorisation, after.client[c].authorisation) for c in stayed]
        assert all(then.days_left > now.days_left for then, now in left if then and now)
    for week in weeks:
        assert {client.level for client in week.clients} == {"php", "iop", "op"}
        ending = [
            client for client in week.clients if client.authorisation and client.authorisation.days_left <= 4
        ]
        assert ending
