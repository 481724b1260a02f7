"""Templates into a page: everything escaped, the style inside, nothing fetched, nothing run."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("iopsched.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _squeezed(text: str) -> str:
    """Return lines without what stands before and after them; browsers need none of it."""
    return "\n".join(line for part in text.split("\n") if (line := part.strip()))


@cache
def _style() -> tuple[str, str]:
    """Return the style, and the source expression that allows it and no other."""
    environment = _environment()
    assert environment.loader is not None
    style = _squeezed(environment.loader.get_source(environment, "style.css")[0])
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return style, f"'sha256-{digest}'"


def rendered(template: str, facts: Mapping[str, Any]) -> str:
    """Return a page; the same facts give the same text."""
    style, allowed = _style()
    # The style is a file of this package, and escaped quotes would end it.
    page = _environment().get_template(template).render(style=Markup(style), allowed=allowed, **facts)
    return _squeezed(page) + "\n"
