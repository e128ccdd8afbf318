"""What the x axis counts, and where the samples of a series are on it. Pure.

Steps are what the server counts by. Epochs and per cent are steps on another scale, known where the job says how many
there are; elapsed time and clock are the times of the events. Servers stamp in whole seconds and events come in
bursts, so samples of one second are spread over it in their order: no two are in the same place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, islice
from operator import le

from ftmonitor.metrics.series import Series


class Axis(StrEnum):
    """What x counts; the value is the word on the screen."""

    STEP = "step"
    EPOCH = "epoch"
    SHARE = "per cent"
    """Of all steps."""
    ELAPSED = "elapsed"
    """Seconds since the first sample of the job."""
    CLOCK = "clock"
    """Seconds since the epoch of computers."""

    @property
    def timed(self) -> bool:
        """Whether it is about times, not about steps."""
        return self in (Axis.ELAPSED, Axis.CLOCK)


FOR_ONE = (Axis.STEP, Axis.EPOCH, Axis.ELAPSED, Axis.CLOCK)
"""The axes to choose from for one job."""
FOR_SEVERAL = (Axis.STEP, Axis.EPOCH, Axis.SHARE, Axis.ELAPSED)
"""Those that put several jobs side by side."""


@dataclass(frozen=True, slots=True)
class Track:
    """What turns the steps of one job into something else. `timeline` is its series with the most samples in time."""

    total_steps: int | None = None
    n_epochs: float | None = None
    timeline: Series | None = None

    def missing(self, axis: Axis) -> str:
        """Return "" where the job can be put on an axis, else what would have to be known for it."""
        if axis.timed and self.timeline is None:
            return "the times of the samples"
        if axis in (Axis.EPOCH, Axis.SHARE) and not self.total_steps:
            return "the number of all steps"
        return "the number of epochs" if axis is Axis.EPOCH and not self.n_epochs else ""


def track_of(series: Iterable[Series], total_steps: int | None = None, n_epochs: float | None = None) -> Track:
    """Return the track of a job from its series; times count where an event gave them."""
    timed = (one for one in series if one.times and one.times[0] > 0 and one.times[-1] > 0)
    return Track(total_steps, n_epochs, max(timed, key=lambda one: len(one.steps), default=None))


@dataclass(frozen=True, slots=True)
class Ruler:
    """Where the samples of a series are: x = its own place * scale + shift.

    `at` ascends. Where it is `tied`, samples that are the same there are spread up to the next one, or over `ROOM`.
    """

    at: Sequence[float]
    scale: float = 1.0
    shift: float = 0.0
    tied: bool = False

    def x(self, index: int) -> float:
        """Return where a sample is."""
        return self.own(index) * self.scale + self.shift

    def own(self, index: int) -> float:
        """Return the place of a sample in the units of `at`."""
        place = self.at[index]
        if not self.tied:
            return place
        first, stop = bisect_left(self.at, place, 0, index + 1), bisect_right(self.at, place, index)
        return place if stop - first == 1 else place + self._room(stop) * (index - first) / (stop - first)

    def apart(self, start: int, stop: int) -> list[float]:
        """Return the places of the samples `start` to `stop`, no two of them the same where they are tied."""
        found: list[float] = [] if self.tied else list(self.at[start:stop])
        while len(found) < stop - start:
            here = start + len(found)
            place = self.at[here]
            first, end = bisect_left(self.at, place, 0, here + 1), bisect_right(self.at, place, here)
            room, tied = self._room(end), end - first
            found += [place + room * (index - first) / tied for index in range(here, min(end, stop))]
        return found

    def _room(self, stop: int) -> float:
        """Return how much the samples before `stop` may be spread."""
        return ROOM if stop >= len(self.at) else min(ROOM, self.at[stop] - self.at[stop - 1])

    def inside(self, x: float) -> float:
        """Return x in the units of `at`."""
        return (x - self.shift) / self.scale

    def window(self, window: tuple[float, float]) -> tuple[float, float]:
        """Return a window on the axis in the units of `at`, with what lies at its very edges inside."""
        if self.scale == 1.0 and self.shift == 0.0:
            return window
        left, right = self.inside(window[0]), self.inside(window[1])
        room = (right - left) * 1e-9
        return left - room, right + room

    def nearest(self, x: float) -> int | None:
        """Return the index of the sample nearest to `x`, the earlier of two as near; None without samples."""
        if not self.at:
            return None
        place = self.inside(x)
        after = bisect_left(self.at, place)
        near = {after - 1, after}
        if self.tied and after:
            first = bisect_left(self.at, self.at[after - 1])
            share = (place - self.at[after - 1]) / self._room(after)
            near |= {first + int(share * (after - first)), first + int(share * (after - first)) + 1}
        inside = sorted(index for index in near if 0 <= index < len(self.at))
        return min(inside, key=lambda index: abs(self.own(index) - place))

    def span(self, window: tuple[float, float]) -> tuple[int, int]:
        """Return the first sample in a window in the units of `at`, and the one after the last."""
        return bisect_left(self.at, window[0]), bisect_right(self.at, window[1])

    def count(self, window: tuple[float, float]) -> int:
        """Return how many samples are in a window on the axis."""
        start, stop = self.span(self.window(window))
        return stop - start


ROOM = 1.0
"""Seconds over which the samples of one time stamp are spread: the servers' stamps are whole seconds."""


def rising(times: Sequence[float]) -> Sequence[float]:
    """Return times that never fall: one that does (a step that was repeated after a pause) counts as the one before."""
    return times if all(map(le, times, islice(times, 1, None))) else list(accumulate(times, max))


def placed(steps: Sequence[int], timeline: Series, places: Sequence[float]) -> list[float]:
    """Return where `steps` are on a timeline with its `places`: between two of its steps in proportion."""
    known, found = timeline.steps, []
    for step in steps:
        after = bisect_left(known, step)
        if after == len(known) or known[after] == step or after == 0:
            found.append(places[min(after, len(known) - 1)])
        else:
            share = (step - known[after - 1]) / (known[after] - known[after - 1])
            found.append(places[after - 1] * (1 - share) + places[after] * share)
    return found
