"""Pages of generated weeks, which have every feature there is, several sites and telehealth."""

import pytest
from page_reader import page_of, telling_ids, tokens

from iopsched.generating.generate import generate
from iopsched.generating.spec import GeneratorSpec
from iopsched.pages.report import report_html
from iopsched.verification import verify

MOST_BYTES = 20_000
"""Of a report, for each client; one of a hundred clients stays below 2 MB."""


@pytest.fixture(name="made", scope="module", params=[(1, 12, 1), (2, 24, 2)], ids=["one-site", "two-sites"])
def fixture_made(request):
    seed, clients, sites = request.param
    made = generate(GeneratorSpec(seed=seed, clients=clients, sites=sites, telehealth=0.3, timetable="open"))
    return made.instance, made.planted, verify(made.instance, made.planted)


def test_a_report_has_everybody_and_stays_small(made):
    instance, schedule, verdict = made
    html = report_html(instance, schedule, verdict)
    anchors = {one.attributes["id"] for one in page_of(html).all("article")}
    for kind in ("client", "clinician", "group", "room"):
        assert {f"{kind}-{one.id}" for one in getattr(instance, f"{kind}s")} <= anchors
    assert len(html.encode()) < MOST_BYTES * len(instance.clients)


def test_clients_sheets_tell_nothing_of_others_or_of_the_programme(made):
    instance, schedule, verdict = made
    sheets = page_of(report_html(instance, schedule, verdict, sheets="clients")).all("article")
    assert len(sheets) == len(instance.clients)
    for sheet in sheets:
        client = sheet.one("h2").text
        people, programme = telling_ids(instance, client)
        places = {one.id for one in (*instance.rooms, *instance.sites, *instance.clinicians)}
        assert not tokens(sheet.words()) & ((people | programme) - places), client


def test_rooms_sheets_name_no_client(made):
    instance, schedule, verdict = made
    for sheet in page_of(report_html(instance, schedule, verdict, sheets="rooms")).all("article"):
        assert not tokens(sheet.words()) & {*instance.client, *instance.guest}
