from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ftmonitor.store.database import Connection
from ftmonitor.store.store import Store
from tests.support.opened import opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "h.db")
    yield made
    made.close()


@pytest.mark.anyio
async def test_values_are_kept_by_profile_and_name(store: Store) -> None:
    await store.views.put("prod", {"list.sort": [["loss", False]], "log.time": "clock"})
    await store.views.put("test", {"log.time": "ago"})
    await store.views.put("prod", {"list.sort": [], "log.time": None})
    assert store.views.first("prod") == {"list.sort": []}
    assert store.views.first("test") == {"log.time": "ago"}
    assert store.views.first("nobody") == {}


@pytest.mark.anyio
async def test_what_cannot_be_read_is_left_out(store: Store) -> None:
    def spoil(connection: Connection) -> None:
        connection.execute("INSERT INTO views VALUES ('prod', 'a', '{'), ('prod', 'b', '1')")

    await store.write(spoil)
    assert store.views.first("prod") == {"b": 1}


@pytest.mark.anyio
async def test_a_monitor_finds_again_what_was_put_and_writes_it_before_it_closes(tmp_path: Path) -> None:
    async with opened(tmp_path, filled=False, posed=True) as world:
        assert world.monitor.views.get("list.sort") is None
        world.monitor.views.put("list.sort", [["age", True]])
        world.monitor.views.put("list.sort", [["loss", True]])
        assert world.monitor.views.get("list.sort") == [["loss", True]]
    async with opened(tmp_path, filled=False, posed=True) as world:
        assert world.monitor.views.get("list.sort") == [["loss", True]]


@pytest.mark.anyio
async def test_a_history_that_cannot_be_asked_forgets_and_keeps_silent(tmp_path: Path) -> None:
    async with opened(tmp_path, filled=False, posed=True) as world:
        world.monitor.store.close()
        assert world.monitor.views.get("x") is None
        world.monitor.views.put("x", 1)
        await world.monitor.views.flush()
        assert world.monitor.views.get("x") == 1
