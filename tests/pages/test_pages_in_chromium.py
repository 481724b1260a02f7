"""Pages in a real browser: nothing for axe to find, nothing wider than a phone, a printed page for each."""

import re

import pytest
from page_reader import broken_example, example, html_of

from oracles import axe_violations, chromium_pdf, in_chromium, page_says, pdf_page_sizes, pdf_pages

pytestmark = in_chromium
LETTER, A4 = (612, 792), (595, 842)
WIDTH = "document.documentElement.scrollWidth"
NAMES = {"c01": "Wolfeschlegelsteinhausenbergerdorff " * 5, "c02": "Ada <Example>", "k1": "Dr. Kay"}


@pytest.fixture(name="write")
def fixture_write(tmp_path):
    """Write a page of the example, or of a broken schedule; return its file."""

    def write(sheets=None, *, broken=False, **options):
        path = tmp_path / f"{sheets or 'report'}.html"
        made = broken_example() if broken else example()
        path.write_text(html_of(*made, sheets=sheets, **options), "utf-8")
        return path

    return write


def on(paper, page):
    """Return a copy of a page that is printed on a paper; the page itself leaves that to the printer."""
    text = re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", page.read_text("utf-8"))
    text = text.replace("@page{", f"@page{{size:{paper};").replace(
        "{size:landscape", f"{{size:{paper} landscape"
    )
    copy = page.with_name(f"{page.stem}-{paper}.html")
    copy.write_text(text, "utf-8")
    return copy


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_a_report(write, width):
    assert axe_violations(write(broken=True, names=NAMES), width=width) == []


def test_axe_finds_nothing_where_a_week_is_compared_with_what_is_published(tmp_path):
    instance, schedule = example()
    compared = instance.replace(published=schedule.model_copy(update={"sessions": schedule.sessions[3:]}))
    path = tmp_path / "compared.html"
    path.write_text(html_of(compared, schedule), "utf-8")
    assert axe_violations(path, width=390) == []
    assert page_says(path, WIDTH, width=390) == 390


@pytest.mark.parametrize("sheets, width", [("clients", 390), ("clinicians", 1280), ("rooms", 1280)])
def test_axe_finds_nothing_in_sheets(write, sheets, width):
    assert axe_violations(write(sheets, names=NAMES), width=width) == []


@pytest.mark.parametrize("sheets", [None, "clients", "clinicians", "rooms"])
def test_a_page_is_not_wider_than_a_phone(write, sheets):
    assert page_says(write(sheets, names=NAMES), WIDTH, width=390) == 390


@pytest.mark.parametrize("paper, size", [("letter", LETTER), ("A4", A4)])
def test_each_clients_sheet_is_one_printed_page(write, tmp_path, paper, size):
    instance, _ = example()
    printed = chromium_pdf(on(paper, write("clients")), tmp_path / "clients.pdf")
    pages = pdf_pages(printed)
    assert len(pages) == len(instance.clients)
    assert set(pdf_page_sizes(printed)) == {size}
    for page, client in zip(pages, sorted(instance.client), strict=True):
        assert client in page
        assert not [other for other in instance.client if other != client and other in page]


def test_the_report_is_printed_in_landscape_under_its_own_style(write, tmp_path):
    printed = chromium_pdf(write(), tmp_path / "report.pdf")
    assert set(pdf_page_sizes(printed)) == {LETTER[::-1]}
    pages = pdf_pages(printed)
    assert "Shortfalls" in pages[0]
    assert "Contents" not in pages[0]
    assert all(f"{number} / {len(pages)}" in page for number, page in enumerate(pages, 1))
    assert len(pages) < 30
