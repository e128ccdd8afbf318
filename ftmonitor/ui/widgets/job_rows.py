"""The lines of the job list as they look: jobs in columns, headings of groups, and the line of titles above them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.reactive import reactive

from ftmonitor.format import Glyphs
from ftmonitor.metrics.estimate import Estimate, estimate
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui.widgets import job_columns, job_row
from ftmonitor.ui.widgets.inks import Pieces
from ftmonitor.ui.widgets.row_signs import Signs, faded
from ftmonitor.ui.widgets.virtual import VirtualList

if TYPE_CHECKING:
    from ftmonitor.query.groups import Heading, Line
    from ftmonitor.ui.widgets.job_cells import Fit, Seen

WORDED_FROM, LEAST_WORDED = 80, 40
"""Cells of the screen from which on the status has a word beside its glyph, unless a detail pane says it; and those
of a list below which there is no room for it beside a name, the progress and the time left."""

NAMES_MEASURED = 300
"""Jobs of which the longest name is looked for: those that most people ever see, a part of a millisecond."""


class JobRows(VirtualList):
    """Jobs and headings of groups, a line each."""

    has_header = True
    _longest: tuple[tuple[Line, ...] | None, int] = (None, 0)
    """The cells of the longest name, behind the jobs of which it is."""
    _marks: tuple[tuple[str, ...], frozenset[str]] = ((), frozenset())
    """The ids of the marked jobs, behind them in their order."""

    jobs: reactive[tuple[Line, ...]] = reactive((), init=False, repaint=False)
    """The jobs, and the headings of their groups, from top to bottom."""
    now: reactive[float] = reactive(0.0, init=False, repaint=False)
    """Seconds since the epoch; ages and times left count from it."""
    heard_since: reactive[float | None] = reactive(None, init=False, repaint=False)
    """Since when the server is heard without a break, in seconds since the epoch; None: not now."""
    known_at: reactive[float | None] = reactive(None, init=False, repaint=False)
    """Up to when what the jobs do is known, in seconds since the epoch; None: up to now."""
    stale: reactive[bool] = reactive(False, init=False)
    """Whether that is so long ago that what may have gone on since is to look old."""
    detailed: reactive[bool] = reactive(False, init=False)
    """Whether a detail pane beside the list says the word of the status."""
    glyphs: reactive[Glyphs] = reactive(Glyphs.BRAILLE, init=False)
    marked: reactive[tuple[str, ...]] = reactive((), init=False, repaint=False)
    """The ids of the jobs that the user marked, in the order in which they were; they stay so whatever is listed."""
    letters: reactive[Mapping[str, str]] = reactive(dict, init=False, repaint=False)
    """The letter that each marked job has where it is compared, by id."""
    fresh: reactive[frozenset[str]] = reactive(frozenset[str](), init=False, repaint=False)
    """The ids of the jobs that changed since the user looked last."""
    watched: reactive[frozenset[str]] = reactive(frozenset[str](), init=False, repaint=False)
    """The ids of the jobs that are watched."""
    diverged: reactive[frozenset[str]] = reactive(frozenset[str](), init=False, repaint=False)
    """The ids of the jobs that were told to diverge, while nobody has acknowledged that."""
    columns: reactive[tuple[str, ...]] = reactive((), init=False)
    """The columns that the user chose, by id; none: what fits best."""
    values: reactive[Mapping[str, Mapping[str, str]]] = reactive(dict, init=False)
    """The words in the columns that show a path of the job as sent, by column and job."""
    order: reactive[tuple[tuple[str, bool], ...]] = reactive((), init=False)
    """The columns that are sorted by, each with whether it goes down; none: as the server lists them."""

    @dataclass
    class TitleClicked(Message):
        """The user clicked on the title of a column."""

        column: str

    def job_at(self, index: int) -> JobSummary | None:
        """Return the job on a line, None where there is none or a heading."""
        line = self.jobs[index] if 0 <= index < len(self.jobs) else None
        return line if isinstance(line, JobSummary) else None

    def heading_at(self, index: int) -> Heading | None:
        """Return the heading on a line, None where there is none or a job."""
        line = self.jobs[index] if 0 <= index < len(self.jobs) else None
        return None if isinstance(line, JobSummary) else line

    @property
    def marks(self) -> frozenset[str]:
        """The ids of the marked jobs, to look them up in."""
        if self._marks[0] is not self.marked:
            self._marks = (self.marked, frozenset(self.marked))
        return self._marks[1]

    @property
    def longest_name(self) -> int:
        """The cells of the longest name, as far as more of them make a difference."""
        if self._longest[0] is not self.jobs:
            most = job_columns.LONG_NAME
            names = (line.name[:most] for line in islice(self.jobs, NAMES_MEASURED) if isinstance(line, JobSummary))
            self._longest = (self.jobs, min(most, max(map(cell_len, names), default=0)))
        return self._longest[1]

    def shown_columns(self, chosen: tuple[str, ...]) -> frozenset[str]:
        """Return those of the chosen columns (none: the usual ones) that have room in the list as wide as it is."""
        if chosen:
            return frozenset(column for column, _ in self._fitted(chosen, self.page_width).columns)
        return frozenset(column for column, width in self._usual(self.page_width)._asdict().items() if width)

    def watch_now(self) -> None:
        """Draw the rows whose words time has changed."""
        self.refresh_changed()

    watch_known_at = watch_now
    watch_marked = watch_now
    watch_fresh = watch_now
    watch_letters = watch_now
    watch_watched = watch_now
    watch_diverged = watch_now

    def on_click(self, event: events.Click) -> None:
        """Tell whose title was clicked; a click anywhere else is that of any list."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y >= self.header_height:
            return
        event.stop()
        event.prevent_default()
        start = 0
        for title in self._titles(self.page_width):
            if start <= offset.x <= start + title.width:
                self.post_message(self.TitleClicked(title.column))
                return
            start += title.width + 1

    # Drawing

    def row_key(self, index: int) -> Hashable:
        """Return the job and the words that time changes."""
        heading = self.heading_at(index)
        if heading is not None:
            return (heading.id, heading.title, heading.count, heading.tokens, heading.folded, self.glyphs)
        job = self._job(index)
        if self.columns:
            from ftmonitor.ui.widgets import job_cells

            fit = self._fitted(self.columns, self.page_width)
            clock_words: tuple[object, ...] = (self.columns, *job_cells.clock_words(self._seen(job), fit))
        else:
            clock_words = job_row.clock_words(job, self.now, self._stands(job))
        return (
            job,
            *clock_words,
            self.detailed,
            self.glyphs,
            self._faded(job),
            self._signs(job),
            self.order[:1],
            self.longest_name,
        )

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return one job, or the heading of a group, as a line."""
        heading = self.heading_at(index)
        if heading is not None:
            from ftmonitor.ui.widgets import group_row

            return group_row.row(heading, width, self.glyphs)
        job = self._job(index)
        signs = self._signs(job)
        if self.columns:
            from ftmonitor.ui.widgets import job_cells

            fit = self._fitted(self.columns, width)
            lead, pieces = fit.lead, job_cells.row(self._seen(job), fit, signs)
        else:
            columns, stands = self._usual(width), self._stands(job)
            lead = columns.lead
            pieces = job_row.row(job, columns, self.now, stands, self.glyphs, signs=signs, measure=self._shown_measure)
        return faded(pieces, lead) if self._faded(job) else pieces

    def header_pieces(self, width: int) -> Pieces:
        """Return the titles of the columns."""
        ups = ("^", "v", "^", "v") if self.glyphs is Glyphs.ASCII else ("▲", "▼", "△", "▽")
        signs = {column: ups[2 * (at > 0) + down] for at, (column, down) in enumerate(self.order)}
        return job_columns.header(self._titles(width), signs)

    def _titles(self, width: int) -> tuple[job_columns.Heading, ...]:
        if self.columns:
            from ftmonitor.ui.widgets import job_cells

            return job_cells.headings(self._fitted(self.columns, width))
        return job_columns.headings(self._usual(width), self._shown_measure)

    def _seen(self, job: JobSummary) -> Seen:
        from ftmonitor.ui.widgets import job_cells

        return job_cells.Seen(job, self.now, self._stands(job), self.glyphs, self.values)

    @property
    def _shown_measure(self) -> str:
        return next((column for column, _ in self.order if column in job_columns.MEASURES), "loss")

    def _job(self, index: int) -> JobSummary:
        job = self.jobs[index]
        assert isinstance(job, JobSummary)  # noqa: S101  (else it is a heading, and asked for before)
        return job

    def _stands(self, job: JobSummary) -> Estimate:
        """Return how a job stands: silence is no standstill while nobody answers."""
        known_at = self.now if self.known_at is None else min(self.now, self.known_at)
        return estimate(job, known_at, 0.0 if self.heard_since is None else self.now - self.heard_since)

    def _faded(self, job: JobSummary) -> bool:
        return self.stale and not job.phase.ended

    def _usual(self, width: int) -> job_columns.Columns:
        worded = self._worded(width)
        return job_columns.columns_for(width, worded=worded, detailed=self.detailed, longest=self.longest_name)

    def _fitted(self, chosen: tuple[str, ...], width: int) -> Fit:
        from ftmonitor.ui.widgets import job_cells

        return job_cells.fitted(width, chosen, self.longest_name, worded=self._worded(width))

    def _worded(self, width: int) -> bool:
        return width >= LEAST_WORDED and self.app.size.width >= WORDED_FROM and not self.detailed

    def _signs(self, job: JobSummary) -> Signs:
        marked = job.id in self.marks
        return Signs(
            marked=marked,
            pinned=job.pinned_at is not None,
            noted=bool(job.note),
            fresh=job.id in self.fresh,
            letter=self.letters.get(job.id, "") if marked else "",
            watched=job.id in self.watched,
            diverged=job.id in self.diverged,
        )
