"""One pass over the job list, or over one job: rows, places in the list and summaries in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ftmonitor.metrics.digest import Digest
from ftmonitor.models.source import Page, Row
from ftmonitor.models.summary import summaries_of, summary_of
from ftmonitor.secret import scrub_all
from ftmonitor.store import bindable, cursors, jobs, logs, notes, summaries
from ftmonitor.store.cursors import Cursor, Walk
from ftmonitor.store.database import Connection
from ftmonitor.sync import organization
from ftmonitor.sync.alarm import Alarm


@dataclass(frozen=True, slots=True)
class JobsPass:
    """What a page of the list came to."""

    ids: tuple[str, ...] = ()
    """The page's rows, in its order."""
    changed: frozenset[str] = frozenset()
    walk: Walk = Walk.DONE
    """How the walk down the list stands now."""
    new: bool = False
    """Whether any of the rows stood in no page before."""
    forgot: bool = False
    """The server did not know the cursor, or answered with what stands above it: the walk begins anew at the top."""
    turned: bool = False
    """It was the latter."""


def store_newest(
    connection: Connection, page: Page, now: float, asked: Cursor | None = None, *, alarm: Alarm | None = None
) -> JobsPass:
    """Write down the first page of the list; `now` is in seconds since the epoch.

    `asked` is how far the walk was when the page was asked for (None: as far as it is now). The `alarm` is raised for
    what became of the jobs.
    """
    notes.put_time(connection, notes.ANSWERED_AT, now)
    before = state = cursors.load(connection)
    ids, new, placed, changed = _store(connection, page.rows, None, now, alarm)
    following = page.next if ids else None
    met = _meets(ids, new)
    if state.after_id in placed:  # it moved up: what is under it is not what the walk was to go on with
        state = _anew(connection)
    if asked not in (None, before):  # somebody else walked on, who knows whether above this page or below
        after = state if met or following is None else _anew(connection)
    elif following is None:
        after = Cursor(Walk.DONE)
    elif state.walk is not Walk.DONE and state.cursor is None:
        after = Cursor(state.walk, following, ids[-1])
    elif met:
        after = state
    else:  # there may be more new jobs below this page
        after = Cursor(Walk.DOWN if state.walk is Walk.DONE else Walk.TO_THE_END, following, ids[-1])
    if after != before:
        cursors.save(connection, after)
    return JobsPass(ids, changed, after.walk, bool(new))


def store_older(
    connection: Connection, page: Page, asked: Cursor, now: float, *, alarm: Alarm | None = None
) -> JobsPass:
    """Write down a later page of the list, asked for with `asked`."""
    state = cursors.load(connection)
    if state != asked:  # somebody else walked on meanwhile, and comes by here, or did
        return JobsPass(walk=state.walk)
    turned = asked.after_id in [bindable.key(row.id) for row in page.rows[1:]]
    if (turned or state.walk is Walk.DOWN) and _leads_back(connection, page.rows, asked.after_id, all_known=turned):
        forget_cursor(connection, asked)
        return JobsPass(walk=Walk.TO_THE_END, forgot=True, turned=turned)
    ids, new, _, changed = _store(connection, page.rows, asked.after_id, now, alarm)
    met = _meets(ids, new)
    if page.next in (None, asked.cursor) or not ids or (met and state.walk is Walk.DOWN):
        after = Cursor(Walk.DONE)
    else:
        after = Cursor(state.walk, page.next, ids[-1])
    cursors.save(connection, after)
    return JobsPass(ids, changed, after.walk, bool(new))


def forget_cursor(connection: Connection, asked: Cursor) -> None:
    """The server does not know the cursor any more, or does not go by it: the walk begins anew at the first page."""
    if cursors.load(connection) == asked:
        cursors.save(connection, _anew(connection))


def give_up(connection: Connection) -> None:
    """The server answers with what stands above its own cursors: what there is of the list was seen."""
    cursors.save(connection, Cursor(Walk.DONE))


