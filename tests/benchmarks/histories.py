"""Big histories, written through the store page by page, as the passes do.

`python -m tests.benchmarks.histories FILE --jobs 10000 --events 1000000 --one 100000` makes one. Its newest job, the
first of the list (`bench-00000`), runs and has `--one` of the events; the others share the rest evenly.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import string
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ftmonitor.models.source import Page, Row
from ftmonitor.store import cursors, jobs
from ftmonitor.store.database import Connection
from ftmonitor.store.store import Store
from ftmonitor.sync import events as event_rows
from ftmonitor.sync import jobs as job_rows

NOW = 1_795_000_000
"""The creation of the newest job, in seconds since the epoch."""
PAGE = 100
"""Rows of a page, as the source asks for them."""
STATUSES = ("succeeded", "failed", "succeeded", "cancelled", "succeeded", "running", "paused", "queued")
RUNNING = 20
"""Jobs at the top of the list that may have any of the statuses; those below have ended, as old jobs have."""

_LETTERS = string.ascii_letters + string.digits
_JOBS_AT_ONCE = 100


def build(path: Path, jobs: int = 10_000, events: int = 1_000_000, one: int = 100_000) -> Path:
    """Write a new history of so many jobs and events, `one` of the events in the newest job; return `path`."""
    asyncio.run(_build(path, jobs, events, one))
    return path


def job_id(number: int) -> str:
    """Return the id of the `number`-th job of the list, from 0."""
    return f"ftjob-{number:024d}"


def job_row(number: int) -> Row:
    """Return the `number`-th job of the list as the service sends one."""
    status = "running" if number == 0 else STATUSES[number % (len(STATUSES) if number < RUNNING else 5)]
    ended = status in ("succeeded", "failed", "cancelled")
    created_at = NOW - 60 * number
    auto = {"n_epochs": 3, "batch_size": 1, "learning_rate_multiplier": 2}
    return _row(
        {
            "object": "fine_tuning.job",
            "id": job_id(number),
            "model": "gpt-4.1-mini-2025-04-14",
            "created_at": created_at,
            "finished_at": created_at + 3600 if status == "succeeded" else None,
            "fine_tuned_model": f"ft:gpt-4.1-mini-2025-04-14:acme:bench-{number:05d}:{number:08d}"
            if status == "succeeded"
            else None,
            "organization_id": "org-Vt3mB8qLxYk0ZrD5nHw2PsCe",
            "result_files": [f"file-{number:022d}"] if ended else [],
            "status": status,
            "validation_file": f"file-valid{number:017d}",
            "training_file": f"file-train{number:017d}",
            "hyperparameters": auto,
            "trained_tokens": 120_000 + number if status == "succeeded" else None,
            "error": {"code": "invalid_training_file", "message": "The file is too short", "param": "training_file"}
            if status == "failed"
            else {},
            "user_provided_suffix": f"bench-{number:05d}",
            "seed": number,
            "estimated_finish": None,
            "integrations": [],
            "metadata": {"team": f"team-{number % 7}"},
            "usage_metrics": None,
            "shared_with_openai": False,
            "eval_id": None,
            "method": {"type": "supervised", "supervised": {"hyperparameters": auto}},
        }
    )


def event_row(number: int, total: int, chance: random.Random, start: int = NOW) -> Row:
    """Return the `number`-th event of a job (from 0) that has `total`: nearly all are steps; two share a second."""
    data: dict[str, object] | None
    if number == 0 or number % 50 == 0:
        kind, data = "message", {}
        message = f"Checkpoint created at step {number}" if number else "Fine-tuning job started"
    else:
        kind = "metrics"
        loss = 0.3 + 2.0 / (1 + number / 200) + chance.random() / 10
        data = {"step": number, "train_loss": loss}
        message = f"Step {number}/{total}: training loss={loss:.2f}"
        if number % 10 == 0:
            data["valid_loss"] = loss * 1.1
            message += f", validation loss={loss * 1.1:.2f}"
        data["total_steps"] = total
        data["train_mean_token_accuracy"] = min(1.0, 1.0 / (1.0 + loss / 3))
        if number % 10 == 0:
            data["valid_mean_token_accuracy"] = min(1.0, 1.0 / (1.0 + loss / 2.5))
    return _row(
        {
            "object": "fine_tuning.job.event",
            "id": "ftevent-" + "".join(chance.choices(_LETTERS, k=24)),
            "created_at": start + number // 2,
            "level": "info" if number % 1000 else "warn",
            "message": message,
            "data": data,
            "type": kind,
        }
    )


def event_pages(total: int, size: int = PAGE, seed: int = 7) -> Iterator[Page]:
    """Yield the pages of a log of `total` events, newest first, as a walk down it reads them."""
    chance = random.Random(seed)
    for stop in range(total, 0, -size):
        rows = tuple(event_row(number, total, chance) for number in range(stop - 1, max(-1, stop - 1 - size), -1))
        yield Page(rows, next=rows[-1].id if stop > size else None)


def store_jobs(connection: Connection, count: int) -> None:
    """Write the job list, page by page."""
    for start in range(0, count, PAGE):
        rows = tuple(job_row(number) for number in range(start, min(count, start + PAGE)))
        page = Page(rows, next=rows[-1].id if start + PAGE < count else None)
        if start == 0:
            job_rows.store_newest(connection, page, NOW)
        else:
            job_rows.store_older(connection, page, cursors.load(connection), NOW)


def store_events(connection: Connection, name: str, pages: Sequence[Page]) -> None:
    """Write pages of events that follow each other down a job's log."""
    for page in pages:
        asked = event_rows.ask_older(connection, name) or event_rows.ask(connection, name)
        event_rows.store_page(connection, name, page, asked)


async def _build(path: Path, count: int, events: int, one: int) -> None:
    store = Store.open(path, read_only_ok=False)
    await store.write(store_jobs, count)
    pages: list[Page] = []
    for page in event_pages(one):
        pages.append(page)
        if len(pages) == _JOBS_AT_ONCE or page.next is None:
            await store.write(store_events, job_id(0), pages)
            pages = []
    share, left = divmod(events - one, max(1, count - 1))
    for start in range(1, count, _JOBS_AT_ONCE):
        numbers = range(start, min(count, start + _JOBS_AT_ONCE))
        logs = {job_id(at): tuple(event_pages(share + (at <= left), seed=at)) for at in numbers}
        await store.write(_store_logs, logs)
    await store.aclose()


def _store_logs(connection: Connection, logs: Mapping[str, Sequence[Page]]) -> None:
    for name, pages in logs.items():
        store_events(connection, name, pages)
        jobs.hush(connection, name, jobs.QUIET)


def _row(raw: Mapping[str, object]) -> Row:
    return Row(str(raw["id"]), json.dumps(raw), raw)


def main() -> None:
    """Make a history as the command line says."""
    parser = argparse.ArgumentParser(description="Make a big history.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--one", type=int, default=100_000, help="events of the newest job")
    asked = parser.parse_args()
    begin = time.perf_counter()
    build(asked.file, asked.jobs, asked.events, asked.one)
    seconds, megabytes = time.perf_counter() - begin, asked.file.stat().st_size / 1e6
    print(f"{asked.jobs:,} jobs, {asked.events:,} events in {seconds:.0f} s: {megabytes:.0f} MB, {asked.file}")


if __name__ == "__main__":
    main()
