"""How cells of every workbook look: one palette, one name for each use."""

from collections.abc import Mapping
from typing import Any

INK = "#1F2933"
DEEP = "#1F4E5F"
PALE = "#E4EEF1"
LINE = "#C3CED4"
GREY = "#6B7680"
GREY_TAB = "#A7B1B8"
NEEDED_TAB = DEEP
PROBLEM_TAB = "#B3261E"
DOUBT_TAB = "#E0B400"
OPTIONAL = "#5D7A87"
EDITABLE = "#FFFDF2"
WRONG_FILL, WRONG_INK = "#F9D0CC", "#8C1D18"
DOUBT_FILL, DOUBT_INK = "#FFF0B8", "#6B4E00"
GOOD_FILL, GOOD_INK = "#DDF1E0", "#1E5C2D"
DATE = "yyyy-mm-dd"
DATE_TIME = "yyyy-mm-dd hh:mm"
TEXT = "@"
WHOLE = "0"

_TOP = {"valign": "top"}
_RULED = {"border": 1, "border_color": LINE}

STYLES: Mapping[str, Mapping[str, Any]] = {
    # Sheets as pages.
    "title": {"bold": True, "font_size": 16, "font_color": DEEP, "valign": "vcenter"},
    "subtitle": {"font_color": GREY, "font_size": 11, **_TOP},
    "section": {"bold": True, "font_size": 12, "font_color": DEEP, "bottom": 1, "bottom_color": DEEP},
    "body": {"text_wrap": True, **_TOP},
    "strong": {"bold": True, **_TOP},
    "command": {"font_name": "Consolas", "bg_color": PALE, **_TOP},
    "link": {"font_color": "#0B57A4", "underline": 1, **_TOP},
    # Tables.
    "header": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": DEEP,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": "#FFFFFF",
        "locked": True,
    },
    "optional_header": {"bg_color": OPTIONAL},
    "way_back": {"bg_color": PALE, "font_color": "#0B57A4", "underline": 1},
    "cell": {**_RULED, **_TOP},
    "wrapped": {"text_wrap": True},
    "number": {"num_format": WHOLE, "align": "right"},
    "date": {"num_format": DATE, "align": "left"},
    "text": {"num_format": TEXT, "align": "left"},
    "centred": {"align": "center"},
    "left": {"align": "left"},
    "right": {"align": "right"},
    "total": {"bold": True, "bg_color": PALE, **_RULED},
    "locked": {"locked": True},
    "unlocked": {"locked": False},
    "computed": {"font_color": GREY, "bg_color": "#F5F7F8", "locked": True, **_RULED, **_TOP},
    "editable": {"bg_color": EDITABLE, "locked": False, **_RULED, **_TOP},
    "example": {"italic": True, "font_color": GREY},
    "faint": {"font_color": GREY},
    # What a cell has to say besides its content.
    "wrong": {"bg_color": WRONG_FILL, "font_color": WRONG_INK},
    "doubtful": {"bg_color": DOUBT_FILL, "font_color": DOUBT_INK},
    "good": {"bg_color": GOOD_FILL, "font_color": GOOD_INK},
}
"""Every style by name; `Book.style` lays several on top of each other, later ones winning."""
