"""Metrics by step: what charts are drawn from, without a look at the bodies."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from ftmonitor.metrics.series import Series
from ftmonitor.metrics.sheet import Sheet
from ftmonitor.store import bindable, logs, pieces
from ftmonitor.store.curves import curves_of, spliced
from ftmonitor.store.database import Connection, Database, marks
from ftmonitor.store.pieces import Columns


class _Piece(NamedTuple):
    """A row of the table."""

    number: int
    first: int
    last: int
    top: int
    numbers: bytes


class Extent(NamedTuple):
    """What a piece covers: its layout, its steps, and the highest position among their events."""

    layout: int
    first: int
    last: int
    top: int


_PIECE = "SELECT number, first, last, top, numbers FROM pieces WHERE log = ? AND layout = ?"


def add(connection: Connection, log: int, positions: Sequence[int], sheet: Sheet) -> None:
    """Write the numbers of events at their positions; of two with the same step and names the newer stays."""
    for batch in (*sheet.batches, *sheet.holes):
        held = [positions[row] for row in batch.rows]
        times = [sheet.times[row] or 0.0 for row in batch.rows]
        columns = pieces.ordered(batch.steps, held, times, batch.columns)
        _add(connection, log, _layout(connection, batch.names), columns)


def shift(connection: Connection, log: int, start: int, stop: int, by: int) -> None:
    """Follow events at the positions `start` to `stop` (included) that moved up by `by`."""
    rows = connection.execute(
        "SELECT pieces.number, names, numbers FROM pieces JOIN layouts ON layouts.number = layout "
        "WHERE log = ? AND top >= ?",
        (log, start),
    ).fetchall()
    for number, names, numbers in rows:
        columns = pieces.unpacked([numbers], len(json.loads(names)))
        moved = tuple(at + by if start <= at <= stop else at for at in columns.positions)
        connection.execute(
            "UPDATE pieces SET top = ?, numbers = ? WHERE number = ?",
            (max(moved), pieces.packed(columns._replace(positions=moved)), number),
        )


def listed(connection: Connection, job_id: str) -> dict[int, Extent]:
    """Return which pieces the curves of a job are in, by number: where one changed, so did its extent or its number."""
    rows = connection.execute(
        f"SELECT number, layout, first, last, top FROM pieces WHERE log = {logs.OF_JOB}",  # noqa: S608
        (job_id,),
    )
    return {number: Extent(*extent) for number, *extent in rows}


def series(connection: Connection, job_id: str, first: int = 0, last: int = bindable.LARGEST) -> tuple[Series, ...]:
    """Return the curves of a job from step `first` to `last`, by name, and what else stands in the same pieces.

    Of two values for one step the newer event's holds.
    """
    rows = connection.execute(
        "SELECT names, numbers FROM pieces JOIN layouts ON layouts.number = layout "  # noqa: S608
        f"WHERE log = {logs.OF_JOB} AND first <= ? AND last >= ? ORDER BY layout, first",
        (job_id, last, first),
    )
    layouts = groupby(rows, key=itemgetter(0))
    return curves_of((tuple(json.loads(text)), (row[1] for row in some)) for text, some in layouts)


def repack(connection: Connection) -> None:
    """Write the table `points`, one row a step with its numbers as doubles, as pieces."""
    rows = connection.execute(
        "SELECT logs.number, layout, step, position, time, numbers FROM points JOIN logs USING (job_id) "
        "ORDER BY logs.number, layout, step"
    )
    for (log, layout), held in groupby(rows, key=lambda row: (row[0], row[1])):
        steps = [(*row[2:5], struct.unpack(f"<{len(row[5]) // 8}d", row[5])) for row in held]
        _insert(connection, log, layout, pieces.columns_of(steps))


def _add(connection: Connection, log: int, layout: int, columns: Columns) -> None:
    first, last, width = columns.steps[0], columns.steps[-1], len(columns.numbers)
    touched, lower = _touched(connection, log, layout, first, last)
    if touched:
        held = pieces.unpacked([piece.numbers for piece in touched], width)
        columns = pieces.columns_of(chain(pieces.steps_of(held), pieces.steps_of(columns)))
        highest = connection.execute("SELECT max(number) FROM pieces").fetchone()[0]
        numbers = [piece.number for piece in touched]
        connection.execute(f"DELETE FROM pieces WHERE number IN ({marks(numbers)})", numbers)  # noqa: S608
        _insert(connection, log, layout, columns, highest + 1)  # no number comes again: it tells what changed
        return
    room = pieces.most_steps(width) - len(columns.steps)
    if lower is not None and pieces.steps_in(lower.numbers, width) <= room:
        _renew(connection, lower, columns, pieces.joined(lower.numbers, pieces.packed(columns), width))
        return
    upper = _above(connection, log, layout, last) if room > 0 else None
    if upper is not None and pieces.steps_in(upper.numbers, width) <= room:
        _renew(connection, upper, columns, pieces.joined(pieces.packed(columns), upper.numbers, width))
        return
    _insert(connection, log, layout, columns)


def _touched(
    connection: Connection, log: int, layout: int, first: int, last: int
) -> tuple[list[_Piece], _Piece | None]:
    """Return the pieces that have steps from `first` to `last`, ascending, and the one right below them."""
    found: list[_Piece] = []
    for row in connection.execute(f"{_PIECE} AND first <= ? ORDER BY first DESC", (log, layout, last)):
        piece = _Piece(*row)
        if piece.last < first:
            return found[::-1], piece
        found.append(piece)
    return found[::-1], None


def _above(connection: Connection, log: int, layout: int, last: int) -> _Piece | None:
    row = connection.execute(f"{_PIECE} AND first > ? ORDER BY first LIMIT 1", (log, layout, last)).fetchone()
    return None if row is None else _Piece(*row)


def _renew(connection: Connection, piece: _Piece, more: Columns, numbers: bytes) -> None:
    """Let a piece have `more` steps, below or above its own; `numbers` are those of all."""
    first, last = min(piece.first, more.steps[0]), max(piece.last, more.steps[-1])
    connection.execute(
        "UPDATE pieces SET first = ?, last = ?, top = ?, numbers = ? WHERE number = ?",
        (first, last, max(piece.top, *more.positions), numbers, piece.number),
    )


def _insert(connection: Connection, log: int, layout: int, columns: Columns, number: int | None = None) -> None:
    most, count = pieces.most_steps(len(columns.numbers)), len(columns.steps)
    for start in range(0, count, most):
        stop = min(count, start + most)
        connection.execute(
            "INSERT INTO pieces (number, log, layout, first, last, top, numbers) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(number, log, layout, columns.steps[start], columns.steps[stop - 1]),
                *(max(columns.positions[start:stop]), pieces.packed(columns, start, stop)),
            ),
        )
        number = None


def _layout(connection: Connection, names: tuple[str, ...]) -> int:
    text = _listed(names)
    row = connection.execute("SELECT number FROM layouts WHERE names = ?", (text,)).fetchone()
    if row is None:
        row = (connection.execute("INSERT INTO layouts (names) VALUES (?)", (text,)).lastrowid,)
    return int(row[0])


@lru_cache(64)
def _listed(names: tuple[str, ...]) -> str:
    return json.dumps(names, separators=(",", ":"))


class Points:
    """The curves of a job. Of those asked for last, only the pieces that changed are read again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._job_id = ""
        self._pieces: dict[int, Extent] = {}
        self._curves: tuple[Series, ...] = ()

    async def series(self, job_id: str) -> tuple[Series, ...]:
        """Return every curve of a job, by name, ascending by step; the same tuple while nothing changed."""
        return await self._database.survey(self._series, bindable.key(job_id))

    def _series(self, connection: Connection, job_id: str) -> tuple[Series, ...]:
        found = listed(connection, job_id)
        if job_id != self._job_id:
            self._job_id, self._pieces, self._curves = job_id, found, series(connection, job_id)
            return self._curves
        changed = [extent for _, extent in found.items() ^ self._pieces.items()]
        if changed:
            first, last = min(extent.first for extent in changed), max(extent.last for extent in changed)
            fresh = series(connection, job_id, first, last)
            self._pieces, self._curves = found, spliced(self._curves, fresh, first, last)
        return self._curves
