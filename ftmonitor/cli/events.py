"""`ftmonitor events`: the log of a job, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ftmonitor.cli import paint
from ftmonitor.cli.arguments import DEFAULT_EVENTS
from ftmonitor.cli.asked import Arguments
from ftmonitor.cli.context import Context
from ftmonitor.cli.known import LEVELS, doubts
from ftmonitor.cli.output import Listing
from ftmonitor.cli.table import Cell, Column
from ftmonitor.format import iso
from ftmonitor.models.source import Row
from ftmonitor.models.summary import count_of, text_of, time_of

if TYPE_CHECKING:
    from ftmonitor.cli.archive import Reader

PAGE = 100
"""Events asked for at once: what the API is known to give."""

COLUMNS = (
    Column("created_at"),
    Column("level"),
    Column("message", 20),
    Column("type", sheet_only=True),
    Column("step", sheet_only=True),
    Column("id", sheet_only=True),
)

_SAME = {"warning": "warn"}
"""Azure says `warning` where OpenAI says `warn`."""


def run(context: Context) -> int:
    """Print the newest events that match, oldest first; with --follow go on until the job has ended."""
    for doubt in doubts(context.arguments.level, "level", LEVELS):
        context.talk.note(doubt)
    if context.arguments.follow:
        from ftmonitor.cli.follow import run as follow

        return follow(context)
    rows = context.read(lambda client: _newest(client, context.arguments))
    listing = listing_of(context)
    listing.add(rows)
    listing.close()
    if not rows:
        context.talk.note("no event matches" if context.arguments.level else "there are no events yet")
    return 0


async def _newest(client: Reader, asked: Arguments) -> list[Row]:
    """Return the events that were asked for, oldest first. The API gives the newest first, so all pages come before."""
    wanted = None if asked.all else asked.limit or DEFAULT_EVENTS
    size = PAGE if wanted is None or asked.level else min(PAGE, wanted)
    found: list[Row] = []
    async for row in client.events.iterate(asked.job or "", limit=size):
        if matches(row, asked.level):
            found.append(row)
        if len(found) == wanted:
            break
    found.reverse()
    return found


def listing_of(context: Context) -> Listing[Row]:
    """Return the list that events are printed as."""
    return Listing(context.output, COLUMNS, cells)


def matches(row: Row, levels: Sequence[str]) -> bool:
    """Return whether an event has one of the levels; none fits every event."""
    return is_level(text_of(row.raw.get("level")), levels)


def is_level(level: str, wanted: Sequence[str]) -> bool:
    """Return whether a level as sent is one of those that are wanted (in small letters); none fits every level."""
    word = level.strip().lower()
    return not wanted or _SAME.get(word, word) in {_SAME.get(name, name) for name in wanted}


def cells(row: Row) -> Sequence[Cell]:
    """Return an event as a row of the table."""
    raw = row.raw
    data = raw.get("data")
    step = count_of(data.get("step")) if isinstance(data, dict) else None
    return (
        Cell(iso(time_of(raw.get("created_at")))),
        paint.level(text_of(raw.get("level"))),
        Cell(text_of(raw.get("message")) or ("" if raw else row.text)),
        Cell(text_of(raw.get("type"))),
        Cell("" if step is None else str(step)),
        Cell(row.id),
    )
