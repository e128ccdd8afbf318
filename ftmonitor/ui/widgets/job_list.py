"""The jobs, newest first."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter, is_not
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.metrics.estimate import Estimate, estimate
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui.widgets import job_row
from ftmonitor.ui.widgets.inks import Pieces
from ftmonitor.ui.widgets.virtual import VirtualList

_ID = attrgetter("id")

WORDED_FROM = 76
"""Cells from which on the status has a word beside its glyph, unless a detail pane says it."""


class JobList(VirtualList):
    """The jobs, newest first; the one under the cursor is what the other panes show.

    A refresh never moves the cursor off its job, nor the job off its line; where the job is gone, the one that took
    its place is chosen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", show=False, id="jobs.open"),
        Binding("space", "mark", "Mark", show=False, id="jobs.mark"),
    ]

    has_header = True

    jobs: reactive[tuple[JobSummary, ...]] = reactive((), init=False, repaint=False)
    now: reactive[float] = reactive(0.0, init=False, repaint=False)
    """Seconds since the epoch; ages and times left count from it."""
    heard_since: reactive[float | None] = reactive(None, init=False, repaint=False)
    """Since when the server is heard without a break, in seconds since the epoch; None: not now."""
    known_at: reactive[float | None] = reactive(None, init=False, repaint=False)
    """Up to when what the jobs do is known, in seconds since the epoch; None: up to now."""
    stale: reactive[bool] = reactive(False, init=False)
    """Whether that is so long ago that what may have gone on since is to look old."""
    whole: reactive[bool] = reactive(True, init=False, repaint=False)
    """Whether these are all jobs; else there may be more below."""
    detailed: reactive[bool] = reactive(False, init=False)
    """Whether a detail pane beside the list says the word of the status."""
    glyphs: reactive[Glyphs] = reactive(Glyphs.BRAILLE, init=False)
    marked: reactive[tuple[str, ...]] = reactive((), init=False, repaint=False)
    """The ids of the jobs that the user marked, in the order in which they were; they stay so whatever is listed."""
    note: reactive[str] = reactive("no jobs yet", init=False)
    """What stands there while there are no jobs."""
    filtered: reactive[bool] = reactive(False, init=False)
    """Whether only those that fit a filter are shown."""

    @dataclass
    class Chosen(Message):
        """Another job is under the cursor: the user moved it, or a refresh brought the first job or took one away."""

        job_id: str

    @dataclass
    class Opened(Message):
        """The user opened a job."""

        job_id: str

    @dataclass
    class Marked(Message):
        """The user marked a job, or took a mark away."""

        job_ids: tuple[str, ...]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._awaited = ""
        self._retitle()

    @property
    def chosen(self) -> str | None:
        """The id of the job under the cursor."""
        return self.jobs[self.cursor].id if self.cursor < len(self.jobs) else None

    def select(self, job_id: str) -> None:
        """Put the cursor on a job, now or as soon as it is in the list; without a message."""
        at = _index(self.jobs, job_id)
        self._awaited = job_id if at is None else ""
        if at is not None:
            self.cursor = at
            self.show_cursor()

    # News

    def watch_jobs(self, before: tuple[JobSummary, ...], jobs: tuple[JobSummary, ...]) -> None:
        """Show the jobs; cursor and scroll stay with what they were on."""
        chosen = before[self.cursor].id if self.cursor < len(before) else None
        # Few are, of a list that may be long.
        changed = compress(zip(before, jobs, strict=False), map(is_not, before, jobs))
        if len(before) == len(jobs) and all(old.id == new.id for old, new in changed):
            self.refresh_changed()
            return
        line = self.cursor - self.top_row
        anchor = self.cursor if 0 <= line < self.page_rows else min(self.top_row, max(0, len(before) - 1))
        anchored = before[anchor].id if before else None
        top = self.top_row
        self.set_rows(len(jobs))
        self._put_cursor(jobs, chosen)
        if top and anchored is not None:
            at = _index(jobs, anchored)
            self.scroll_row(top + (self.cursor if at is None else at) - anchor)
        if 0 <= line < self.page_rows:
            self.show_cursor()
        self._retitle()
        if jobs and self.chosen != chosen:
            self._tell()

    def _put_cursor(self, jobs: tuple[JobSummary, ...], chosen: str | None) -> None:
        for wanted in (self._awaited, chosen):
            at = _index(jobs, wanted) if wanted else None
            if at is not None:
                if wanted == self._awaited:
                    self._awaited = ""
                self.cursor = at
                return
        self.cursor = min(self.cursor, max(0, len(jobs) - 1))

    def watch_now(self) -> None:
        """Draw the rows whose words time has changed."""
        self.refresh_changed()

    watch_known_at = watch_now
    watch_marked = watch_now

    def watch_whole(self) -> None:
        """Say whether there may be more."""
        self._retitle()

    def watch_cursor(self, before: int, after: int) -> None:
        """Say which of how many it is."""
        super().watch_cursor(before, after)
        self._retitle()

    def moved(self) -> None:
        """Tell that the user chose another job; one that was awaited is no longer."""
        self._awaited = ""
        self._tell()

    def _tell(self) -> None:
        if (chosen := self.chosen) is not None:
            self.post_message(self.Chosen(chosen))

    def opened(self) -> None:
        """Tell that the job is to be opened."""
        if (chosen := self.chosen) is not None:
            self.post_message(self.Opened(chosen))

    def action_mark(self) -> None:
        """Mark the job under the cursor, or take its mark away."""
        if (chosen := self.chosen) is not None:
            others = tuple(job_id for job_id in self.marked if job_id != chosen)
            self.marked = others if chosen in self.marked else (*others, chosen)
            self.post_message(self.Marked(self.marked))

    def _retitle(self) -> None:
        more = "" if self.whole else "+"
        count = len(self.jobs)
        self.set_title("1 Jobs", f"{words.exact(self.cursor + 1)}/{words.exact(count)}{more}" if count else "")

    # Drawing

    def row_key(self, index: int) -> Hashable:
        """Return the job and the words that time changes."""
        job = self.jobs[index]
        said = job_row.clock_words(job, self.now, self._stands(job))
        return (job, *said, self.detailed, self.glyphs, self._faded(job), job.id in self.marked)

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return one job as a line."""
        job = self.jobs[index]
        pieces = job_row.row(job, self._columns(width), self.now, self._stands(job), self.glyphs)
        pieces = job_row.faded(pieces) if self._faded(job) else pieces
        return job_row.marked(pieces, self.glyphs) if job.id in self.marked else pieces

    def header_pieces(self, width: int) -> Pieces:
        """Return the headings."""
        return job_row.header(self._columns(width))

    def empty_text(self) -> str:
        """Return what stands there while there are no jobs."""
        return "no job fits the filter" if self.filtered else self.note

    def _stands(self, job: JobSummary) -> Estimate:
        """Return how a job stands: silence is no standstill while nobody answers."""
        known_at = self.now if self.known_at is None else min(self.now, self.known_at)
        return estimate(job, known_at, 0.0 if self.heard_since is None else self.now - self.heard_since)

    def _faded(self, job: JobSummary) -> bool:
        return self.stale and not job.phase.ended

    def _columns(self, width: int) -> job_row.Columns:
        return job_row.columns_for(width, worded=width >= WORDED_FROM and not self.detailed)


def _index(jobs: Sequence[JobSummary], job_id: str) -> int | None:
    try:
        return list(map(_ID, jobs)).index(job_id)
    except ValueError:
        return None
