"""Other people's programs that open what iopsched writes: LibreOffice, Chromium, axe, ical.js, PDFium.

Where one is missing the test that asks for it skips and says what to install; with IOPSCHED_ALL_ORACLES=1
in the environment it fails instead. Tests that start LibreOffice carry ``in_libreoffice``, those that
start Chromium ``in_chromium``, so that two of them never start the same program at once.
"""

import html
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import urllib.parse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "oracles"
_MODULES = FOLDER / "node_modules"
_BY_NPM = "npm install --prefix tests/oracles --no-audit --no-fund --no-package-lock"
_LIBREOFFICE_SECONDS = 120
_CHROMIUM_SECONDS = 90
_NARROWEST_WINDOW = 500
_CSP = re.compile(r"<meta[^>]+http-equiv=[\"']?Content-Security-Policy[\"']?[^>]*>", re.IGNORECASE)

in_libreoffice = pytest.mark.xdist_group("libreoffice")
"""The mark of tests that start LibreOffice."""
in_chromium = pytest.mark.xdist_group("chromium")
"""The mark of tests that start Chromium."""

_TOOLS: dict[str, tuple[tuple[str, ...] | Path, str]] = {
    "libreoffice": (("soffice", "libreoffice"), "apt-get install libreoffice-calc-nogui"),
    "chromium": (("chromium", "chromium-browser", "google-chrome"), "apt-get install chromium"),
    "node": (("node",), "apt-get install nodejs npm"),
    "ical.js": (_MODULES / "ical.js" / "package.json", _BY_NPM),
    "axe": (_MODULES / "axe-core" / "axe.min.js", _BY_NPM),
}


def require(tool: str) -> str:
    """Return the path of a tool; skip the test where it is missing, or fail where all must be there."""
    where, how = _TOOLS[tool]
    if isinstance(where, Path):
        found = str(where) if where.is_file() else None
    else:
        found = next((path for name in where if (path := shutil.which(name))), None)
    if found is not None:
        return found
    sentence = f"{tool} is not installed here, and this test needs it: {how}"
    if os.environ.get("IOPSCHED_ALL_ORACLES") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)


