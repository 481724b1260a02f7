"""Names on pages: in place of ids, escaped, apart from the direction of what is around them."""

import pytest
from page_reader import example, html_of, page_of

NASTY = {
    "c01": "<script>alert('c01')</script>",
    "c02": 'O"Neil & Söhne <b>',
    "c03": "\u202egnirts \u0627\u0628\u0646",
    "c04": "Long " * 39,
    "c05": "{{ 7 * 7 }}{% endif %}",
    "c07-g1": "Guest & Co.",
    "k1": "Dr. <i>Kay</i>",
}


@pytest.mark.parametrize("sheets", [None, "clients", "clinicians", "rooms"])
def test_names_are_text_and_nothing_else(sheets):
    html = html_of(*example(), names=NASTY, sheets=sheets)
    page = page_of(html)
    assert not {one.tag for one in page.all()} & {"script", "b1", "i"}
    assert "<script" not in html
    assert "49" not in [one.text for one in page.all("h2")]
    told = page.text
    shown = {None: NASTY, "clients": NASTY, "clinicians": {"k1"}, "rooms": {"k1"}}[sheets]
    for person in shown:
        assert " ".join(NASTY[person].split()) in told, person


def test_names_are_kept_apart_from_the_text_around_them():
    page = page_of(html_of(*example(), names=NASTY))
    heading = page.one("article", id="client-c03").one("h3")
    assert heading.one("bdi").text == NASTY["c03"]
    assert heading.one("small").text == "c03"
    (picture,) = [
        one for one in page.one("article", id="clinician-k4").all("svg") if one.attributes["class"] == "week"
    ]
    assert f"\u2068{NASTY['c03']}\u2069" in picture.text


def test_the_report_shows_ids_beside_names_and_sheets_show_names_alone():
    names = {"c01": "Ada Example", "k1": "Dr. Kay"}
    page = page_of(html_of(*example(), names=names))
    assert page.one("article", id="client-c01").one("h3").text == "Ada Example c01"
    sheets = page_of(html_of(*example(), names=names, sheets="clients")).all("article")
    (named,) = [one for one in sheets if one.one("h2").text == "Ada Example"]
    assert "c01" not in " ".join(named.words())
    assert "k1" not in named.text
    assert "Dr. Kay" in named.text


def test_sheets_are_in_the_order_of_names():
    names = {"c01": "zoe", "c02": "Ada"}
    sheets = page_of(html_of(*example(), names=names, sheets="clients")).all("article")
    titles = [one.one("h2").text for one in sheets]
    assert titles == sorted(titles, key=str.casefold)
    assert (titles[0], titles[-1]) == ("Ada", "zoe")
