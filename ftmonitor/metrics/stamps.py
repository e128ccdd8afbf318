"""The signs of a chart: best, cursor and pin, letters of jobs along their lines, and what is marked below. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ftmonitor.format import Glyphs
from ftmonitor.metrics.area import Plot
from ftmonitor.metrics.ink import SIGNS, Ink, shapes_of
from ftmonitor.metrics.look import Look, Sign
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve, Panel
from ftmonitor.metrics.placing import Place
from ftmonitor.metrics.probe import ruler_of, sample_at
from ftmonitor.metrics.raster import PIXELS, Dash, Picture, pixel_row
from ftmonitor.metrics.scale import Rise, Scale
from ftmonitor.metrics.stats import best_of
from ftmonitor.metrics.strokes import Stroke

LETTER_EVERY = 24
"""Cells between two letters along the line of a job that is compared."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A sign in a cell of the plot."""

    row: int
    cell: int
    sign: str
    ink: Ink


class Stamps:
    """The signs among the curves of one chart, drawn to one scale."""

    def __init__(self, plot: Plot, scale: Scale, look: Look, memory: Memory) -> None:
        self._plot, self._scale, self._look, self._memory = plot, scale, look, memory
        self._across = PIXELS[look.glyphs][0]

    def on(self, panel: Panel, drawn: Sequence[Stroke]) -> Iterator[Stamp]:
        """Yield the signs; a later one covers an earlier one."""
        ascii_only = self._look.glyphs is Glyphs.ASCII
        for stroke in drawn:
            if self._scale.rise is not Rise.LINEAR:
                yield from self._clipped(stroke)
            if stroke.shape.sign and not stroke.behind and not ascii_only:
                yield from self._letters(stroke)
        if (best := best_of(panel, self._memory)) is not None:
            yield from self._at(panel.curves[best.curve], best.index, "★", Ink.BEST)
        for x, sign in ((self._look.pin, "◉"), (self._look.cursor, "")):
            for curve, shape in zip(panel.curves, shapes_of(panel.curves), strict=True):
                sample = None if x is None else sample_at(curve, self._look, self._memory, x)
                if sample is not None:
                    yield from self._at(curve, sample.index, sign or shape.marker, shape.ink)

    def _at(self, curve: Curve, index: int, sign: str, ink: Ink) -> Iterator[Stamp]:
        cell = self._plot.cell_at(ruler_of(curve, self._look, self._memory).x(index))
        if cell is not None:
            yield Stamp(self._row(curve.series.values[index]), cell - self._plot.left, self._shown(sign), ink)

    def _clipped(self, stroke: Stroke) -> Iterator[Stamp]:
        for column, _, low, high, _ in stroke.columns:
            if self._scale.is_over(high):
                yield Stamp(0, column // self._across, self._shown("▲"), stroke.ink)
            if self._scale.is_under(low):
                yield Stamp(self._plot.height - 1, column // self._across, self._shown("▼"), stroke.ink)

    def _letters(self, stroke: Stroke) -> Iterator[Stamp]:
        """Yield the letter of a job along its line, never where that of the next job stands."""
        offset = (stroke.curve.job * 7 + 3) % LETTER_EVERY
        sign = stroke.shape.sign if stroke.shape.dash is Dash.SOLID else stroke.shape.sign.lower()
        final = len(stroke.columns) - 1
        for at, (column, _, _, _, last) in enumerate(stroke.columns):
            if column // self._across % LETTER_EVERY == offset or at == final:
                yield Stamp(self._row(last), column // self._across, sign, stroke.ink)

    def _row(self, value: float) -> int:
        return pixel_row(self._scale.height(value), self._scale.range, self._plot.height)

    def _shown(self, sign: str) -> str:
        return SIGNS.get(sign, sign) if self._look.glyphs is Glyphs.ASCII else sign


def stamped(
    picture: Picture, inks: Sequence[Ink], stamps: Sequence[Stamp]
) -> tuple[Sequence[str], Sequence[bytes], Sequence[Ink]]:
    """Return the rows, the owners and the ink of each owner, with signs over the curves."""
    if not stamps:
        return picture.rows, picture.owners, inks
    rows, owners, every = [list(row) for row in picture.rows], [bytearray(row) for row in picture.owners], list(inks)
    for stamp in stamps:
        if stamp.ink not in every:
            every.append(stamp.ink)
        rows[stamp.row][stamp.cell] = stamp.sign
        owners[stamp.row][stamp.cell] = every.index(stamp.ink) + 1
    return ["".join(row) for row in rows], [bytes(row) for row in owners], every


def marked(panel: Panel, plot: Plot, look: Look, memory: Memory) -> set[tuple[int, Sign]]:
    """Return what is marked on the axis, in cells from the left of the plot."""
    place = Place(look, memory)
    found: set[tuple[int, Sign]] = set()
    for mark in look.marks:
        x = place.of_mark(mark)
        cell = None if x is None else plot.cell_at(x)
        if cell is not None:
            found.add((cell - plot.left, mark.sign))
    for curve in panel.curves:
        if curve.series.holes:
            cells = Place(look, memory, curve.job).columns(curve.series.holes, plot.window, plot.width)
            found |= {(cell, Sign.FAULT) for cell in cells}
    return found
