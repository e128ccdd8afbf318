"""Paging 10,000 jobs and 100,000 events over loopback, and storing them, beside the official SDK merely paging them.

Each measurement is a process of its own; its imports do not count. `python -m tests.benchmarks.paging`.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ftmonitor.models.source import Page, Source, What
from ftmonitor.store import cursors
from ftmonitor.store.database import Connection
from ftmonitor.store.store import Store
from ftmonitor.sync import jobs as job_rows
from tests.benchmarks import canned, histories

RUNS = 3
NAME = histories.job_id(0)
LISTS = {"jobs": canned.JOBS, "events": canned.EVENTS}


def paging() -> None:
    """Print milliseconds a page of both, and how many times faster it is."""
    with canned.served() as url:
        for what, rows in LISTS.items():
            pairs = [(_run("stored", what, url), _run("sdk", what, url)) for _ in range(RUNS)]
            for at, clock in enumerate(("wall", "CPU")):
                pages = rows // histories.PAGE
                ours, theirs = (1000 * statistics.median(pair[side][at] for pair in pairs) / pages for side in (0, 1))
                times = statistics.median(pair[1][at] / pair[0][at] for pair in pairs)
                print(
                    f"paging and storing {rows:,} {what}, {clock} time: {ours:.2f} ms a page / the official SDK paging "
                    f"alone {theirs:.2f} ms, {times:.2f} times faster (median of {RUNS} pairs)"
                )


def _run(how: str, what: str, url: str) -> tuple[float, float]:
    command = [sys.executable, "-m", "tests.benchmarks.paging", how, what, url]
    wall, cpu = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(wall), float(cpu)


def _clocks() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _sdk(what: str, url: str) -> tuple[float, float]:
    import openai

    client = openai.OpenAI(api_key="x", base_url=url)
    begin = _clocks()
    tuning = client.fine_tuning.jobs
    count = sum(1 for _ in (tuning.list(limit=100) if what == "jobs" else tuning.list_events(NAME, limit=100)))
    end = _clocks()
    assert count == LISTS[what]
    return end[0] - begin[0], end[1] - begin[1]


async def _stored(what: str, url: str, folder: Path) -> tuple[float, float]:
    from ftmonitor.api.client import Client
    from ftmonitor.sources.openai import OpenAISource

    source = OpenAISource(Client(api_key="x", base_url=url, tries=1), "benchmark")
    store = Store.open(folder / "history.db")
    if what == "jobs":
        begin = _clocks()
        await _walk(source, store, What.JOBS, None, _store_jobs)
    else:
        await store.write(job_rows.store_one, await source.job(NAME), histories.NOW)
        begin = _clocks()
        await _walk(
            source, store, What.EVENTS, NAME, lambda connection, page: histories.store_events(connection, NAME, [page])
        )
    end = _clocks()
    assert (await store.jobs.count() if what == "jobs" else await store.events.count(NAME)) == LISTS[what]
    await store.aclose()
    await source.aclose()
    return end[0] - begin[0], end[1] - begin[1]


async def _walk(
    source: Source, store: Store, what: What, job_id: str | None, write: Callable[[Connection, Page], None]
) -> None:
    """Read a list to its end; while a page is asked for, the one before it is written."""
    cursor: str | None = None
    writing: asyncio.Task[None] | None = None
    while True:
        page = await source.page(what, job_id, cursor)
        if writing is not None:
            await writing
        writing = asyncio.create_task(store.write(write, page))
        cursor = page.next
        if cursor is None:
            await writing
            return


def _store_jobs(connection: Connection, page: Page) -> None:
    asked = cursors.load(connection)
    if asked.cursor is None:
        job_rows.store_newest(connection, page, histories.NOW)
    else:
        job_rows.store_older(connection, page, asked, histories.NOW)


def _main() -> None:
    if len(sys.argv) == 1:
        paging()
        return
    how, what, url = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        print(*(_sdk(what, url) if how == "sdk" else asyncio.run(_stored(what, url, Path(folder)))))


if __name__ == "__main__":
    _main()
