"""How far a job is, how long it will take, and whether it stands still; each with its uncertainty. Pure.

Everything here is an estimate from the steps that were seen and from what the server expects, and is labelled so by
its own words: `≈ 12m left (10m-15m)`, `≈ 15m left, says the server`, `≈ 14m left (9m-20m), a first guess`.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import NamedTuple

from ftmonitor.format import MISSING, duration, span
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary

FIRST_STEPS, FIRST_S = 2.0, 15.0
"""Steps and seconds that have to be seen before the pace says anything; times come in whole seconds."""
SURE_STEPS, SURE_S = 12.0, 120.0
"""Steps and seconds after which the pace is believed alone. In between it is mixed with what the server expects, the
more of it the more was seen, so that the time left slides from the one to the other and does not jump."""
STALL_FLOOR_S = 90.0
STALL_FACTOR = 10.0
"""A job stands still when it was silent for this many times its usual pause, and for the floor at least."""
STALL_UNKNOWN_S = 1_800.0
"""The floor where nobody knows the last step, and words came after the newest one: it may be evaluating already."""
LISTENED_S = 60.0
"""For so long the server must have been heard without a break before a job is called silent: it may be we who were."""
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


class Basis(StrEnum):
    """What the time left is taken from."""

    NOTHING = ""
    STEPS = "steps"
    """The pace of the steps."""
    GUESS = "guess"
    """The pace of too few steps, mixed with what the server expects where it says something sane."""
    SERVER = "server"


class Estimate(NamedTuple):
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
    """The usual pause between two events with a step."""
    basis: Basis = Basis.NOTHING

    @property
    def words(self) -> str:
        """Return the estimate as a few words: `≈ 12m left (10m-15m)`, `evaluating`, `no event for 4m, usually 2s`."""
        if self.pace is Pace.EVALUATING:
            return "evaluating"
        if self.pace is Pace.STALLED:
            return f"no event for {span(self.silent_s)}, usually {span(max(1.0, self.usual_s or 0.0))}"
        if self.left_s is None:
            return "starting" if self.pace is Pace.STARTING else ""
        text = f"≈ {duration(self.left_s)} left" if self.left_s >= 1 else "≈ at its end"
        if self.least_s is not None and self.most_s is not None:
            least, most = span(self.least_s), span(_up(self.most_s))
            text += f" ({least}-{most})" if least != most else ""
        return text + {Basis.GUESS: ", a first guess", Basis.SERVER: ", says the server"}.get(self.basis, "")

    @property
    def left(self) -> str:
        """Return the time left in one unit for a narrow column: `12m`, or `—`."""
        return MISSING if self.left_s is None else span(self.left_s)


def _up(seconds: float) -> float:
    """Return seconds rounded up to the unit in which a span is said, so that what is less lies within."""
    unit = next((unit for unit in (86_400, 3_600, 60) if seconds >= unit), 1)
    return math.ceil(seconds / unit) * unit if math.isfinite(seconds) else seconds


def estimate(summary: JobSummary, now: float, listened_s: float = math.inf) -> Estimate:
    """Return how a job stands at `now` (seconds since the epoch).

    `listened_s` is for how long the server has been heard without a break: only then is silence the job's own.
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
    known = Estimate(Pace.STARTING, progress, silent_s=silent)
    step_s = summary.step_s
    if step_s is None or not step_s > 0:
        return _by_server(known, summary, now)
    known = known._replace(pace=Pace.TRAINING, rate=1 / step_s, usual_s=summary.event_s or step_s)
    if silent is not None and silent > _patience(summary, known.usual_s or step_s):
        return known._replace(pace=Pace.STALLED) if listened_s >= LISTENED_S else known
    return _with_time_left(known, summary, now, step_s)


def _patience(summary: JobSummary, usual_s: float) -> float:
    """Return the seconds of silence after which a job stands still."""
    words_since = (summary.last_event_at or 0.0) > (summary.last_step_at or 0.0)
    floor = STALL_UNKNOWN_S if words_since and not summary.total_steps else STALL_FLOOR_S
    return max(floor, STALL_FACTOR * usual_s)


def _with_time_left(known: Estimate, summary: JobSummary, now: float, step_s: float) -> Estimate:
    share = _belief(summary, step_s)
    if not summary.total_steps or summary.step is None or share is None:
        starting = known if share is not None else known._replace(pace=Pace.STARTING, rate=None)
        return _by_server(starting, summary, now)
    to_go = summary.total_steps - summary.step
    passed = max(0.0, now - (summary.last_step_at or now))
    low, high = summary.step_s_low or step_s, summary.step_s_high or step_s
    left, least, most = (max(0.0, to_go * pace - passed) for pace in (step_s, low, high))
    basis = Basis.STEPS if share >= 1 else Basis.GUESS
    server = _server_s(summary, now) if share < 1 else None
    if server is not None:
        theirs = (server, min(least, server), max(most, server))
        left, least, most = (
            share * own + (1 - share) * other for own, other in zip((left, least, most), theirs, strict=True)
        )
    if summary.step_s_low is None and server is None:
        return known._replace(left_s=left, finish_at=now + left, basis=basis)
    return known._replace(left_s=left, least_s=least, most_s=most, finish_at=now + left, basis=basis)


def _belief(summary: JobSummary, step_s: float) -> float | None:
    """Return how far the pace is believed, 0 to 1, from how much was seen; None where it says nothing yet."""
    first, last = summary.first_step_at, summary.last_step_at
    seen_s = last - first if first is not None and last is not None else 0.0
    seen = min(seen_s / step_s, float(summary.step or 0))
    if seen < FIRST_STEPS or seen_s < FIRST_S:
        return None
    by_steps = (seen - FIRST_STEPS) / (SURE_STEPS - FIRST_STEPS)
    by_time = (seen_s - FIRST_S) / (SURE_S - FIRST_S)
    return max(0.0, min(1.0, by_steps, by_time))


def _by_server(known: Estimate, summary: JobSummary, now: float) -> Estimate:
    left = _server_s(summary, now)
    if left is None:
        return known
    return known._replace(left_s=left, finish_at=now + left, basis=Basis.SERVER)


def _server_s(summary: JobSummary, now: float) -> float | None:
    """Return the seconds left as the server expects it, None where that is not sane."""
    finish = summary.estimated_finish
    return finish - now if finish is not None and 0 < finish - now < SANE_S else None
