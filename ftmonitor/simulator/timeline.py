"""A plan and what was asked of it, laid out in time: the status and the work done at every moment.

All times are world seconds. A pause works for `SETTLE_S` more seconds (a snapshot is made) and then stands still; a
resume takes as long to get going. A pause that the job's end overtakes is void.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import inf

from ftmonitor.models.source import Verb
from ftmonitor.simulator.plan import Ask, JobPlan
from ftmonitor.simulator.script import Times, times_of

SETTLE_S = 1.5
"""How long `pausing` and `resuming` last."""

CANCEL_EVENT_S = 1.0
"""How long after a cancellation its event is told: on the service a page right after may still lack it."""


@dataclass(frozen=True, slots=True)
class Pause:
    """One pause: asked for, in effect, asked to go on, going on again (inf: not yet)."""

    asked: float
    paused: float
    resumed: float = inf
    running: float = inf


@dataclass(frozen=True, slots=True)
class Timeline:
    """When a job does what."""

    created_at: float
    times: Times
    pauses: tuple[Pause, ...] = ()
    cancelled_at: float = inf

    def work(self, at: float) -> float:
        """Return the seconds of work done at a time; negative before the creation."""
        at = min(at, self.cancelled_at)
        stood = sum(min(at, pause.running) - pause.paused for pause in self.pauses if at > pause.paused)
        return at - self.created_at - stood

    def time_of(self, work: float) -> float:
        """Return when that much work is done; inf where a pause without an end stands before it."""
        at = self.created_at + work
        for pause in self.pauses:
            if at <= pause.paused:
                break
            at += pause.running - pause.paused
        return at

    @property
    def ends_at(self) -> float:
        """Return when the job is over; inf while a pause keeps it from that."""
        return min(self.cancelled_at, self.time_of(self.times.end))

    @property
    def expected_end(self) -> float:
        """Return when the job would be over if no pause stood open: stale once it has passed."""
        stood = sum(pause.running - pause.paused for pause in self.pauses if pause.running < inf)
        return self.created_at + self.times.end + stood

    def pause_at(self, at: float) -> Pause | None:
        """Return the pause that a time falls into, from the asking to the going on, or None."""
        return next((pause for pause in self.pauses if pause.asked <= at < pause.running), None)

    def status(self, at: float) -> str:
        """Return the status at a time, in the words of the API."""
        if at >= self.cancelled_at:
            return "cancelled"
        if at >= self.ends_at:
            return "succeeded" if self.times.succeeds else "failed"
        pause = self.pause_at(at)
        if pause is not None:
            if at < pause.paused:
                return "pausing"
            return "paused" if at < pause.resumed else "resuming"
        work = self.work(at)
        if self.times.validated is None or work < self.times.validated:
            return "validating_files"
        return "running" if self.times.run is not None and work >= self.times.run else "queued"

    def steps_done(self, at: float, told: tuple[float, ...]) -> int:
        """Return how many steps are told at a time; `told` are the times of steps in seconds of work."""
        return bisect_right(told, self.work(at))


def timeline_of(plan: JobPlan, asks: tuple[Ask, ...]) -> Timeline:
    """Return the timeline of a plan; asks in order of time, what makes no sense then is passed over."""
    line = Timeline(plan.created_at, times_of(plan))
    for ask in asks:
        status = line.status(ask.at)
        if ask.verb is Verb.CANCEL and may(Verb.CANCEL, status):
            return Timeline(line.created_at, line.times, _cut(line.pauses, ask.at), ask.at)
        if ask.verb is Verb.PAUSE and may(Verb.PAUSE, status):
            pause = Pause(ask.at, ask.at + SETTLE_S)
            if line.ends_at > pause.paused:
                line = Timeline(line.created_at, line.times, (*line.pauses, pause))
        elif ask.verb is Verb.RESUME and may(Verb.RESUME, status):
            last = line.pauses[-1]
            again = Pause(last.asked, last.paused, ask.at, ask.at + SETTLE_S)
            line = Timeline(line.created_at, line.times, (*line.pauses[:-1], again))
    return line


def may(verb: Verb, status: str) -> bool:
    """Return whether the API takes a verb in a status."""
    if verb is Verb.PAUSE:
        return status == "running"
    if verb is Verb.RESUME:
        return status == "paused"
    return status not in {"succeeded", "failed", "cancelled"}


def _cut(pauses: tuple[Pause, ...], at: float) -> tuple[Pause, ...]:
    """Return the pauses as they were when a cancellation came: one that had not taken effect never does."""
    return tuple(pause for pause in pauses if pause.paused <= at)
