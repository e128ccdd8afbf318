"""Jobs followed through the history: what `events --follow`, `wait` and `watch` stand on."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence

from ftmonitor.cli.context import Context
from ftmonitor.cli.talk import Talk
from ftmonitor.config.paths import history_file
from ftmonitor.errors import AuthenticationFailed, FtmonitorError, Refused, StoreError
from ftmonitor.models.phase import Phase, phase_of
from ftmonitor.models.source import Row
from ftmonitor.models.summary import text_of
from ftmonitor.monitor.monitor import Monitor
from ftmonitor.monitor.open import open_monitor
from ftmonitor.sync.changes import Change
from ftmonitor.sync.link import Health, Link

TIMED_OUT = 124
"""Exit code where --timeout passed, as of coreutils' `timeout`."""
CANCELLED = 4
"""Exit code of `wait` and `watch` where a job was cancelled and none failed (../README.md, "Exit codes")."""
FAILED = 1

UNWRITTEN_S = 10.0
"""How long the history may refuse to be written before the command ends, in seconds: longer than a lock."""

LOOK_S = 1.0
"""How often the history is looked at where no bell rings, in seconds: polls without news ring none."""

LOST_S = 2.0
"""How long the connection is away before it is said to be lost: one failed poll is not worth a word."""


def run(context: Context, work: Callable[[], Awaitable[int]], *, close: Callable[[], None], late: str) -> int:
    """Return the exit code of `work`, or 124 where --timeout passed before its end: then `late` is said.

    `close` ends what stands on stdout, also after ctrl-c: what was printed is a whole document all the same.
    """
    _ = context.settings  # read before the loop runs, as `Context.ask` says why

    async def limited() -> int:
        try:
            async with asyncio.timeout(context.arguments.timeout) as limit:
                code = await work()
        except TimeoutError:
            if not limit.expired():
                raise
            close()
            context.talk.note(late)
            return TIMED_OUT
        except asyncio.CancelledError:
            close()
            raise
        close()
        return code

    return asyncio.run(limited())


@contextlib.asynccontextmanager
async def following(context: Context, job_ids: Sequence[str]) -> AsyncIterator[Monitor]:
    """Yield a monitor that follows these jobs.

    Raises:
        StoreError: If the history cannot be opened.
    """
    settings = context.settings
    monitor = open_monitor(
        settings.profile,
        history_file(settings.profile, settings.data_dir),
        clock=context.clock,
        alerting=settings.alerting,
    )
    if monitor.notice:
        context.talk.warn(monitor.notice)
    try:
        await monitor.start()
        for job_id in job_ids:
            monitor.follow(job_id)
        if len(job_ids) == 1:
            monitor.select(job_ids[0])  # asked more often
        yield monitor
    finally:
        await monitor.aclose()


async def looks(context: Context, monitor: Monitor) -> AsyncGenerator[None, None]:
    """Yield when something may have changed: at every bell, and once in `LOOK_S` seconds.

    Raises:
        FtmonitorError: If the history is not kept up any more, for one of the reasons that `Connection.look` gives.
    """
    connection, notice = Connection(context.talk, monitor.clock.monotonic), monitor.notice
    changes = monitor.changes()
    waiting: asyncio.Future[Change] = asyncio.ensure_future(anext(changes))
    try:
        while True:
            done, _ = await asyncio.wait({waiting}, timeout=LOOK_S)
            if done and isinstance(waiting.exception(), StopAsyncIteration):
                raise FtmonitorError("the history is not kept up any more, so there is nothing to follow")
            if done:
                waiting.result()
                waiting = asyncio.ensure_future(anext(changes))
            if monitor.notice not in ("", notice):
                context.talk.warn(monitor.notice)
            notice = monitor.notice
            connection.look(monitor.link)
            yield
    finally:
        waiting.cancel()
        with contextlib.suppress(asyncio.CancelledError, StopAsyncIteration):
            await waiting


def phase_in(row: Row) -> Phase:
    """Return what the status of a job as sent means."""
    return phase_of(text_of(row.raw.get("status")))


def exit_code(phases: Sequence[Phase]) -> int:
    """Return the exit code for jobs that ended so."""
    if any(phase not in (Phase.SUCCEEDED, Phase.CANCELLED) for phase in phases):
        return FAILED
    return CANCELLED if Phase.CANCELLED in phases else 0


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
