"""The words above a chart: what is drawn, its last values, or those under the cursor. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ftmonitor.format import clock_time, duration, value
from ftmonitor.metrics.axis import Axis
from ftmonitor.metrics.ink import Ink, Line, Run, Shape, sample_of, shapes_of, width_of
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve, Panel, Role
from ftmonitor.metrics.probe import Sample, at_cursor, sample_at
from ftmonitor.metrics.scale import Rise


@dataclass(frozen=True, slots=True)
class _Room:
    """How much is said. `words`: 3 labels in full, 2 in one word each, 1 in two letters, 0 none."""

    words: int = 3
    averages: bool = False
    """The averages beside the values as they were sent, and the sources."""
    extras: bool = False
    """The time, and how the chart is looked at."""
    wide: bool = True
    """Lines of two cells, and two blanks between the entries."""
    steps: bool = True
    """The steps of samples that are not those of the cursor; where they are not said, such a value is faint."""


_ROOMS = (
    _Room(averages=True, extras=True),
    _Room(extras=True),
    _Room(),
    _Room(wide=False),
    _Room(2, wide=False),
    _Room(2, wide=False, steps=False),
    _Room(1, wide=False, steps=False),
    _Room(0, wide=False, steps=False),
)
"""From all to the least."""


def legend(panel: Panel, look: Look, width: int, memory: Memory) -> Line:
    """Return name, curves and values in at most `width` cells where that is possible; the least telling goes first.

    With a cursor the values are those of real samples at its step, each with its own step where that is another.
    """
    line: Line = ()
    several = any(curve.sign for curve in panel.curves)
    for room in _ROOMS:
        start = _start(panel, look, memory, room)
        entries = (_of_jobs if several else _of_curves)(panel.curves, look, memory, room)
        line = (*start, *entries)[0 if start else 1 :]
        tags = tags_of(look) if room.extras and look.tagged else ""
        gap = width - width_of(line) - len(tags)
        if gap >= 2 and tags:
            return (*line, Run(" " * gap, Ink.TEXT), Run(tags, Ink.FAINT))
        if gap >= 0 and not tags:
            break
    return line


def place_of(look: Look, sample: Sample) -> str:
    """Return the place of a sample on the axis where that is not its step: `epoch 1.35`, `+4m 12s`, `45%`."""
    if look.axis is Axis.EPOCH:
        return f"epoch {sample.x:.2f}"
    if look.axis is Axis.SHARE:
        return f"{sample.x:.0f}%"
    return f"+{duration(sample.x)}" if look.axis is Axis.ELAPSED else ""


def tags_of(look: Look) -> str:
    """Return how a chart is looked at, where that is not the usual way."""
    tags = [look.rise.value] if look.rise is not Rise.LINEAR else []
    if look.smoothing > 0:
        tags.append(f"avg {look.smoothing:g}")
    if not look.view.fits:
        tags.append("zoom ⇥" if look.view.follows else "zoom")
    return " ".join(tags)


def _start(panel: Panel, look: Look, memory: Memory, room: _Room) -> Line:
    title = (Run(panel.title, Ink.CHOSEN if look.chosen else Ink.TITLE),) if look.titled else ()
    if look.cursor is None:
        return title
    sample = at_cursor(panel.curves, look, memory, look.cursor)
    if sample is None:
        return title
    step = Run(f"{' ' if title else ''}┊ {sample.step}", Ink.CURSOR)
    said = place_of(look, sample)
    if room.extras and sample.time > 0:
        said = f"{said} {clock_time(sample.time, look.tz)}".strip()
    return (*title, step, Run(f" {said}", Ink.FAINT)) if said else (*title, step)


def _of_curves(curves: Sequence[Curve], look: Look, memory: Memory, room: _Room) -> Iterator[Run]:
    """Yield of each curve a blank, a piece of its line, its label and its value."""
    headline = None if look.cursor is None else at_cursor(curves, look, memory, look.cursor)
    for curve, shape in zip(curves, shapes_of(curves), strict=True):
        sample = sample_at(curve, look, memory, look.cursor, averaged=shape.averaged)
        if sample is None:
            continue
        label = _label(curve, shape, room.words)
        elsewhere = headline is not None and sample.step != headline.step
        yield Run("  " if room.wide else " ", Ink.TEXT)
        yield sample_of(shape, look.glyphs, short=not room.wide)
        yield Run(f" {label} " if label else " ", Ink.TEXT)
        yield Run(value(sample.raw, 6), Ink.FAINT if elsewhere and not room.steps else Ink.TEXT)
        if room.averages and look.smoothing > 0 and shape.averaged:
            yield Run(f" (avg {value(sample.value, 6)})", Ink.FAINT)
        if elsewhere and room.steps:
            yield Run(f" @{sample.step}", Ink.FAINT)
        elif room.averages and curve.series.source != "events" and headline is None:
            yield Run(f" {curve.series.source.removeprefix('events')}", Ink.FAINT)


def _label(curve: Curve, shape: Shape, words: int) -> str:
    if words == 1:
        return shape.short
    return curve.label.split(" ")[0] if words == 2 and curve.role is Role.FULL else curve.label if words else ""


def told_role(curves: Sequence[Curve]) -> Role | None:
    """Return the role whose values stand for the jobs of a chart: validation where all of them have it."""
    jobs = {curve.job for curve in curves}
    for role in (Role.VALID, Role.TRAIN, Role.FULL, Role.OTHER):
        if jobs and {curve.job for curve in curves if curve.role is role and curve.series.steps} == jobs:
            return role
    return next((curve.role for curve in curves), None)


def _of_jobs(curves: Sequence[Curve], look: Look, memory: Memory, room: _Room) -> Iterator[Run]:
    """Yield the kinds of lines, then of each job its letter and the value of one of its curves."""
    told = told_role(curves)
    roles = list(dict.fromkeys(curve.role for curve in curves))
    if len(roles) > 1 and room.words > 1:
        for role in roles:
            first = next(curve for curve in curves if curve.role is role)
            shape = shapes_of([first])[0]
            yield Run("  " if room.wide else " ", Ink.TEXT)
            yield Run(f"{sample_of(shape, look.glyphs, short=not room.wide).text} {_label(first, shape, 2)}", Ink.FAINT)
        yield Run(f"  {told.value}:" if told else "", Ink.FAINT)
    lettered = sorted(zip(curves, shapes_of(curves), strict=True), key=lambda pair: pair[0].slot)
    for curve, shape in lettered:
        if curve.role is not told:
            continue
        sample = sample_at(curve, look, memory, look.cursor)
        if sample is not None:
            yield Run("  " if room.wide else " ", Ink.TEXT)
            yield Run(shape.sign, shape.ink)
            yield Run(f" {value(sample.raw, 6)}", Ink.TEXT)
