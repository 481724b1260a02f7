"""Opening the archive that a workbook is, once nothing in it can cost more than a workbook may."""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from iopsched.errors import Problem, ProblemsError

MOST_UNPACKED = 64 * 1024 * 1024
"""What all parts of a workbook together may be unpacked, in bytes."""

MOST_RATIO = 200
"""How many times its packed size a part of more than `RATIO_FROM` bytes may be unpacked."""

RATIO_FROM = 1024 * 1024
MOST_PARTS = 2000
"""How many parts a workbook may have."""

UNREADABLE = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, struct.error, zlib.error)
"""What `zipfile` raises on archives that are damaged."""

_CHUNK = 64 * 1024
_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVE = b"PK"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_NEEDED = ("[Content_Types].xml", "xl/workbook.xml")
_ODD_NAME = re.compile(r"^/|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")
_NESTED = re.compile(r"\.(?:zip|xlsx|xlsm|xltx|docx|pptx|ods|7z|rar|gz|bz2|xz|tar|jar)$", re.IGNORECASE)


def is_archive(content: bytes) -> bool:
    """Return whether bytes begin as a workbook does, an old or encrypted one too, and no text."""
    return content.startswith((_ARCHIVE, _OLD_OR_ENCRYPTED))


def open_archive(content: bytes, what: str) -> ZipFile:
    """Return the archive of a workbook; `what` is it, in a word.

    Raises:
        ProblemsError: it is none, or one that no spreadsheet program writes.
    """
    if content.startswith(_OLD_OR_ENCRYPTED):
        message = "the workbook is protected by a password, or of the old .xls kind"
        raise refusal("workbook_encrypted", what, message, "Save it as .xlsx without a password.")
    if not content.startswith(_ARCHIVE):
        raise unreadable(what)
    # Entries are counted before zipfile makes an object of each.
    if content.count(_DIRECTORY_ENTRY) > MOST_PARTS:
        raise too_large(what, f"it has more than {MOST_PARTS} parts")
    try:
        archive = ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except (*UNREADABLE, ValueError, IndexError):
        raise unreadable(what) from None
    _require_modest(parts, what)
    _require_plain(parts, what)
    return archive


def chunks(archive: ZipFile, part: ZipInfo, what: str) -> Iterator[bytes]:
    """Yield what a part unpacks to, piece by piece, never more than it says it is.

    Raises:
        ProblemsError: it cannot be unpacked, or is not what it says.
    """
    left = part.file_size
    try:
        with archive.open(part) as file:
            while piece := file.read(_CHUNK):
                left -= len(piece)
                if left < 0:
                    raise unreadable(what)
                yield piece
    except (*UNREADABLE, ValueError):
        raise unreadable(what) from None
    if left:
        raise unreadable(what)


def refusal(code: str, place: str, message: str, way_out: str) -> ProblemsError:
    """Return the error of one problem."""
    return ProblemsError([Problem(code, place, message, way_out)])


def unreadable(what: str) -> ProblemsError:
    """Return the error of a workbook that is none, or damaged."""
    way_out = (
        "Open it in your spreadsheet program, save it again as .xlsx, and check that it is the right file."
    )
    return refusal("workbook_not_readable", what, "this is no workbook, or a damaged one", way_out)


def too_large(what: str, why: str) -> ProblemsError:
    """Return the error of a workbook that unpacks to more than any week needs."""
    way_out = "Check that it is the right file; delete sheets, pictures and empty formatted rows."
    return refusal("workbook_too_large", what, f"the workbook is larger than any week needs: {why}", way_out)


def _require_modest(parts: list[ZipInfo], what: str) -> None:
    if len(parts) > MOST_PARTS:
        raise too_large(what, f"it has more than {MOST_PARTS} parts")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise too_large(what, f"it unpacks to more than {MOST_UNPACKED // 1024 // 1024} MiB")
    for part in parts:
        if part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * part.compress_size:
            raise too_large(what, f"a part of it unpacks to more than {MOST_RATIO} times its size")


def _require_plain(parts: list[ZipInfo], what: str) -> None:
    """Refuse parts that no spreadsheet program writes: their names or their packing are meant to deceive."""
    if any(part.flag_bits & 0x1 for part in parts):
        message = "part of the workbook is protected by a password"
        raise refusal("workbook_encrypted", what, message, "Save it as .xlsx without a password.")
    names = [part.filename.casefold() for part in parts]
    if len(set(names)) < len(names):
        raise _unsafe(what, "two parts of the workbook have the same name")
    if any(_ODD_NAME.search(part.orig_filename) for part in parts):
        raise _unsafe(what, "a part of the workbook lies outside of it")
    if any(_NESTED.search(name) for name in names):
        raise _unsafe(what, "the workbook holds another file inside")
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise unreadable(what)
    if not set(_NEEDED) <= {part.filename for part in parts}:
        raise unreadable(what)


def _unsafe(what: str, message: str) -> ProblemsError:
    way_out = "Copy the sheets into a new workbook, and save that."
    return refusal("workbook_unsafe", what, message, way_out)


def document_type(what: str) -> ProblemsError:
    """Return the error of a workbook with a document type, in which entities are defined."""
    return _unsafe(what, "the workbook holds a document type, which none needs")
