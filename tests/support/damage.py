"""Files as bad disks, other programs and careless hands leave them."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = 4096
"""Bytes of one page: SQLite's default."""


def break_page(path: Path, holding: bytes) -> int:
    """Scribble over the first page that holds some bytes; return its number, 0 the first of the file."""
    content = path.read_bytes()
    at = content.find(holding)
    assert at >= 0, f"nowhere in {path}: {holding!r}"
    number = at // PAGE
    with path.open("r+b") as file:
        file.seek(number * PAGE)
        file.write(os.urandom(PAGE))
    return number


@contextlib.contextmanager
def held(path: Path) -> Iterator[sqlite3.Connection]:
    """Let another connection keep everybody out of a database: to read and to write."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("CREATE TABLE IF NOT EXISTS held (x)")
        yield connection
    finally:
        connection.close()


def run_python(code: str, *words: object, largest_file: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run some lines in a process of their own, `sys.argv[1:]` being the words.

    With `largest_file`, no file can grow beyond so many bytes there: a disk that is full.
    """
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({largest_file},) * 2)\n"
    lines = (limit if largest_file is not None else "") + code
    return subprocess.run(
        [sys.executable, "-c", lines, *map(str, words)], capture_output=True, text=True, check=False, timeout=60
    )
