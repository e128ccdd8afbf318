"""Reading a big history: `python -m tests.benchmarks.reading [HISTORY]`, one of `tests.benchmarks.histories`.

What a screen asks for, each beside a bare question of the same size to a table without more than its key.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from ftmonitor.store.store import Store
from ftmonitor.store.summaries import Summaries
from tests.benchmarks import histories

RUNS = 15
NAME = histories.job_id(0)


def reading(history: Path | None = None) -> None:
    """Print the milliseconds of each question."""
    with tempfile.TemporaryDirectory() as folder:
        path = history or histories.build(Path(folder) / "history.db")
        asyncio.run(_read(path, Path(folder) / "bare.db"))


async def _read(path: Path, bare: Path) -> None:
    begin = time.perf_counter()
    store = Store.open(path)
    print(f"opening the history: {1000 * (time.perf_counter() - begin):.1f} ms")
    chance = random.Random(7)
    count = await store.events.count(NAME)
    plain = _plain(bare, count)

    def window(rows: int) -> Callable[[], Awaitable[object]]:
        return lambda: store.events.window(NAME, (start := chance.randrange(count - rows + 1)), start + rows)

    def span(rows: int) -> Callable[[], object]:
        return lambda: plain.execute(
            "SELECT * FROM plain WHERE number BETWEEN ? AND ?",
            ((at := chance.randrange(count - rows + 1)), at + rows - 1),
        ).fetchall()

    print(f"a log of {count:,} events:")
    for rows in (100, 1000):
        await _say(f"  {rows} rows anywhere in it", window(rows), span(rows))
    held = (await store.events.window(NAME, count // 2, count // 2 + 1))[0]
    await _say("  where a row is now", lambda: store.events.index_of(NAME, held.id, held.time or 0.0), span(1))
    await _say("  its gaps", lambda: store.gaps.of(NAME), span(1))
    await _say("  its curves, once more with nothing new", lambda: store.points.series(NAME), span(1))

    async def curves() -> None:
        store.points._job_id = ""
        await store.points.series(NAME)

    await _say("  its curves", curves, span(count))
    jobs = await store.jobs.count()
    await _say(
        f"all {jobs:,} jobs, for the first time", lambda: Summaries(store._database).all(), span(min(jobs, count))
    )
    await _say(f"all {jobs:,} jobs, once more with nothing new", store.summaries.all, span(1))
    await store.aclose()


def _plain(path: Path, rows: int) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE plain (number INTEGER PRIMARY KEY, id TEXT, at REAL, level TEXT, message TEXT)")
    values = (
        (at, f"ftevent-{at:024d}", float(at), "info", f"Step {at}/{rows}: training loss=0.50") for at in range(rows)
    )
    connection.executemany("INSERT INTO plain VALUES (?, ?, ?, ?, ?)", values)
    connection.commit()
    return connection


async def _say(what: str, ours: Callable[[], Awaitable[object]], bare: Callable[[], object]) -> None:
    await ours()
    pairs = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        await ours()
        between = time.perf_counter()
        bare()
        pairs.append((1000 * (between - begin), 1000 * (time.perf_counter() - between)))
    mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"{what}: {mine:.2f} ms (best {min(pair[0] for pair in pairs):.2f}) / bare {theirs:.2f} ms")


if __name__ == "__main__":
    reading(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
