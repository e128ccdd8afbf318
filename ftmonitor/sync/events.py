"""One pass over a job's events: a page -> merge -> rows, numbers, summary and cursor in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import cast

from ftmonitor.metrics.digest import Digest
from ftmonitor.metrics.sheet import Sheet, column, read_page
from ftmonitor.models.source import Page, Row
from ftmonitor.secret import scrub_all
from ftmonitor.store import bindable, events, gaps, jobs, logs, notes, points, summaries
from ftmonitor.store.database import Connection
from ftmonitor.store.events import Records
from ftmonitor.store.runs import Below, Run
from ftmonitor.sync.alarm import Alarm
from ftmonitor.sync.merge import Asked, Merged, merge
from ftmonitor.text import LONGEST_LINE


@dataclass(frozen=True, slots=True)
class EventsPass:
    """What a page of events came to."""

    added: int = 0
    words: int = 0
    """How many of them were no metrics: the job itself may have changed."""
    forgot: bool = False
    """The server did not know the cursor, and the walk begins anew; or it answered with what stands above it."""
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
    """The newest gap cannot be closed, for the server goes by none of its own cursors: it stays a gap."""
    before = gaps.load(connection, job_id)
    open_ones = [run.number for run in before if run.below is Below.OPEN]
    gaps.save(
        connection,
        job_id,
        before,
        [_left(run) if run.number in open_ones[:1] else run for run in before],
    )


def _left(run: Run) -> Run:
    return replace(run, below=Below.LOST, cursor=None, cursor_at=None)


def store_page(
    connection: Connection,
    job_id: str,
    page: Page,
    asked: Asked,
    *,
    follow: bool = False,
    ended: bool = False,
    alarm: Alarm | None = None,
) -> EventsPass:
    """Write down a page of events. Runs in a transaction of the caller; the job is known already.

    With `follow` the job is followed from now on. `ended` says that the job had ended when the page was asked for:
    then polls without news are counted. The `alarm` is raised for what the events mean.
    """
    if follow:
        jobs.follow(connection, job_id)
    records, sheet = prepare(page.rows)
    log = logs.number(connection, job_id)
    before = gaps.load(connection, job_id)
    merged = merge(records.ids, page.next, events.held(connection, log, records), before, asked)
    if merged.stale:
        return EventsPass(stale=True, gap=_has_gap(before))
    if merged.turned:
        return EventsPass(forgot=True, gap=_has_gap(before))
    if ended and asked.cursor is None and not asked.run:
        _count_quiet(connection, job_id, bool(merged.placed))
    if merged.runs != before or merged.placed:
        gaps.save(connection, job_id, before, merged.runs)
        if merged.placed:
            _write(connection, job_id, merged, records, sheet)
        if alarm is not None:
            alarm.events(connection, job_id, merged, sheet, before)
    words = sum(sheet.steps[at] is None for at, _ in merged.placed)
    return EventsPass(len(merged.placed), words, gap=_has_gap(merged.runs))


def store_at(connection: Connection, job_id: str, rows: Sequence[Row], positions: Sequence[int]) -> None:
    """Write events, the newest first, at positions that are known and free; the runs are up to the caller."""
    records, sheet = prepare(rows)
    _write(connection, job_id, Merged(placed=tuple(enumerate(positions))), records, sheet)


def prepare(rows: Sequence[Row]) -> tuple[Records, Sheet]:
    """Return the events of a page as they are stored, and what they say in numbers."""
    raws = [row.raw for row in rows]
    sheet = read_page(raws)
    records = Records(
        bindable.keys([row.id for row in rows]),
        [time or 0.0 for time in sheet.times],
        _words(column(raws, "level"), "", 40),
        _words(column(raws, "type"), "message", 80),
        sheet.steps,
        bindable.texts(scrub_all(_texts(column(raws, "message"))), LONGEST_LINE),
        bindable.texts(scrub_all([row.text for row in rows]), None),
    )
    return records, sheet


def _texts(values: Sequence[object]) -> Sequence[str]:
    """Return texts as sent, "" where there is something else."""
    if set(map(type, values)) == {str}:
        return cast("Sequence[str]", values)
    return [value if isinstance(value, str) else "" for value in values]


def _words(values: Sequence[object], absent: str, longest: int) -> list[str]:
    """Return words of which there are few, `absent` where none was sent."""
    words = _texts(values)
    known = {word: bindable.text(word, longest) or absent for word in set(words)}
    return list(map(known.__getitem__, words))


def _write(connection: Connection, job_id: str, merged: Merged, records: Records, sheet: Sheet) -> None:
    log = logs.number(connection, job_id)
    digest = Digest.loads(logs.digest(connection, job_id))
    for shift in merged.shifts:
        events.shift(connection, log, shift.start, shift.stop, shift.by)
        points.shift(connection, log, shift.start, shift.stop, shift.by)
        digest.moved(shift.start, shift.stop, shift.by)
    placed = sorted(merged.placed, key=itemgetter(1), reverse=True)  # as it is, nearly always
    rows, positions = [row for row, _ in placed], [position for _, position in placed]
    if rows != list(range(len(records.ids))):
        records, sheet = records.only(rows), sheet.only(rows)
    events.add(connection, log, positions, records)
    points.add(connection, log, positions, sheet)
    method = summaries.method(connection, job_id)
    if method is None:
        return
    digest.fold(positions, records.levels, sheet, method)
    logs.put_digest(connection, log, digest.dumps())
    summaries.fold(connection, job_id, digest, notes.next_revision(connection))


def _count_quiet(connection: Connection, job_id: str, news: bool) -> None:
    standing = next(iter(jobs.standings(connection, [job_id])), None)
    if standing is not None:
        jobs.hush(connection, job_id, 0 if news else min(jobs.QUIET, standing.quiet + 1))


def _has_gap(runs: Sequence[Run]) -> bool:
    return any(run.below is Below.OPEN for run in runs)
