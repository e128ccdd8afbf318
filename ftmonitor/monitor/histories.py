"""Which file holds the jobs that a profile sees: its own, or that of another organization that its key belongs to.

A profile's own file belongs to the first organization that was seen with it, and remembers the one seen last; so the
right one is opened at once, before anybody is asked.
"""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from ftmonitor.clock import Clock
from ftmonitor.config.paths import history_of
from ftmonitor.errors import StoreError
from ftmonitor.store.disk import Damaged
from ftmonitor.store.notes import ORGANIZATION, ORGANIZATION_IN_USE
from ftmonitor.store.store import Store


def open_history(home: Path, clock: Clock | None = None, *, stand_in: bool = False) -> Store:
    """Open the history that a profile whose own file is `home` is seen with.

    Raises:
        StoreError: If it cannot be opened.
    """
    return history_in_use(Store.open(home, stand_in=stand_in, clock=clock), clock, stand_in=stand_in)


def look_into_history(home: Path) -> Store:
    """Open the history that a profile whose own file is `home` is seen with, and change nothing about it.

    A damaged one is set aside all the same, since what can be read of it is only found so.

    Raises:
        StoreError: If it cannot be read.
    """
    try:
        own = Store.look(home)
    except Damaged:
        return open_history(home)
    in_use = own.notes.first(ORGANIZATION_IN_USE)
    if in_use is None or in_use == own.notes.first(ORGANIZATION):
        return own
    path = history_of(own.path, in_use)
    own.close()
    return Store.look(path)


def history_in_use(own: Store, clock: Clock | None, *, stand_in: bool = False) -> Store:
    """Return the history to begin with: `own`, the profile's, or that of the organization seen last; then it is closed.

    Raises:
        StoreError: If that cannot be opened.
    """
    in_use = own.notes.first(ORGANIZATION_IN_USE)
    if in_use is None or in_use == own.notes.first(ORGANIZATION):
        return own
    path = history_of(own.path, in_use)
    own.close()
    return Store.open(path, stand_in=stand_in, clock=clock)


async def history_told(home: Path, current: Store, told: str, clock: Clock) -> Store:
    """Return the history of the organization that the server answers for, and remember it in the profile's own one.

    Raises:
        StoreError: If that cannot be opened.
    """

    def opened(path: Path) -> Store:
        return Store.open(path, stand_in=True, clock=clock)

    own = current if current.path == home else await asyncio.to_thread(opened, home)
    with contextlib.suppress(StoreError):  # then the next start finds out once more
        await own.notes.put(ORGANIZATION_IN_USE, told)
    if own is current:
        return await asyncio.to_thread(opened, history_of(home, told))
    if await own.notes.get(ORGANIZATION) in (None, told):
        return own
    await own.aclose()
    return await asyncio.to_thread(opened, history_of(home, told))
