"""Where things that are no samples stand on the x axis: checkpoints, warnings, values that are no numbers. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ftmonitor.metrics.axis import Axis, Track
from ftmonitor.metrics.look import Look, Mark
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve, Role


class Place:
    """The steps of one job on the axis of a look, there and back."""

    def __init__(self, look: Look, memory: Memory, job: int = 0) -> None:
        self._axis, self._track = look.axis, look.track(job)
        self._scale = _scale(self._axis, self._track)
        timeline = self._track.timeline
        self._times = timeline.times if timeline else ()
        self._steps: Sequence[float] = timeline.steps if timeline else ()
        self._xs: Sequence[float] = ()
        self._shift = 0.0
        if self._axis.timed and timeline is not None:
            ruler = memory.of(Curve(timeline, "", Role.OTHER, job)).ruler(self._axis, self._track)
            self._xs, self._shift = ruler.at, ruler.shift

    def of_step(self, step: float) -> float | None:
        """Return the x of a step; None where its time is not known."""
        if not self._axis.timed:
            return step * self._scale
        found = _between(step, self._steps, self._xs)
        return None if found is None else found + self._shift

    def of_mark(self, mark: Mark) -> float | None:
        """Return the x of a mark; None where it has no place."""
        if mark.step is not None:
            return self.of_step(mark.step)
        if mark.time is None or not self._times:
            return None
        if self._axis.timed:
            return mark.time + self._shift
        step = _between(mark.time, self._times, self._steps)
        return None if step is None else self.of_step(step)

    def step_at(self, x: float) -> float:
        """Return the step at x, as far as steps and times are known."""
        if not self._axis.timed:
            return x / self._scale
        found = _between(x - self._shift, self._xs, self._steps)
        return x if found is None else found

    def columns(self, steps: Sequence[int], window: tuple[float, float], n_columns: int) -> tuple[int, ...]:
        """Return which of `n_columns` columns across `window` hold one of `steps`, which ascend."""
        left, right = window
        if not steps or n_columns < 1:
            return ()
        edges = [self.step_at(left + (right - left) * column / n_columns) for column in range(n_columns + 1)]
        at = [bisect_left(steps, edge) for edge in edges[:-1]] + [bisect_left(steps, edges[-1] + 1e-9)]
        return tuple(column for column in range(n_columns) if at[column] < at[column + 1])


def _scale(axis: Axis, track: Track) -> float:
    if axis is Axis.EPOCH:
        return (track.n_epochs or 1.0) / (track.total_steps or 1)
    return 100.0 / (track.total_steps or 1) if axis is Axis.SHARE else 1.0


def _between(place: float, of: Sequence[float], to: Sequence[float]) -> float | None:
    """Return where a place among `of`, which ascend, is among `to`: between two of them in proportion."""
    if not of:
        return None
    after = bisect_left(of, place)
    if after == 0 or after == len(of):
        return to[min(after, len(of) - 1)]
    before, behind = of[after - 1], of[after]
    share = (place - before) / (behind - before) if behind > before else 0.0
    return to[after - 1] * (1 - share) + to[after] * share
