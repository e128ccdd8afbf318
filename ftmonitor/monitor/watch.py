"""What is looked after beside the engine: that the file is the right one and whole, that a refused key is renewed."""

from __future__ import annotations

import asyncio
import contextlib
import math
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ftmonitor.errors import FtmonitorError, StoreError
from ftmonitor.monitor.histories import history_in_use
from ftmonitor.store import health
from ftmonitor.store.disk import Moved, identity
from ftmonitor.store.opening import open_writable
from ftmonitor.store.store import Store
from ftmonitor.sync.link import Health

if TYPE_CHECKING:
    from ftmonitor.clock import Clock
    from ftmonitor.monitor.monitor import Connected
    from ftmonitor.sync.engine import Engine

T = TypeVar("T")

EVERY_S = 2.0
"""Between two looks at the file."""
MOVED_S = 60.0
"""Between two times that a file seems to be another one: some file systems number theirs anew."""
REOPEN_S = 5.0
"""Between two tries to open the history that something stands in for."""
RENEW_S = 60.0
LONGEST_RENEW_S = 960.0
"""Between two runs of the command that prints the key, while that is refused: it may ask for somebody's finger."""


class Reopened(Exception):
    """The history can be opened now that something stood in for."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store


class NewKey(Exception):
    """There is a connection with another key."""

    def __init__(self, connected: Connected) -> None:
        super().__init__()
        self.connected = connected


class Watch:
    """Watches over one history after the other. `reconnect` gives a connection where there is another key by now."""

    def __init__(self, home: Path, clock: Clock, reconnect: Callable[[], Connected | None] | None) -> None:
        self._home = home
        self._clock = clock
        self._reconnect = reconnect
        self._moved_at = -math.inf
        self._renew_at = 0.0
        self._renew_s = 0.0
        self._checking = health.Checking(clock)

    @property
    def hopeful(self) -> bool:
        """Return whether the key could be replaced, and nobody has looked yet since it was refused."""
        return self._reconnect is not None and not self._renew_s

    async def over(self, store: Store, engine: Engine | None) -> None:
        """Look after a history until cancelled.

        Raises:
            Damaged: If it is.
            Moved: If the file is not at its place any more.
            Reopened: If it stood in for another, and need not any more.
            NewKey: If the key was replaced.
        """
        reopen_at = self._clock.monotonic() + REOPEN_S
        check = asyncio.create_task(self._checking.of(store), name="check")
        try:
            while True:
                await self._clock.sleep(EVERY_S)
                if store.damage is not None:
                    raise store.damage
                if store.how.passing and self._clock.monotonic() >= reopen_at:
                    reopen_at = self._clock.monotonic() + REOPEN_S
                    await self._reopen()
                if await self._is_moved(store):
                    raise Moved(f"The history {store.path} is not at its place any more.")
                if check.done():
                    check.result()
                if engine is not None:
                    await self._renew(engine)
        finally:
            check.cancel()
            await asyncio.gather(check, return_exceptions=True)

    async def _is_moved(self, store: Store) -> bool:
        if store.how.identity is None or self._clock.monotonic() < self._moved_at + MOVED_S:
            return False
        moved = await asyncio.to_thread(identity, store.path) != store.how.identity
        if moved:
            self._moved_at = self._clock.monotonic()
        return moved

    async def _reopen(self) -> None:
        def opened() -> Store:
            return history_in_use(Store(open_writable(self._home, self._clock.now())), self._clock)

        with contextlib.suppress(StoreError):
            raise Reopened(await asyncio.to_thread(opened))

    async def _renew(self, engine: Engine) -> None:
        """Look for another key, at once when it is refused, and then less and less often."""
        health = engine.link.health
        if health is Health.LIVE:
            self._renew_s = 0.0
        waiting = self._renew_s and self._clock.monotonic() < self._renew_at
        if self._reconnect is None or health is not Health.REFUSED or waiting:
            return
        try:
            connected = await _aside(self._reconnect)
        except FtmonitorError:
            connected = None  # the server's own words stand on the screen
        self._renew_s = min(LONGEST_RENEW_S, max(RENEW_S, self._renew_s * 2))
        self._renew_at = self._clock.monotonic() + self._renew_s
        if connected is not None:
            raise NewKey(connected)


async def _aside(work: Callable[[], T]) -> T:
    """Return `work()`, done in a thread that the end of the program does not wait for."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(give: Callable[[], None]) -> None:
        if not done.done():
            give()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:
            failed = error
            _tell(loop, lambda: settle(lambda: done.set_exception(failed)))
        else:
            _tell(loop, lambda: settle(lambda: done.set_result(result)))

    threading.Thread(target=run, name="key", daemon=True).start()
    return await done


def _tell(loop: asyncio.AbstractEventLoop, work: Callable[[], None]) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
        loop.call_soon_threadsafe(work)
