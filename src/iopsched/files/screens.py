"""The secret that screens are drawn with, and the one file that they are written to."""

import os
import stat
from pathlib import Path

from iopsched.errors import Problem, ProblemsError
from iopsched.files.sources import read_any_bytes, shown_name
from iopsched.files.writing import write_text

_FEWEST_BYTES = 16
_FEWEST_DIFFERENT = 6
_NEW_BYTES = 32


def read_secret(path: str | Path) -> bytes:
    """Return the secret in a file, spaces and line breaks around it left out.

    Raises:
        ProblemsError: it cannot be read, others may read it, or it could be guessed.
    """
    content = read_any_bytes(path, "secret").strip()
    problems = []
    if os.stat(path).st_mode & (stat.S_IRWXO | stat.S_IWGRP):
        problems.append(
            Problem(
                "secret_open",
                "secret",
                "others may read or change this file, and could foresee every draw",
                "Let chmod 600 make it yours alone, or make another with --new-secret.",
            )
        )
    if len(content) < _FEWEST_BYTES or len(set(content)) < _FEWEST_DIFFERENT:
        problems.append(
            Problem(
                "secret_weak",
                "secret",
                f"a secret has at least {_FEWEST_BYTES} characters, {_FEWEST_DIFFERENT} of them different",
                "Make one with --new-secret.",
                f"{len(content)} characters",
            )
        )
    if problems:
        raise ProblemsError(problems)
    return content


def make_secret(path: str | Path) -> None:
    """Write a new secret to a file that is not there yet, readable by its owner alone.

    Raises:
        ProblemsError: there is such a file, or it cannot be written.
    """
    if os.path.lexists(path):
        message = "there is a file of this name, and a new secret would change every draw made with it"
        raise ProblemsError([Problem("secret_exists", shown_name(Path(path)), message, "Give another name.")])
    write_text(path, os.urandom(_NEW_BYTES).hex() + "\n")


def write_screens(path: str | Path, text: str, starts: tuple[str, ...]) -> None:
    """Write the screens of a week; a file already there must start as one of `starts`, as screens do.

    Raises:
        ProblemsError: the file there holds something else, or it cannot be written.
    """
    target = Path(path)
    if target.is_file():
        older = read_any_bytes(target, shown_name(target))
        if older and not older.startswith(tuple(start.encode() for start in starts)):
            message = "the file there holds something else than screens"
            way_out = "Give another name: screens have a file of their own."
            raise ProblemsError([Problem("not_a_screens_file", shown_name(target), message, way_out)])
    write_text(target, text)
