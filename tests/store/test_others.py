from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from ftmonitor.errors import StoreError
from ftmonitor.store.actions import Action
from ftmonitor.store.database import Connection
from ftmonitor.store.store import Store
from ftmonitor.sync import checkpoints
from tests.support.ledger import row


@pytest.mark.anyio
async def test_deeds_are_kept_newest_first_and_without_keys(store: Store) -> None:
    await store.actions.add(Action(1.0, "pause", "ftjob-0", "asked to pause", "req-1"))
    await store.actions.add(Action(2.0, "cancel", "ftjob-\ud800", "refused: sk-abcdefgh12345678"))
    assert await store.actions.recent() == (
        Action(2.0, "cancel", "ftjob-\\ud800", "refused: ***", None),
        Action(1.0, "pause", "ftjob-0", "asked to pause", "req-1"),
    )
    assert len(await store.actions.recent(1)) == 1


@pytest.mark.anyio
async def test_notes_are_kept_by_name(store: Store) -> None:
    assert await store.notes.get("organization_id") is None
    await store.notes.put("organization_id", "org-1")
    assert await store.notes.get("organization_id") == "org-1"


@pytest.mark.anyio
async def test_checkpoints_stand_in_the_servers_order_and_none_is_lost(store: Store) -> None:
    rows = {name: row({"id": name, "step_number": step}) for name, step in (("a", 1), ("b", 2), ("c", 3))}
    assert await store.write(checkpoints.store_all, "ftjob-0", [rows["b"], rows["a"]], "running")
    assert not await store.write(checkpoints.store_all, "ftjob-0", [rows["b"], rows["a"]], "paused")
    assert await store.write(checkpoints.store_all, "ftjob-0", [rows["c"], rows["b"]], "succeeded")
    assert await store.checkpoints.texts("ftjob-0") == tuple(rows[name].text for name in "cba")
    standing = await store.jobs.standing("ftjob-0")
    assert standing is not None
    assert standing.checkpoints_for == "succeeded"


@pytest.mark.anyio
async def test_a_job_is_given_back_as_sent(store: Store) -> None:
    assert '"id": "ftjob-0"' in (await store.jobs.text("ftjob-0") or "")
    assert await store.jobs.text("nobody") is None


@pytest.mark.anyio
async def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def half(connection: Connection) -> None:
        connection.execute("DELETE FROM jobs")
        connection.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(StoreError):
        await store.write(half)
    assert await store.jobs.count() == 1
    assert await store.jobs.text("ftjob-0") is not None


@pytest.mark.anyio
async def test_a_cancelled_write_is_whole_or_not_at_all(store: Store) -> None:
    writing = asyncio.ensure_future(store.actions.add(Action(1.0, "pause", "j", "x")))
    await asyncio.sleep(0)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert len(await store.actions.recent()) in (0, 1)
    await store.actions.add(Action(2.0, "pause", "j", "y"))


@pytest.mark.anyio
async def test_a_history_that_another_program_holds_says_so(store: Store, tmp_path: Path) -> None:
    await store.read(lambda connection: connection.execute("PRAGMA busy_timeout = 10"))
    holder = sqlite3.connect(tmp_path / "h.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="held by another program"):
        await store.actions.add(Action(1.0, "pause", "j", "x"))
    assert len(await store.summaries.all()) == 1
    holder.execute("ROLLBACK")
    holder.close()
    await store.actions.add(Action(1.0, "pause", "j", "x"))


@pytest.mark.anyio
async def test_a_full_disk_says_so_and_what_was_written_stays(store: Store) -> None:
    store._database.at_once(lambda connection: connection.execute("PRAGMA max_page_count = 60"))
    with pytest.raises(StoreError, match="full"):
        for number in range(500):
            await store.notes.put(f"n{number}", "x" * 4000)
    assert await store.jobs.count() == 1
