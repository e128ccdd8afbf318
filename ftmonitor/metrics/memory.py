"""What was computed of series, kept and extended: a curve that only grew is not gone through again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from ftmonitor.metrics.axis import Axis, Ruler, Track, placed, rising
from ftmonitor.metrics.downsample import GAP, Column, Extremes, columns, spacing
from ftmonitor.metrics.panels import Curve
from ftmonitor.metrics.raster import Picture
from ftmonitor.metrics.series import Series
from ftmonitor.metrics.smooth import Average

Window = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns, and of what they are: so many values, and what was asked."""

    version: int
    asked: tuple[object, ...]
    found: list[Column]


class Kept:
    """What is known of one series."""

    def __init__(self, series: Series) -> None:
        self.series = series
        self.extremes = Extremes()
        self.extremes.extend(series.values)
        self._version = 0
        self._average: tuple[Average, Extremes] | None = None
        self._rulers: dict[Axis, tuple[Series, Track, Ruler]] = {}
        self._reaches: dict[Axis, tuple[int, Ruler, float]] = {}
        self._columns: dict[float, _Columns] = {}

    def take(self, series: Series) -> bool:
        """Take a newer state of the series; return False where it is another one, which is not this one grown."""
        if series is self.series:
            return True
        before, after = self.series.values, series.values
        if after is not before:
            if not series.continues(self.series):
                return False
            self._version += len(after) > len(before)
            self.extremes.extend(after)
            if self._average is not None:
                self._average[0].extend(after[len(before) :])
                self._average[1].extend(self._average[0].values)
        self.series = series
        return True

    def averaged(self, weight: float) -> tuple[Sequence[float], Extremes]:
        """Return the values averaged (see `smooth`), or as they are where the weight is 0."""
        if weight <= 0:
            return self.series.values, self.extremes
        if self._average is None or self._average[0].weight != weight:
            self._average = Average(weight), Extremes()
            self._average[0].extend(self.series.values)
            self._average[1].extend(self._average[0].values)
        return self._average[0].values, self._average[1]

    def ruler(self, axis: Axis, track: Track) -> Ruler:
        """Return where the samples are on an axis; `track.missing(axis)` is ""."""
        kept = self._rulers.get(axis)
        if kept is None or kept[0] is not self.series or kept[1] is not track:
            kept = self._rulers[axis] = (self.series, track, _ruler(self.series, axis, track))
        return kept[2]

    def reach(self, axis: Axis, ruler: Ruler) -> float:
        """Return how far apart samples may be to be joined, in x: from a look at them each time they have doubled."""
        kept = self._reaches.get(axis)
        size = len(ruler.at)
        if kept is None or not kept[0] <= size < 2 * kept[0] or kept[1].scale != ruler.scale:
            kept = self._reaches[axis] = (size, ruler, GAP * _usually_apart(self.series, ruler) * ruler.scale)
        return kept[2]

    def columns(self, ruler: Ruler, window: Window, n_columns: int, weight: float) -> list[Column]:
        """Return the series, averaged with `weight`, by pixel column of a window on the axis of `ruler`."""
        own = ruler.window(window)
        kept = self._columns.get(weight)
        asked = (own, n_columns, ruler.scale, ruler.shift, ruler.tied)
        if kept is None or kept.asked != asked:
            if len(self._columns) > 1:  # the raw ones and one average are enough
                self._columns = {0.0: self._columns[0.0]} if 0.0 in self._columns else {}
            kept = None
        if kept is None or kept.version != self._version:
            known = kept.found if kept is not None and not ruler.tied else ()
            found = self._by_column(ruler, own, n_columns, weight, known)
            kept = self._columns[weight] = _Columns(self._version, asked, found)
        return kept.found

    def _by_column(
        self, ruler: Ruler, window: Window, n_columns: int, weight: float, known: Sequence[Column]
    ) -> list[Column]:
        values, extremes = self.averaged(weight)
        if ruler.tied:
            start, stop = ruler.span(window)
            if stop - start <= n_columns * 4:  # so few that samples of one second would stand on each other
                return columns(ruler.apart(start, stop), values[start:stop], window, n_columns)
        return columns(ruler.at, values, window, n_columns, extremes=extremes, known=known)


class Memory:
    """What was computed for some charts. A chart that shows another job starts with a new one."""

    def __init__(self) -> None:
        self.gutters: dict[str, int] = {}
        """Cells that the labels of a chart's y axis took the last time, by title: a guess that saves doing it twice."""
        self._kept: dict[tuple[int, str], Kept] = {}
        self._pictures: dict[str, tuple[Sequence[object], Hashable, Picture]] = {}

    def of(self, curve: Curve) -> Kept:
        """Return what is known of the series of a curve."""
        key = (curve.job, curve.series.name)
        kept = self._kept.get(key)
        if kept is None or not kept.take(curve.series):
            kept = self._kept[key] = Kept(curve.series)
        return kept

    def picture(self, title: str, of: Sequence[object], manner: Hashable, draw: Callable[[], Picture]) -> Picture:
        """Return what `draw` returned for the same objects in the same manner: moving a cursor draws nothing anew."""
        kept = self._pictures.get(title)
        if (
            kept is None
            or kept[1] != manner
            or len(kept[0]) != len(of)
            or any(a is not b for a, b in zip(kept[0], of, strict=True))
        ):
            kept = self._pictures[title] = (of, manner, draw())
        return kept[2]


def _ruler(series: Series, axis: Axis, track: Track) -> Ruler:
    if axis is Axis.EPOCH:
        return Ruler(series.steps, (track.n_epochs or 1.0) / (track.total_steps or 1))
    if axis is Axis.SHARE:
        return Ruler(series.steps, 100.0 / (track.total_steps or 1))
    timeline = track.timeline
    if axis is Axis.STEP or timeline is None:
        return Ruler(series.steps)
    shift = -timeline.times[0] if axis is Axis.ELAPSED else 0.0
    if min(series.times, default=0.0) > 0:
        return Ruler(rising(series.times), shift=shift, tied=True)
    return Ruler(placed(series.steps, timeline, rising(timeline.times)), shift=shift, tied=True)


def _usually_apart(series: Series, ruler: Ruler) -> float:
    """Return the usual distance of two samples in the units of the ruler; of those with one time stamp, their share."""
    apart = spacing(ruler.at)
    if not ruler.tied or len(ruler.at) < 2:
        return apart
    return max(apart, (ruler.at[-1] - ruler.at[0]) / (len(ruler.at) - 1))
