"""The screen while another file becomes the history under it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftmonitor.store.disk import Damaged
from ftmonitor.sync.link import Health
from tests.support.screens import screen

pytestmark = pytest.mark.anyio


async def test_a_history_that_breaks_is_replaced_under_the_same_job(tmp_path: Path) -> None:
    async with screen(tmp_path, (120, 40)) as there:
        job_id = await there.move_to("support-v6")
        await there.until(lambda: there.main.event_count > 100)
        count = there.main.event_count
        there.world.monitor.store._database._reads.damage = Damaged("The history is damaged (in a test).")
        await there.until(lambda: "was set aside as" in there.text)
        await there.until(lambda: "events that could be read were kept" in _flat(there.text))
        await there.until(lambda: there.main.link.health is Health.LIVE)
        await there.until(lambda: len(there.main.jobs) >= 41 and there.main.event_count >= count)
        assert there.main.job_id == job_id
        assert there.main.job is not None
        assert there.main.job.id == job_id
        assert all("validation loss" in toast for toast in there.toasts), "an alert at most, no trouble"


async def test_a_history_that_was_deleted_begins_anew_under_the_same_job(tmp_path: Path) -> None:
    async with screen(tmp_path, (120, 40)) as there:
        before = there.main.job_id
        _delete_all(tmp_path)
        await there.until(lambda: "was renamed or deleted while it was open: a new one begins" in _flat(there.text))
        await there.until(lambda: len(there.main.jobs) >= 41)
        assert there.main.job_id == before
        assert all("validation loss" in toast for toast in there.toasts)


def _delete_all(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def _flat(text: str) -> str:
    return " ".join(text.split())
