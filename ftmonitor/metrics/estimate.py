"""How far a job is, how long it will take, and whether it stands still; each with its uncertainty. Pure.

Everything here is an estimate from the steps that were seen, and is to be labelled so where it is shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ftmonitor.format import MISSING, duration, span
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary

RECENT = 400
"""Samples that the rate is taken from: a pause or a slow start long ago says nothing about now."""
BLOCKS = 8
"""Parts of those samples whose own rates tell the spread; events come in bursts, so single gaps would not."""
STALL_FLOOR_S = 90.0
STALL_FACTOR = 10.0
"""A job stands still when it was silent for this many times its usual pause, and for the floor at least."""
SANE_S = 60 * 86_400.0
"""The server's own finish counts when it is ahead, by no more than this (servers leave old ones standing)."""


class Pace(StrEnum):
    """What the steps say a job is doing."""

    QUIET = "quiet"
    """Nothing to expect: waiting, paused or ended."""
    STARTING = "starting"
    """Running, too few steps to say more."""
    TRAINING = "training"
    EVALUATING = "evaluating"
    """The last step is done; evaluation and moderation checks take minutes, and that is no stall."""
    STALLED = "stalled"


@dataclass(frozen=True, slots=True)
class Estimate:
    """Where a job stands. Spans in seconds; `finish_at` in seconds since the epoch."""

    pace: Pace
    progress: float | None = None
    """The share of steps done, 0 to 1."""
    rate: float | None = None
    """Steps a second."""
    left_s: float | None = None
    least_s: float | None = None
    most_s: float | None = None
    """The spread of `left_s`, None where it cannot be told."""
    finish_at: float | None = None
    silent_s: float | None = None
    """How long no event came."""
    usual_s: float | None = None
    """The usual pause between two steps."""
    by_server: bool = False
    """Whether the time left is what the server said."""

    @property
    def words(self) -> str:
        """Return the estimate as a few words: `≈ 12m left (10m-15m)`, `evaluating`, `no event for 4m, usually 2s`."""
        if self.pace is Pace.EVALUATING:
            return "evaluating"
        if self.pace is Pace.STALLED:
            return f"no event for {span(self.silent_s)}, usually {span(max(1.0, self.usual_s or 0.0))}"
        if self.left_s is None:
            return "starting" if self.pace is Pace.STARTING else ""
        text = f"≈ {duration(self.left_s)} left"
        if self.least_s is None or self.most_s is None or span(self.least_s) == span(self.most_s):
            return text
        return f"{text} ({span(self.least_s)}-{span(self.most_s)})"

    @property
    def left(self) -> str:
        """Return the time left in one unit for a narrow column: `12m`, or `—`."""
        return MISSING if self.left_s is None else span(self.left_s)


def estimate(summary: JobSummary, now: float, steps: Sequence[int] = (), times: Sequence[float] = ()) -> Estimate:
    """Return how a job stands at `now` (seconds since the epoch).

    With the `steps` and `times` of a series (ascending, equally long) the rate is that of the recent ones and has a
    spread; without, it is the mean since the first step. The server's finish counts where the steps say nothing.
    """
    progress = summary.progress
    if summary.phase.ended:
        return Estimate(Pace.QUIET, 1.0 if summary.phase is Phase.SUCCEEDED else progress)
    if not summary.phase.moving:
        return Estimate(Pace.QUIET, progress)
    heard = max((t for t in (summary.last_event_at, summary.last_step_at) if t is not None), default=None)
    silent = None if heard is None else max(0.0, now - heard)
    if progress is not None and progress >= 1:
        return Estimate(Pace.EVALUATING, progress, silent_s=silent)
    rates = _rates(steps, times) or _mean_rate(summary)
    if not rates:
        return _by_server(summary, now, Estimate(Pace.STARTING, progress, silent_s=silent))
    rate = rates[0]
    usual = _usual_pause(times) or 1 / rate
    stalled = silent is not None and silent > max(STALL_FLOOR_S, STALL_FACTOR * usual)
    known = Estimate(Pace.STALLED if stalled else Pace.TRAINING, progress, rate, silent_s=silent, usual_s=usual)
    return known if stalled else _with_time_left(known, summary, now, rates)


def _with_time_left(known: Estimate, summary: JobSummary, now: float, rates: tuple[float, ...]) -> Estimate:
    if not summary.total_steps or summary.step is None:
        return _by_server(summary, now, known)
    to_go = summary.total_steps - summary.step
    passed = max(0.0, now - (summary.last_step_at or now))
    left, *spread = (max(0.0, to_go / rate - passed) for rate in rates)
    least, most = (min(spread), max(spread)) if spread else (None, None)
    return Estimate(
        known.pace, known.progress, known.rate, left, least, most, now + left, known.silent_s, known.usual_s
    )


def _by_server(summary: JobSummary, now: float, known: Estimate) -> Estimate:
    finish = summary.estimated_finish
    if finish is None or not 0 < finish - now < SANE_S:
        return known
    return Estimate(
        known.pace,
        known.progress,
        known.rate,
        finish - now,
        finish_at=finish,
        silent_s=known.silent_s,
        usual_s=known.usual_s,
        by_server=True,
    )


def _rates(steps: Sequence[int], times: Sequence[float]) -> tuple[float, ...]:
    """Return steps a second: over all recent samples, then a slow and a fast one where there are enough to tell."""
    steps, times = steps[-RECENT:], times[-RECENT:]
    if len(steps) < 2 or not (times[-1] > times[0] and steps[-1] > steps[0]):
        return ()
    mean = (steps[-1] - steps[0]) / (times[-1] - times[0])
    edges = sorted({round(i * (len(steps) - 1) / BLOCKS) for i in range(BLOCKS + 1)})
    if len(edges) <= BLOCKS:
        return (mean,)
    spans = [(times[b] - times[a]) / (steps[b] - steps[a]) for a, b in pairwise(edges) if steps[b] > steps[a]]
    spans = sorted(s for s in spans if s > 0 and math.isfinite(s))
    if len(spans) < BLOCKS // 2:
        return (mean,)
    slow, fast = 1 / spans[-1 - len(spans) // 4], 1 / spans[len(spans) // 4]
    return (mean, min(mean, slow), max(mean, fast))


def _mean_rate(summary: JobSummary) -> tuple[float, ...]:
    first, last, step = summary.first_step_at, summary.last_step_at, summary.step
    if first is None or last is None or step is None or step < 2 or not last > first:
        return ()
    return ((step - 1) / (last - first),)


def _usual_pause(times: Sequence[float]) -> float | None:
    """Return the mean pause between the recent samples, since bursts make the median 0."""
    recent = times[-RECENT:]
    return (recent[-1] - recent[0]) / (len(recent) - 1) if len(recent) > 1 and recent[-1] > recent[0] else None
