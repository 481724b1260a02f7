"""From places in an instance, as problems name them, to the cells where they were written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from iopsched.sheets.grid import Spot

Path = tuple[str | int, ...]
"""A place taken apart: ``clients[3] (c014).plan[0].service`` is ``("clients", 3, "plan", 0, "service")``."""

_KEY = r"[A-Za-z_][A-Za-z0-9_]*"
_INDEX = r"\[\d+\](?: \([A-Za-z0-9][A-Za-z0-9._-]*\))?"
_STEP = re.compile(rf"({_KEY})|\[(\d+)\](?: \([A-Za-z0-9][A-Za-z0-9._-]*\))?", re.ASCII)
_PLACE = re.compile(rf"{_KEY}(?:{_INDEX}|\.{_KEY})*", re.ASCII)
_IN_SENTENCE = re.compile(rf"(?<![\w.<\"])({_KEY}(?:\.{_KEY})*{_INDEX}(?:{_INDEX}|\.{_KEY})*)", re.ASCII)
_SPOT = re.compile(r"(.+)!([A-Z]{1,3})(\d+)|(.+) row (\d+)", re.ASCII)


def path_of(place: str) -> Path:
    """Return the steps of a place, as many as can be taken apart; none of what is no place at all."""
    match = _PLACE.match(place)
    if match is None:
        return ()
    return tuple(name or int(index) for name, index in _STEP.findall(match[0]))


@dataclass
class Places:
    """Where every cell, row and sheet of an instance was found, by its place in the instance."""

    _spots: dict[Path, Spot] = field(default_factory=dict)
    _sheets: set[str] = field(default_factory=set)

    def put(self, path: Iterable[str | int], spot: Spot) -> None:
        """Keep the spot of a path."""
        self._spots[tuple(path)] = spot
        self._sheets.add(spot.sheet)

    def put_sheet(self, name: str) -> None:
        """Keep the name of a sheet, whether or not anything of an instance stands on it."""
        self._sheets.add(name)

    def spot(self, place: str) -> Spot | None:
        """Return where a place was written: its cell, or else the row or sheet it belongs to, or None.

        A spot's own text (``Clients!C5``) is taken too.
        """
        return self._written_spot(place) or self.spot_of(path_of(place))

    def spot_of(self, path: Path) -> Spot | None:
        """Return the spot of the longest part of a path that has one, or None."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._spots:
                return self._spots[path[:length]]
        return None

    def reworded(self, text: str) -> str:
        """Return a sentence with every place of an entry in it told as its sheet and cell."""
        return _IN_SENTENCE.sub(lambda match: self._told(match[0]), text)

    def _told(self, place: str) -> str:
        spot = self.spot_of(path_of(place))
        return place if spot is None else str(spot)

    def _written_spot(self, text: str) -> Spot | None:
        if text in self._sheets:
            return Spot(text)
        match = _SPOT.fullmatch(text)
        if match is None or (match[1] or match[4]) not in self._sheets:
            return None
        if match[4]:
            return Spot(match[4], int(match[5]))
        return Spot(match[1], int(match[3]), _column(match[2]))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
