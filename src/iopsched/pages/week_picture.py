"""The week as a picture: days across, time down, each session a labelled block."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from iopsched.domain.clock import format_time
from iopsched.domain.schedule import Session
from iopsched.pages.naming import MONTHS
from iopsched.pages.time_axis import TimeAxis
from iopsched.reporting.words import DAY_NAMES, times

_AXIS_WIDTH = 44
_DAY_WIDTH = 104
_LANE_WIDTH = 74
_HEAD_HEIGHT = 36
_FOOT_HEIGHT = 6
_LINE_HEIGHT = 13
_CHARACTER_WIDTH = 6.0
_MARGIN = 2
_INSET = 6

Look = Literal["group", "own", "away", "plain"]


@dataclass(frozen=True)
class Entry:
    """A session to draw: what to write on it, how it looks, and whether it breaks a rule."""

    session: Session
    lines: tuple[str, ...]
    look: Look
    broken: bool = False


@dataclass(frozen=True)
class Block:
    """A drawn session, in the picture's units. `lines` go below each other from its top."""

    x: float
    y: float
    width: float
    height: float
    look: Look
    broken: bool
    lines: tuple[tuple[float, str], ...]
    whole: str


class DayHead(NamedTuple):
    """The head of a day's column."""

    x: float
    name: str
    date: str


@dataclass(frozen=True)
class WeekPicture:
    """A picture of `width` by `height` units; `label` says in words what is to be seen."""

    label: str
    width: float
    height: float
    days: tuple[DayHead, ...]
    hours: tuple[tuple[float, str], ...]
    folds: tuple[tuple[float, float], ...]
    blocks: tuple[Block, ...]


def week_picture(
    label: str, dates: Sequence[dt.date], entries: Sequence[Entry], most: float = math.inf
) -> WeekPicture | None:
    """Return the picture of some sessions on these dates, or None where there is no session.

    It is at most `most` times as high as it is wide, as far as its hours stay high enough to be read.
    """
    if not entries:
        return None
    days = [_clusters([entry for entry in entries if entry.session.date == date]) for date in dates]
    widths = [max(_DAY_WIDTH, _LANE_WIDTH * max(map(len, clusters), default=1)) for clusters in days]
    whole = float(_AXIS_WIDTH + sum(widths))
    spans = [(entry.session.start, entry.session.end) for entry in entries]
    axis = TimeAxis(spans, _HEAD_HEIGHT, whole * most - _FOOT_HEIGHT)
    heads: list[DayHead] = []
    blocks: list[Block] = []
    x: float = _AXIS_WIDTH
    for date, clusters, width in zip(dates, days, widths, strict=True):
        heads.append(DayHead(x, DAY_NAMES[date.weekday()], f"{date.day} {MONTHS[date.month - 1][:3]}"))
        for cluster in clusters:
            wide = width / len(cluster)
            for lane, lined_up in enumerate(cluster):
                blocks += [_block(axis, entry, x + lane * wide, wide) for entry in lined_up]
        x += width
    return WeekPicture(
        label=label,
        width=whole,
        height=axis.bottom + _FOOT_HEIGHT,
        days=tuple(heads),
        hours=tuple((y, format_time(minute)) for y, minute in axis.hours()),
        folds=tuple(axis.folds()),
        blocks=tuple(blocks),
    )


def _clusters(entries: Sequence[Entry]) -> list[list[list[Entry]]]:
    """Return chains of overlapping sessions, each as lanes in which none overlaps another."""
    clusters: list[list[list[Entry]]] = []
    end = -1
    for entry in sorted(entries, key=lambda one: (one.session.start, one.session.end, one.session.id)):
        if entry.session.start >= end:
            clusters.append([])
        lanes = clusters[-1]
        free = next((lane for lane in lanes if lane[-1].session.end <= entry.session.start), None)
        if free is None:
            lanes.append([entry])
        else:
            free.append(entry)
        end = max(end, entry.session.end)
    return clusters


def _block(axis: TimeAxis, entry: Entry, x: float, width: float) -> Block:
    session = entry.session
    top, bottom = axis.y(session.start) + 1, axis.y(session.end) - 1
    room = max(int((bottom - top - 5) // _LINE_HEIGHT), 1)
    wide = width - 2 * _MARGIN
    texts = [times(session), *entry.lines]
    if room == 1:
        texts = [" ".join([format_time(session.start), *entry.lines[:1]])]
    most = max(int((wide - 2 * _INSET) / _CHARACTER_WIDTH), 1)
    first = _LINE_HEIGHT - 1 if room > 1 else (bottom - top) / 2 + 4
    lines = tuple(
        (round(first + number * _LINE_HEIGHT, 1), _fitted(text, most))
        for number, text in enumerate(texts[:room])
    )
    return Block(
        x=round(x + _MARGIN, 1),
        y=round(top, 1),
        width=round(wide, 1),
        height=round(bottom - top, 1),
        look=entry.look,
        broken=entry.broken,
        lines=lines,
        whole=", ".join([times(session), *entry.lines]),
    )


def _fitted(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "\u2026"
