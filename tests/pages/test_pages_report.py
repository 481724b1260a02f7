"""The report as a page: everything on it, in order, escaped, the same each time."""

import base64
import hashlib
import re

import pytest
from page_reader import DOCS, broken_example, example, html_of, page_of

from iopsched.domain.progress import Limits
from iopsched.domain.reasons import Reason, Reasons
from iopsched.domain.result import LevelResult
from iopsched.explaining.solved import solve_and_explain
from iopsched.files.reading import read_instance
from iopsched.replanning.stability import stability
from iopsched.replanning.stability_words import sentences
from iopsched.reporting.words import need_words
from iopsched.verification import verify
from sample import sample_instance, sample_schedule


@pytest.fixture(name="page", scope="module")
def fixture_page():
    return page_of(html_of(*example()))


def titles(page):
    return [one.text for one in page.all("h2")]


def levels_of(instance, schedule, bound=None):
    """The goal levels as a search would tell them: each best possible, or with this bound."""
    return tuple(
        LevelResult(
            id=level.id,
            value=level.value,
            bound=level.value if bound is None else min(bound, level.value),
            bound_kind="proved",
            unit=level.unit,
            terms=level.terms,
            scale=level.scale,
        )
        for level in verify(instance, schedule).levels
    )


def test_every_session_client_clinician_group_and_room_is_there(page):
    instance, schedule = example()
    for kind in ("client", "clinician", "group", "room"):
        ids = {one.id for one in getattr(instance, f"{kind}s")}
        anchors = {one.attributes["id"] for one in page.all("article")}
        assert {f"{kind}-{one}" for one in ids} <= anchors
    told = {
        one.attributes["id"]: (one.one("table").text, len(one.one("tbody").all("tr")), len(one.all("svg")))
        for one in page.all("article")
        if one.all("table")
    }
    for session in schedule.sessions:
        place = f"room-{session.room}" if session.room else "telehealth"
        groups = [f"group-{session.group}"] if session.group else []
        people = [*(f"client-{one}" for one in session.clients), *(f"clinician-{k}" for k in session.leaders)]
        for anchor in (place, *groups, *people):
            table, rows, pictures = told[anchor]
            assert session.id in table, (session.id, anchor)
            assert pictures == rows + 1


def test_a_clients_article_has_its_certificate_and_what_it_attends(page):
    instance, schedule = example()
    for certificate in verify(instance, schedule).certificates:
        article = page.one("article", id=f"client-{certificate.client}")
        assert certificate.line in article.text
        attended = [one for one in schedule.sessions if certificate.client in one.clients]
        assert len(article.one("tbody").all("tr")) == len(attended)


def test_hours_loads_and_seats_are_told_in_numbers(page):
    hours = {row.one("th").text: row.text for row in page.one(id="hours").one("tbody").all("tr")}
    assert hours["c01"] == "c01 11:20 9:00 20:00 5 met"
    assert hours["c11"] == "c11 0:50 – 8:59 1 met"
    loads = {row.one("th").text: row.text for row in page.one(id="loads").one("tbody").all("tr")}
    assert loads["k2"] == "k2 10:10 – Mon 4:40 7:00 9 4 of 8"
    seats = {row.one("th").text: row.text for row in page.one(id="seats").one("tbody").all("tr")}
    assert seats["saturday.sat"] == "saturday.sat Sat 10:45–12:15 hall 8 2 12 4"
    assert seats["evening-track.1"] == "evening-track.1 Mon 17:30–19:00 annex, which seats no more 9 2 12 2"
    assert seats["process-b.3"] == "process-b.3 not held – 0 2 12 –"


def test_what_is_needed_to_read_it_is_there(page):
    _, schedule = example()
    legend = page.one(id="legend").text
    for needed in ("America/New_York", "2 to 8 March 2026", schedule.instance_digest, "telehealth"):
        assert needed in legend
    assert re.search(r"sha256:[0-9a-f]{64}", legend)
    assert page.one("html").attributes["lang"] == "en"


def test_links_lead_somewhere_and_ids_are_given_once(page):
    ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    links = [one.attributes["href"] for one in page.all("a")]
    assert len(links) > 50
    assert {link[0] for link in links} == {"#"}
    assert {link[1:] for link in links} <= set(ids)


