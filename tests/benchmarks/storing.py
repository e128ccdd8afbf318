"""Storing events: whole passes, page by page, beside a bare insert of the same rows into a table without an index."""

from __future__ import annotations

import gc
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from ftmonitor.models.source import Page
from ftmonitor.store.database import Connection
from ftmonitor.store.store import Store
from ftmonitor.sync import events
from ftmonitor.sync.events import prepare
from tests.benchmarks import histories

EVENTS = 50_000
RUNS = 5
NAME = histories.job_id(0)


def storing() -> None:
    """Print the events stored a second, by whole passes and by a bare insert."""
    pages = list(histories.event_pages(EVENTS))
    rows = [
        [(NAME, at, *record) for at, record in enumerate(zip(*prepare(page.rows)[0], strict=True))] for page in pages
    ]
    gc.collect()
    gc.freeze()  # the pages stand for what comes by and by: a program has not all of them at hand
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = Path(folder) / "ours.db", Path(folder) / "bare.db"
        pairs = [(_passes(ours, pages), _bare(bare, rows)) for _ in range(RUNS)]
    for at, clock in enumerate(("wall", "CPU")):
        mine, theirs = (EVENTS / statistics.median(pair[side][at] for pair in pairs) for side in (0, 1))
        ratio = statistics.median(pair[0][at] / pair[1][at] for pair in pairs)
        print(
            f"storing events, pages of {histories.PAGE}, {clock} time: {mine:,.0f}/s / bare insert {theirs:,.0f}/s, "
            f"{ratio:.2f} times its time (median of {RUNS} pairs)"
        )


def _passes(path: Path, pages: Sequence[Page]) -> tuple[float, float]:
    store = Store.open(path)
    store._database.at_once(_in_one, lambda connection: histories.store_jobs(connection, 100))

    def work() -> None:
        for page in pages:
            store._database.at_once(_in_one, partial(_one_page, page=page))

    taken = _timed(work)
    store.close()
    path.unlink()
    return taken


def _one_page(connection: Connection, page: Page) -> None:
    asked = events.ask_older(connection, NAME) or events.ask(connection, NAME)
    events.store_page(connection, NAME, page, asked)


def _bare(path: Path, pages: Sequence[Sequence[tuple[object, ...]]]) -> tuple[float, float]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("CREATE TABLE events (job_id, position, id, created_at, level, type, step, message, raw)")

    def work() -> None:
        for rows in pages:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            connection.execute("COMMIT")

    taken = _timed(work)
    connection.close()
    path.unlink()
    return taken


def _in_one(connection: Connection, work: Callable[[Connection], None]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    work(connection)
    connection.execute("COMMIT")


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    """Return the seconds that `work` takes, by the wall and of this thread's CPU."""
    begin, began = time.perf_counter(), time.thread_time()
    work()
    return time.perf_counter() - begin, time.thread_time() - began


if __name__ == "__main__":
    storing()
