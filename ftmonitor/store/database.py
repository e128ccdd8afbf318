"""The connection: pragmas, transactions, one thread, errors as sentences. The only importer of sqlite3."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from ftmonitor.errors import StoreError
from ftmonitor.store.disk import Damaged

P = ParamSpec("P")
T = TypeVar("T")

Connection = sqlite3.Connection

BUSY_S = 5.0
"""How long a write waits for another process's transaction; ours are a few milliseconds long."""

APPLICATION_ID = 0x66746D6E
"""`ftmn`, written into the file's header: a file without it is not ours."""

_SMALL_BYTES = 1_000_000
"""Files up to this size are checked whole when they are opened: that takes a few milliseconds."""


class Database:
    """One SQLite file. Coroutines run in one thread of its own; `at_once` runs in the caller's, before any loop."""

    def __init__(self, connection: Connection, path: Path, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._lock = threading.Lock()
        self._thread: ThreadPoolExecutor | None = None
        self._closed = False

    def at_once(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Return `work(connection, ...)`, run here and now.

        Raises:
            StoreError: If SQLite says no.
        """
        with self._lock, sentences(self.path):
            if self._closed:
                raise StoreError("The history is closed.")
            return work(self._connection, *args, **named)

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Return `work(connection, ...)`, run in the store's thread.

        Raises:
            StoreError: If SQLite says no.
        """
        return await self._in_thread(partial(self.at_once, work, *args, **named))

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Return `work(connection, ...)`, run in the store's thread as one transaction: all of it or nothing.

        A caller that is cancelled meanwhile changes nothing: the transaction ends by itself.

        Raises:
            StoreError: If SQLite says no; then nothing was written.
        """

        def inside(connection: Connection) -> T:
            return work(connection, *args, **named)

        return await self._in_thread(partial(self.at_once, transaction, inside))

    async def version(self) -> int:
        """Return a number that changes when another process has written."""
        return await self.read(_data_version)

    async def aclose(self) -> None:
        """Close after what is under way."""
        if self._thread is None:
            self.close()
        else:
            await self._in_thread(self.close, shut=True)

    def close(self) -> None:
        """Close here and now; a second time does nothing."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._connection.close()
        if self._thread is not None:
            self._thread.shutdown(wait=False)

    async def _in_thread(self, work: Callable[[], T], shut: bool = False) -> T:
        if self._closed and not shut:
            raise StoreError("The history is closed.")
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="history")
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


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


def connect(path: Path) -> Connection:
    """Return a connection to a file that is there, in WAL mode.

    Raises:
        Damaged: If it is no database, or a broken one.
        StoreError: If it cannot be opened, or belongs to another program.
    """
    with sentences(path):
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        try:
            _check(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA wal_autocheckpoint = 2000")
        except BaseException:
            connection.close()
            raise
    return connection


def connect_to_read(path: Path) -> Connection:
    """Return a connection that only reads, for a file or folder that cannot be written.

    Raises:
        Damaged: If it is no database, or a broken one.
        StoreError: If it cannot be opened.
    """
    with sentences(path):
        uri = path.absolute().as_uri()
        for how in ("mode=ro", "immutable=1"):
            connection = sqlite3.connect(
                f"{uri}?{how}", uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False
            )
            try:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except sqlite3.OperationalError:
                connection.close()
                if how == "immutable=1":
                    raise
            else:
                return connection
    raise StoreError(f"The history {path} cannot be read.")


def copy_to(connection: Connection, path: Path) -> None:
    """Write a whole copy of the database to `path`."""
    target = sqlite3.connect(path)
    try:
        connection.backup(target)
    finally:
        target.close()


def _check(connection: Connection, path: Path) -> None:
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    if tables and owner != APPLICATION_ID:
        raise StoreError(f"{path} is a database of another program: choose another folder with --data-dir.")
    if path.stat().st_size <= _SMALL_BYTES:
        said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise Damaged(str(said).splitlines()[0])


def _data_version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours: each one sentence with what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _sentence(path, error) from error


def _sentence(path: Path, error: sqlite3.Error) -> StoreError:
    words = str(error).lower()
    if "malformed" in words or "not a database" in words or "corrupt" in words:
        return Damaged(f"The history {path} is damaged ({error}): start again, and it will be set aside.")
    if "locked" in words or "busy" in words:
        return StoreError(f"The history {path} is held by another program: it will be tried again.")
    if "full" in words:
        return StoreError(f"The disk is full: nothing more can be written to the history {path}; make room.")
    if "readonly" in words or "read-only" in words or "unable to open" in words or "disk i/o" in words:
        return StoreError(
            f"The history {path} cannot be written ({error}): "
            "make it writable or choose another folder with --data-dir."
        )
    return StoreError(f"The history {path} failed: {error}.")
