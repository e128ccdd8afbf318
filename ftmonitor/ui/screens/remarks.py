"""Pins and notes: what the user says of jobs, for nobody else."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING

from ftmonitor.errors import FtmonitorError
from ftmonitor.models.summary import JobSummary
from ftmonitor.sync.changes import JobsChanged
from ftmonitor.ui.dialogs.note import Note
from ftmonitor.ui.safe import line, say_error
from ftmonitor.ui.widgets.job_list import JobList

if TYPE_CHECKING:
    from ftmonitor.ui.screens.stage import Stage


class Remarks:
    """Writes what the user says, and has the list read it again."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._asking = False

    def pin(self) -> None:
        """Pin the marked jobs, or the one under the cursor; where all of them are pinned, let them go."""
        jobs = self._meant()
        if jobs:
            on = any(job.pinned_at is None for job in jobs)
            self._write(self._stage.monitor.remarks.pin([job.id for job in jobs], on=on), jobs)

    def note(self) -> None:
        """Let the user write a note about the job under the cursor."""
        job = self._stage.summary
        if job is None or self._asking:
            return
        self._asking = True

        def write(text: str | None) -> None:
            self._asking = False
            if text is not None and text != job.note:
                self._write(self._stage.monitor.remarks.note(job.id, text), (job,))

        self._stage.app.push_screen(Note(line(job.name, 200), job.note), write)

    def _meant(self) -> tuple[JobSummary, ...]:
        marked = frozenset(self._stage.query_one(JobList).marked)
        found = tuple(job for job in self._stage.jobs if job.id in marked)
        summary = self._stage.summary
        return found or ((summary,) if summary is not None else ())

    def _write(self, writing: Awaitable[None], jobs: tuple[JobSummary, ...]) -> None:
        async def write() -> None:
            try:
                await writing
            except FtmonitorError as error:
                say_error(self._stage, error)
            else:
                self._stage.reading.heed(JobsChanged(frozenset(job.id for job in jobs)))

        self._stage.run_worker(write(), name="remark", group="remark", exit_on_error=False)
