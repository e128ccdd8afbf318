"""All that is known of one job."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.reactive import reactive

from ftmonitor.format import Glyphs
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui.widgets.detail_lines import Line, detail_lines
from ftmonitor.ui.widgets.inks import Pieces
from ftmonitor.ui.widgets.row_signs import watch_sign
from ftmonitor.ui.widgets.virtual import VirtualLines

if TYPE_CHECKING:
    from ftmonitor.models.job import Job

AGES_S = 5
"""Seconds between two looks at the ages: nobody reads them by the second here."""


class JobDetail(VirtualLines):
    """All that is known of one job, line by line; scrolled, never cut.

    `summary` says which job; `job` adds the rest as soon as it is here, and counts only while it is the same one.
    """

    # The scrollbar keeps its place: coming and going with each job, it would have the whole screen laid out anew.
    DEFAULT_CSS = "JobDetail { overflow-y: scroll; }"

    job: reactive[Job | None] = reactive(None, init=False, repaint=False)
    summary: reactive[JobSummary | None] = reactive(None, init=False, repaint=False)
    now: reactive[float] = reactive(0.0, init=False, repaint=False)
    """Seconds since the epoch."""
    heard_since: reactive[float | None] = reactive(None, init=False, repaint=False)
    """Since when the server is heard without a break, in seconds since the epoch; None: not now."""
    known_at: reactive[float | None] = reactive(None, init=False, repaint=False)
    """Up to when what the job does is known, in seconds since the epoch; None: up to now."""
    notice: reactive[str] = reactive("", init=False, repaint=False)
    """A sentence that stands above all else, as why the job cannot be read."""
    glyphs: reactive[Glyphs] = reactive(Glyphs.BRAILLE, init=False, repaint=False)
    watched: reactive[frozenset[str]] = reactive(frozenset(), init=False, repaint=False)
    """The jobs of which everything is told."""
    note: reactive[str] = reactive("no job selected", init=False)
    """What stands there while there is no job."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()

    def watch_summary(self, before: JobSummary | None, summary: JobSummary | None) -> None:
        """Show another job from its top; the same one where it is scrolled to."""
        if (before and before.id) != (summary and summary.id):
            self.scroll_row(0)
        self._write()

    def watch_job(self) -> None:
        """Show what the job adds."""
        self._write()

    def watch_now(self, before: float, now: float) -> None:
        """Show the ages as they are now, every few seconds."""
        if before // AGES_S != now // AGES_S:
            self._write()

    def watch_notice(self) -> None:
        """Show the sentence."""
        self._write()

    def watch_known_at(self) -> None:
        """Show what can be said of it now."""
        self._write()

    def watch_glyphs(self) -> None:
        """Show other glyphs."""
        self._write()

    def watch_watched(self) -> None:
        """Mark the job, or no more."""
        self._write()

    def resized(self) -> None:
        """Break the lines anew."""
        self._write()

    def _write(self) -> None:
        """Make the lines; draw only what is different."""
        width = self.size.width
        if width < 1:
            return
        summary = self.summary
        job = self.job if self.job is not None and (summary is None or self.job.id == summary.id) else None
        # One cell stays free for the scrollbar, so that its coming does not break the lines anew.
        lines = detail_lines(
            job,
            summary,
            self.now,
            width - 1,
            glyphs=self.glyphs,
            notice=self.notice,
            known_at=self.known_at,
            heard_since=self.heard_since,
        )
        if summary is not None and summary.id in self.watched:
            lines = _marked(lines, width - 1, self.glyphs)
        if len(lines) != len(self._lines):
            self._lines = lines
            self.set_rows(len(lines))
        elif lines != self._lines:
            self._lines = lines
            self.refresh_changed()

    def row_key(self, index: int) -> Hashable:
        """Return the line itself."""
        return self._lines[index]

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return the line."""
        return self._lines[index]


def _marked(lines: Sequence[Line], width: int, glyphs: Glyphs) -> tuple[Line, ...]:
    """Return the lines with a word behind the status that the job is watched; a sign where the word does not fit."""
    sign = watch_sign(glyphs)
    for row, line in enumerate(lines):
        if line and line[0][0].strip() == "status":
            at = row + (len(line) == 1)  # in a narrow pane the value stands under its label
            room = width - sum(cell_len(text) for text, _ in lines[at])
            mark = next((text for text in (f"  {sign} watched", f" {sign}") if cell_len(text) <= room), "")
            return (*lines[:at], (*lines[at], (mark, "accent")), *lines[at + 1 :])
    return tuple(lines)
