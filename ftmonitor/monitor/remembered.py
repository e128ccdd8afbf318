"""The remembered view of the profile: read once, kept here, and written behind the user's back."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from ftmonitor.errors import StoreError

if TYPE_CHECKING:
    from ftmonitor.monitor.monitor import Monitor


class Views:
    """JSON values by name, such as `list.sort`. Whatever cannot be read or written counts as not remembered.

    What was read or put is what is in force, also where another history takes the place of this one.
    """

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._values: dict[str, object] | None = None
        self._unwritten: dict[str, object] = {}
        self._writing: asyncio.Task[None] | None = None

    def get(self, name: str) -> object:
        """Return a value as JSON has it, or None. The first question reads all of them, here and now."""
        return self._all().get(name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a list, each once; none where it is no list."""
        held = self.get(name)
        return tuple(dict.fromkeys(one for one in held if isinstance(one, str))) if isinstance(held, list) else ()

    def put(self, name: str, value: object) -> None:
        """Remember a value that JSON can hold (None: forget it). It is written while the loop goes on."""
        values = self._all()
        if values.get(name) == value:
            return
        values[name] = self._unwritten[name] = value
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="views")

    async def flush(self) -> None:
        """Wait until all of it is written."""
        if self._writing is not None:
            await self._writing

    def _all(self) -> dict[str, object]:
        if self._values is None:
            try:
                self._values = self._monitor.store.views.first(self._monitor.profile.name)
            except StoreError:
                self._values = {}
        return self._values

    async def _write(self) -> None:
        while self._unwritten:
            values, self._unwritten = self._unwritten, {}
            if not self._monitor.store.read_only:
                with contextlib.suppress(StoreError):
                    await self._monitor.store.views.put(self._monitor.profile.name, values)
