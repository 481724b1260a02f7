"""Workbooks made part by part, as no spreadsheet program would: tricks, damage and excess."""

import io
import struct
import zipfile
from collections.abc import Mapping

_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES_PART, BOOK, BOOK_RELATIONS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"


def sheet_xml(rows: str = "", after: str = "", dimension: bool = True) -> str:
    """Return a sheet's part with these rows."""
    size = '<dimension ref="A1"/>' if dimension else ""
    return f'<worksheet xmlns="{MAIN}">{size}<sheetData>{rows}</sheetData>{after}</worksheet>'


def strings_xml(inner: str = "", before: str = "") -> str:
    """Return the part of texts."""
    return f'{before}<sst xmlns="{MAIN}">{inner}</sst>'


def text_cell(reference: str, text: str) -> str:
    """Return a cell with its text in it."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheets_xml(*names: str) -> str:
    """Return the part that names the sheets; all lead to the one there is."""
    inner = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>{inner}</sheets></workbook>'


def parts(**changed: str | bytes | None) -> dict[str, str | bytes]:
    """Return the parts of a workbook with a sheet Week; `changed` by constant name, None leaves one out."""
    relations = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId9" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>"
    )
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{BOOK}" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{_TYPES}.worksheet+xml"/>'
        f'<Override PartName="/{STRINGS}" ContentType="{_TYPES}.sharedStrings+xml"/></Types>'
    )
    made: dict[str, str | bytes | None] = {
        TYPES_PART: types,
        BOOK: sheets_xml("Week"),
        BOOK_RELATIONS: relations,
        SHEET: sheet_xml(f'<row r="1">{text_cell("A1", "Key")}</row>'),
        STRINGS: strings_xml(),
    }
    made |= {globals()[name]: content for name, content in changed.items()}
    return {name: content for name, content in made.items() if content is not None}


def packed(contents: Mapping[str, str | bytes], *extra: tuple[str, str | bytes]) -> bytes:
    """Return the archive of these parts; `extra` ones may have names that are there already."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in (*contents.items(), *extra):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def overlapping(content: bytes, name: str, copies: int) -> bytes:
    """Return an archive in which one part of it is entered again and again under other names."""
    end = content.rindex(b"PK\x05\x06")
    count, size, offset = struct.unpack_from("<HII", content, end + 10)
    directory = content[offset : offset + size]
    start = next(at for at in _entries(directory) if directory[at + 46 :].startswith(name.encode()))
    length = 46 + sum(struct.unpack_from("<HHH", directory, start + 28))
    entry = directory[start : start + length]
    last = name.encode()[-1:]
    more = b"".join(
        entry.replace(name.encode(), name.encode()[:-1] + bytes([last[0] + 1 + number]), 1)
        for number in range(copies)
    )
    tail = struct.pack("<HHII", count + copies, count + copies, size + len(more), offset)
    return content[:offset] + directory + more + content[end : end + 8] + tail + content[end + 20 :]


def with_size(content: bytes, name: str, size: int) -> bytes:
    """Return an archive whose directory says that a part unpacks to `size` bytes."""
    at = next(at for at in _entries(content) if content[at + 46 :].startswith(name.encode()))
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


def encrypted(content: bytes) -> bytes:
    """Return an archive whose first part is said to need a password."""
    at = next(_entries(content))
    return content[: at + 8] + struct.pack("<H", 1) + content[at + 10 :]


def _entries(content: bytes):
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        yield at
        at = content.find(b"PK\x01\x02", at + 4)
