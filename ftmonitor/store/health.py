"""Whether a large history is whole: looked at beside the work, in a connection and a thread of its own.

Small ones are checked when they are opened. Reading a large one takes seconds, so that is done once a day, and when the
last program did not come to its end.
"""

from __future__ import annotations

import asyncio

from ftmonitor.clock import Clock
from ftmonitor.errors import StoreError
from ftmonitor.store import notes
from ftmonitor.store.connecting import SMALL_BYTES, Connection, check_pages, connect_to_read
from ftmonitor.store.disk import Damaged
from ftmonitor.store.store import Store

CHECKED_AT = "checked_at"
"""Under this name a history keeps when it was last found whole."""
FIRST_S = 5.0
"""The check begins so much later than the program: what is on the screen comes first."""
EVERY_S = 86_400.0
"""Between two checks, as long as every program that had the file open came to its end."""


class Checking:
    """Checks histories, each once in a run."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def of(self, store: Store) -> None:
        """Look whether a history is whole, if that is due.

        Raises:
            Damaged: If it is not.
            StoreError: If that cannot be written down.
        """
        await self._clock.sleep(FIRST_S)
        if store.how.identity is None or store.read_only or store.path.stat().st_size <= SMALL_BYTES:
            return
        if not (store.how.unclean or await store.read(is_due, self._clock.now())):
            return
        connection = await asyncio.to_thread(connect_to_read, store.path)
        check = asyncio.create_task(asyncio.to_thread(check_pages, connection, store.path))
        try:
            await asyncio.shield(check)
        except Damaged:
            raise
        except StoreError:
            return  # it could not be read now: the next start looks again
        finally:
            connection.interrupt()
            await asyncio.gather(check, return_exceptions=True)
            connection.close()
        await store.write(notes.put_time, CHECKED_AT, self._clock.now())


def is_due(connection: Connection, now: float) -> bool:
    """Return whether it is time to check a history; a clock that was set back makes it so too."""
    checked_at = notes.time(connection, CHECKED_AT)
    return checked_at is None or not 0 <= now - checked_at < EVERY_S
