"""`ftmonitor watch`: line by line what a job does, until it has ended. Nothing on the screen is moved."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftmonitor.cli import live
from ftmonitor.cli.context import Context
from ftmonitor.cli.output import Listing, Output
from ftmonitor.cli.table import Cell, Column
from ftmonitor.cli.tail import Tail
from ftmonitor.format import iso, percent
from ftmonitor.jsontext import parse
from ftmonitor.metrics.estimate import estimate
from ftmonitor.models.phase import phase_of
from ftmonitor.models.rows import row_of
from ftmonitor.models.source import Row
from ftmonitor.models.summary import JobSummary, count_of, text_of, time_of
from ftmonitor.text import one_line

if TYPE_CHECKING:
    from ftmonitor.monitor.monitor import Monitor

SHARE = 0.1
EVERY_S = 60.0
"""Progress is told when this share of the steps more is done, or after this time where any was."""
COLUMNS = (Column("time"), Column("kind"), Column("text"))


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is told. `time` in seconds since the epoch; `kind`: status, progress, or an event's level."""

    time: float | None
    kind: str
    words: str

    @property
    def text(self) -> str:
        """The line as one JSON object."""
        return json.dumps({"time": iso(self.time), "kind": self.kind, "text": self.words}, ensure_ascii=False)


class _Watch:
    """What is printed, and what was told last."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._listing: Listing[Line] | None = None if output.form == "table" else Listing(output, COLUMNS, cells)
        self._status = ""
        self._share = -math.inf
        self._told_at = -math.inf
        self._step: int | None = None

    def tell(self, lines: Sequence[Line]) -> None:
        """Print lines."""
        if self._listing is not None:
            self._listing.add(lines)
        elif lines:
            width = max(len("progress"), *(len(line.kind) for line in lines))
            self._output.write("".join(f"{iso(at.time)}  {at.kind:{width}}  {at.words}\n" for at in lines))

    def close(self) -> None:
        """End what stands on stdout."""
        if self._listing is not None:
            self._listing.close()

    def news(self, summary: JobSummary, now: float, *, over: bool) -> Iterator[Line]:
        """Yield what is new about a job at `now`: how far it is, and its status; that it ended once all is `over`."""
        if self._due(summary, now):
            self._share, self._told_at, self._step = summary.progress or 0.0, now, summary.step
            yield Line(summary.last_step_at or now, "progress", progress(summary, now))
        if summary.status != self._status and (over or not summary.phase.ended):
            self._status = summary.status
            yield Line(summary.finished_at or now, "status", status(summary))

    def _due(self, summary: JobSummary, now: float) -> bool:
        if summary.step is None or summary.step == self._step:
            return False
        share = summary.progress or 0.0
        return share >= min(1.0, self._share + SHARE) or now >= self._told_at + EVERY_S or summary.phase.ended


def run(context: Context) -> int:
    """Tell of a job until it has ended: 0 it succeeded, 1 it failed, 4 it was cancelled, 124 --timeout passed."""
    watch = _Watch(context.output)
    late = "--timeout passed, and the job goes on"
    return live.run(context, lambda: _watch(context, watch), close=watch.close, late=late)


async def _watch(context: Context, watch: _Watch) -> int:
    # Asked for directly: a wrong key, an unknown job or host should end the command and not be waited out.
    async with context.client() as client:
        job_id = (await client.jobs.retrieve_row(context.arguments.job or "")).id
        newest = (await client.events.list(job_id, limit=1)).rows
    begun = False
    async with live.following(context, [job_id]) as monitor, contextlib.aclosing(live.looks(context, monitor)) as looks:
        tail = Tail(monitor.store, job_id, lambda level: True)
        async for _ in looks:
            tail.turn_to(monitor.store)
            if not begun:
                begun = await tail.begin(newest[0].id if newest else None, 1)
                watch.tell(await _news(monitor, watch, job_id, over=False))
                continue
            lines: list[Line] = []
            while texts := await tail.more():
                lines += [line for text in texts if (line := heard(row_of(parse(text)))) is not None]
            ended = await tail.ended()
            news = await _news(monitor, watch, job_id, over=ended)
            told = [line for line in news if line.kind != "status"]
            watch.tell(sorted((*lines, *told), key=lambda line: line.time or 0.0))
            watch.tell(news[len(told) :])
            if ended:
                break
        summary = await monitor.store.summaries.one(job_id)
    return live.exit_code([phase_of(summary.status if summary else "")])


async def _news(monitor: Monitor, watch: _Watch, job_id: str, *, over: bool) -> list[Line]:
    summary = await monitor.store.summaries.one(job_id)
    return [] if summary is None else list(watch.news(summary, monitor.clock.now(), over=over))


def heard(row: Row) -> Line | None:
    """Return what an event says, or None where it is one of many: the metrics of a step."""
    raw = row.raw
    level = text_of(raw.get("level")).lower() or "info"
    data = raw.get("data")
    metrics = isinstance(data, dict) and count_of(data.get("step")) is not None
    if metrics and level == "info":
        return None
    return Line(time_of(raw.get("created_at")), one_line(level), one_line(text_of(raw.get("message")) or row.text))


def progress(summary: JobSummary, now: float) -> str:
    """Return how far a job is: `step 248/400 (62%), train_loss 0.412, valid 0.455, ≈ 12m left`."""
    steps = f"step {summary.step}" + (f"/{summary.total_steps}" if summary.total_steps else "")
    share = f" ({percent(summary.progress)})" if summary.progress is not None else ""
    value = f"{one_line(summary.metric)} {summary.value:.4g}" if summary.value is not None else ""
    valid = f"valid {summary.valid:.4g}" if summary.valid is not None else ""
    return ", ".join(part for part in (steps + share, value, valid, estimate(summary, now).words) if part)


def status(summary: JobSummary) -> str:
    """Return the status of a job as sent, with what came of it."""
    more = one_line(summary.error or summary.fine_tuned_model)
    word = one_line(summary.status) or "(no status)"
    return f"{word}: {more}" if more else word


def cells(line: Line) -> Sequence[Cell]:
    """Return a line as a row of the sheet."""
    return (Cell(iso(line.time)), Cell(line.kind), Cell(line.words))
