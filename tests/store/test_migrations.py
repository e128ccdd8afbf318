"""A history of the first schema keeps all it knew."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path

import pytest

from ftmonitor.metrics.series import Series
from ftmonitor.store.disk import APPLICATION_ID
from ftmonitor.store.schema import MIGRATIONS, migrate
from ftmonitor.store.store import Store
from tests.support.histories import poll
from tests.support.ledger import row, step_row

TOP = 2**40
DIGEST = (
    f"[[[{TOP},102.0],[{TOP},2],[{TOP},102.0],[{TOP},50],[{1 - TOP},101.0],[{TOP},0.25],[null,null]],"
    '"train_loss","",[1,0,1],[[1,1,0.5],[2,1,0.25]]]'
)


def first_history(path: Path) -> None:
    """Write a job with two steps and one line, and one more job without events, as the first schema has them."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrate(connection, path, MIGRATIONS[:1])
    for rank, job_id in enumerate(("a", "b")):
        connection.execute(
            "INSERT INTO jobs (id, raw, seen_at, listed, followed) VALUES (?, '{}', 9.0, 1, 1)", (job_id,)
        )
        connection.execute(
            "INSERT INTO summaries (id, rank, revision, digest, name, status, model, method, fine_tuned_model, error, "
            "metadata, metric, trend, warnings, errors, step, value) VALUES "
            "(?, ?, 1, ?, 'n', 'running', 'm', 'supervised', '', '', '[]', 'train_loss', '[0.5]', 1, 0, 2, 0.25)",
            (job_id, rank, DIGEST if job_id == "a" else ""),
        )
    for back, raw in enumerate(('{"id":"e2"}', '{"id":"e1"}', '{"id":"e0"}')):
        values = (TOP - back, f"e{2 - back}", 102.0 - back, 2 - back, raw)
        connection.execute("INSERT INTO events VALUES ('a', ?, ?, ?, 'info', 'metrics', ?, 'line', ?)", values)
    connection.execute("INSERT INTO runs (job_id, first, last, below) VALUES ('a', ?, ?, 2)", (TOP - 2, TOP))
    connection.execute("""INSERT INTO layouts VALUES (1, '["train_loss"]'), (2, '["a","b"]')""")
    for step, layout, numbers in ((2, 1, (0.25,)), (1, 1, (0.5,)), (2, 2, (7.0, 8.0))):
        blob = struct.pack(f"<{len(numbers)}d", *numbers)
        connection.execute(
            "INSERT INTO points VALUES ('a', ?, ?, ?, ?, ?)", (step, layout, TOP - 2 + step, 100.0 + step, blob)
        )
    connection.close()


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.anyio
async def test_who_only_looks_sees_it_all_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    first_history(path)
    before = contents(tmp_path)
    store = Store.look(path)
    assert store.read_only
    assert "will be brought up to date when it is opened" in store.notice
    assert [job.id for job in store.first()] == ["b", "a"]
    assert [row.id for row in await store.events.window("a", 0, 9)] == ["e0", "e1", "e2"]
    await store.aclose()
    assert contents(tmp_path) == before
    Store.open(path).close()
    again = Store.look(path)
    assert (again.notice, again.count()) == ("", 2)
    again.close()


@pytest.mark.anyio
async def test_everything_is_there_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    first_history(path)
    store = Store.open(path)
    assert [job.id for job in store.first()] == ["b", "a"]
    assert [row.id for row in await store.events.window("a", 0, 9)] == ["e0", "e1", "e2"]
    assert await store.events.texts("a", 2, 3) == ('{"id":"e2"}',)
    assert await store.points.series("a") == (
        Series("a", (2,), (102.0,), (7.0,)),
        Series("b", (2,), (102.0,), (8.0,)),
        Series("train_loss", (1, 2), (101.0, 102.0), (0.5, 0.25)),
    )
    store.close()


@pytest.mark.anyio
async def test_what_comes_next_joins_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    first_history(path)
    store = Store.open(path)
    assert (
        await poll(store, "a", [step_row(3, 50, train_loss=0.125), row({"id": "e2", "created_at": 102})])
    ).added == 1
    assert [entry.id for entry in await store.events.window("a", 0, 9)] == ["e0", "e1", "e2", "step-3"]
    summary = await store.summaries.one("a")
    assert summary is not None
    assert (summary.step, summary.value, summary.trend, summary.warnings) == (3, 0.125, (0.5, 0.25, 0.125), 1)
    store.close()
