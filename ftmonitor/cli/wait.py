"""`ftmonitor wait`: until all jobs that were named have ended."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from ftmonitor.cli import jobs, live, show
from ftmonitor.cli.context import Context
from ftmonitor.cli.output import Listing
from ftmonitor.errors import Refused
from ftmonitor.format import bar, cells, clip, percent
from ftmonitor.jsontext import parse
from ftmonitor.metrics.estimate import estimate
from ftmonitor.models.phase import Phase
from ftmonitor.models.rows import row_of
from ftmonitor.models.source import Row
from ftmonitor.models.summary import JobSummary, name_of, text_of
from ftmonitor.text import one_line

if TYPE_CHECKING:
    from ftmonitor.monitor.monitor import Monitor

BAR = 12
"""Cells of a progress bar."""
LONGEST_NAME = 24


@dataclass(slots=True)
class _Job:
    """One job that is waited for."""

    row: Row
    told: str = ""
    """The status that was last said on stderr."""

    @property
    def label(self) -> str:
        """Return the name and the id of the job."""
        return f"{one_line(name_of(self.row.raw, self.row.id))} ({one_line(self.row.id)})"


class _Wait:
    """What is printed of the jobs: each once it has ended."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._single = len(context.arguments.jobs) == 1
        self._ended: list[Row] = []
        whole = context.output.form == "json" and self._single
        self._listing: Listing[Row] | None = None if whole else Listing(context.output, jobs.COLUMNS, jobs.cells)

    def ended(self, row: Row) -> None:
        """Print a job that has ended."""
        self._context.talk.stand(())
        self._ended.append(row)
        if self._listing is not None:
            self._listing.add([row])
        else:
            show.write(self._context.output, [row])

    def close(self) -> None:
        """End what stands on stdout."""
        self._context.talk.stand(())
        if self._listing is not None and (self._ended or self._context.output.form == "json"):
            self._listing.close()

    @property
    def code(self) -> int:
        """Return the exit code for the jobs that have ended."""
        return live.exit_code([live.phase_in(row) for row in self._ended])


def run(context: Context) -> int:
    """Print each job as it ends; 0 where all succeeded, 1 where one failed, 4 where one was cancelled, 124 in time."""
    wait = _Wait(context)
    late = "--timeout passed, and not all of them have ended"
    return live.run(context, lambda: _wait(context, wait), close=wait.close, late=late)


async def _wait(context: Context, wait: _Wait) -> int:
    waiting: dict[str, _Job] = {}
    # Asked for directly: a wrong key, an unknown job or host should end the command and not be waited out.
    async with context.client() as client:
        rows = [await client.jobs.retrieve_row(job_id) for job_id in dict.fromkeys(context.arguments.jobs)]
    for row in rows:
        if live.phase_in(row).ended:
            wait.ended(row)
        else:
            waiting[row.id] = _Job(row)
    if waiting:
        async with (
            live.following(context, list(waiting)) as monitor,
            contextlib.aclosing(live.looks(context, monitor)) as looks,
        ):
            _tell(context, waiting.values())
            async for _ in looks:
                await _look(context, monitor, waiting, wait)
                if not waiting:
                    break
    return wait.code


async def _look(context: Context, monitor: Monitor, waiting: dict[str, _Job], wait: _Wait) -> None:
    """Take in how the jobs are now."""
    rows = []
    for job_id, job in tuple(waiting.items()):
        text, standing = await monitor.store.jobs.text(job_id), await monitor.store.jobs.standing(job_id)
        if standing is not None and standing.gone:
            raise Refused(f"{one_line(job_id)}: the server does not know this job any more")
        if text is None:
            continue
        job.row = row_of(parse(text))
        if live.phase_in(job.row).ended:
            del waiting[job_id]
            wait.ended(job.row)
        elif context.talk.width is not None:
            summary = await monitor.store.summaries.one(job_id)
            rows.append(parts(summary, job, monitor.clock.now()))
    _tell(context, waiting.values())
    context.talk.stand(lines(rows))


def _tell(context: Context, waiting: Iterable[_Job]) -> None:
    """Say once what a job is doing that has not ended; on a terminal its line says it, but for a pause."""
    for job in waiting:
        status = text_of(job.row.raw.get("status"))
        paused = live.phase_in(job.row) is Phase.PAUSED
        if status != job.told and (paused or context.talk.width is None):
            more = ": it has not ended, and is waited for until somebody resumes or cancels it" if paused else ""
            context.talk.note(f"{job.label} is {one_line(status)}{more}")
        job.told = status


def parts(summary: JobSummary | None, job: _Job, now: float) -> tuple[str, ...]:
    """Return what the line of a job that is waited for shows, column by column."""
    status = one_line(text_of(job.row.raw.get("status")))
    if summary is None:
        return (clip(job.label, LONGEST_NAME), status)
    progress = f"{bar(summary.progress, BAR)} {percent(summary.progress):>4}" if summary.progress is not None else ""
    value = f"{one_line(summary.metric)} {summary.value:.4g}" if summary.value is not None else ""
    return (clip(one_line(summary.name), LONGEST_NAME), status, progress, value, estimate(summary, now).words)


def lines(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return the rows as lines, their columns one below the other."""
    widths = [max(map(cells, column)) for column in zip_longest(*rows, fillvalue="")]
    return [
        "  ".join(part + " " * (width - cells(part)) for part, width in zip(row, widths, strict=False)) for row in rows
    ]
