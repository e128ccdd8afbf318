"""What happened while nobody looked: a line at the start, and a sign at the rows that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ftmonitor import format as words
from ftmonitor.models.phase import Phase, phase_of
from ftmonitor.models.summary import JobSummary
from ftmonitor.sync.link import Health
from ftmonitor.ui.widgets.job_list import JobList

if TYPE_CHECKING:
    from ftmonitor.ui.screens.stage import Stage

REMEMBERED = "list.looked"
"""The name of the last look in the remembered view."""
SETTLED_S = 10.0
"""Seconds from the first answer of the server in which what comes happened before the user looked."""
MOST_OPEN = 1_000
"""Jobs whose status is remembered: those that had not ended."""

_ENDED = frozenset(phase for phase in Phase if phase.ended)
_SAID = {Phase.SUCCEEDED: "finished", Phase.FAILED: "failed", Phase.CANCELLED: "cancelled", Phase.PAUSED: "paused"}


class Look(NamedTuple):
    """The last look of the user: when it was, in seconds since the epoch, and the jobs then open with their status."""

    at: float
    open: Mapping[str, str]


def look_of(value: object) -> Look | None:
    """Return a look out of what was remembered as JSON, or None."""
    if not isinstance(value, dict):
        return None
    at, held = value.get("at"), value.get("open")
    if isinstance(at, bool) or not isinstance(at, int | float) or not isinstance(held, dict):
        return None
    return Look(float(at), {str(name): str(status) for name, status in held.items()})


def open_jobs(jobs: Iterable[JobSummary]) -> dict[str, str]:
    """Return the jobs that have not ended, with their status."""
    found = {job.id: job.status for job in jobs if job.phase not in _ENDED}
    return dict(list(found.items())[:MOST_OPEN])


def changed_since(look: Look, jobs: Iterable[JobSummary]) -> tuple[JobSummary, ...]:
    """Return the jobs that are in another phase than at a look, and those created since."""
    return tuple(
        job
        for job in jobs
        if (
            phase_of(look.open[job.id]) is not job.phase
            if job.id in look.open
            else job.created_at is not None and job.created_at > look.at
        )
    )


def told(look: Look, changed: Sequence[JobSummary], now: float) -> str:
    """Return what happened as a line, `since you left 3h ago: 3 finished, 1 failed`; "" where nothing did."""
    counts = Counter(_SAID[job.phase] for job in changed if job.phase in _SAID)
    said = [f"{counts[word]:,} {word}" for word in _SAID.values() if counts[word]]
    new = sum(job.id not in look.open and job.phase not in _SAID for job in changed)
    said += [f"{new:,} new"] if new else []
    return f"since you left {words.age(look.at, now)} ago: {', '.join(said)}" if said else ""


class MeanwhileLine(Static):
    """The line; a click takes it away."""

    DEFAULT_CSS = """
        MeanwhileLine {
            height: 1;
            padding: 0 1;
            background: $primary 14%;
            color: $foreground;
        }
        """

    class Dismissed(Message):
        """The user has read it."""

    def on_click(self, event: events.Click) -> None:
        """Tell that it was read."""
        event.stop()
        self.post_message(self.Dismissed())


class Meanwhile:
    """Compares what there is with the last look, which it remembers with the profile."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._views = stage.monitor.views
        self._before = look_of(self._views.get(REMEMBERED))
        self._began_at = stage.clock.now()
        self._live_at: float | None = None
        self._known: dict[str, str] = {}
        self._open: dict[str, str] = dict(self._before.open) if self._before else {}
        self._line: MeanwhileLine | None = None
        self._read = False
        self.heed()

    def heed(self) -> None:
        """Take in the jobs as they are now."""
        stage, now = self._stage, self._stage.clock.now()
        if self._live_at is None and stage.link.health is Health.LIVE:
            self._live_at = now
        self._compare(now)

    def heed_link(self) -> None:
        """Take in the first answer of the server."""
        if self._live_at is None:
            self.heed()

    def _compare(self, now: float) -> None:
        stage, fresh = self._stage, self._fresh()
        pane = stage.query_one(JobList)
        if fresh:
            pane.fresh = pane.fresh | fresh
        if self._live_at is None:
            return
        if self._before is not None and now <= self._live_at + SETTLED_S:
            self._say(told(self._before, changed_since(self._before, stage.jobs), now))
        held = open_jobs(stage.jobs)
        if held != self._open:
            self._open = held
            self._keep(now)

    def looked_at(self, job_ids: frozenset[str]) -> None:
        """Take in that the user has seen what is new about jobs."""
        pane = self._stage.query_one(JobList)
        pane.fresh = pane.fresh - job_ids

    def dismiss(self) -> bool:
        """Take the line away; return whether there was one."""
        if self._line is None:
            return False
        self._read = True
        self._line.remove()
        self._line = None
        return True

    def leave(self) -> None:
        """Remember when the user looked last."""
        if self._live_at is not None:
            self._keep(self._stage.clock.now())

    def _keep(self, now: float) -> None:
        self._views.put(REMEMBERED, {"at": now, "open": self._open})

    def _fresh(self) -> frozenset[str]:
        """Return the jobs that changed since they were seen here, or since the look before."""
        before = self._before
        found = []
        for job in self._stage.jobs:
            held = self._known.get(job.id)
            if held == job.status:
                continue
            self._known[job.id] = job.status
            if held is None and before is not None:
                held = before.open.get(job.id)
            since = self._began_at if before is None else before.at
            new = job.created_at is not None and job.created_at > since
            if new if held is None else phase_of(held) is not job.phase:
                found.append(job.id)
        return frozenset(found)

    def _say(self, text: str) -> None:
        if not text or self._read or not self._stage.panes:
            return
        said = Content.assemble(text, ("  ·  esc", "$foreground 75%"))
        if self._line is None:
            self._line = MeanwhileLine(said, id="meanwhile", markup=False)
            self._stage.mount(self._line, before="#foot")
        else:
            self._line.update(said)