def test_nothing_is_fetched_and_nothing_runs(page):
    policy = page.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]
    style = page.one("style").inside[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")
    assert not {one.tag for one in page.all()} & {"script", "link", "img", "iframe", "form", "object", "use"}
    assert not any(
        name.startswith("on") or name in ("src", "style") for one in page.all() for name in one.attributes
    )
    assert "url(" not in style
    assert "@import" not in style


def test_the_same_week_gives_the_same_page():
    instance, schedule = example()
    turned = schedule.model_copy(update={"sessions": schedule.sessions[::-1]})
    assert html_of(instance, schedule) == html_of(instance, turned)


def test_what_breaks_a_rule_comes_first_and_is_marked_wherever_it_appears():
    instance, schedule = broken_example()
    verdict = verify(instance, schedule)
    page = page_of(html_of(instance, schedule))
    assert titles(page)[1] == f"This schedule breaks rules: {len(verdict.violations)} violations"
    told = page.one(id="violations").text
    for violation in verdict.violations:
        assert violation.rule in told
        assert violation.message in told
    for anchor in ("room-office", "group-process-a", "client-c01", "clinician-k1"):
        article = page.one("article", id=anchor)
        marked = [row.text for row in article.one("tbody").all("tr") if row.text.startswith("! ")]
        assert any("process-a.1" in row for row in marked), anchor
        assert any(one.text == "!" for one in article.all("text", class_="alarm"))
    assert "Every need of all" in page.one(id="shortfalls").text


def test_shortfalls_stand_before_everything_else_with_their_reasons():
    instance = sample_instance()
    schedule = sample_schedule(instance, without={"c01.ind.1"})
    verdict = verify(instance, schedule)
    assert verdict.shortfalls
    need = verdict.shortfalls[0]
    reason = Reason(need=need, lies_in="programme", at_most=None, causes=(), sentences=("it is <full>",))
    bare = page_of(html_of(instance, schedule))
    assert "Reasons were not asked for." in bare.one(id="shortfalls").text
    page = page_of(
        html_of(instance, schedule, reasons=Reasons(reasons=(reason,), level_one_proved=True, complete=False))
    )
    assert titles(page)[:2] == ["Contents", "Shortfalls"]
    told = page.one(id="shortfalls").text
    for one in verdict.shortfalls:
        assert need_words(one) in told
        assert need_words(one) in page.one("article", id=f"client-{one.client}").text
    assert "it is <full>" in told
    assert "ended before every shortfall" in told
    assert "Proved: no schedule serves clients better" in told


def test_reasons_of_a_solve_stand_beside_the_need_they_are_of():
    instance = read_instance(DOCS / "crowded.json")
    limits = Limits(reproducible=True, effort=2, workers=1)
    result = solve_and_explain(instance, limits=limits)
    page = page_of(html_of(instance, result.schedule, levels=result.levels, reasons=result.reasons))
    told = page.one(id="shortfalls").text
    assert result.shortfalls
    assert result.reasons.reasons
    for reason in result.reasons.reasons:
        for sentence in reason.sentences:
            assert sentence in told


@pytest.mark.parametrize(
    "bound, words, row",
    [
        (None, "Nothing better is possible: every goal is proved.", "best possible"),
        (0, "Nothing better is possible as far as the first 6 of 8 goals are concerned", "at best 0, proved"),
    ],
)
def test_how_far_from_the_best_possible_is_said_in_words(bound, words, row):
    instance, schedule = example()
    page = page_of(html_of(instance, schedule, levels=levels_of(instance, schedule, bound)))
    told = page.one(id="goals")
    assert words in told.one("p").text
    assert row in told.one("tbody").all("tr")[6].text


def test_without_a_result_bounds_are_said_to_be_unknown(page):
    assert page.one(id="goals").one("p").text.startswith("Not known")
    assert "best possible" not in page.one(id="goals").one("table").text


def test_a_published_week_and_held_sessions_are_told():
    plain = sample_instance()
    published = sample_schedule(plain)
    held = published.sessions[0].model_copy(update={"room": "office"})
    instance = sample_instance(published=published.model_copy(update={"instance_digest": None}))
    page = page_of(html_of(instance, sample_schedule(instance, without={"evening.3"})))
    assert "Against the published schedule" in titles(page)
    begun = {**sample_instance().week.model_dump(mode="json"), "now": "2026-03-03T08:00"}
    instance = sample_instance(week=begun, history=[held.model_dump(mode="json")])
    schedule = sample_schedule(instance)
    first = schedule.sessions[0].model_copy(update={"room": "office"})
    page = page_of(
        html_of(instance, schedule.model_copy(update={"sessions": (first, *schedule.sessions[1:])}))
    )
    assert "would break today’s rules" in page.one(id="shortfalls").text
    assert "Planned on Tuesday 3 March, 08:00" in page.one("header").text


def test_how_stable_a_week_is_is_told_in_whole_sentences_and_a_table():
    plain = sample_instance()
    published = sample_schedule(plain, without={"evening.3"})
    instance = sample_instance(published=published.model_copy(update={"instance_digest": None}))
    schedule = sample_schedule(instance)
    found = stability(instance, instance.published, schedule)
    told = page_of(html_of(instance, schedule)).one("section", id="stability")
    assert [one.text for one in told.all("li")] == list(sentences(found))
    rows = [[row.one("th").text, *(one.text for one in row.all("td"))] for row in told.one("tbody").all("tr")]
    assert [row[0] for row in rows] == [group.group for group in found.groups]
    assert [row[1:3] for row in rows] == [
        [str(group.clients_before), str(group.clients_after)] for group in found.groups
    ]
    assert {len(row) for row in rows} == {len(told.one("thead").all("th"))}


def test_a_week_without_sessions_or_clients_has_a_page():
    instance = sample_instance(clients=[], relations=[], pins=[])
    schedule = sample_schedule(sample_instance()).model_copy(update={"sessions": (), "instance_digest": None})
    page = page_of(html_of(instance, schedule))
    assert "No session this week." in page.text
    for sheets in ("clients", "clinicians", "rooms"):
        assert page_of(html_of(instance, schedule, sheets=sheets)).one("main").all("svg") == []
