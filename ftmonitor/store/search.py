"""Looking through whole event logs: which events fit, how many there were when. All of it in stretches of positions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from ftmonitor.models.log import LogRow
from ftmonitor.query.logline import ERRORS, METRICS, WARNINGS, Metrics, Sieve, Words
from ftmonitor.store import bindable, gaps, logs
from ftmonitor.store.database import Connection, Database

P = ParamSpec("P")
T = TypeVar("T")

_AT_ONCE = 500
"""Rows that are named one by one in a question: less than the 999 values that every SQLite takes."""


def _words_in(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)  # our own, of small letters


class Found(NamedTuple):
    """Events of one stretch, ascending; `times` are seconds since the epoch, 0 where none was sent."""

    positions: list[int]
    times: list[float]


def fitting(connection: Connection, job_id: str, low: int, high: int, sieve: Sieve) -> Found:
    """Return the events at the positions `low` to `high` (included) that pass the sieve.

    Raises:
        LineError: If an expression takes too long for one of them.
    """
    parts, values, later = _conditions(sieve)
    where = "".join(f" AND {part}" for part in parts)
    message = ", message" if later else ""
    rows = connection.execute(
        f"SELECT position, created_at{message} FROM entries "  # noqa: S608 (our own words)
        f"WHERE log = {logs.OF_JOB} AND position BETWEEN ? AND ?{where} ORDER BY position",
        (job_id, low, high, *values),
    )
    found = Found([], [])
    for position, time, *said in rows:
        if all(words.fits(said[0]) for words in later):
            found.positions.append(position)
            found.times.append(time)
    return found


def among(connection: Connection, job_id: str, positions: Sequence[int], words: Words) -> set[int]:
    """Return those of some positions whose events fit words that are `simple`."""
    parts, values, _ = _conditions(Sieve(words=(words,)))
    found: set[int] = set()
    for start in range(0, len(positions), _AT_ONCE):
        some = positions[start : start + _AT_ONCE]
        rows = connection.execute(
            f"SELECT position FROM entries WHERE log = {logs.OF_JOB} "  # noqa: S608 (our own words)
            f"AND position IN ({','.join('?' * len(some))}) AND {' AND '.join(parts)}",
            (job_id, *some, *values),
        )
        found.update(row[0] for row in rows)
    return found


def _conditions(sieve: Sieve) -> tuple[list[str], list[str], list[Words]]:
    """Return what SQLite can decide, as conditions and their values, and what it cannot."""
    parts, values, later = [], [], []
    if sieve.level.words:
        parts.append(f"level <> 'info' AND lower(level) IN ({_words_in(sieve.level.words)})")
    if sieve.metrics is not Metrics.SHOWN:
        parts.append(f"type {'<>' if sieve.metrics is Metrics.HIDDEN else '='} '{METRICS}'")
    for words in sieve.words:
        if not words.simple or "\0" in words.text:
            later.append(words)
            continue
        # Not LIKE: it stops at a NUL. lower() knows the letters from A to Z, which is what `simple` asks for.
        parts.append(f"instr({'message' if words.cased else 'lower(message)'}, ?) {'=' if words.inverse else '>'} 0")
        values.append(words.text if words.cased else words.text.lower())
    return parts, values, later


def counted(connection: Connection, job_id: str, low: int, high: int, width_s: float) -> list[tuple[int, int, int]]:
    """Return how many events there were when, as (time // width_s, rank, number); those without a time are left out.

    rank: 0 for what is neither a warning nor an error, 1, 2.
    """
    rank = f"CASE WHEN level = 'info' THEN 0 WHEN lower(level) IN ({_words_in(WARNINGS)}) THEN 1 "
    rank += f"WHEN lower(level) IN ({_words_in(ERRORS)}) THEN 2 ELSE 0 END"
    rows = connection.execute(
        f"SELECT CAST(created_at / ? AS INTEGER) AS part, {rank} AS rank, count(*) FROM entries "  # noqa: S608
        f"WHERE log = {logs.OF_JOB} AND position BETWEEN ? AND ? AND created_at > 0 GROUP BY part, rank",
        (width_s, job_id, low, high),
    )
    return rows.fetchall()


def extent(connection: Connection, job_id: str) -> tuple[float, float] | None:
    """Return the first and the last time of a log, in seconds since the epoch, None where no time is known."""
    bounds = []
    for direction in ("ASC", "DESC"):
        row = connection.execute(
            f"SELECT created_at FROM entries WHERE log = {logs.OF_JOB} AND created_at > 0 "  # noqa: S608
            f"ORDER BY created_at {direction} LIMIT 1",
            (job_id,),
        ).fetchone()
        if row is None:
            return None
        bounds.append(row[0])
    return bounds[0], bounds[1]


def near(connection: Connection, job_id: str, time: float) -> int | None:
    """Return the position of the first event from a time on, in seconds since the epoch, else of the last one."""
    for question in ("created_at >= ? ORDER BY created_at, position", "created_at < ? ORDER BY created_at DESC"):
        row = connection.execute(
            f"SELECT position FROM entries WHERE log = {logs.OF_JOB} AND {question} LIMIT 1",  # noqa: S608
            (job_id, time),
        ).fetchone()
        if row is not None:
            return int(row[0])
    return None


def at(connection: Connection, job_id: str, positions: Sequence[int]) -> dict[int, LogRow]:
    """Return the events at some positions, by position; `LogRow.index` is 0. What is not there is left out."""
    found: dict[int, LogRow] = {}
    for start in range(0, len(positions), _AT_ONCE):
        some = positions[start : start + _AT_ONCE]
        rows = connection.execute(
            "SELECT position, id, created_at, level, message, type, step FROM entries "  # noqa: S608
            f"WHERE log = {logs.OF_JOB} AND position IN ({','.join('?' * len(some))})",
            (job_id, *some),
        )
        for position, name, time, level, message, kind, step in rows:
            found[position] = LogRow(0, name, time or None, level, message, kind, step, position, job_id)
    return found


def texts_at(connection: Connection, job_id: str, positions: Sequence[int]) -> dict[int, str]:
    """Return the JSON, as sent, of the events at some positions, by position."""
    found: dict[int, str] = {}
    for start in range(0, len(positions), _AT_ONCE):
        some = positions[start : start + _AT_ONCE]
        found |= connection.execute(
            f"SELECT position, raw FROM entries WHERE log = {logs.OF_JOB} "  # noqa: S608
            f"AND position IN ({','.join('?' * len(some))})",
            (job_id, *some),
        ).fetchall()
    return found


def position_of(connection: Connection, job_id: str, event_id: str, time: float) -> int | None:
    """Return the position of an event, given its time (0 where it has none), or None."""
    row = connection.execute(
        f"SELECT position FROM entries WHERE log = {logs.OF_JOB} AND created_at = ? AND id = ?",  # noqa: S608
        (job_id, time, event_id),
    ).fetchone()
    return int(row[0]) if row else None


def index_at(connection: Connection, job_id: str, position: int) -> int:
    """Return how many events of a log stand below a position: the index of the event there."""
    return gaps.spans(connection, job_id).below(position)


def position_at(connection: Connection, job_id: str, index: int) -> int | None:
    """Return the position of the event at an index, None where there is none."""
    span = gaps.spans(connection, job_id).between(index, index + 1)
    return None if span is None else span[0]


def names_at(connection: Connection, job_id: str, positions: Sequence[int]) -> dict[int, str]:
    """Return the ids of the events at some positions, by position."""
    rows = (
        connection.execute(
            f"SELECT position, id FROM entries WHERE log = {logs.OF_JOB} AND position = ?",  # noqa: S608
            (job_id, position),
        ).fetchone()
        for position in positions
    )
    return dict(row for row in rows if row)


class Search:
    """Questions about whole logs; they may take long, and no other reads wait for them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(
        self, work: Callable[Concatenate[Connection, str, P], T], job_id: str, *args: P.args, **named: P.kwargs
    ) -> T:
        """Return `work(connection, job, ...)` for one of the questions above."""
        return await self._database.survey(work, bindable.key(job_id), *args, **named)

    async def look(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Return `work(connection, ...)`, all of whose questions are answered from one state of the history."""
        return await self._database.survey(work, *args, **named)
