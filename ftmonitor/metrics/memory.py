"""What was computed of a series, kept as long as the series is the very same object."""

from __future__ import annotations

from collections.abc import Sequence

from ftmonitor.format import Glyphs
from ftmonitor.metrics.downsample import Column, columns, reach
from ftmonitor.metrics.raster import Picture, Trace, raster
from ftmonitor.metrics.series import Series
from ftmonitor.metrics.smooth import smooth


class Memory:
    """Belongs to one chart: one entry a series name, so it never grows beyond what the chart shows."""

    def __init__(self) -> None:
        self.gutter = 0
        """Cells that the labels of the y axis took the last time: a guess that saves doing it twice."""
        self._smoothed: dict[str, tuple[Series, float, Series]] = {}
        self._columns: dict[tuple[str, str, bool], tuple[Series, tuple[float, float], int, list[Column]]] = {}
        self._picture: tuple[object, Sequence[Trace], Picture] | None = None
        self._reach: dict[str, tuple[tuple[int, ...], float]] = {}

    def smoothed(self, series: Series, weight: float) -> Series:
        """Return the series with its values averaged (see `smooth`)."""
        kept = self._smoothed.get(series.name)
        if kept is None or kept[0] is not series or kept[1] != weight:
            values = tuple(smooth(series.values, weight))
            average = Series(series.name, series.steps, series.times, values, series.source)
            kept = self._smoothed[series.name] = (series, weight, average)
        return kept[2]

    def columns(
        self, series: Series, window: tuple[float, float], n_columns: int, *, raw: bool = False
    ) -> list[Column]:
        """Return the series by pixel column (see `downsample.columns`)."""
        key = (series.name, series.source, raw)
        kept = self._columns.get(key)
        if kept is None or kept[0] is not series or kept[1] != window or kept[2] != n_columns:
            found = columns(series.steps, series.values, window, n_columns)
            kept = self._columns[key] = (series, window, n_columns, found)
        return kept[3]

    def reach(self, series: Series) -> float:
        """Return how far apart samples of the series may be to be joined (see `downsample.reach`)."""
        kept = self._reach.get(series.name)
        if kept is None or kept[0] is not series.steps:
            kept = self._reach[series.name] = (series.steps, reach(series.steps))
        return kept[1]

    def picture(
        self, traces: Sequence[Trace], y_range: tuple[float, float], size: tuple[int, int], glyphs: Glyphs
    ) -> Picture:
        """Return the traces as cells (see `raster`): moving a cursor over them draws nothing anew."""
        key = (y_range, size, glyphs, tuple(id(trace.columns) for trace in traces))
        if self._picture is None or self._picture[0] != key:  # the traces are kept, so no other object has their ids
            self._picture = (key, traces, raster(traces, y_range, *size, glyphs))
        return self._picture[2]
