"""Folder, file modes, and what is done with a damaged file. Nothing here reads SQL."""

from __future__ import annotations

import errno
import os
import shutil
import struct
from datetime import UTC, datetime
from pathlib import Path

from ftmonitor.errors import StoreError

APPLICATION_ID = 0x66746D6E
"""`ftmn`, written into the file's header: a file without it is not ours."""

FILE_MODE = 0o600
FOLDER_MODE = 0o700
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file: with another one of its name it would be taken for that one's."""

LEAST_FREE_BYTES = 1_000_000
"""With less room than this on its disk, a history that cannot be opened or written is said to lack room."""

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100  # https://www.sqlite.org/fileformat.html, "The Database Header"
_APPLICATION_ID_AT = 68
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class Damaged(StoreError):
    """The file is no database, or a broken one; the message says how that shows."""


class Held(StoreError):
    """Another program holds the file for longer than we wait."""


class Full(StoreError):
    """There is no room for what is to be written."""


class Moved(StoreError):
    """The file that was opened is not at its place any more: somebody renamed or deleted it."""


def is_foreign(path: Path) -> bool:
    """Return whether a file is a database of another program. It is only read; what is no database is not foreign."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError:
        return False  # who opens it hears why
    whole = len(header) == _HEADER_BYTES and header.startswith(_MAGIC)
    return whole and struct.unpack(">I", header[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4])[0] != APPLICATION_ID


def is_crowded(path: Path) -> bool:
    """Return whether the disk of a file has no room to speak of left."""
    try:
        return shutil.disk_usage(path.parent).free < LEAST_FREE_BYTES
    except OSError:
        return False


def has_content(path: Path) -> bool:
    """Return whether there is a file with anything in it."""
    try:
        return path.is_file() and path.stat().st_size > 0
    except OSError:
        return False


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells the file at `path` from another one of the same name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def no_room(path: Path) -> Full:
    """Return the error of a disk that is full."""
    return Full(f"The disk is full: nothing more can be written to the history {path}; make room.")


def unwritable(path: Path, error: OSError) -> StoreError:
    """Return the error of a file that the system does not let us write."""
    if error.errno in _NO_ROOM:
        return no_room(path)
    return StoreError(
        f"The history {path} cannot be written ({error.strerror or error}): "
        "make it writable or choose another folder with --data-dir."
    )


def prepare(path: Path) -> None:
    """Make the folder (0700) and an empty file (0600) where they are missing; narrow a wider file mode.

    Raises:
        Full: If there is no room for them.
        StoreError: If the folder cannot be made or the file cannot be created.
    """
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(mode=FOLDER_MODE, parents=True)
            path.parent.chmod(FOLDER_MODE)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE))
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        if path.stat().st_mode & 0o077:
            path.chmod(FILE_MODE)
    except OSError:
        pass  # somebody else's file that we may write: its mode is theirs


def damage(path: Path) -> str:
    """Return what the first bytes and the length of a file say against it, or "".

    A file of no bytes is a new one. A file shorter than its header promises was cut; while there is a
    write-ahead log the header may be ahead of the file, and nothing is said.
    """
    size = path.stat().st_size
    if size == 0:
        return ""
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        return "it is not a database"
    page_bytes = struct.unpack(">H", header[16:18])[0]
    page_bytes = 65536 if page_bytes == 1 else page_bytes
    changes, pages = struct.unpack(">II", header[24:32])
    valid_for = struct.unpack(">I", header[92:96])[0]
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size:
        return ""
    if changes == valid_for and size < pages * page_bytes:
        return "it was cut short"
    return ""


def set_aside(path: Path, now: float) -> Path:
    """Rename a damaged file, and what SQLite keeps beside it, to NAME.corrupt-<UTC time>; return the new path.

    Raises:
        StoreError: If it cannot be renamed.
    """
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = path.with_name(f"{path.name}.corrupt-{stamp}")
    number = 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.name}.corrupt-{stamp}-{number}")
    try:
        path.rename(kept)
        for suffix in BESIDE:
            beside = path.with_name(path.name + suffix)
            if beside.exists():
                beside.rename(kept.with_name(kept.name + suffix))
    except OSError as error:
        raise StoreError(
            f"The history {path} is damaged and cannot be set aside ({error.strerror or error}): move it away."
        ) from error
    return kept
