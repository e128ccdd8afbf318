"""What is under the cursor: of each curve the real sample that is nearest, never a value between two. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ftmonitor.metrics.axis import Axis, Ruler
from ftmonitor.metrics.downsample import GAP
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve
from ftmonitor.metrics.placing import Place


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample of a curve. `value` is averaged where the look says so, `raw` as it was sent."""

    index: int
    x: float
    step: int
    time: float
    """Seconds since the epoch; 0 where it is not known."""
    value: float
    raw: float


def ruler_of(curve: Curve, look: Look, memory: Memory) -> Ruler:
    """Return where the samples of a curve are."""
    return memory.of(curve).ruler(look.axis, look.track(curve.job))


def sample_at(curve: Curve, look: Look, memory: Memory, x: float | None, *, averaged: bool = False) -> Sample | None:
    """Return the sample nearest to `x`, the last one where that is None; None where there is none."""
    series = curve.series
    ruler = ruler_of(curve, look, memory)
    index = len(series.steps) - 1 if x is None else ruler.nearest(x)
    if index is None or index < 0:
        return None
    raw = shown = series.values[index]
    if averaged and look.smoothing > 0:
        shown = memory.of(curve).averaged(curve.weight(look.smoothing))[0][index]
    return Sample(index, ruler.x(index), series.steps[index], series.times[index], shown, raw)


def at_cursor(curves: Iterable[Curve], look: Look, memory: Memory, x: float) -> Sample | None:
    """Return the sample that the cursor at `x` is on, or the nearest to it; those of the first job come first."""
    found = [(curve, sample_at(curve, look, memory, x)) for curve in curves]
    near = [(abs(sample.x - x), curve.job, -len(curve.series.steps), sample) for curve, sample in found if sample]
    return min(near, key=lambda item: item[:3])[3] if near else None


def densest(curves: Iterable[Curve], look: Look, memory: Memory, window: tuple[float, float]) -> Curve | None:
    """Return the curve with the most samples in view, the first of several."""
    return max(curves, key=lambda curve: ruler_of(curve, look, memory).count(window), default=None)


def bounds_of(curves: Iterable[Curve], look: Look, memory: Memory) -> tuple[float, float] | None:
    """Return the first and last x of all curves, what is no number included; None where there is nothing."""
    found: list[float] = []
    for curve in curves:
        if curve.series.steps:
            ruler = ruler_of(curve, look, memory)
            found += (ruler.x(0), ruler.x(len(ruler.at) - 1))
        if curve.series.holes:
            place = Place(look, memory, curve.job)
            ends = (place.of_step(curve.series.holes[end]) for end in (0, -1))
            found += [x for x in ends if x is not None]
    return (min(found), max(found)) if found else None


def moved(curves: Sequence[Curve], before: Look, after: Look, memory: Memory, x: float) -> float | None:
    """Return where the sample under `x` is on another axis."""
    sample_of = ((curve, sample_at(curve, before, memory, x)) for curve in curves)
    near = [(abs(sample.x - x), curve.job, at, curve, sample) for at, (curve, sample) in enumerate(sample_of) if sample]
    if not near:
        return None
    *_, curve, sample = min(near, key=lambda item: item[:3])
    return ruler_of(curve, after, memory).x(sample.index)


def narrowest(curves: Iterable[Curve], look: Look, memory: Memory) -> float:
    """Return the least span that zooming in reaches: two of the usual distances, on the step axis two steps."""
    if look.axis is Axis.STEP:
        return 2.0
    apart = [memory.of(c).reach(look.axis, ruler_of(c, look, memory)) / GAP for c in curves if len(c.series.steps) > 1]
    return 2.0 * min((distance for distance in apart if distance > 0), default=1.0)
