"""Sheets to hand out: one for each, and a client's tells nothing of anybody else or of the programme."""

import pytest
from page_reader import broken_example, example, html_of, page_of, telling_ids, tokens

KINDS = ("clients", "clinicians", "rooms")


def sheets_of(kind, **options):
    instance, schedule = example()
    return page_of(html_of(instance, schedule, sheets=kind, **options)).all("article")


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_a_sheet_for_each(kind):
    instance, _ = example()
    known = getattr(instance, kind)
    sheets = sheets_of(kind)
    titles = [sheet.one("h2").text for sheet in sheets]
    assert titles == sorted(f"Room {one.id}" if kind == "rooms" else one.id for one in known)


def test_a_clients_sheet_tells_nothing_of_others_or_of_the_programme():
    instance, schedule = example()
    for sheet in sheets_of("clients"):
        client = sheet.one("h2").text
        people, programme = telling_ids(instance, client)
        words = sheet.words()
        assert not tokens(words) & (people | programme), client
        everything = " ".join(words)
        assert not [one for one in programme if one in everything]
        assert not [one.id for one in schedule.sessions if one.id in everything]
        assert not [one for one in ("telehealth", "group", "session") if one in everything.lower()]


def test_a_file_of_one_clients_sheet_holds_nothing_of_anybody_else():
    instance, schedule = example()
    for client in instance.client:
        page = page_of(html_of(instance, schedule, sheets="clients", only=[client]))
        people, programme = telling_ids(instance, client)
        for style in page.all("style"):
            style.inside.clear()
        words = [word for word in page.words() if not word.startswith("default-src")]
        assert not tokens(words) & (people | programme)
        assert [one.one("h2").text for one in page.all("article")] == [client]
        assert page.one("head").one("title").text == "Appointments, week of 2 to 8 March 2026"


def test_a_clients_sheet_has_every_appointment_with_time_place_and_company():
    instance, schedule = example()
    for sheet in sheets_of("clients"):
        client = sheet.one("h2").text
        attended = [one for one in schedule.sessions if client in one.clients]
        rows = [row.text for row in sheet.one("table", class_="days").all("tr")[1:]]
        assert len(rows) == len(attended) == len(sheet.one("svg", class_="week").all("svg"))
        for session, row in zip(sorted(attended, key=lambda one: (one.date, one.start)), rows, strict=True):
            assert f"{session.start // 60:02d}:{session.start % 60:02d}–" in row
            assert (session.room or "Online") in row
            assert all(leader in row for leader in session.leaders)
    guided = next(one for one in sheets_of("clients") if one.one("h2").text == "c07")
    assert "c07-g1" in guided.text


def test_times_are_told_on_both_clocks():
    sheet = next(one for one in sheets_of("clients") if one.one("h2").text == "c10")
    assert "10:45–12:15 10:45 am – 12:15 pm" in sheet.text
    assert "13:00–13:50 1:00 pm – 1:50 pm" in sheet.text


def test_a_clinicians_sheet_names_only_that_clinicians_clients():
    instance, schedule = example()
    for sheet in sheets_of("clinicians"):
        clinician = sheet.one("h2").text
        led = [one for one in schedule.sessions if clinician in one.leaders]
        own = {client for session in led for client in session.clients}
        named = tokens(sheet.words()) & set(instance.client)
        assert named == own


def test_a_rooms_sheet_names_no_client_and_no_programme():
    instance, schedule = example()
    for sheet in sheets_of("rooms"):
        words = tokens(sheet.words())
        services = {one.id for one in (*instance.services, *instance.groups)}
        assert not words & {*instance.client, *instance.guest, *services, instance.id}
        used = [one for one in schedule.sessions if f"Room {one.room}" == sheet.one("h2").text]
        assert len(sheet.all("td", class_="times")) == len(used)


def test_sheets_of_a_broken_schedule_are_drafts():
    instance, schedule = broken_example()
    for kind in KINDS:
        page = page_of(html_of(instance, schedule, sheets=kind))
        assert "breaks rules" in page.one("header").text
        for sheet in page.all("article"):
            assert sheet.one("p", class_="kicker").text == "Draft, not to be handed out"


def test_sheets_are_the_same_each_time():
    instance, schedule = example()
    for kind in KINDS:
        assert html_of(instance, schedule, sheets=kind) == html_of(instance, schedule, sheets=kind)
