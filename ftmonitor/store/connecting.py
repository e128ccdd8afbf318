"""Connections to a file: to read and write, only to read, and to nothing but memory; SQLite's errors as sentences."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ftmonitor.errors import StoreError
from ftmonitor.store import disk

Connection = sqlite3.Connection

BUSY_S = 5.0
"""How long a write waits for another process's transaction; ours are a few milliseconds long."""

SMALL_BYTES = 1_000_000
"""Files up to this size are checked whole when they are opened: that takes a few milliseconds."""


def connect(path: Path, busy_s: float = BUSY_S) -> Connection:
    """Return a connection to a file that is there; it waits `busy_s` seconds for other programs.

    Raises:
        Damaged: If it is no database, or a broken one.
        Held: If another program holds it.
        StoreError: If it cannot be opened, or belongs to another program.
    """
    with sentences(path):
        connection = sqlite3.connect(path, timeout=busy_s, isolation_level=None, check_same_thread=False)
        try:
            _check(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def connect_again(path: Path) -> Connection:
    """Return one more connection to a history that is open already.

    Raises:
        StoreError: If it cannot be opened.
    """
    with sentences(path):
        return sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)


def make_lasting(connection: Connection, path: Path) -> None:
    """Let writers and readers be at work together, and what was written outlive a crash of this program.

    Raises:
        StoreError: If the file is held, or cannot be written.
    """
    with sentences(path):
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA wal_autocheckpoint = 2000")


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
            except sqlite3.Error as error:
                connection.close()
                if how == "immutable=1" or not isinstance(error, sqlite3.OperationalError):
                    raise
            else:
                return connection
    raise StoreError(f"The history {path} cannot be read.")


def check_pages(connection: Connection, path: Path) -> None:
    """Read every page of a file.

    Raises:
        Damaged: If one is broken.
        StoreError: If SQLite cannot read them, or was interrupted.
    """
    with sentences(path):
        said = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    if said != "ok":
        words = [line for line in said.splitlines() if not line.startswith("***")]  # in which database: it is one
        raise disk.Damaged(f"The history {path} is damaged ({words[0] if words else said}).")


def connect_to_nothing() -> Connection:
    """Return a connection to an empty database in memory."""
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)


def copy(source: Path, target: Path) -> None:
    """Write a whole copy of a database, mode 0600; one that was begun and not finished is never at `target`.

    Raises:
        StoreError: If it cannot be read, or there is no room for the copy.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, disk.FILE_MODE))
        with sentences(source):
            _copy(source, part)
        part.replace(target)
    except OSError as error:
        raise disk.unwritable(target, error) from error
    finally:
        part.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    read, written = sqlite3.connect(source), sqlite3.connect(target)
    try:
        read.backup(written)
    finally:
        written.close()
        read.close()


def _check(connection: Connection, path: Path) -> None:
    if not connection.execute("PRAGMA schema_version").fetchone()[0]:
        # Before the first table, and before it is a WAL: so the header says whose file it is at every moment.
        connection.execute(f"PRAGMA application_id = {disk.APPLICATION_ID}")
    if path.stat().st_size <= SMALL_BYTES:
        check_pages(connection, path)


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours: each one sentence with what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _sentence(path, error) from error


def _sentence(path: Path, error: sqlite3.Error) -> StoreError:
    # The name is that of SQLite's extended code; errors that Python itself raises have none.
    name = str(getattr(error, "sqlite_errorname", ""))
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return disk.Damaged(f"The history {path} is damaged ({error}): what can be read of it will be kept.")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")):
        return disk.Held(
            f"The history {path} is held by another program: "
            "close that program, or choose another folder with --data-dir."
        )
    if name == "SQLITE_READONLY_DBMOVED":
        return disk.Moved(f"The history {path} was moved away while it was open.")
    out = name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN"))
    if name == "SQLITE_FULL" or (out and disk.is_crowded(path)):
        return disk.no_room(path)
    if out or name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return StoreError(
            f"The history {path} cannot be written ({error}): "
            "make it writable or choose another folder with --data-dir."
        )
    return StoreError(f"The history {path} failed: {error}.")