def _run(command: Sequence[str | Path], seconds: float, **environment: str) -> str:
    """Return what a program prints; it gets a session of its own, so that nothing it started outlives it."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            env={**os.environ, **environment},
            start_new_session=True,
        )
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{Path(command[0]).name} took over {seconds} s") from None
        finally:
            _end(process)
        out.seek(0)
        err.seek(0)
        printed = out.read().decode("utf-8")
        assert code == 0, f"{Path(command[0]).name} ended with {code}: {err.read().decode()[-2000:]}"
        return printed


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


# LibreOffice


def libreoffice_convert(paths: Sequence[Path], folder: Path, to: str) -> list[Path]:
    """Open files in LibreOffice, recalculate, and save each in `folder` in one start of it.

    `to` is a format such as ``xlsx``, ``pdf``, ``csv`` or a filter after a colon. Two files of one name
    would overwrite each other, and a file would overwrite itself in its own folder: both are refused.
    """
    soffice = require("libreoffice")
    suffix = to.partition(":")[0]
    made = [folder / f"{path.stem}.{suffix}" for path in paths]
    assert len(set(made)) == len(made), "two files would become one"
    assert not set(made) & set(paths), "save into another folder"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        where = f"-env:UserInstallation={Path(profile).as_uri()}"
        options = ["--headless", "--norestore", "--nolockcheck", "--convert-to", to, "--outdir", folder]
        _run([soffice, where, *options, *paths], _LIBREOFFICE_SECONDS)
    missing = [path.name for path in made if not path.is_file()]
    assert missing == [], f"LibreOffice could not open or save: {missing}"
    return made


def libreoffice_resave(path: Path, folder: Path, *, to: str = "xlsx") -> Path:
    """Return the file that LibreOffice saves in `folder` after it opened and recalculated `path`."""
    return libreoffice_convert([path], folder, to)[0]


def libreoffice_pdf(path: Path, folder: Path) -> Path:
    """Return the PDF in `folder` that LibreOffice prints of `path`, with its page setup."""
    return libreoffice_convert([path], folder, "pdf")[0]


# PDF


def pdf_pages(path: Path) -> list[str]:
    """Return the text of each page of a PDF."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def pdf_page_sizes(path: Path) -> list[tuple[int, int]]:
    """Return (width, height) of each page of a PDF in points; letter is (612, 792)."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return [(round(page.get_width()), round(page.get_height())) for page in document]


def pdf_pictures(path: Path, folder: Path, *, dots_per_inch: int = 80) -> list[Path]:
    """Return a PNG in `folder` for each page of a PDF, to look at."""
    import pypdfium2

    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, 1):
            made.append(folder / f"{path.stem}-{number}.png")
            page.render(scale=dots_per_inch / 72).to_pil().save(made[-1])
    return made


# Chromium


def _chromium(page: Path, *options: str) -> str:
    chromium = require("chromium")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        return _run(
            [
                chromium,
                "--headless",
                # Containers and root have no sandbox; the pages opened here are our own.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--hide-scrollbars",
                "--force-device-scale-factor=1",
                "--virtual-time-budget=10000",
                f"--user-data-dir={profile}",
                *options,
                page.resolve().as_uri(),
            ],
            _CHROMIUM_SECONDS,
        )


def _in_a_frame(page: Path, width: int, height: int, folder: Path) -> Path:
    """Return a page that shows another one as narrow as a phone, for windows are never that narrow."""
    framed = folder / "framed.html"
    framed.write_text(
        "<!doctype html><html><body style='margin:0'>"
        "<script>onmessage = (e) => document.documentElement.setAttribute('data-answer', e.data)</script>"
        f"<iframe style='border:0;width:{width}px;height:{height}px' srcdoc=\""
        + html.escape(page.read_text("utf-8"))
        + '"></iframe>',
        "utf-8",
    )
    return framed


def chromium_screenshot(page: Path, png: Path, width: int = 1280, height: int = 1600) -> Path:
    """Return the picture of a page at a width and height in CSS pixels, as narrow as a phone if wanted."""
    with tempfile.TemporaryDirectory() as folder:
        shown = page if width >= _NARROWEST_WINDOW else _in_a_frame(page, width, height, Path(folder))
        _chromium(shown, f"--window-size={width},{height}", f"--screenshot={png.resolve()}")
    assert png.is_file(), "Chromium made no picture"
    return png


def chromium_pdf(page: Path, pdf: Path) -> Path:
    """Return the PDF that Chromium prints of a page, with the page size of its own styles."""
    _chromium(page, "--no-pdf-header-footer", f"--print-to-pdf={pdf.resolve()}")
    assert pdf.is_file(), "Chromium printed nothing"
    return pdf


def chromium_dom(page: Path, *, width: int = 1280) -> str:
    """Return the page as Chromium sees it once it is loaded, as HTML."""
    return _chromium(page, f"--window-size={width},1600", "--dump-dom")


def page_says(page: Path, expression: str, *, width: int = 1280, scripts: Sequence[Path] = ()) -> Any:
    """Return what a JavaScript expression (or a promise of it) is in a loaded page, as JSON data.

    It runs in a copy of the page without its Content-Security-Policy, which would not allow it, and in a
    frame if `width` is narrower than any window.
    """
    added = "".join(f"<script>{script.read_text()}</script>" for script in scripts)
    asking = (
        "<script>addEventListener('load', async () => { let said; try { said = {value: await ("
        f"{expression}"
        ")} } catch (error) { said = {error: String(error)} } "
        "const text = encodeURIComponent(JSON.stringify(said));"
        "if (parent === window) document.documentElement.setAttribute('data-answer', text);"
        "else parent.postMessage(text, '*') })</script>"
    )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy.html")
        copy.write_text(_CSP.sub("", page.read_text("utf-8")) + added + asking, "utf-8")
        shown = copy if width >= _NARROWEST_WINDOW else _in_a_frame(copy, width, 1600, Path(folder))
        dom = chromium_dom(shown, width=width)
    answer = re.search(r'data-answer="([^"]*)"', dom)
    assert answer, "the page gave no answer"
    said = json.loads(urllib.parse.unquote(answer.group(1)))
    assert "error" not in said, said["error"]
    return said.get("value")


def axe_violations(page: Path, *, width: int = 1280) -> list[str]:
    """Return what axe finds wrong with a page, a line for each element."""
    axe = Path(require("axe"))
    found = page_says(page, "axe.run(document, {resultTypes: ['violations']})", width=width, scripts=[axe])
    assert len(found["passes"]) > 0, "axe did not run"
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


# Calendars


def parse_with_ical_js(path: Path) -> list[dict[str, Any]]:
    """Return the events of a calendar as ical.js reads them.

    Each has uid, start_utc, end_utc (``2026-03-02T22:30:00Z``), summary, location, description, status,
    sequence, method, class, properties (names, sorted) and floating (whether it has no zone at all).
    """
    node = require("node")
    require("ical.js")
    # Another zone than any site's, so that a time without one cannot come out right by chance.
    printed = _run([node, FOLDER / "read_calendar.mjs", path.resolve()], 60, TZ="Pacific/Chatham")
    events: list[dict[str, Any]] = json.loads(printed)
    return events
