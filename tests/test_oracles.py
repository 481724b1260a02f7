"""The programs that judge iopsched's files are there, ran, and can tell wrong from right."""

import pytest

import oracles
from oracles import (
    axe_violations,
    chromium_pdf,
    chromium_screenshot,
    in_chromium,
    in_libreoffice,
    libreoffice_convert,
    page_says,
    parse_with_ical_js,
    pdf_page_sizes,
    pdf_pages,
    pdf_pictures,
)

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>@page { size: 400pt 300pt } @media print { section { break-after: page } }
@media (max-width: 400px) { h1 { font-size: 11px } }</style></head>
<body><main><h1>Heading</h1><section>One</section><section>Two</section></main></body></html>"""

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:test
METHOD:PUBLISH
BEGIN:VEVENT
UID:one@example
DTSTAMP:20260301T000000Z
DTSTART:20260308T130000Z
DTEND:20260308T143000Z
SUMMARY:One\\, two
SEQUENCE:2
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:two@example
DTSTAMP:20260301T000000Z
DTSTART:20260308T130000
DTEND:20260308T143000
END:VEVENT
END:VCALENDAR
"""


def test_a_missing_tool_skips_and_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("IOPSCHED_ALL_ORACLES", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        oracles.require("chromium")


def test_a_missing_tool_fails_where_all_must_be_there(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("IOPSCHED_ALL_ORACLES", "1")
    with pytest.raises(pytest.fail.Exception, match="libreoffice-calc-nogui"):
        oracles.require("libreoffice")


@in_chromium
def test_axe_finds_nothing_in_a_good_page_and_something_in_a_bad_one(tmp_path):
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    good.write_text(PAGE)
    bad.write_text(PAGE.replace('lang="en"', "").replace("One", "<img src='x.png'>"))
    assert axe_violations(good) == []
    assert {line.split()[0] for line in axe_violations(bad)} >= {"html-has-lang", "image-alt"}


@in_chromium
def test_a_page_can_be_as_narrow_as_a_phone(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    size = "[innerWidth, getComputedStyle(document.querySelector('h1')).fontSize]"
    assert page_says(page, size, width=390) == [390, "11px"]
    assert page_says(page, size)[0] == 1280
    assert chromium_screenshot(page, tmp_path / "page.png", 390, 700).read_bytes()[:4] == b"\x89PNG"


@in_chromium
def test_a_printed_page_is_read_back_page_by_page(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    pdf = chromium_pdf(page, tmp_path / "page.pdf")
    assert pdf_page_sizes(pdf)[0] == (400, 300)
    assert [text.split()[-1] for text in pdf_pages(pdf)[:2]] == ["One", "Two"]
    assert pdf_pictures(pdf, tmp_path / "pictures")[0].stat().st_size > 0


@in_libreoffice
def test_libreoffice_recalculates_and_saves_several_files_in_one_start(tmp_path):
    from openpyxl import Workbook, load_workbook

    for name in ("one", "two"):
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet["A1"], sheet["A2"] = 40, "=A1+2"
        book.save(tmp_path / f"{name}.xlsx")
    saved = libreoffice_convert([tmp_path / "one.xlsx", tmp_path / "two.xlsx"], tmp_path / "again", "xlsx")
    for path in saved:
        sheet = load_workbook(path, data_only=True).active
        assert sheet is not None
        assert sheet["A2"].value == 42


def test_ical_js_tells_a_utc_time_from_one_without_zone(tmp_path):
    calendar = tmp_path / "one.ics"
    calendar.write_text(CALENDAR.replace("\n", "\r\n"), newline="")
    utc, floating = parse_with_ical_js(calendar)
    assert (utc["start_utc"], utc["end_utc"]) == ("2026-03-08T13:00:00Z", "2026-03-08T14:30:00Z")
    assert (utc["summary"], utc["sequence"], utc["status"]) == ("One, two", 2, "CANCELLED")
    assert (utc["method"], utc["floating"], floating["floating"]) == ("PUBLISH", False, True)
    assert floating["start_utc"] != "2026-03-08T13:00:00Z"
