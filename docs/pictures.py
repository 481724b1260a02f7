"""Makes docs/pictures/: what a coordinator sees on the way from a workbook to printed sheets.

Run it as ``python docs/pictures.py``, where LibreOffice and Chromium are installed. It goes the way of
docs/desk.md with an instance that ships, and takes a picture of each thing written.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook
from PIL import Image, ImageChops, ImageOps

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
INSTANCE = "@evening-20"
_WIDTH = 1000
_MARGIN = 16
_COLOURS = 48
_FOOTER = 0.92
_REPORT_SIZE = (1280, 2000)
_SLIPS = {
    ("Clinicians", "Hours"): "Mon-Thu 21:15-12:30",
    ("Rooms", "Capacity"): "ten",
    ("Groups", "Service"): "proces",
}

sys.path.insert(0, str(ROOT / "tests"))


def main() -> None:
    """Go the way once, and write every picture anew."""
    from oracles import chromium_pdf, chromium_screenshot, libreoffice_convert, page_says

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        iopsched(folder, "init", "week.xlsx", "--from", INSTANCE, "--monday", "2026-03-02")
        iopsched(folder, "solve", "week.xlsx", "--out", "week", "--xlsx", "--html", *_SEARCH)
        iopsched(
            folder, "export", "week/instance.json", "week/schedule.json", "--html", "sheets.html", *_SHEETS
        )
        with_slips(folder / "week.xlsx", folder / "slips.xlsx")
        iopsched(folder, "check", "slips.xlsx", exits=3)
        books = [folder / name for name in ("week.xlsx", "week/schedule.xlsx", "slips-errors.xlsx")]
        week, schedule, errors = libreoffice_convert(books, folder / "pdf", "pdf")
        keep("workbook.png", page(week, "What to do"))
        keep("filled-in.png", page(week, "Clinicians", "Hours"), page(week, "Plans", "c001"), most=330)
        keep("errors.png", page(errors, "problems"), page(errors, "Clinicians", "Hours"))
        keep("schedule.png", page(schedule, "By client", "Client c001"))
        keep("sheet.png", page(chromium_pdf(folder / "sheets.html", folder / "sheets.pdf")), most=1100)
        report = folder / "week" / "report.html"
        shown = Image.open(chromium_screenshot(report, folder / "report.png", *_REPORT_SIZE))
        keep("report.png", shown, most=_REPORT_SIZE[1])
        top, bottom = page_says(report, _GLANCE, width=_REPORT_SIZE[0])
        keep("glance.png", shown.crop((0, round(top), shown.width, round(bottom))))


_GLANCE = """(() => {
  const headings = [...document.querySelectorAll('h2')];
  const first = headings.findIndex((heading) => heading.textContent.includes('at a glance'));
  return [first, first + 1].map((index) => headings[index].getBoundingClientRect().top + scrollY);
})()"""
_SEARCH = ("--reproducible", "--effort", "4", "--workers", "1", "--quiet")
_SHEETS = ("--sheets", "clients")


def iopsched(folder: Path, *words: str, exits: int = 0) -> None:
    """Run a verb in a folder; stop if it does not exit as it should."""
    done = subprocess.run([sys.executable, "-m", "iopsched", *words], cwd=folder, check=False)
    if done.returncode != exits:
        sys.exit(f"iopsched {words[0]} exited with {done.returncode}")


def with_slips(path: Path, target: Path) -> None:
    """Write a copy of a workbook with the slips of a hurried morning in its first rows."""
    book = load_workbook(path)
    for (sheet, header), value in _SLIPS.items():
        cells = {str(cell.value).rstrip("*"): cell for cell in book[sheet][1]}
        book[sheet].cell(row=2, column=cells[header].column).value = value
    book.save(target)


def page(pdf: Path, *words: str) -> Image.Image:
    """Return the first page of a PDF that holds all `words`, as a picture without its footer."""
    from oracles import pdf_pages, pdf_pictures

    number = next(n for n, text in enumerate(pdf_pages(pdf)) if all(word in text for word in words))
    whole = Image.open(pdf_pictures(pdf, pdf.parent / pdf.stem, dots_per_inch=110)[number])
    return whole.crop((0, 0, whole.width, round(whole.height * _FOOTER)))


def keep(name: str, *pictures: Image.Image, most: int = 560) -> None:
    """Write pictures below each other, each without empty margins and at most `most` high, in few colours."""
    parts = [fitted(picture, most) for picture in pictures]
    size = max(part.width for part in parts), sum(part.height for part in parts)
    whole, top = Image.new("RGB", size, "white"), 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    whole.quantize(_COLOURS, dither=Image.Dither.NONE).save(PICTURES / name, optimize=True)


def fitted(picture: Image.Image, most: int) -> Image.Image:
    """Return a picture cut to what is on it and a margin, as wide as a page of docs and at most so high."""
    whole = picture.convert("RGB")
    empty = Image.new("RGB", whole.size, whole.getpixel((0, 0)))
    left, top, right, bottom = ImageChops.difference(whole, empty).getbbox() or (0, 0, *whole.size)
    cut = whole.crop((left, top, right, bottom))
    if cut.width > _WIDTH - 2 * _MARGIN:
        width = _WIDTH - 2 * _MARGIN
        cut = cut.resize((width, round(cut.height * width / cut.width)), Image.Resampling.LANCZOS)
    cut = cut.crop((0, 0, cut.width, min(cut.height, most)))
    return ImageOps.expand(cut, _MARGIN, "white")


if __name__ == "__main__":
    main()
