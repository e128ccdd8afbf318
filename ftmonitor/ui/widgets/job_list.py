"""The jobs in their order, one of them under the cursor."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter, is_not
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from ftmonitor import format as words
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui.widgets.job_marks import JobMarks

if TYPE_CHECKING:
    from ftmonitor.query.groups import Line

_ID = attrgetter("id")
REST = 20
"""So many more jobs at once are the rest of the list behind the first frame, and no news."""


class JobList(JobMarks):
    """The jobs; the one under the cursor is what the other panes show. On a heading, they stay as they are.

    A refresh never moves the cursor off its job, nor the job off its line; where the job is gone, the one that took
    its place is chosen, and where it was folded away, the heading of its group.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", show=False, id="jobs.open"),
        Binding("space", "mark", "Mark", show=False, id="jobs.mark"),
        Binding("v", "range", "Range", show=False, id="jobs.range"),
        Binding("a", "mark_all", "Mark all", show=False, id="jobs.mark_all"),
        Binding("u", "unmark", "Clear marks", show=False, id="jobs.unmark"),
    ]

    whole: reactive[bool] = reactive(True, init=False, repaint=False)
    """Whether these are all jobs; else there may be more below."""
    note: reactive[str] = reactive("no jobs yet", init=False)
    """What stands there while there are no jobs."""
    filtered: reactive[bool] = reactive(False, init=False)
    """Whether only those that fit a filter are shown."""
    sorted_by: reactive[str] = reactive("", init=False, repaint=False)
    """What they are sorted by, for people; "" where they stand as the server lists them."""

    @dataclass
    class Chosen(Message):
        """Another job is under the cursor: the user moved it, or a refresh brought the first job or took one away."""

        job_id: str

    @dataclass
    class Opened(Message):
        """The user opened a job."""

        job_id: str

    @dataclass
    class Folded(Message):
        """The user folds a group, or unfolds it."""

        group_id: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._awaited = ""
        self._mine: str | None = None
        self.home: str | None = None
        """The job that the cursor comes back to whenever it is listed, until the user moves it."""
        self._touched = False
        self._heads: tuple[list[int], list[int]] = ([], [])
        self.retitle()

    @property
    def chosen(self) -> str | None:
        """The id of the job under the cursor."""
        job = self.job_at(self.cursor)
        return job.id if job is not None else None

    def select(self, job_id: str) -> None:
        """Put the cursor on a job, now or as soon as it is in the list; without a message."""
        at = _index(self.jobs, job_id)
        self._awaited = job_id if at is None else ""
        self.home = None
        self._touched = True
        if at is not None:
            self.cursor = at
            self.show_cursor()

    # News

    def watch_jobs(self, before: tuple[Line, ...], jobs: tuple[Line, ...]) -> None:
        """Show the jobs; cursor and scroll stay with what they were on."""
        chosen = before[self.cursor].id if self.cursor < len(before) else None
        # Few are, of a list that may be long.
        changed = compress(zip(before, jobs, strict=False), map(is_not, before, jobs))
        if len(before) == len(jobs) and all(old.id == new.id for old, new in changed):
            self._count()
            self.refresh_changed()
            return
        line = self.cursor - self.top_row
        anchor = self.cursor if 0 <= line < self.page_rows else min(self.top_row, max(0, len(before) - 1))
        anchored = before[anchor].id if before else None
        top, mine = self.top_row, self._mine
        if self.order and not self._touched and len(jobs) >= len(before) + REST:
            line, top, chosen, mine = 0, 0, None, None  # the first of the few is not the first of all
        self.set_rows(len(jobs))
        self._put_cursor(jobs, chosen, mine)
        self._mine = self.chosen or mine
        if top and anchored is not None:
            at = _index(jobs, anchored)
            self.scroll_row(top + (self.cursor if at is None else at) - anchor)
        if 0 <= line < self.page_rows:
            self.show_cursor()
        self._count()
        if self.chosen not in (None, mine):
            self._tell()

    def _put_cursor(self, jobs: tuple[Line, ...], chosen: str | None, mine: str | None) -> None:
        """Put the cursor on what is awaited, else on its home, where it was, or on the job that it was on last."""
        for wanted in (self._awaited, self.home, chosen, mine):
            at = _index(jobs, wanted) if wanted else None
            if at is None and wanted:
                at = _folded_index(jobs, wanted)
            if at is not None:
                if wanted == self._awaited and jobs[at].id == wanted:
                    self._awaited = ""
                self.cursor = at
                return
        first = next((at for at, line in enumerate(jobs) if isinstance(line, JobSummary)), 0) if mine is None else 0
        self.cursor = first if mine is None else min(self.cursor, max(0, len(jobs) - 1))

    def watch_whole(self) -> None:
        """Say whether there may be more."""
        self.retitle()

    watch_sorted_by = watch_whole

    def watch_cursor(self, before: int, after: int) -> None:
        """Say which of how many it is."""
        super().watch_cursor(before, after)
        self._mine = self.chosen or self._mine
        self.looked_at(before)
        self.looked_at(after)
        self.retitle()

    def moved(self) -> None:
        """Tell that the user chose another job; one that was awaited is no longer."""
        self._awaited = ""
        self.home = None
        self._touched = True
        self._tell()

    def _tell(self) -> None:
        if (chosen := self.chosen) is not None:
            self.post_message(self.Chosen(chosen))

    def opened(self) -> None:
        """Tell that the job is to be opened, or the group to be folded."""
        heading = self.heading_at(self.cursor)
        if heading is not None:
            self.post_message(self.Folded(heading.id))
        elif (chosen := self.chosen) is not None:
            self.post_message(self.Opened(chosen))

    def _count(self) -> None:
        """Count the jobs above each heading, those that are folded away among them."""
        lines, above, total = [], [], 0
        grouped = bool(self.jobs) and not isinstance(self.jobs[0], JobSummary)
        for at, line in enumerate(self.jobs if grouped else ()):
            if not isinstance(line, JobSummary):
                lines.append(at)
                above.append(total)
                total += line.count
        self._heads = (lines, [*above, total])
        self.retitle()

    def retitle(self) -> None:
        """Say which job of how many is under the cursor, how they are sorted and how many are marked."""
        more = "" if self.whole else "+"
        lines, above = self._heads
        count = above[-1] if lines else len(self.jobs)
        at = bisect_right(lines, self.cursor) - 1
        place = above[at] + self.cursor - lines[at] if at >= 0 else self.cursor + 1
        where = f"{words.exact(max(1, place))}/{words.exact(count)}{more}" if count else ""
        self.set_title("1 Jobs", where, self.sorted_by, *self.said_of_marks())

    def empty_text(self) -> str:
        """Return what stands there while there are no jobs."""
        return "no job fits the filter" if self.filtered else self.note


def _index(jobs: Sequence[Line], line_id: str) -> int | None:
    try:
        return list(map(_ID, jobs)).index(line_id)
    except ValueError:
        return None


def _folded_index(lines: Sequence[Line], job_id: str) -> int | None:
    """Return the line of the heading under which a job is folded away."""
    for at, line in enumerate(lines):
        if not isinstance(line, JobSummary) and line.folded and any(job.id == job_id for job in line.members):
            return at
    return None
