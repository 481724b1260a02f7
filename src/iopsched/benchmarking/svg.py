"""Small charts as SVG, without any package: an axis frame, lines, dots and words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

GREY, BLUE, ORANGE = "#777777", "#1f5fa8", "#c2571a"


NEAR = 0.05
"""The share of an axis between two values below which their names would touch."""


@dataclass(frozen=True)
class Axis:
    """From where to where an axis goes, whether by powers of ten, and which values to name if not all."""

    low: float
    high: float
    log: bool = False
    named: tuple[float, ...] = ()

    def at(self, value: float) -> float:
        """Return where a value lies, from 0 at the low end to 1 at the high end."""
        low, high = self._scaled(self.low), self._scaled(self.high)
        inside = min(max(self._scaled(value), low), high)
        return (inside - low) / (high - low) if high > low else 0.5

    def _scaled(self, value: float) -> float:
        return math.log10(max(value, 1e-9)) if self.log else value

    def ticks(self) -> list[float]:
        """Return values to be named: those given that are not too near, or 1, 2, 5, 10, or both ends."""
        kept: list[float] = []
        for one in self.named:
            if not kept or self.at(one) - self.at(kept[-1]) > NEAR:
                kept.append(one)
        if kept:
            return kept
        if not self.log:
            return [self.low, self.high]
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        named = [factor * 10.0**power for power in powers for factor in (1, 2, 5)]
        return [one for one in named if self.low * 0.999 <= one <= self.high * 1.001]


@dataclass
class Panel:
    """A frame with a title, into which lines and dots are drawn by their values."""

    title: str
    x: Axis
    y: Axis
    left: float
    top: float
    width: float = 360
    height: float = 110
    parts: list[str] = field(default_factory=list)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of these values lies in the picture."""
        return self.left + self.width * self.x.at(x), self.top + self.height * (1 - self.y.at(y))

    def steps(
        self, points: Sequence[tuple[float, float]], until: float, colour: str, dashed: bool = False
    ) -> None:
        """Draw values that each hold until the next."""
        if not points:
            return
        corners = [points[0]]
        for before, after in zip(points, points[1:], strict=False):
            corners += [(after[0], before[1]), after]
        corners.append((until, points[-1][1]))
        path = " ".join("{:.1f},{:.1f}".format(*self.place(*one)) for one in corners)
        dash = ' stroke-dasharray="5 3"' if dashed else ""
        self.parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.8"{dash}/>'
        )

    def dot(self, x: float, y: float, colour: str, name: str) -> None:
        """Draw a dot that says its name when it is pointed at."""
        across, down = self.place(x, y)
        self.parts.append(
            f'<circle cx="{across:.1f}" cy="{down:.1f}" r="4" fill="{colour}" fill-opacity="0.75">'
            f"<title>{escape(name)}</title></circle>"
        )

    def drawn(self) -> str:
        """Return the panel with its frame and the names of its ticks."""
        bottom = self.top + self.height
        frame = [
            text(self.left, self.top - 7, self.title, bold=True),
            f'<rect x="{self.left:.1f}" y="{self.top:.1f}" width="{self.width:.1f}" '
            f'height="{self.height:.1f}" fill="none" stroke="{GREY}" stroke-width="0.7"/>',
        ]
        frame += [text(self.place(one, 0)[0], bottom + 14, short(one), "middle") for one in self.x.ticks()]
        frame += [text(self.left - 5, self.place(0, one)[1] + 4, short(one), "end") for one in self.y.ticks()]
        return "\n".join([*frame, *self.parts])


def text(
    x: float, y: float, words: str, anchor: str = "start", *, bold: bool = False, colour: str = ""
) -> str:
    """Return words at a place."""
    weight = ' font-weight="bold"' if bold else ""
    fill = f' fill="{colour}"' if colour else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{weight}{fill}>{escape(words)}</text>'


def short(number: float) -> str:
    """Return a number without needless digits."""
    return f"{number:,.0f}" if abs(number) >= 10 else f"{number:g}"


def picture(width: float, height: float, parts: Sequence[str]) -> str:
    """Return a whole picture on white."""
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" font-family="sans-serif" font-size="11">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )
