"""One line of the event log: time, level, and a message that is readable at a glance. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from rich.cells import cell_len, split_text

from ftmonitor import format as words
from ftmonitor.models.log import LogRow
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.inks import Piece, Pieces

LEVEL_CELLS = 5
"""`INFO`, `WARN`, `ERROR`; other words are cut."""

SHORT_TIME, LONG_TIME = 8, 15
"""`14:31:07`, and `20 Nov 14:31:07` for a log that is not all of today."""

NARROW = 40
"""Cells below which the level is one letter and the date falls away."""


class TimeFormat(Enum):
    """How the times of a log read."""

    CLOCK = "clock"
    SINCE_START = "since start"
    AGO = "ago"

    @property
    def next(self) -> TimeFormat:
        """Return the format that the key goes on to."""
        every = list(TimeFormat)
        return every[(every.index(self) + 1) % len(every)]


_LEVELS = {
    "info": ("INFO", "faint"),
    "warn": ("WARN", "warn"),
    "warning": ("WARN", "warn"),
    "error": ("ERROR", "error"),
    "critical": ("ERROR", "error"),
    "fatal": ("ERROR", "error"),
}
# `Step 60/200: training loss=0.73, ...` and `Step 10/20 , train mean reward=0.42, ...`; Azure has no total.
_STEP = re.compile(r"Step (\d{1,12})(?:/(\d{1,12}))?\s?[:,]\s*(?=\S)")
_PAIR = re.compile(r"\s*([^=,]{1,60})=([^,\s]{1,40})\s*(?:,|$)")
_NAMES = (
    ("training ", "train "),
    ("full validation ", "full "),
    ("validation ", "valid "),
    ("train mean reward", "reward"),
    ("mean ", ""),
    ("train loss", "loss"),
    (" loss", ""),
)


def time_text(row: LogRow, form: TimeFormat, start: float | None, now: float, *, dated: bool) -> str:
    """Return the time of a row; `start` is when the log begins, times in seconds since the epoch."""
    if row.time is None:
        return words.MISSING
    if form is TimeFormat.AGO:
        return words.age(row.time, now)
    if form is TimeFormat.SINCE_START:
        return words.MISSING if start is None else "+" + _stopwatch(row.time - start)
    clock = words.clock_time(row.time)
    if not dated:
        return clock
    day = words.when(row.time, now + 2 * 366 * 86_400)  # from years on, the day is named: `20 Nov 2024`
    return f"{day.rpartition(' ')[0]:>6} {clock}"


def prefix(row: LogRow, time: str, width: int, *, dated: bool) -> list[Piece]:
    """Return the part of a row that stays where it is when the message is scrolled sideways."""
    level, ink = _LEVELS.get(row.level.lower(), (safe.line(row.level, 20).upper() or "-", "accent"))
    if width < NARROW:
        return [(" ", ""), (safe.pad(level[:1], 1), ink), (" ", "")]
    cells = LONG_TIME if dated else SHORT_TIME
    pieces = [(safe.pad(time, cells, right=True), "dim"), (safe.pad(level, LEVEL_CELLS), ink)]
    return [(" ", ""), pieces[0], (" ", ""), pieces[1], (" ", "")]


def message(row: LogRow) -> Pieces:
    """Return the message on one line; a step's numbers are set out, with short names, and stand out from them."""
    text = safe.flat(row.message)
    if row.type == "metrics" and (pieces := _numbers(text)):
        return pieces
    level = row.level.lower()
    return ((text, {"warn": "warn", "warning": "warn"}.get(level, "error" if _is_error(level) else "text")),)


def missing(width: int) -> Pieces:
    """Return what stands for a row that is not here yet."""
    return ((" " + "·" * min(SHORT_TIME, max(0, width - 1)), "faint"),)


def cut_left(pieces: Pieces, cells: int) -> Pieces:
    """Return a line without its first `cells` cells."""
    kept: list[Piece] = []
    for text, ink in pieces:
        size = cell_len(text)
        if cells >= size:
            cells -= size
        else:
            kept.append((split_text(text, cells)[1] if cells else text, ink))
            cells = 0
    return kept


def cells_of(pieces: Sequence[Piece]) -> int:
    """Return how many cells a line takes."""
    return sum(cell_len(text) for text, _ in pieces)


def _is_error(level: str) -> bool:
    return _LEVELS.get(level, ("", ""))[1] == "error"


def _numbers(text: str) -> Pieces:
    """Return `Step 60/200: training loss=0.73, validation loss=1.46` as `60/200  loss 0.73  valid 1.46`, or nothing."""
    found = _STEP.match(text)
    if found is None:
        return ()
    pieces: list[Piece] = [("step ", "dim"), (f"{found[1]}/{found[2]}" if found[2] else found[1], "text")]
    at = found.end()
    while at < len(text):
        pair = _PAIR.match(text, at)
        if pair is None:
            return ()
        pieces += [(f"  {_short(pair[1].strip())} ", "dim"), (pair[2], "strong")]
        at = pair.end()
    return pieces


def _short(name: str) -> str:
    for long, short in _NAMES:
        name = name.replace(long, short)
    return name


def _stopwatch(seconds: float) -> str:
    whole = max(0, int(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02d}:{whole % 60:02d}"
