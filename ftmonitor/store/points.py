"""Metrics by step: what charts are drawn from, without a look at the bodies."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ftmonitor.metrics.points import Reading
from ftmonitor.metrics.series import Series
from ftmonitor.store import bindable
from ftmonitor.store.database import Connection, Database


class _Column(NamedTuple):
    """The rows of one layout: equal lengths, ascending by step; `numbers` has one tuple a name."""

    steps: tuple[int, ...]
    positions: tuple[int, ...]
    times: tuple[float, ...]
    numbers: tuple[tuple[float, ...], ...]


def add(connection: Connection, job_id: str, rows: Iterable[tuple[int, Reading]]) -> None:
    """Write the numbers of events at their positions; of two with the same step and names the newer stays."""
    known: dict[tuple[str, ...], int] = {}
    packed = []
    for position, reading in rows:
        if reading.step is None or not reading.names:
            continue
        number = known.get(reading.names)
        if number is None:
            number = known[reading.names] = _layout(connection, reading.names)
        numbers = struct.pack(f"<{len(reading.values)}d", *reading.values)
        packed.append((job_id, reading.step, number, position, reading.time or 0.0, numbers))
    connection.executemany(
        "INSERT INTO points (job_id, step, layout, position, time, numbers) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (job_id, step, layout) DO UPDATE "
        "SET position = excluded.position, time = excluded.time, numbers = excluded.numbers "
        "WHERE excluded.position > position",
        packed,
    )


def series(connection: Connection, job_id: str) -> tuple[Series, ...]:
    """Return every curve of a job, by name; of two values for one step the newer event's holds."""
    columns = {
        names: _column(connection, job_id, number, len(names)) for number, names in _layouts(connection, job_id).items()
    }
    names = sorted({name for layout in columns for name in layout})
    return tuple(_one(name, columns) for name in names)


def _one(name: str, columns: Mapping[tuple[str, ...], _Column]) -> Series:
    parts = [(column, column.numbers[layout.index(name)]) for layout, column in columns.items() if name in layout]
    if len(parts) == 1:
        column, values = parts[0]
        return Series(name, column.steps, column.times, values)
    rows = sorted(
        row
        for column, values in parts
        for row in zip(column.steps, column.positions, column.times, values, strict=True)
    )
    newest = {row[0]: row for row in rows}  # ascending by step, then by position: the last one stays
    steps, _, times, numbers = zip(*newest.values(), strict=True)
    return Series(name, steps, times, numbers)


def _column(connection: Connection, job_id: str, layout: int, width: int) -> _Column:
    rows = connection.execute(
        "SELECT step, position, time, numbers FROM points WHERE job_id = ? AND layout = ? ORDER BY step",
        (job_id, layout),
    ).fetchall()
    steps, positions, times, blobs = zip(*rows, strict=True)
    flat = struct.unpack(f"<{width * len(rows)}d", b"".join(blobs))
    return _Column(steps, positions, times, tuple(flat[at::width] for at in range(width)))


def _layouts(connection: Connection, job_id: str) -> dict[int, tuple[str, ...]]:
    rows = connection.execute(
        "SELECT number, names FROM layouts WHERE number IN (SELECT DISTINCT layout FROM points WHERE job_id = ?)",
        (job_id,),
    )
    return {number: tuple(json.loads(names)) for number, names in rows}


def _layout(connection: Connection, names: Sequence[str]) -> int:
    text = json.dumps(names, separators=(",", ":"))
    row = connection.execute("SELECT number FROM layouts WHERE names = ?", (text,)).fetchone()
    if row is None:
        row = (connection.execute("INSERT INTO layouts (names) VALUES (?)", (text,)).lastrowid,)
    return int(row[0])


class Points:
    """The curves of a job."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def series(self, job_id: str) -> tuple[Series, ...]:
        """Return every curve of a job, by name, ascending by step."""
        return await self._database.read(series, bindable.key(job_id))
