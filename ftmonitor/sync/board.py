"""What the engine has in mind: the streams that are asked, and which older pages are still to be read. No I/O."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ftmonitor.models.source import What
from ftmonitor.store.cursors import Walk
from ftmonitor.store.jobs import Standing
from ftmonitor.sync.schedule import CHECKPOINTS_S, SETTLE_S, SOON_S, Kind, Mood, Stream, due_at, wanted

_NEEDS: Mapping[Kind, What] = {Kind.EVENTS: What.EVENTS, Kind.CHECKPOINTS: What.CHECKPOINTS, Kind.LIST: What.JOBS}


@dataclass(frozen=True, slots=True)
class Older:
    """A page that is older than the newest one: of the list, or of a job's events."""

    kind: Kind
    job_id: str
    peek: bool = False
    """The newest page after all, of an ended job that nobody follows."""


class Board:
    """The streams by kind and job, made from how far each job's history is. Times are monotonic seconds."""

    def __init__(self) -> None:
        self.list = Stream(Kind.LIST, wanted_at=-math.inf)
        self.selected: str | None = None
        self.walk = Walk.TO_THE_END
        """How the walk down the job list stands."""
        self.gaps: dict[str, None] = {}
        """Followed jobs whose log has a gap that can be closed, in the order to do it."""
        self.peeks: deque[str] = deque()
        """Ended jobs that one page of events is read of."""
        self.missing: dict[What, str] = {}
        """What the server does not have, and its words."""
        self._streams: dict[tuple[Kind, str], Stream] = {(Kind.LIST, ""): self.list}
        self._standings: dict[str, Standing] = {}
        self._first_page: frozenset[str] = frozenset()
        self._selected_at = -math.inf
        self._word_at = -math.inf

    @property
    def streams(self) -> tuple[Stream, ...]:
        """Return all streams, the oldest first."""
        return tuple(self._streams.values())

    @property
    def moving(self) -> bool:
        """Return whether any job is expected to bring news."""
        return any(stream.kind is Kind.EVENTS for stream in self._streams.values())

    def looks_at(self, mood: Mood, now: float) -> float:
        """Return when what is on the screen is asked for next: the selected job's events, else the list.

        While it is under way, that is when it was asked; else it is not before `now`.
        """
        stream = self._streams.get((Kind.EVENTS, self.selected or ""), self.list)
        return stream.asked_at if stream.busy else max(now, due_at(stream, mood, 1.0))

    def waits_since(self) -> float:
        """Return when the oldest question under way was asked, infinity where there is none."""
        return min((stream.asked_at for stream in self._streams.values() if stream.busy), default=math.inf)

    def standing(self, job_id: str) -> Standing | None:
        """Return what is known of a job that matters now."""
        return self._standings.get(job_id)

    def update(self, standings: Iterable[Standing], now: float) -> None:
        """Take in how far jobs are: streams begin and end with it; a change of status asks for the events soon."""
        for standing in standings:
            before = self._standings.get(standing.id)
            self._fit(standing)
            if before is not None and before.status != standing.status:
                self.hasten(Kind.EVENTS, standing.id, now)

    def show_first_page(self, ids: Iterable[str]) -> None:
        """Take in which jobs the newest page of the list told of: those need no look of their own."""
        fresh = frozenset(ids)
        moved, self._first_page = self._first_page ^ fresh, fresh
        for job_id in moved:
            if job_id in self._standings:
                self._fit(self._standings[job_id])

    def select(self, job_id: str | None, now: float) -> None:
        """Take in which job is on the screen; it is asked for once it stays there."""
        before, self.selected, self._selected_at = self.selected, job_id, now
        for changed in (before, job_id):
            if changed is not None and changed in self._standings:
                self._fit(self._standings[changed])
        if job_id is not None:
            self.hasten(Kind.EVENTS, job_id, now + SETTLE_S)

    def hasten(self, kind: Kind, job_id: str, at: float) -> None:
        """Make a stream due by `at`, if there is one."""
        stream = self._streams.get((kind, job_id))
        if stream is not None:
            stream.wanted_at = min(stream.wanted_at, at)

    def once(self, kind: Kind, job_id: str, at: float, *, follow: bool = False) -> None:
        """Ask for something by `at`, until it is answered, if it is not asked for anyway."""
        if (kind, job_id) in self._streams:
            self.hasten(kind, job_id, at)
        elif _NEEDS.get(kind) not in self.missing:
            self._streams[kind, job_id] = Stream(
                kind, job_id, selected=job_id == self.selected, wanted_at=at, asked_at=at, once=True, follow=follow
            )

    def hurry(self, now: float) -> None:
        """Make everything due."""
        for stream in self._streams.values():
            stream.wanted_at = now
            stream.not_before = -math.inf
        if self.selected is not None:
            self.once(Kind.EVENTS, self.selected, now)

    def heard_words(self, job_id: str, now: float) -> None:
        """Events came that are no metrics: the job, or its checkpoints, may have changed."""
        standing = self._standings.get(job_id)
        if standing is None or standing.phase.ended:
            return
        if job_id in self._first_page and job_id != self.selected:
            self.hasten(Kind.LIST, "", max(now, self.list.asked_at + SOON_S))
        else:
            self._word_at = max(now, self._word_at + SOON_S)
            self.once(Kind.JOB, job_id, self._word_at)
        if job_id == self.selected:
            self.once(Kind.CHECKPOINTS, job_id, now + CHECKPOINTS_S)

    def done(self, stream: Stream) -> None:
        """Forget a stream that was to be answered once, and was."""
        if stream.once and not stream.failures:
            self._streams.pop((stream.kind, stream.job_id), None)

    def older(self) -> Older | None:
        """Return what to read the next older page of: first for the job on the screen, then the list, then the rest."""
        if self.selected in self.gaps:
            return Older(Kind.EVENTS, self.selected or "")
        if self.walk is not Walk.DONE:
            return Older(Kind.LIST, "")
        for job_id in self.gaps:
            return Older(Kind.EVENTS, job_id)
        return Older(Kind.EVENTS, self.peeks[0], peek=True) if self.peeks else None

    def switch_off(self, what: What, reason: str) -> None:
        """The server does not have this at all: it is not asked again."""
        self.missing[what] = reason
        for key in [key for key in self._streams if _NEEDS.get(key[0]) is what and what is not What.JOBS]:
            del self._streams[key]
        if what is What.EVENTS:
            self.gaps.clear()
            self.peeks.clear()

    def _fit(self, standing: Standing) -> None:
        """Make the streams of one job fit its standing."""
        job_id, selected = standing.id, standing.id == self.selected
        kinds = wanted(standing, selected=selected, on_first_page=job_id in self._first_page)
        for kind in (Kind.EVENTS, Kind.JOB, Kind.CHECKPOINTS):
            key = (kind, job_id)
            if standing.gone:
                self._streams.pop(key, None)
            elif kind in kinds and _NEEDS.get(kind) not in self.missing:
                settled_at = self._selected_at + SETTLE_S if selected else -math.inf
                stream = self._streams.setdefault(key, Stream(kind, job_id, wanted_at=-math.inf, not_before=settled_at))
                stream.phase, stream.selected, stream.once = standing.phase, selected, False
            elif key in self._streams and not self._streams[key].once:
                del self._streams[key]
        if standing.gap and (standing.followed or selected) and not standing.gone and What.EVENTS not in self.missing:
            self.gaps.setdefault(job_id)
        else:
            self.gaps.pop(job_id, None)
        if kinds or job_id in self.gaps or selected:
            self._standings[job_id] = standing
        else:
            self._standings.pop(job_id, None)