def store_one(
    connection: Connection, row: Row, now: float, *, follow: bool = False, alarm: Alarm | None = None
) -> frozenset[str]:
    """Write down one job that was not seen in a page; return its id if anything about it changed."""
    job_id = bindable.key(row.id)
    created_at = summary_of(row.raw, job_id).created_at
    placed = summaries.place(connection, [job_id], None, alone=created_at or now)
    changed = _write(connection, {job_id: row}, placed, now, alarm, listed=False)
    if follow:
        jobs.follow(connection, job_id)
    return changed


def _anew(connection: Connection) -> Cursor:
    """Return a walk that begins at the first page; each is told from the others, for an old page must not go on it."""
    return Cursor(Walk.TO_THE_END, None, f"#{notes.next_revision(connection)}")


def _meets(ids: Sequence[str], new: frozenset[str]) -> bool:
    """Return whether a page reaches down to what was seen: one known job at its end may have moved there."""
    return bool(ids) and new.isdisjoint(ids[len(ids) // 2 :])


def _leads_back(connection: Connection, rows: Sequence[Row], after_id: str | None, *, all_known: bool) -> bool:
    """Return whether what is known of a page (or `all_known` of it) was listed at or above the job it follows.

    So it is where a server does not go by the cursor, and where that job has moved to the top.
    """
    ids = [bindable.key(row.id) for row in rows]
    held = summaries.listed_ranks(connection, [*ids, *([after_id] if after_id else [])])
    known = [held[job_id] for job_id in ids if job_id in held]
    if all_known and len(known) < len(ids):
        return False
    return bool(known) and after_id in held and min(known) >= held[after_id]


def _store(
    connection: Connection, rows: Sequence[Row], above: str | None, now: float, alarm: Alarm | None
) -> tuple[tuple[str, ...], frozenset[str], frozenset[str], frozenset[str]]:
    """Write the rows of a page; return their ids, and of those: what stood in no page before, moved, and changed."""
    keys = bindable.keys([row.id for row in rows])
    first = dict(zip(reversed(keys), reversed(rows), strict=True))  # of one that is told of twice
    ids = tuple(reversed(first))
    new = frozenset(ids).difference(summaries.listed_ranks(connection, ids))
    placed = summaries.place(connection, ids, above)
    changed = _write(connection, {job_id: first[job_id] for job_id in ids}, placed, now, alarm, listed=True)
    return ids, new, frozenset(placed), changed


def _write(
    connection: Connection,
    rows: Mapping[str, Row],
    placed: dict[str, float],
    now: float,
    alarm: Alarm | None,
    *,
    listed: bool,
) -> frozenset[str]:
    """Write what changed of these jobs, by id, and where they stand in the list."""
    organization.heed(connection, rows.values())
    kept = bindable.texts(scrub_all([row.text for row in rows.values()]), longest=None)
    texts = dict(zip(rows, kept, strict=True))
    before = jobs.raws(connection, texts)
    same = [job_id for job_id, text in texts.items() if before.get(job_id) == text]
    back = jobs.gone(connection, same)
    jobs.seen(connection, same, now, listed=listed)
    fresh = {job_id: rows[job_id].raw for job_id, text in texts.items() if before.get(job_id) != text}
    moved = [job_id for job_id in same if job_id in placed or job_id in back]
    if not fresh and not moved:
        return frozenset()
    revision = notes.next_revision(connection)
    ranks = {**summaries.ranks_of(connection, tuple(texts)), **placed}
    found = summaries_of(fresh)
    running = [(summary.id, texts[summary.id], not summary.phase.ended) for summary in found]
    known = alarm.phases(connection, [summary.id for summary in found]) if alarm is not None else {}
    jobs.put(connection, running, now, listed=listed)
    summaries.put(connection, [(summary, ranks[summary.id]) for summary in found], revision)
    for summary in found:
        counts = summary.step is not None or summary.total_steps is not None
        if counts and (digest := logs.digest(connection, summary.id)):  # what the events say of it holds
            summaries.fold(connection, summary.id, Digest.loads(digest), revision)
    if alarm is not None:
        alarm.jobs(connection, known, found, now)
    for job_id in moved:
        summaries.move(connection, job_id, ranks[job_id], revision)
    return frozenset(moved).union(summary.id for summary in found)
