"""Writing a folder of letters and calendars: all of this pack, and nothing of an older one among them."""

from collections.abc import Mapping
from pathlib import Path

from iopsched.errors import Problem, ProblemsError
from iopsched.files.writing import make_folder, remove_unfinished, write_text


def write_pack(folder: str | Path, texts: Mapping[str, str]) -> None:
    """Write texts by their paths inside a folder, each whole or not at all, for their owner only.

    Raises:
        ProblemsError: they cannot be written, or letters of an older pack would stay among them.
    """
    root = Path(folder)
    folders = {root, *((root / name).parent for name in texts), root / "clients", root / "clinicians"}
    _require_no_older(root, folders, texts)
    for inner in sorted(folders):
        if inner.exists() or any((root / name).parent == inner for name in texts):
            make_folder(inner)
            remove_unfinished(inner)
    for name, text in texts.items():
        write_text(root / name, text)


def _require_no_older(root: Path, folders: set[Path], texts: Mapping[str, str]) -> None:
    written = {root / name for name in texts}
    older = [
        path
        for inner in folders - {root}
        if inner.is_dir()
        for path in inner.glob("*.*")
        if path.suffix in (".txt", ".ics") and path not in written
    ]
    if older:
        letters = [path for path in older if path.suffix == ".txt"]
        what = "letter" if letters else "calendar"
        number = len(letters or older)
        few = f"1 {what}" if number == 1 else f"{number} {what}s"
        message = f"the folder holds {few} of an older pack, which somebody might send"
        way_out = "Name a new folder, or remove what is in it first."
        raise ProblemsError([Problem("older_pack", "--pack", message, way_out)])
