"""Who hears of changes. A bell rung twice before it was heard is heard once; nothing waits for a slow listener."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from weakref import WeakSet

from ftmonitor.sync.changes import Change, JobsChanged

MOST_IDS = 500
"""Jobs named in one change; beyond, it says: look at all of them."""


class Bell(AsyncIterator[Change]):
    """One listener's changes, merged while it does not listen; ends when the engine does."""

    def __init__(self) -> None:
        self._waiting: dict[Change, None] = {}
        self._rung = asyncio.Event()
        self._over = False

    def ring(self, change: Change) -> None:
        """Keep a change until it is heard."""
        if isinstance(change, JobsChanged):
            change = self._merged(change)
        self._waiting[change] = None
        self._rung.set()

    def end(self) -> None:
        """Let the listener hear what is left, and stop."""
        self._over = True
        self._rung.set()

    async def __anext__(self) -> Change:
        """Return the next change; wait for one."""
        while not self._waiting:
            if self._over:
                raise StopAsyncIteration
            self._rung.clear()
            await self._rung.wait()
        change = next(iter(self._waiting))
        del self._waiting[change]
        return change

    def _merged(self, change: JobsChanged) -> JobsChanged:
        for other in tuple(self._waiting):
            if isinstance(other, JobsChanged):
                del self._waiting[other]
                all_of_them = not change.ids or not other.ids
                change = JobsChanged(frozenset() if all_of_them else change.ids | other.ids)
        return JobsChanged() if len(change.ids) > MOST_IDS else change


class Bells:
    """All listeners. One that nobody holds any more is forgotten."""

    def __init__(self) -> None:
        self._bells: WeakSet[Bell] = WeakSet()
        self._over = False

    def listen(self) -> Bell:
        """Return a new listener; it hears what is rung from now on."""
        bell = Bell()
        if self._over:
            bell.end()
        self._bells.add(bell)
        return bell

    def ring(self, change: Change) -> None:
        """Tell every listener."""
        for bell in tuple(self._bells):
            bell.ring(change)

    def end(self) -> None:
        """Let every listener stop."""
        self._over = True
        for bell in tuple(self._bells):
            bell.end()
