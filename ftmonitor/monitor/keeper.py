"""Keeps a monitor at work on the right history: an engine over one file and, where that cannot go on, over another.

The engine, or the watch over the file, says why the file in use is not the one to go on with:

- the server answers for another organization: its jobs have a file of their own;
- the file is damaged: it is set aside, and what can be read of it is kept in a new one;
- it was renamed or deleted: the one in its place goes on, or a new one;
- it only stood in for one that was locked, or that there was no room for: now that can be opened;
- the key was replaced: the file goes on, with a new connection.

Each ends the engine, and the next one begins with the same wishes. Nothing is lost by that: how far the server was
read stands in the file itself.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ftmonitor.errors import FtmonitorError
from ftmonitor.monitor.histories import history_told
from ftmonitor.monitor.watch import NewKey, Reopened, Watch
from ftmonitor.secret import scrub
from ftmonitor.store.disk import Damaged, Moved, identity
from ftmonitor.store.notes import ORGANIZATION, WRECK
from ftmonitor.store.opening import open_anew, reason
from ftmonitor.store.store import Store
from ftmonitor.sync import organization
from ftmonitor.sync.bells import Bells
from ftmonitor.sync.changes import HistoryChanged, LinkChanged
from ftmonitor.sync.listener import listen
from ftmonitor.sync.organization import OtherOrganization
from ftmonitor.text import one_line

if TYPE_CHECKING:
    from ftmonitor.clock import Clock
    from ftmonitor.config.alerts import Alerting
    from ftmonitor.monitor.monitor import Connected
    from ftmonitor.sync.engine import Engine
    from ftmonitor.sync.salvage import Salvage

AGAIN_S = 10.0
"""After something that cannot be helped now, the work begins again so much later."""
SELDOM_S = 60.0
"""Between two histories that are set aside: a disk that damages each at once is not filled with them."""


class Keeper:
    """One monitor's history and engine. `home` is the profile's own file; `turned` is called when either is another."""

    def __init__(
        self,
        home: Path,
        store: Store,
        clock: Clock,
        turned: Callable[[Keeper], None],
        *,
        connected: Connected | None = None,
        reconnect: Callable[[], Connected | None] | None = None,
        alerting: Alerting | None = None,
    ) -> None:
        self.store = store
        self.connected = connected
        self.engine: Engine | None = None
        self.notice = store.notice
        """What has to be said about the history, or ""."""
        self.bells = Bells()
        self._home = home
        self._alerting = alerting
        self._clock = clock
        self._turned = turned
        self._watch = Watch(home, clock, reconnect)
        self._salvage: Salvage | None = None
        self._anew_at = -math.inf
        self._left: set[str] = set()  # organizations whose file was left, with this key
        self._old: list[Store] = []

    @property
    def renewing(self) -> bool:
        """Return whether there is hope that a refused key is replaced in a moment."""
        return self._watch.hopeful

    def engage(self) -> None:
        """Put an engine over the history in use, where there is a connection."""
        if self.connected is not None:
            from ftmonitor.sync.engine import Engine

            self.engine = Engine(
                self.connected.source, self.store, self._clock, bells=self.bells, alerting=self._alerting
            )
        self._turned(self)

    async def run(self) -> None:
        """Work until cancelled; `engage` was called before."""
        while True:
            try:
                await self._begin_salvage()
                await self._work()
            except Exception as error:  # also a fault of ours: it must not end the watch
                await self._go_on_after(error)
            self.engage()
            self.bells.ring(HistoryChanged())
            self.bells.ring(LinkChanged())

    async def aclose(self) -> None:
        """Let go of the connection and of the history; `run` has ended."""
        self.bells.end()
        if self.connected is not None:
            await self.connected.aclose()
        for store in (*self._old, self.store):
            await store.aclose()

    async def _work(self) -> None:
        """Run the engine, or hear what others write, and watch over the file; raises why that is over."""
        engine = self.engine
        work = listen(self.store, self.bells, self._clock) if engine is None else engine.run()
        tasks = (
            asyncio.create_task(work, name="engine"),
            asyncio.create_task(self._watch.over(self.store, engine), name="watch"),
            asyncio.create_task(self._let_go(), name="let go"),
            asyncio.create_task(self._end_salvage(), name="salvage"),
        )
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _let_go(self) -> None:
        """Close what is not in use any more, when what was asked of it a moment ago has been answered."""
        await self._clock.sleep(1.0)
        old, self._old = self._old, []
        for store in old:
            await store.aclose()

    async def _go_on_after(self, error: Exception) -> None:
        try:
            if isinstance(error, OtherOrganization):
                await self._turn_to(error.organization)
            elif isinstance(error, Damaged):
                await self._begin_anew(error)
            elif isinstance(error, Moved):
                await self._follow_the_name()
            elif isinstance(error, Reopened):
                self._use(error.store)
            elif isinstance(error, NewKey):
                before, self.connected = self.connected, error.connected
                self._left.clear()
                if before is not None:
                    await before.aclose()
            else:
                raise error
        except Exception as another:
            await self._wait(another)

    def _use(self, store: Store, notice: str = "") -> None:
        self._old.append(self.store)
        self.store, self.notice = store, store.notice or notice

    async def _wait(self, error: Exception) -> None:
        """Say what is wrong, and let some time pass."""
        said = str(error) if isinstance(error, FtmonitorError) else f"Unexpected: {type(error).__name__}: {error}"
        before, self.notice = self.notice, one_line(scrub(said), 500)
        self.bells.ring(HistoryChanged())
        await self._clock.sleep(AGAIN_S)
        self.notice = before

    async def _turn_to(self, told: str) -> None:
        """Go on with the history of the organization that the server answers for."""
        if told in self._left:
            await self.store.write(organization.keep_together)
            self.notice = "The server answers now for one organization, now for another: their jobs are kept together."
            return
        self._left.add(await self.store.notes.get(ORGANIZATION) or "")
        store = await history_told(self._home, self.store, told, self._clock)
        shown = one_line(told, organization.LONGEST)
        self._use(store, f"The server answers for the organization {shown} now: its jobs have a history of their own.")

    async def _begin_anew(self, error: Damaged) -> None:
        path, how = self.store.path, self.store.how
        if identity(path) != how.identity:  # another program was quicker, and has set it aside already
            await self._follow_the_name()
            return
        if self._clock.monotonic() < self._anew_at + SELDOM_S:
            await self._wait(error)
        self._anew_at = self._clock.monotonic()
        self._use(Store(await asyncio.to_thread(open_anew, path, self._clock.now(), reason(error))))

    async def _follow_the_name(self) -> None:
        path = self.store.path
        store = await asyncio.to_thread(Store.open, path, stand_in=True, clock=self._clock)
        what = "the one in its place goes on" if store.count() else "a new one begins"
        self._use(store, f"The history {path} was renamed or deleted while it was open: {what}.")

    async def _begin_salvage(self) -> None:
        """Keep of a damaged file that this history took the place of what the engine would ask for."""
        self._salvage, name = None, await self.store.notes.get(WRECK)
        if name is None or self.store.read_only:
            return
        from ftmonitor.sync.salvage import Salvage

        self._salvage = Salvage(self.store, self.store.path.with_name(name))
        await self._salvage.begin()
        self._say_kept(name, self._salvage.words)

    async def _end_salvage(self) -> None:
        """Keep the rest of it."""
        if (salvage := self._salvage) is not None:
            await salvage.rest()
            self._say_kept(salvage.name, salvage.words)

    def _say_kept(self, name: str, words: str) -> None:
        self.notice = f"The history was damaged: it was set aside as {name}; {words}."
        self.bells.ring(HistoryChanged())
