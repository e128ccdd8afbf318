"""What can still be read of a damaged history: row by row, around the pages that cannot.

Only what the server sent and what the user did is asked for; lists, curves and counts are made of that again.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ftmonitor.store import schema
from ftmonitor.store.connecting import Connection
from ftmonitor.store.database import marks
from ftmonitor.store.runs import Below, Run

Cells = tuple[Any, ...]
"""A row as SQLite gives it."""

AT_ONCE = 500
"""Rows of one question, as long as nothing is broken."""
_FARTHEST = 2**40
"""Steps over row numbers end here: no history has so many rows."""
_BESIDE = ("checkpoints", "files", "results", "actions", "remarks", "views", "alerts", "models")
"""Tables whose rows are kept as they are; those that others are made of, and the cursors, are not among them."""


class LostJob(NamedTuple):
    """One job as it was held; see the table `jobs`. `rank` is None where its place in the list cannot be read."""

    id: str
    raw: str
    seen_at: float | None
    listed: int
    followed: int
    quiet: int
    gone: int
    checkpoints_for: str | None
    rank: float | None


class LostEvent(NamedTuple):
    """One event as it was held."""

    position: int
    id: str
    raw: str


class Wreck:
    """A damaged history, open to be read. Rows that cannot be read are left out of every answer.

    Raises:
        StoreError: If nothing of it can be read at all, or its tables are not those of today.
    """

    def __init__(self, path: Path) -> None:
        connection = schema.connect_readable(path)
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        self._connection = connection
        self._places: dict[int, array[int]] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def jobs(self) -> list[LostJob]:
        """Return the jobs, in the order of the list as far as that is known."""
        ranks: dict[str, float] = dict(self._rows("summaries", "id, rank"))
        columns = "id, raw, seen_at, listed, followed, quiet, gone, checkpoints_for"
        rows = self._rows("jobs", columns)
        found = [LostJob._make((*row, ranks.get(row[0]))) for row in rows if _are_texts(row[:2])]
        return sorted(found, key=lambda job: -(job.rank or 0.0))

    def logs(self) -> dict[str, int]:
        """Return the numbers of the logs, by job; a number whose job cannot be read is nobody's."""
        for rowid, log, position in self._numbered("entries", "log, position"):
            self._places.setdefault(log, array("q")).extend((position, rowid))
        return {job_id: log for log, job_id in self._rows("logs", "number, job_id") if log in self._places}

    def events(self, log: int) -> Iterator[list[LostEvent]]:
        """Yield the events of a log that can be read, the newest first, some at a time; `logs` was called before."""
        places = self._places[log]
        newest_first = sorted(zip(places[::2], places[1::2], strict=True), reverse=True)
        for start in range(0, len(newest_first), AT_ONCE):
            some = newest_first[start : start + AT_ONCE]
            rows = self._events([rowid for _, rowid in some])
            if rows is None:
                rows = [row for _, rowid in some for row in self._events([rowid]) or ()]
            found = {rowid: (name, raw) for rowid, name, raw in rows if _are_texts((name, raw))}
            yield [LostEvent(position, *found[rowid]) for position, rowid in some if rowid in found]

    def runs(self) -> dict[str, list[Run]]:
        """Return the runs of the logs, by job, newest first."""
        found: dict[str, list[Run]] = {}
        for job_id, first, last, below, cursor, cursor_at in self._rows(
            "runs", "job_id, first, last, below, cursor, cursor_at"
        ):
            if below in tuple(Below):
                found.setdefault(job_id, []).append(Run(first, last, Below(below), cursor, cursor_at))
        return {job_id: sorted(runs, key=lambda run: -run.last) for job_id, runs in found.items()}

    def notes(self) -> dict[str, str]:
        """Return the words by name that can be read."""
        return dict(self._either_way("notes", ("name", "value"), ("name",)))

    def beside(self) -> Iterator[tuple[str, Sequence[str], list[tuple[object, ...]]]]:
        """Yield what is kept as it is: table, names of the columns, rows."""
        for table in _BESIDE:
            about = self._connection.execute(f"PRAGMA table_info({table})").fetchall()
            columns = tuple(row[1] for row in about)
            key = tuple(row[1] for row in sorted(about, key=lambda row: row[5]) if row[5])
            yield table, columns, self._either_way(table, columns, key)

    def _events(self, numbers: Sequence[int]) -> list[Cells] | None:
        try:
            return self._connection.execute(
                f"SELECT rowid, id, raw FROM entries NOT INDEXED WHERE rowid IN ({marks(numbers)})",  # noqa: S608
                tuple(numbers),
            ).fetchall()
        except sqlite3.Error:
            return None

    def _rows(self, table: str, columns: str) -> Iterator[Cells]:
        return (row[1:] for row in self._numbered(table, columns))

    def _numbered(self, table: str, columns: str) -> Iterator[Cells]:
        """Yield the rows of a table that has row numbers, each with its number, in their order."""
        after, most = 0, AT_ONCE
        while after < _FARTHEST:
            rows = self._after(table, columns, after, most)
            if rows is None and most > 1:
                most = max(1, most // 8)
            elif rows is None:
                after = self._beyond(table, after)
            elif not rows:
                return
            else:
                yield from rows
                after, most = rows[-1][0], min(AT_ONCE, most * 2)

    def _after(self, table: str, columns: str, after: int, most: int) -> list[Cells] | None:
        try:
            return self._connection.execute(
                f"SELECT rowid, {columns} FROM {table} NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT ?",  # noqa: S608
                (after, most),
            ).fetchall()
        except sqlite3.Error:
            return None

    def _beyond(self, table: str, after: int) -> int:
        """Return the lowest number from which on the next row can be read again."""
        step = 1
        while self._after(table, "1", after + step, 1) is None:
            step *= 2
            if step > _FARTHEST:
                return after + step
        low, high = after + step // 2, after + step
        while high - low > 1:
            middle = (low + high) // 2
            if self._after(table, "1", middle, 1) is None:
                low = middle
            else:
                high = middle
        return high

    def _either_way(self, table: str, columns: Sequence[str], key: Sequence[str]) -> list[Cells]:
        """Return rows of a table without row numbers: from its beginning, and from its end, up to what is broken."""
        found: dict[object, tuple[object, ...]] = {}
        for way in ("", " DESC"):
            order = ", ".join(f"{name}{way}" for name in key)
            try:
                for row in self._connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}"):  # noqa: S608
                    found[tuple(row[columns.index(name)] for name in key)] = row
            except sqlite3.Error:
                continue
            break
        return list(found.values())


def _are_texts(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) and value for value in values)


def put_beside(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    """Write rows that are kept as they are; where there is one already, that stays."""
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608


def put_back(connection: Connection, jobs: Sequence[LostJob]) -> None:
    """Write how far jobs that are written already were followed."""
    connection.executemany(
        "UPDATE jobs SET seen_at = ?, listed = ?, followed = ?, quiet = ?, gone = ?, checkpoints_for = ? WHERE id = ?",
        [(*job[2:8], job.id) for job in jobs],
    )
