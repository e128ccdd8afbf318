"""`ftmonitor jobs`: the list of jobs, page by page. Neither pydantic nor the history is needed for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ftmonitor.cli import paint
from ftmonitor.cli.arguments import DEFAULT_JOBS
from ftmonitor.cli.asked import Arguments
from ftmonitor.cli.context import Context
from ftmonitor.cli.known import STATUSES, doubts
from ftmonitor.cli.output import Listing
from ftmonitor.cli.table import Cell, Column
from ftmonitor.clock import SystemClock
from ftmonitor.errors import UsageError
from ftmonitor.format import iso
from ftmonitor.models.phase import Phase, phase_of
from ftmonitor.models.source import Row
from ftmonitor.models.summary import JobSummary, summary_of

if TYPE_CHECKING:
    from ftmonitor.cli.archive import Reader

PAGE = 100
"""Jobs asked for at once: what the API is known to give."""

COLUMNS = (
    Column("id"),
    Column("status", 9),
    Column("name", 8),
    Column("method", 6),
    Column("model", 8),
    Column("created_at", 10),
    Column("finished_at", sheet_only=True),
    Column("fine_tuned_model", sheet_only=True),
    Column("trained_tokens", sheet_only=True),
    Column("error", sheet_only=True),
)


def run(context: Context) -> int:
    """Print the jobs that match, newest first."""
    fits = filter_of(context)
    for doubt in doubts([word for word in context.arguments.status if not _is_phase(word)], "status", STATUSES):
        context.talk.note(doubt)
    listing: Listing[Row] = Listing(context.output, COLUMNS, cells)
    found = context.read(lambda client: _print(client, context.arguments, fits, listing))
    listing.close()
    if not found:
        asked = context.arguments
        filtered = bool(asked.status or asked.metadata or asked.filter)
        context.talk.note("no job matches" if filtered else "there are no jobs")
    return 0


Fits = Callable[[Row], bool]


def filter_of(context: Context) -> Fits | None:
    """Return the test of --filter, or None where there is none.

    Raises:
        UsageError: If it cannot be read; the sentence says where.
    """
    text = context.arguments.filter
    if text is None:
        return None
    from ftmonitor.query.parse import parse
    from ftmonitor.query.words import QueryError

    try:
        query = parse(text)
    except QueryError as error:
        raise UsageError(f"--filter, at character {error.at + 1}: {error}") from None
    test = query.at((context.clock or SystemClock()).now())
    held = _held(context) if query.learnt else {}
    return lambda row: test(summary_of(row.raw, row.id, held.get(row.id)))


def _held(context: Context) -> Mapping[str, JobSummary]:
    """Return what the history holds of the jobs, by id: what their events told."""
    from ftmonitor.config.paths import history_file
    from ftmonitor.monitor.histories import look_into_history

    settings = context.settings
    file = history_file(settings.profile, settings.data_dir)
    if not file.is_file():
        return {}
    store = look_into_history(file)
    try:
        return {job.id: job for job in store.first(store.count())}
    finally:
        store.close()


async def _print(client: Reader, asked: Arguments, fits: Fits | None, listing: Listing[Row]) -> int:
    """Print the jobs that match, a page at a time, and return how many there were."""
    wanted = None if asked.all else asked.limit or DEFAULT_JOBS
    filtered = bool(asked.status or asked.metadata or fits)
    size = PAGE if wanted is None or filtered else min(PAGE, wanted)
    batch: list[Row] = []
    found = 0
    async for row in client.jobs.iterate(limit=size, metadata=dict(asked.metadata) or None):
        if matches(row, asked.status, asked.metadata) and (fits is None or fits(row)):
            batch.append(row)
            found += 1
        if len(batch) == size or found == wanted:
            listing.add(batch)
            batch = []
        if found == wanted:
            break
    listing.add(batch)
    return found


def cells(row: Row) -> Sequence[Cell]:
    """Return a job as a row of the table."""
    job = summary_of(row.raw, row.id)
    tokens = "" if job.trained_tokens is None else str(job.trained_tokens)
    return (
        Cell(row.id),
        paint.status(job.status),
        Cell(job.name),
        Cell(job.method),
        Cell(job.model),
        Cell(iso(job.created_at)),
        Cell(iso(job.finished_at)),
        Cell(job.fine_tuned_model),
        Cell(tokens),
        Cell(job.error),
    )


def matches(row: Row, statuses: Sequence[str], metadata: Sequence[tuple[str, str]]) -> bool:
    """Return whether a job has one of the statuses and all of the metadata; none of either fits every job.

    The server has been asked for the metadata, but not every server that speaks this API knows the filter.
    """
    if statuses and not any(is_status(str(row.raw.get("status", "")), wanted) for wanted in statuses):
        return False
    held = row.raw.get("metadata")
    return all(isinstance(held, dict) and held.get(key) == value for key, value in metadata)


def is_status(status: str, wanted: str) -> bool:
    """Return whether a status as sent is the one that is wanted (in small letters).

    A word that no server uses, but that is one of our phases, stands for all statuses of the phase; and the two
    spellings of cancelled are one.
    """
    if status.strip().lower() == wanted:
        return True
    phase = phase_of(status)
    if phase_of(wanted) is Phase.CANCELLED:
        return phase is Phase.CANCELLED
    return phase_of(wanted) is Phase.UNKNOWN and phase == wanted


def _is_phase(word: str) -> bool:
    """Return whether a word stands for a status that is known, or for all of a phase; see `is_status`."""
    return phase_of(word) is not Phase.UNKNOWN or word in tuple(Phase)
