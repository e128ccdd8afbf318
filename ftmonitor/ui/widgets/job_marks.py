"""What stays with jobs while the list moves under them: marks, the beginning of a range, and what is new about them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from textual import events
from textual.message import Message

from ftmonitor.models.summary import JobSummary
from ftmonitor.ui.widgets.job_rows import JobRows

SEEN_S = 8.0
"""Seconds in sight after which what is new about a job is news no more."""
GUTTER = 3
"""Cells at the left where a click marks; as many at the right end of a heading fold its group."""
RIGHT_BUTTON = 3
"""As Textual counts the buttons of a mouse; it opens the menu."""


class JobMarks(JobRows):
    """The list with marks. A range begins at one job and ends where the cursor is when its key is pressed again."""

    _range_from: str | None = None
    _sighted: dict[str, float] | None = None

    @dataclass
    class Marked(Message):
        """The user marked jobs, or took marks away."""

        job_ids: tuple[str, ...]

    @dataclass
    class LookedAt(Message):
        """The user has seen what is new about these jobs."""

        job_ids: frozenset[str]

    def retitle(self) -> None:
        """Say how many are marked."""
        raise NotImplementedError

    def said_of_marks(self) -> tuple[str, ...]:
        """Return what the title says of marks."""
        count = len(self.marked)
        said = (f"{count:,} marked",) if count else ()
        return (*said, "range: v marks up to here") if self._range_from is not None else said

    def action_mark(self) -> None:
        """Mark the job under the cursor, or take its mark away; on a heading, all jobs of its group."""
        heading, job = self.heading_at(self.cursor), self.job_at(self.cursor)
        if heading is not None:
            self._turn([member.id for member in heading.members])
        elif job is not None:
            self._turn([job.id])

    def action_range(self) -> None:
        """Begin a range at the cursor, or mark all jobs from its beginning to here."""
        job = self.job_at(self.cursor)
        if self._range_from is None:
            self._range_from = job.id if job is not None else None
        else:
            here, begun = self.cursor, self._line_of(self._range_from)
            self._range_from = None
            if begun is not None:
                jobs = map(self.job_at, range(min(here, begun), max(here, begun) + 1))
                self._mark(job.id for job in jobs if job is not None)
        self.retitle()

    def drop_range(self) -> bool:
        """Forget the beginning of a range; return whether there was one."""
        begun, self._range_from = self._range_from is not None, None
        self.retitle()
        return begun

    def action_mark_all(self) -> None:
        """Mark all jobs that are listed; those that are folded away are not."""
        self._mark(line.id for line in self.jobs if isinstance(line, JobSummary))

    def action_unmark(self) -> None:
        """Take all marks away."""
        self._range_from = None
        self._set(())

    def keep_marks(self, job_ids: Container[str]) -> None:
        """Take the marks away of all jobs but these."""
        self._set(tuple(job_id for job_id in self.marked if job_id in job_ids))

    def looked_at(self, index: int) -> None:
        """Take in that the cursor is on a line, or was: what was new there is seen."""
        job = self.job_at(index) if self.fresh else None
        if job is not None and job.id in self.fresh:
            self.post_message(self.LookedAt(frozenset({job.id})))

    def watch_now(self) -> None:
        """Draw what time has changed; what was new and in sight long enough is seen."""
        super().watch_now()
        if not self.fresh:
            self._sighted = None
            return
        jobs = map(self.job_at, range(self.top_row, self.top_row + self.page_rows))
        held = self._sighted or {}
        self._sighted = {job.id: held.get(job.id, self.now) for job in jobs if job is not None and job.id in self.fresh}
        seen = frozenset(job_id for job_id, since in self._sighted.items() if self.now - since >= SEEN_S)
        if seen and self.app.app_focus:
            self.post_message(self.LookedAt(seen))

    def on_click(self, event: events.Click) -> None:
        """Mark where the click is at the left edge or with ctrl, with shift all up to it; fold at a heading's end.

        Else it is that of any list.
        """
        offset = event.get_content_offset(self)
        row = self.row_at(offset.y) if offset is not None else None
        if offset is None or row is None or event.button == RIGHT_BUTTON:
            return
        folds = self.heading_at(row) is not None and offset.x >= self.page_width - GUTTER
        if not (offset.x < GUTTER or event.shift or event.ctrl or folds):
            return
        event.stop()
        event.prevent_default()
        begun = self.cursor
        self.move_to(row)
        if folds:
            self.opened()
        elif event.shift:
            jobs = map(self.job_at, range(min(row, begun), max(row, begun) + 1))
            self._mark(job.id for job in jobs if job is not None)
        else:
            self.action_mark()

    def _line_of(self, job_id: str) -> int | None:
        return next((at for at, line in enumerate(self.jobs) if line.id == job_id), None)

    def _turn(self, job_ids: list[str]) -> None:
        """Mark jobs, or take their marks away where all have one."""
        if self.marks.issuperset(job_ids):
            gone = frozenset(job_ids)
            self._set(tuple(job_id for job_id in self.marked if job_id not in gone))
        else:
            self._mark(job_ids)

    def _mark(self, job_ids: Iterable[str]) -> None:
        self._set(tuple(dict.fromkeys((*self.marked, *job_ids))))

    def _set(self, marked: tuple[str, ...]) -> None:
        if marked != self.marked:
            self.marked = marked
            self.post_message(self.Marked(marked))
        self.retitle()
