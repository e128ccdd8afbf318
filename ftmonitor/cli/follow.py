"""`ftmonitor events --follow`: the log of a job as it grows, read from the history, until the job has ended."""

from __future__ import annotations

import contextlib

from ftmonitor.cli import live
from ftmonitor.cli.arguments import DEFAULT_EVENTS
from ftmonitor.cli.context import Context
from ftmonitor.cli.events import is_level, listing_of, matches
from ftmonitor.cli.output import Listing
from ftmonitor.cli.tail import Tail
from ftmonitor.jsontext import parse
from ftmonitor.models.rows import row_of
from ftmonitor.models.source import Row


def run(context: Context) -> int:
    """Print events until the job has ended (0) or --timeout passed (124)."""
    listing = listing_of(context)
    late = "--timeout passed, and the job goes on"
    return live.run(context, lambda: _follow(context, listing), close=listing.close, late=late)


async def _follow(context: Context, listing: Listing[Row]) -> int:
    asked = context.arguments
    # Asked for directly: a wrong key, an unknown job or host should end the command and not be waited out.
    async with context.client() as client:
        job_id = (await client.jobs.retrieve_row(asked.job or "")).id
        newest = (await client.events.list(job_id, limit=1)).rows
    wanted = None if asked.all else asked.limit or DEFAULT_EVENTS
    begun = False
    async with live.following(context, [job_id]) as monitor, contextlib.aclosing(live.looks(context, monitor)) as looks:
        tail = Tail(monitor.store, job_id, lambda level: is_level(level, asked.level))
        async for _ in looks:
            tail.turn_to(monitor.store)
            begun = begun or await tail.begin(newest[0].id if newest else None, wanted)
            if not begun:
                continue
            while texts := await tail.more():
                rows = [row_of(parse(text)) for text in texts]
                listing.add([row for row in rows if matches(row, asked.level)])
            if tail.lost:
                context.talk.warn("some events are missing: the server does not serve them any more")
                tail.lost = False
            if await tail.ended():
                break
    return 0
