"""What the user says of jobs, and the last day of their base model: part of the summaries."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftmonitor.store import models, remarks
from ftmonitor.store.database import Connection
from ftmonitor.store.store import FIRST_ROWS, Store
from ftmonitor.sync import jobs
from ftmonitor.sync.salvage import Salvage
from tests.support.ledger import row


@pytest.mark.anyio
async def test_pins_and_notes_show_in_the_list_and_stay_when_the_job_changes(store: Store) -> None:
    before = await store.summaries.all()
    await store.remarks.pin(["ftjob-0"], 7.0)
    await store.remarks.note("ftjob-0", "ask\nAnn, key sk-abcdefgh12345678")
    (after,) = await store.summaries.all()
    assert (before[0].pinned_at, before[0].note) == (None, "")
    assert (after.pinned_at, after.note) == (7.0, "ask Ann, key ***")
    await store.write(jobs.store_one, row({"id": "ftjob-0", "status": "failed"}), 99.0)
    (later,) = await store.summaries.all()
    assert (later.status, later.pinned_at, later.note) == ("failed", 7.0, after.note)
    await store.remarks.pin(["ftjob-0"], None)
    await store.remarks.note("ftjob-0", "")
    (last,) = await store.summaries.all()
    assert (last.pinned_at, last.note) == (None, "")


@pytest.mark.anyio
async def test_a_pinned_job_is_there_in_the_first_frame_however_old_it_is(store: Store) -> None:
    for number in range(1, FIRST_ROWS + 20):
        await store.write(jobs.store_one, row({"id": f"ftjob-{number}", "created_at": 2_000_000_000 + number}), 9.0)
    oldest = (await store.summaries.all())[-1].id
    assert oldest not in {job.id for job in store.first()}
    await store.remarks.pin([oldest], 7.0)
    assert [job.id for job in store.first()][-1] == oldest


@pytest.mark.anyio
async def test_the_last_day_of_a_base_model_shows_in_its_jobs(store: Store) -> None:
    await store.write(jobs.store_one, row({"id": "ftjob-0", "model": "gpt-4.1-mini"}), 9.0)
    told = [("gpt-4.1-mini", '{"id":"gpt-4.1-mini"}', "2027-01-14"), ("other", "{}", "")]
    assert await store.write(models.store_all, told, 9.0)
    assert [job.shutdown for job in await store.summaries.all()] == ["2027-01-14"]
    assert not await store.write(models.store_all, told, 10.0), "the same again is no news"
    assert await store.read(models.read_at) == 10.0
    assert await store.models.days() == {"gpt-4.1-mini": "2027-01-14"}
    assert await store.write(models.store_all, [], 11.0)
    assert [job.shutdown for job in await store.summaries.all()] == [""]


@pytest.mark.anyio
async def test_remarks_survive_a_history_that_was_damaged(store: Store, tmp_path: Path) -> None:
    await store.remarks.pin(["ftjob-0"], 7.0)
    await store.remarks.note("ftjob-0", "mine")
    await store.views.put("prod", {"list.sort": [["age", True]]})
    store.close()
    fresh = Store.open(tmp_path / "new.db")
    salvage = Salvage(fresh, tmp_path / "h.db")
    await salvage.begin()
    await salvage.rest()
    (job,) = await fresh.summaries.all()
    assert (job.pinned_at, job.note) == (7.0, "mine")
    assert fresh.views.first("prod") == {"list.sort": [["age", True]]}
    fresh.close()


@pytest.mark.anyio
async def test_a_remark_about_a_job_that_is_not_held_is_kept_for_it(store: Store) -> None:
    def both(connection: Connection) -> None:
        remarks.note(connection, "ftjob-later", "soon")

    await store.write(both)
    await store.write(jobs.store_one, row({"id": "ftjob-later"}), 9.0)
    assert {job.id: job.note for job in await store.summaries.all()}["ftjob-later"] == "soon"
