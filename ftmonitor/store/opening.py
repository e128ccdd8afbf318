"""How a history is opened: begun, brought up to date, set aside where it is damaged, only read where it must be."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ftmonitor.errors import StoreError, StoreTooNew
from ftmonitor.store import disk, notes, schema
from ftmonitor.store.connecting import (
    BUSY_S,
    Connection,
    connect,
    connect_to_nothing,
    connect_to_read,
    make_lasting,
    sentences,
)
from ftmonitor.store.database import Database

IMPATIENT_S = 0.5
"""How long the first frame waits for another program: an end or a beginning of ours takes a tenth of that."""

MOST_COPIED_BYTES = 500_000_000
"""Up to this size an older history is read from a copy in memory: a second or so."""


class Opened(NamedTuple):
    """A history, and what has to be said about it."""

    database: Database
    notice: str = ""
    """One sentence for the user, or ""."""
    passing: bool = False
    """Whether this stands in for the history until that can be opened and written."""
    identity: tuple[int, int] | None = None
    """What tells the file that was opened from another one of its name; None for what is in memory."""
    unclean: bool = False
    """Whether a program that did not come to its end, or one that still runs, left something beside the file."""


def open_history(path: Path, now: float, *, read_only_ok: bool = True, stand_in: bool = False) -> Opened:
    """Open a history, or begin one; `now` is in seconds since the epoch.

    A new folder has mode 0700, the file 0600. A damaged file is set aside under another name. One that cannot be
    written is opened to be read, if `read_only_ok`. With `stand_in`, one that another program holds, or that finds no
    room at all, is not waited for: an empty one in memory takes its place.

    Raises:
        StoreTooNew: If a newer ftmonitor wrote it.
        Held: If another program holds it.
        Full: If there is no room for it.
        StoreError: If it can be neither written nor read, or is another program's.
    """
    if disk.is_foreign(path):
        raise StoreError(f"{path} is a database of another program: choose another folder with --data-dir.")
    try:
        return _open(path, now, read_only_ok=read_only_ok, busy_s=IMPATIENT_S if stand_in else BUSY_S)
    except (disk.Held, disk.Full) as error:
        if not stand_in:
            raise
        return _stand_in(path, error)


def open_to_look(path: Path) -> Opened:
    """Open a history that is there and change nothing about it; of an older one a copy in memory is brought up to date.

    Raises:
        StoreTooNew: If a newer ftmonitor wrote it.
        Damaged: If it is damaged: it stays where it is.
        StoreError: If it cannot be read, is another program's, or an older one too large for a copy.
    """
    if disk.is_foreign(path):
        raise StoreError(f"{path} is a database of another program: choose another folder with --data-dir.")
    if said := disk.damage(path):
        raise disk.Damaged(f"The history {path} is damaged ({said}).")
    connection = connect_to_read(path)
    try:
        with sentences(path):
            if schema.check(connection, path) == len(schema.MIGRATIONS):
                schema.probe(connection)
                return Opened(Database(connection, path, read_only=True))
            copied = _copied(connection, path)
    except BaseException:
        connection.close()
        raise
    connection.close()
    said = f"The history {path} is of an older ftmonitor: it will be brought up to date when it is opened."
    return Opened(Database(copied, path, read_only=True, alone=True), said)


def _copied(connection: Connection, path: Path) -> Connection:
    if path.stat().st_size > MOST_COPIED_BYTES:
        raise StoreError(
            f"The history {path} is of an older ftmonitor and large: start ftmonitor once to bring it up to date."
        )
    copied = connect_to_nothing()
    try:
        connection.backup(copied)
        schema.migrate(copied, path, keep=False)
    except BaseException:
        copied.close()
        raise
    return copied


def open_writable(path: Path, now: float) -> Opened:
    """Open a history that something stands in for, if it can be written by now.

    Raises:
        StoreError: If it cannot.
    """
    return _open(path, now, read_only_ok=False, busy_s=IMPATIENT_S)


def open_anew(path: Path, now: float, words: str) -> Opened:
    """Set a history aside that is damaged as `words` say, and begin a new one.

    Raises:
        StoreError: If it cannot be set aside, or no new one can be begun.
    """
    wreck = disk.set_aside(path, now)
    notice = f"The history was damaged ({words}): it was set aside as {wreck.name}, and a new one begins."
    disk.prepare(path)
    database = _database(path, BUSY_S)
    database.at_once(notes.put, notes.WRECK, wreck.name)
    return Opened(database, notice, identity=disk.identity(path))


def _open(path: Path, now: float, *, read_only_ok: bool, busy_s: float) -> Opened:
    before = None
    try:
        disk.prepare(path)
        before = disk.identity(path)
        unclean = disk.has_content(path.with_name(f"{path.name}-wal"))
        return Opened(_database(path, busy_s), identity=before, unclean=unclean)
    except disk.Damaged as error:
        if disk.identity(path) == before:
            return open_anew(path, now, reason(error))
        return Opened(_database(path, busy_s), identity=disk.identity(path))  # another program has set it aside
    except (disk.Held, StoreTooNew):
        raise
    except disk.Full:
        if read_only_ok and disk.has_content(path):
            said = f"The disk is full: nothing new is kept in the history {path} until there is room."
            return Opened(_only_read(path), said, passing=True)
        raise
    except StoreError:
        if read_only_ok and disk.has_content(path):
            said = f"The history {path} can only be read: nothing new is kept. Make it writable, or use --data-dir."
            return Opened(_only_read(path), said, passing=True)
        raise


def _database(path: Path, busy_s: float) -> Database:
    if said := disk.damage(path):
        raise disk.Damaged(f"The history {path} is damaged ({said}).")
    connection = connect(path, busy_s)
    try:
        with sentences(path):
            schema.check(connection, path)
            make_lasting(connection, path)
            schema.migrate(connection, path)
            schema.probe(connection)
            connection.execute(f"PRAGMA busy_timeout = {int(BUSY_S * 1000)}")
    except BaseException:
        connection.close()
        raise
    return Database(connection, path)


def _only_read(path: Path) -> Database:
    return Database(schema.connect_readable(path), path, read_only=True)


def _stand_in(path: Path, error: StoreError) -> Opened:
    connection: Connection = connect_to_nothing()
    schema.migrate(connection, path)
    full = isinstance(error, disk.Full)
    reason = "there is no room on the disk for" if full else "another program holds"
    said = f"What comes in is kept in memory only, since {reason} the history {path}; it is tried again all the time."
    return Opened(Database(connection, path, alone=True), said, passing=True)


def reason(error: disk.Damaged) -> str:
    """Return what an error says against a file: the words in its brackets."""
    text = str(error)
    return text[text.find("(") + 1 : text.rfind(")")] if "(" in text else text
