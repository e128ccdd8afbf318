"""`ftmonitor events --follow`: the log of a job as it grows, read from the history, until the job has ended."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable

from ftmonitor.cli.arguments import DEFAULT_EVENTS
from ftmonitor.cli.context import Context
from ftmonitor.cli.events import is_level, listing_of, matches
from ftmonitor.cli.output import Listing
from ftmonitor.cli.tail import Tail
from ftmonitor.cli.talk import Talk
from ftmonitor.config.paths import history_file
from ftmonitor.errors import AuthenticationFailed, FtmonitorError, Refused, StoreError
from ftmonitor.jsontext import parse
from ftmonitor.models.rows import row_of
from ftmonitor.models.source import Row
from ftmonitor.monitor.monitor import Monitor
from ftmonitor.monitor.open import open_monitor
from ftmonitor.sync.changes import Change
from ftmonitor.sync.link import Health, Link

TIMED_OUT = 124
"""Exit code where --timeout passed, as of coreutils' `timeout`."""

UNWRITTEN_S = 10.0
"""How long the history may refuse to be written before the command ends, in seconds: longer than a lock."""

LOOK_S = 1.0
"""How often the history is looked at where no bell rings, in seconds: polls without news ring none."""

LOST_S = 2.0
"""How long the connection is away before it is said to be lost: one failed poll is not worth a word."""


def run(context: Context) -> int:
    """Print events until the job has ended (0) or --timeout passed (124)."""
    _ = context.settings  # read before the loop runs, as `Context.ask` says why
    return asyncio.run(_run(context))


async def _run(context: Context) -> int:
    listing = listing_of(context)
    try:
        async with asyncio.timeout(context.arguments.timeout) as limit:
            await _follow(context, listing)
    except TimeoutError:
        if not limit.expired():
            raise
        listing.close()
        context.talk.note("--timeout passed, and the job goes on")
        return TIMED_OUT
    except asyncio.CancelledError:  # ctrl-c: what was printed is a whole document all the same
        listing.close()
        raise
    listing.close()
    return 0


async def _follow(context: Context, listing: Listing[Row]) -> None:
    asked = context.arguments
    job_id = asked.job or ""
    # Asked for directly: a wrong key, an unknown job or host should end the command and not be waited out.
    async with context.client() as client:
        job_id = (await client.jobs.retrieve_row(job_id)).id
        newest = (await client.events.list(job_id, limit=1)).rows
    settings = context.settings
    monitor = open_monitor(settings.profile, history_file(settings.profile, settings.data_dir))
    if monitor.notice:
        context.talk.warn(monitor.notice)
    tail = Tail(monitor.store, job_id, lambda level: is_level(level, asked.level))
    try:
        await monitor.start()
        monitor.follow(job_id)
        monitor.select(job_id)
        await _print(context, monitor, tail, listing, newest[0].id if newest else None)
    finally:
        await monitor.aclose()


async def _print(context: Context, monitor: Monitor, tail: Tail, listing: Listing[Row], newest: str | None) -> None:
    asked = context.arguments
    wanted = None if asked.all else asked.limit or DEFAULT_EVENTS
    begun = False
    connection = Connection(context.talk, asyncio.get_running_loop().time)
    async with contextlib.aclosing(_bells(monitor)) as bells:
        async for _ in bells:
            connection.look(monitor.link)
            begun = begun or await tail.begin(newest, wanted)
            if not begun:
                continue
            while texts := await tail.more():
                rows = [row_of(parse(text)) for text in texts]
                listing.add([row for row in rows if matches(row, asked.level)])
            if tail.lost:
                context.talk.warn("some events are missing: the server does not serve them any more")
                tail.lost = False
            if await tail.ended():
                return
    raise FtmonitorError("the history is not kept up any more, so there is nothing to follow")


async def _bells(monitor: Monitor) -> AsyncGenerator[None, None]:
    """Yield when something may have changed: at every bell, and once in `LOOK_S` seconds. Ends when the engine does."""
    changes = monitor.changes()
    waiting: asyncio.Future[Change] = asyncio.ensure_future(anext(changes))
    try:
        while True:
            done, _ = await asyncio.wait({waiting}, timeout=LOOK_S)
            if done and isinstance(waiting.exception(), StopAsyncIteration):
                return
            if done:
                waiting.result()
                waiting = asyncio.ensure_future(anext(changes))
            yield
    finally:
        waiting.cancel()
        with contextlib.suppress(asyncio.CancelledError, StopAsyncIteration):
            await waiting


class Connection:
    """Says once that the connection was lost, and once that it is back. `now` gives seconds that never go back."""

    def __init__(self, talk: Talk, now: Callable[[], float]) -> None:
        self._talk = talk
        self._now = now
        self._since: float | None = None
        self._told = False
        self._unwritten_since: float | None = None

    def look(self, link: Link) -> None:
        """Take in the state of the connection.

        Raises:
            AuthenticationFailed: If the key is not taken any more.
            Refused: If the server says no to something else.
            StoreError: If the history cannot be written for longer than a short lock lasts.
        """
        if link.health is Health.REFUSED:
            raise AuthenticationFailed(link.message)
        if link.health is Health.DENIED:
            raise Refused(link.message)
        if link.health is Health.LIVE:
            self._look_at_the_history(link.message)
            if self._told:
                self._talk.note("connected again, nothing is missing")
            self._since, self._told = None, False
        elif link.health in (Health.RETRY, Health.OFFLINE):
            self._since = self._now() if self._since is None else self._since
            if not self._told and self._now() >= self._since + LOST_S:
                self._talk.note(f"connection lost, waiting for it: {link.message}")
                self._told = True

    def _look_at_the_history(self, trouble: str) -> None:
        """Give up where what comes in cannot be kept: what is not in the history is never printed."""
        if not trouble:
            self._unwritten_since = None
        elif self._unwritten_since is None:
            self._unwritten_since = self._now()
        elif self._now() >= self._unwritten_since + UNWRITTEN_S:
            raise StoreError(trouble)
