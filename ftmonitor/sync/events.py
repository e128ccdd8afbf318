"""One pass over a job's events: a page -> merge -> rows, numbers, summary and cursor in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ftmonitor.metrics.digest import Entry
from ftmonitor.metrics.points import Reading, read
from ftmonitor.models.source import Page, Row
from ftmonitor.secret import scrub
from ftmonitor.store import bindable, events, gaps, jobs, notes, points, summaries
from ftmonitor.store.database import Connection
from ftmonitor.store.events import Record
from ftmonitor.store.runs import Below, Run
from ftmonitor.sync.merge import Asked, Merged, merge


@dataclass(frozen=True, slots=True)
class EventsPass:
    """What a page of events came to."""

    added: int = 0
    words: int = 0
    """How many of them were no metrics: the job itself may have changed."""
    forgot: bool = False
    """The server did not know the cursor: the walk begins anew at the newest event."""
    stale: bool = False
    """The page was overtaken and dropped; it is asked again."""
    gap: bool = False
    """Whether the log has a gap that can still be closed."""


def ask(connection: Connection, job_id: str) -> Asked:
    """Return what the newest page is asked with."""
    return Asked(held=gaps.load(connection, job_id))


def ask_older(connection: Connection, job_id: str) -> Asked | None:
    """Return what the next older page is asked with: for the newest gap that can be closed, or None."""
    held = gaps.load(connection, job_id)
    for run in held:
        if run.below is Below.OPEN:
            return Asked(run.cursor, run.number, held)
    return None


def forget_cursor(connection: Connection, job_id: str, asked: Asked) -> None:
    """The server does not know the cursor any more: the walk to this gap begins anew at the newest event."""
    before = gaps.load(connection, job_id)
    after = [
        replace(run, cursor=None, cursor_at=None) if run.number == asked.run and run.cursor == asked.cursor else run
        for run in before
    ]
    gaps.save(connection, job_id, before, after)


def give_up(connection: Connection, job_id: str) -> None:
    """The newest gap cannot be closed, for the server knows none of its own cursors: it stays a gap."""
    before = gaps.load(connection, job_id)
    open_ones = [run.number for run in before if run.below is Below.OPEN]
    gaps.save(
        connection,
        job_id,
        before,
        [replace(run, below=Below.LOST, cursor=None) if run.number in open_ones[:1] else run for run in before],
    )


def store_page(
    connection: Connection, job_id: str, page: Page, asked: Asked, *, follow: bool = False, ended: bool = False
) -> EventsPass:
    """Write down a page of events. Runs in a transaction of the caller; the job is known already.

    With `follow` the job is followed from now on. `ended` says that the job had ended when the page was asked for:
    then polls without news are counted.
    """
    if follow:
        jobs.follow(connection, job_id)
    prepared = [prepare(row) for row in page.rows]
    records = [record for record, _ in prepared]
    before = gaps.load(connection, job_id)
    held = events.held(connection, job_id, records)
    merged = merge([record.id for record in records], page.next, held, before, asked)
    if merged.stale:
        return EventsPass(stale=True, gap=_has_gap(before))
    if ended and asked.cursor is None and not asked.run:
        _count_quiet(connection, job_id, bool(merged.placed))
    if merged.runs != before or merged.placed:
        gaps.save(connection, job_id, before, merged.runs)
        if merged.placed:
            _write(connection, job_id, merged, prepared)
    words = sum(prepared[at][1].step is None for at, _ in merged.placed)
    return EventsPass(len(merged.placed), words, gap=_has_gap(merged.runs))


def prepare(row: Row) -> tuple[Record, Reading]:
    """Return one event as the row that is stored, and its numbers."""
    raw = row.raw
    reading = read(raw)
    level, kind, message = raw.get("level"), raw.get("type"), raw.get("message")
    record = Record(
        bindable.key(row.id),
        reading.time or 0.0,
        bindable.text(level, 40) if isinstance(level, str) else "",
        bindable.text(kind, 80) if isinstance(kind, str) and kind else "message",
        reading.step,
        bindable.text(scrub(message)) if isinstance(message, str) else "",
        bindable.text(scrub(row.text), len(row.text)),
    )
    return record, reading


def _write(connection: Connection, job_id: str, merged: Merged, prepared: Sequence[tuple[Record, Reading]]) -> None:
    digest = summaries.digest(connection, job_id)
    for shift in merged.shifts:
        events.shift(connection, job_id, shift.start, shift.stop, shift.by)
        digest.moved(shift.start, shift.stop, shift.by)
    placed = [(position, *prepared[at]) for at, position in reversed(merged.placed)]
    events.add(connection, job_id, [(position, record) for position, record, _ in placed])
    points.add(connection, job_id, [(position, reading) for position, _, reading in placed])
    kept = summaries.load(connection, [job_id]).get(job_id)
    if kept is None:
        return
    digest.fold([Entry(position, record.level, reading) for position, record, reading in placed], kept.summary.method)
    revision = notes.next_revision(connection)
    summaries.write(connection, kept.summary, digest, kept.rank, revision)
    summaries.mark(connection, job_id, "events", revision)


def _count_quiet(connection: Connection, job_id: str, news: bool) -> None:
    standing = next(iter(jobs.standings(connection, [job_id])), None)
    if standing is not None:
        jobs.hush(connection, job_id, 0 if news else min(jobs.QUIET, standing.quiet + 1))


def _has_gap(runs: Sequence[Run]) -> bool:
    return any(run.below is Below.OPEN for run in runs)
