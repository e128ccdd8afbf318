"""Result files as the history keeps them: the text, decoded, and its curves, so that no chart parses it again."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan

from ftmonitor.metrics.results import SOURCE
from ftmonitor.metrics.series import Series
from ftmonitor.store import bindable
from ftmonitor.store.database import Connection

LARGEST_KEPT = 16_000_000
"""Characters of a file that is kept: 300,000 steps with five columns. Of a larger one only the curves are kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A result file. `fetched_at` is in seconds since the epoch, `bytes` counts what the server sent."""

    id: str
    name: str
    """As sent by the server, with its folders if it has any."""
    fetched_at: float
    bytes: int
    note: str
    """What is odd about it, as a sentence; "" where nothing is."""
    content: str | None
    """The file as text, without base64; None where it was too large to keep."""


def put(connection: Connection, job_id: str, file: Kept, curves: Sequence[Series]) -> None:
    """Keep a result file and its curves; those of the job's files before are let go, the files stay."""
    key, content = bindable.key(job_id), file.content
    if content is not None:
        content = bindable.text(content, len(content)) if len(content) <= LARGEST_KEPT else None
    texts = (bindable.key(file.id), bindable.text(file.name))
    connection.execute(
        "INSERT OR REPLACE INTO files (job_id, id, name, fetched_at, bytes, note, content) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, *texts, file.fetched_at, file.bytes, bindable.text(file.note), content),
    )
    connection.execute("DELETE FROM results WHERE job_id = ?", (key,))
    connection.executemany(
        "INSERT OR REPLACE INTO results (job_id, name, steps, numbers) VALUES (?, ?, ?, ?)",
        [(key, bindable.text(one.name), *_packed(one)) for one in curves],
    )


def newest(connection: Connection, job_id: str) -> Kept | None:
    """Return the result file of a job that was fetched last, or None where there is none."""
    row = connection.execute(
        "SELECT id, name, fetched_at, bytes, note, content FROM files WHERE job_id = ? "
        "ORDER BY fetched_at DESC, id LIMIT 1",
        (bindable.key(job_id),),
    ).fetchone()
    return Kept(*row) if row else None


def by_id(connection: Connection, file_id: str) -> Kept | None:
    """Return a result file by its id, or None where it is not held."""
    row = connection.execute(
        "SELECT id, name, fetched_at, bytes, note, content FROM files WHERE id = ? LIMIT 1", (bindable.key(file_id),)
    ).fetchone()
    return Kept(*row) if row else None


def series(connection: Connection, job_id: str) -> tuple[Series, ...]:
    """Return the curves of a job's result file, by name; their times are not known: 0."""
    rows = connection.execute("SELECT name, steps, numbers FROM results WHERE job_id = ?", (bindable.key(job_id),))
    return tuple(_unpacked(*row) for row in sorted(rows))


def _packed(one: Series) -> tuple[bytes, bytes]:
    """Return the steps and the values as bytes; holes stand behind them, with NaN for a value."""
    steps, values = (*one.steps, *one.holes), (*one.values, *(nan for _ in one.holes))
    return struct.pack(f"<{len(steps)}q", *steps), struct.pack(f"<{len(values)}d", *values)


def _unpacked(name: str, steps: bytes, numbers: bytes) -> Series:
    count = len(steps) // 8
    where, values = struct.unpack(f"<{count}q", steps), struct.unpack(f"<{count}d", numbers)
    known = count
    while known and isnan(values[known - 1]):
        known -= 1
    return Series(name, where[:known], (0.0,) * known, values[:known], SOURCE, where[known:])
