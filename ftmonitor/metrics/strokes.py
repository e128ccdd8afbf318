"""The curves of a chart as they are drawn: by pixel column, as they are or averaged, to a scale, to cells. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ftmonitor.format import Glyphs
from ftmonitor.metrics.area import Plot
from ftmonitor.metrics.axis import Ruler
from ftmonitor.metrics.downsample import Column, crossing
from ftmonitor.metrics.ink import RAW_LETTER, Ink, Shape, shapes_of
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve
from ftmonitor.metrics.placing import Place
from ftmonitor.metrics.probe import ruler_of
from ftmonitor.metrics.raster import PIXELS, Dash, Picture, Trace, raster
from ftmonitor.metrics.scale import SAMPLED, Rise, Scale, scale_for

FEW = 6
"""Samples get a sign of their own where they are this many cells apart on average; lone points where they are two."""

Edges = tuple[float | None, float | None]
"""The values at which a curve enters and leaves the view, where it goes on outside."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A curve as it is drawn: as it is, averaged with a `weight`, or as the raw one `behind` its average."""

    curve: Curve
    shape: Shape
    ruler: Ruler
    columns: Sequence[Column]
    values: Sequence[float]
    reach: float
    """How far apart samples may be to be joined, in x."""
    breaks: tuple[int, ...] = ()
    """Pixel columns in which a value was no number."""
    weight: float = 0.0
    behind: bool = False

    @property
    def ink(self) -> Ink:
        """Return what it is drawn with."""
        return self.shape.raw if self.behind else self.shape.ink

    def edges(self, plot: Plot) -> Edges:
        """Return the values at which it enters and leaves the view."""
        first, last = self.ruler.window(plot.window)
        reach = self.reach / self.ruler.scale
        at, values = self.ruler.at, self.values
        return crossing(at, values, first, reach), crossing(at, values, last, reach)


def strokes(curves: Sequence[Curve], plot: Plot, look: Look, memory: Memory) -> list[Stroke]:
    """Return what is drawn, from the back to the front: raw curves, then their averages."""
    n_columns = plot.width * PIXELS[look.glyphs][0]
    raws: list[Stroke] = []
    averages: list[Stroke] = []
    for curve, shape in zip(curves, shapes_of(curves), strict=True):
        kept, ruler = memory.of(curve), ruler_of(curve, look, memory)
        reach = kept.reach(look.axis, ruler)
        breaks: tuple[int, ...] = ()
        if curve.series.holes:
            breaks = Place(look, memory, curve.job).columns(curve.series.holes, plot.window, n_columns)
        weight = curve.weight(look.smoothing) if shape.averaged else 0.0
        columns = kept.columns(ruler, plot.window, n_columns, 0.0)
        raws.append(
            Stroke(curve, shape, ruler, columns, curve.series.values, reach, breaks, behind=weight > 0),
        )
        if weight > 0:
            columns, values = kept.columns(ruler, plot.window, n_columns, weight), kept.averaged(weight)[0]
            averages.append(Stroke(curve, shape, ruler, columns, values, reach, breaks, weight))
    return raws + averages


def scale_of(drawn: Sequence[Stroke], plot: Plot, look: Look) -> Scale:
    """Return the scale that holds what is in view."""

    def sampled() -> Iterator[float]:
        for stroke in drawn:
            start, stop = stroke.ruler.span(stroke.ruler.window(plot.window))
            yield from stroke.values[start : stop : max(1, (stop - start) // SAMPLED)]

    beyond = [edge for stroke in drawn for edge in stroke.edges(plot) if edge is not None]
    of = [stroke.columns for stroke in drawn]
    return scale_for(look.rise, of, beyond, sampled() if look.rise is Rise.CLIPPED else ())


def picture_of(drawn: Sequence[Stroke], scale: Scale, plot: Plot, glyphs: Glyphs) -> Picture:
    """Return the strokes in cells."""
    return raster(
        [_trace(stroke, scale, plot, glyphs) for stroke in drawn], scale.range, plot.width, plot.height, glyphs
    )


def _trace(stroke: Stroke, scale: Scale, plot: Plot, glyphs: Glyphs) -> Trace:
    across = PIXELS[glyphs][0]
    n_columns, shape = plot.width * across, stroke.shape
    apart = len(stroke.columns) * across
    few = apart * FEW <= n_columns or (shape.dash is Dash.POINTS and apart * 2 <= n_columns)
    enters, leaves = stroke.edges(plot)
    return Trace(
        scale.heights(stroke.columns),
        Dash.SOLID if stroke.behind and glyphs is Glyphs.ASCII else shape.dash,
        stroke.reach * n_columns / (plot.window[1] - plot.window[0]),
        None if enters is None else scale.height(enters),
        None if leaves is None else scale.height(leaves),
        shape.marker if few and not stroke.weight and glyphs is not Glyphs.ASCII else "",
        RAW_LETTER if stroke.behind else shape.letter,
        stroke.breaks,
    )
