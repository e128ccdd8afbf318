"""The line below a chart and the labels under it: round steps, epochs, per cents, durations or times of day. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from ftmonitor.metrics.axis import Axis
from ftmonitor.metrics.ink import Ink, Line, Run
from ftmonitor.metrics.look import Look, Sign
from ftmonitor.metrics.ticks import labels, ticks

TICK_EVERY = 10
"""Cells for one label below the plot and the room beside it."""

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_ROUND_S = (
    *(1, 2, 5, 10, 15, 30),
    *(n * _MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * _HOUR for n in (1, 2, 3, 6, 12)),
    *(n * _DAY for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)
"""Seconds between two labels that people can count with."""

_INKS = {Sign.CHECKPOINT: Ink.CHECKPOINT, Sign.WARNING: Ink.WARNING, Sign.FAULT: Ink.FAULT}
_WORDS = {Axis.STEP: "step", Axis.EPOCH: "epoch", Axis.SHARE: "%", Axis.ELAPSED: "time", Axis.CLOCK: "clock"}


def x_marks(look: Look, window: tuple[float, float], most: int) -> tuple[tuple[float, str], ...]:
    """Return at most `most` round places in a window, each with its label."""
    first, last = window
    if look.axis is Axis.ELAPSED:
        marks = _seconds(max(0.0, first), last, most)
        step = marks[1] - marks[0] if len(marks) > 1 else 1.0
        return tuple((mark, _span(mark, step)) for mark in marks)
    if look.axis is Axis.CLOCK:
        offset = _offset(first, look.tz)
        marks = tuple(mark - offset for mark in _seconds(first + offset, last + offset, most))
        step = marks[1] - marks[0] if len(marks) > 1 else 1.0
        return tuple((mark, _clock(mark, step, look.tz)) for mark in marks)
    values = ticks(first, last, most, whole=look.axis is Axis.STEP)
    return tuple(zip(values, labels(values), strict=True))


def x_axis(
    look: Look,
    window: tuple[float, float],
    across: tuple[int, int],
    signs: Iterable[tuple[int, Sign]],
    points: Iterable[tuple[int, Ink]],
) -> tuple[Line, Line]:
    """Return the line under a plot, and the labels below it; `across` is where it begins and how wide it is, in cells.

    `signs` and `points` (the cursor and the pinned one) are in cells from the left of the plot; a point covers a sign.
    """
    left, width = across
    first, last = window
    near = first - (last - first) / width / 2  # a round one just before the first sample still reads right there
    line: list[tuple[str, Ink]] = [("─", Ink.AXIS)] * width
    below = [" "] * width
    for mark, name in x_marks(look, (near, last), max(2, width // TICK_EVERY)):
        cell = min(width - 1, max(0, int((mark - first) / (last - first) * width)))
        line[cell] = ("┬", Ink.AXIS)
        start = max(0, min(width - len(name), cell - len(name) // 2))
        if all(char == " " for char in below[max(0, start - 1) : start + len(name) + 1]):
            below[start : start + len(name)] = name
    for cell, sign in sorted(signs, key=lambda item: list(Sign).index(item[1])):
        line[cell] = (sign.value, _INKS[sign])
    for cell, ink in points:
        line[cell] = ("┴", ink)
    axis = (Run(" " * (left - 1) + "└", Ink.AXIS), *_joined(line))
    word = Run(f"{_WORDS[look.axis]:>{left - 1}} ", Ink.FAINT)
    return axis, (word, Run("".join(below[:width]).rstrip(), Ink.AXIS))


def _joined(cells: Sequence[tuple[str, Ink]]) -> Line:
    runs: list[Run] = []
    for char, ink in cells:
        if runs and runs[-1].ink is ink:
            runs[-1] = Run(runs[-1].text + char, ink)
        else:
            runs.append(Run(char, ink))
    return tuple(runs)


def _seconds(first: float, last: float, most: int) -> tuple[float, ...]:
    """Return at most `most` places that are round for people who count in minutes and hours."""
    if last - first >= 1:
        for step in _ROUND_S:
            low, high = math.ceil(first / step), math.floor(last / step)
            if high - low < most:
                return tuple(n * float(step) for n in range(low, high + 1))
    return ticks(first, last, most, whole=True)


def _span(seconds: float, step: float) -> str:
    """Return a duration for labels that are `step` seconds apart: `0`, `30s`, `5m`, `1h 30m`, `2d`."""
    whole = round(seconds)
    if whole == 0:
        return "0"
    days, hours, minutes, rest = whole // _DAY, whole // _HOUR % 24, whole // _MINUTE % 60, whole % 60
    parts = [(days, "d"), (hours, "h"), (minutes, "m"), (rest, "s")]
    said = [f"{number}{unit}" for number, unit in parts if number]
    return " ".join(said[:2]) if step >= 1 else f"{seconds:g}s"


def _clock(time: float, step: float, tz: tzinfo | None) -> str:
    """Return a time of day for labels that are `step` seconds apart; midnight says the day."""
    moment = _moment(time, tz)
    if moment is None:
        return ""
    if step >= _DAY or (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return f"{moment.day} {moment:%b}"
    return moment.strftime("%H:%M" if step >= _MINUTE else "%H:%M:%S")


def _offset(time: float, tz: tzinfo | None) -> float:
    moment = _moment(time, tz)
    offset = moment.utcoffset() if moment is not None else None
    return offset.total_seconds() if offset is not None else 0.0


def _moment(time: float, tz: tzinfo | None) -> datetime | None:
    try:
        moment = datetime.fromtimestamp(round(time), tz)
        return moment if tz else moment.astimezone()
    except (OverflowError, OSError, ValueError):
        return None
