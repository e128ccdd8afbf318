"""One pass over the job list, or over one job: rows, places in the list and summaries in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ftmonitor.models.phase import phase_of
from ftmonitor.models.source import Page, Row
from ftmonitor.models.summary import summary_of
from ftmonitor.secret import scrub
from ftmonitor.store import bindable, cursors, jobs, notes, summaries
from ftmonitor.store.cursors import Cursor, Walk
from ftmonitor.store.database import Connection


@dataclass(frozen=True, slots=True)
class JobsPass:
    """What a page of the list came to."""

    ids: tuple[str, ...] = ()
    """The page's rows, in its order."""
    changed: frozenset[str] = frozenset()
    walk: Walk = Walk.DONE
    """How the walk down the list stands now."""
    forgot: bool = False
    """The server did not know the cursor: the walk begins anew at the first page."""


def store_newest(connection: Connection, page: Page, now: float) -> JobsPass:
    """Write down the first page of the list; `now` is in seconds since the epoch."""
    state = cursors.load(connection)
    ids, met, changed = _store(connection, page.rows, None, now)
    if page.next is None:
        after = Cursor(Walk.DONE)
    elif state.walk is not Walk.DONE and state.cursor is None:
        after = Cursor(state.walk, page.next, ids[-1])
    elif met:
        after = state
    else:  # there may be more new jobs below this page
        after = Cursor(Walk.DOWN if state.walk is Walk.DONE else Walk.TO_THE_END, page.next, ids[-1])
    if after != state or (not ids and state.cursor is None):
        cursors.save(connection, after)
    return JobsPass(ids, changed, after.walk)


def store_older(connection: Connection, page: Page, asked: Cursor, now: float) -> JobsPass:
    """Write down a later page of the list, asked for with `asked`."""
    state = cursors.load(connection)
    if _turns_back(connection, page.rows, asked.after_id):
        if state == asked:
            cursors.save(connection, Cursor(Walk.DONE))
        return JobsPass(walk=Walk.DONE)
    ids, met, changed = _store(connection, page.rows, asked.after_id, now)
    if state != asked:
        return JobsPass(ids, changed, state.walk)  # somebody else walked on meanwhile
    if page.next in (None, asked.cursor) or not ids or (met and state.walk is Walk.DOWN):
        after = Cursor(Walk.DONE)
    else:
        after = Cursor(state.walk, page.next, ids[-1])
    cursors.save(connection, after)
    return JobsPass(ids, changed, after.walk)


def forget_cursor(connection: Connection, asked: Cursor) -> None:
    """The server does not know the cursor any more: the walk begins anew at the first page."""
    if cursors.load(connection) == asked:
        cursors.save(connection, Cursor(Walk.TO_THE_END))


def store_one(connection: Connection, row: Row, now: float, *, follow: bool = False) -> frozenset[str]:
    """Write down one job that was not seen in a page; return its id if anything about it changed."""
    job_id = bindable.key(row.id)
    created_at = summary_of(row.raw, job_id).created_at
    placed = summaries.place(connection, [job_id], None, alone=created_at or now)
    changed = _write(connection, [row], placed, now, listed=False)
    if follow:
        jobs.follow(connection, job_id)
    return changed


def _turns_back(connection: Connection, rows: Sequence[Row], after_id: str | None) -> bool:
    """Return whether a page holds only jobs that were listed at or above the one it follows: the list is a circle."""
    ids = [bindable.key(row.id) for row in rows]
    held = summaries.listed_ranks(connection, [*ids, *([after_id] if after_id else [])])
    if not ids or after_id not in held or set(ids) - set(held):
        return False
    return all(held[job_id] >= held[after_id] for job_id in ids)


def _store(
    connection: Connection, rows: Sequence[Row], above: str | None, now: float
) -> tuple[tuple[str, ...], bool, frozenset[str]]:
    """Write the rows of a page; return their ids, whether the last one stood in a page before, and what changed."""
    unique = {bindable.key(row.id): row for row in reversed(rows)}
    ids = tuple(reversed(unique))
    met = bool(ids) and any(standing.listed for standing in jobs.standings(connection, ids[-1:]))
    placed = summaries.place(connection, ids, above)
    changed = _write(connection, [unique[job_id] for job_id in ids], placed, now, listed=True)
    return ids, met, changed


def _write(
    connection: Connection, rows: Sequence[Row], placed: dict[str, float], now: float, *, listed: bool
) -> frozenset[str]:
    """Write what changed of these jobs, and where they stand in the list."""
    texts = {bindable.key(row.id): bindable.text(scrub(row.text), len(row.text)) for row in rows}
    before = jobs.raws(connection, texts)
    same = [job_id for job_id, text in texts.items() if before.get(job_id) == text]
    back = jobs.gone(connection, same)
    jobs.seen(connection, same, now, listed=listed)
    fresh = [row for row in rows if before.get(bindable.key(row.id)) != texts[bindable.key(row.id)]]
    moved = [job_id for job_id in same if job_id in placed or job_id in back]
    if not fresh and not moved:
        return frozenset()
    revision = notes.next_revision(connection)
    kept = summaries.load(connection, texts)
    for row in fresh:
        job_id = bindable.key(row.id)
        summary = summary_of(row.raw, job_id)
        ended = phase_of(summary.status).ended
        jobs.put(connection, job_id, texts[job_id], now, listed=listed, followed=not ended)
        rank = placed[job_id] if job_id in placed else kept[job_id].rank
        digest = summaries.digest(connection, job_id) if job_id in kept else None
        summaries.write(connection, summary, digest, rank, revision)
    for job_id in moved:
        summaries.move(connection, job_id, placed.get(job_id, kept[job_id].rank), revision)
    return frozenset(moved).union(bindable.key(row.id) for row in fresh)
