"""The connections in use: transactions, and a thread for each."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from ftmonitor.errors import StoreError
from ftmonitor.store.connecting import connect_again, connect_to_read, sentences
from ftmonitor.store.disk import Damaged

P = ParamSpec("P")
T = TypeVar("T")

Connection = sqlite3.Connection
Sight = tuple[tuple[int, int], ...]

BLIND = 10
"""Looks at the files in a row that are enough: two writes within one tick of their clock look like one."""


class Database:
    """One SQLite file. Coroutines run in threads; `at_once` runs in the caller's, before any loop.

    Writes have a connection and a thread of their own, and so have reads, and surveys, which are reads that may take
    long: none of them waits for another kind. A read sees one state of the file, with all in it that was written
    before it began. What is `alone` is in memory and has one connection for all.
    """

    def __init__(self, connection: Connection, path: Path, read_only: bool = False, *, alone: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        again = partial(connect_to_read if read_only else connect_again, path)
        self._writes = _Lane("history-writes", path, again, connection)
        self._reads = self._writes if alone else _Lane("history-reads", path, again)
        self._surveys = self._writes if alone else _Lane("history-surveys", path, again)
        self._version = 0
        self._sight: Sight | None = None
        self._blind = 0

    @property
    def damage(self) -> Damaged | None:
        """Return what showed that the file is damaged, if anything did."""
        return self._writes.damage or self._reads.damage or self._surveys.damage

    def at_once(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Return `work(connection, ...)`, run here and now.

        Raises:
            StoreError: If SQLite says no.
        """
        return self._writes.at_once(lambda connection: work(connection, *args, **named))

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Return `work(connection, ...)`, which only reads, for a few milliseconds at most.

        Raises:
            StoreError: If SQLite says no.
        """

        def inside(connection: Connection) -> T:
            return work(connection, *args, **named)

        return await self._reads.run(lambda connection: snapshot(connection, inside))

    async def survey(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Return `work(connection, ...)`, which only reads, and may take long: other reads do not wait for it.

        Raises:
            StoreError: If SQLite says no.
        """

        def inside(connection: Connection) -> T:
            return work(connection, *args, **named)

        return await self._surveys.run(lambda connection: snapshot(connection, inside))

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Return `work(connection, ...)`, run as one transaction: all of it or nothing.

        A caller that is cancelled meanwhile changes nothing: the transaction ends by itself.

        Raises:
            StoreError: If SQLite says no; then nothing was written.
        """

        def inside(connection: Connection) -> T:
            return work(connection, *args, **named)

        return await self._writes.run(lambda connection: transaction(connection, inside))

    async def version(self) -> int:
        """Return a number that changes when another process has written.

        It is asked on the connection that writes: our own rows are no news to it, and the other two write none. Where
        the files are as they were, it is not asked at all, but for one time in `BLIND`.
        """
        sight = _sight(self.path)
        self._blind += 1
        if sight is None or sight != self._sight or self._blind >= BLIND:
            self._version = await self._writes.run(_data_version)
            self._sight, self._blind = sight, 0
        return self._version

    async def aclose(self) -> None:
        """Close after what is under way."""
        for lane in (self._reads, self._surveys, self._writes):
            await lane.aclose()

    def close(self) -> None:
        """Close here and now; a second time does nothing."""
        for lane in (self._reads, self._surveys, self._writes):
            lane.close()


class _Lane:
    """One connection, made by the first question where there is none yet, and the one thread that it is asked in."""

    def __init__(
        self, name: str, path: Path, connect: Callable[[], Connection], connection: Connection | None = None
    ) -> None:
        self._name = name
        self._path = path
        self._connect = connect
        self._connection = connection
        self._lock = threading.Lock()
        self._thread: ThreadPoolExecutor | None = None
        self._closed = False
        self.damage: Damaged | None = None

    def at_once(self, work: Callable[[Connection], T]) -> T:
        """Return `work(connection)`, run in the caller's thread."""
        try:
            with self._lock, sentences(self._path):
                if self._closed:
                    raise StoreError("The history is closed.")
                if self._connection is None:
                    self._connection = self._connect()
                return work(self._connection)
        except Damaged as error:
            self.damage = error
            raise

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Return `work(connection)`, run in the thread, in turn."""
        if self._closed:
            raise StoreError("The history is closed.")
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix=self._name)
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.at_once, work)

    async def aclose(self) -> None:
        """Close after what is under way."""
        if self._thread is not None and not self._closed:
            await asyncio.get_running_loop().run_in_executor(self._thread, self.close)
        else:
            self.close()

    def close(self) -> None:
        """Close here and now."""
        with self._lock:
            self._closed = True
            if self._connection is not None:
                self._connection.close()
                self._connection = None
        if self._thread is not None:
            self._thread.shutdown(wait=False)


def marks(values: Collection[object]) -> str:
    """Return one `?` for each value, as `IN (...)` wants them; SQLite takes 32,766, and pages are far shorter."""
    return ",".join("?" * len(values))


def transaction(connection: Connection, work: Callable[[Connection], T]) -> T:
    """Return `work(connection)` as one transaction that takes the write lock at once."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return result


def snapshot(connection: Connection, work: Callable[[Connection], T]) -> T:
    """Return `work(connection)`, all of its questions answered from one state of the file."""
    connection.execute("BEGIN")
    try:
        return work(connection)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _sight(path: Path) -> Sight | None:
    """Return what shows from outside that something was written; None where there is nothing to see."""
    try:
        return tuple((found.st_mtime_ns, found.st_size) for found in (os.stat(path), os.stat(f"{path}-wal")))
    except OSError:
        return None


def _data_version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
