from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ftmonitor.models.log import Gap, LogRow
from ftmonitor.store.store import Store
from tests.support.histories import close_gap, filled, poll
from tests.support.ledger import event_row, row, step_row

JOB = "ftjob-0"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = filled(tmp_path / "h.db", jobs=2)
    yield opened
    opened.close()


async def ids(store: Store, start: int = 0, stop: int = 10_000) -> list[str]:
    return [entry.id for entry in await store.events.window(JOB, start, stop)]


def numbers(first: int, last: int) -> list[str]:
    return [f"ev-{number}" for number in range(first, last + 1)]


@pytest.mark.anyio
async def test_rows_stand_oldest_first_and_are_named_by_index(store: Store) -> None:
    await poll(store, JOB, [event_row(number) for number in (2, 1, 0)])
    assert await store.events.count(JOB) == 3
    assert await store.events.window(JOB, 1, 3) == (
        LogRow(1, "ev-1", 1_795_000_000.0, "info", "line 1"),
        LogRow(2, "ev-2", 1_795_000_000.0, "info", "line 2"),
    )
    assert await store.events.count("ftjob-1") == 0
    assert await store.events.window("ftjob-1", 0, 5) == ()


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("start", "stop", "first", "last"),
    [(0, 3, 0, 2), (-5, 2, 0, 1), (8, 99, 8, 9), (3, 3, 0, -1), (50, 60, 0, -1), (5, 2, 0, -1), (4, 5, 4, 4)],
)
async def test_a_window_is_clipped_to_what_there_is(store: Store, start: int, stop: int, first: int, last: int) -> None:
    await poll(store, JOB, [event_row(number) for number in reversed(range(10))])
    assert await ids(store, start, stop) == numbers(first, last)


@pytest.mark.anyio
async def test_indexes_run_on_over_gaps_open_and_closed(store: Store) -> None:
    await poll(store, JOB, [event_row(number) for number in (3, 2, 1, 0)])
    await poll(store, JOB, [event_row(number) for number in (19, 18, 17)], "ev-17")
    await poll(store, JOB, [event_row(number) for number in (39, 38)], "ev-38")
    assert await store.events.count(JOB) == 9
    assert await ids(store) == [*numbers(0, 3), *numbers(17, 19), *numbers(38, 39)]
    assert await ids(store, 3, 8) == ["ev-3", *numbers(17, 19), "ev-38"]
    assert await store.gaps.of(JOB) == (
        Gap(index=4, lost=False, older_at=1_795_000_001.0, newer_at=1_795_000_005.0),
        Gap(index=7, lost=False, older_at=1_795_000_006.0, newer_at=1_795_000_012.0),
    )
    asked = await close_gap(store, JOB, [event_row(number) for number in reversed(range(19, 38))], "ev-19")
    assert asked.cursor == "ev-38"
    await close_gap(store, JOB, [event_row(number) for number in reversed(range(2, 17))], "ev-2")
    assert await ids(store) == numbers(0, 39)
    assert await ids(store, 15, 25) == numbers(15, 24)
    assert await store.gaps.of(JOB) == ()
    assert await store.events.index_of(JOB, "ev-20") == 20
    assert await store.events.index_of(JOB, "nothing") is None


@pytest.mark.anyio
async def test_a_gap_that_the_server_cannot_fill_is_kept_as_one(store: Store) -> None:
    await poll(store, JOB, [event_row(1), event_row(0)])
    await poll(store, JOB, [event_row(9), event_row(8)], None)
    (gap,) = await store.gaps.of(JOB)
    assert (gap.index, gap.lost) == (2, True)


@pytest.mark.anyio
async def test_the_same_page_twice_changes_nothing(store: Store) -> None:
    page = [event_row(number) for number in reversed(range(10))]
    await poll(store, JOB, page)
    before = (await store.news(-1)).revision
    assert (await poll(store, JOB, page)).added == 0
    assert await ids(store) == numbers(0, 9)
    assert (await store.news(-1)).revision == before


@pytest.mark.anyio
async def test_an_event_that_comes_late_stands_where_the_server_has_it(store: Store) -> None:
    await poll(store, JOB, [step_row(number, train_loss=float(number)) for number in (9, 8, 6, 5)])
    await poll(store, JOB, [step_row(number, train_loss=float(number)) for number in (10, 9, 8, 7, 6, 5)])
    assert [entry.step for entry in await store.events.window(JOB, 0, 99)] == [5, 6, 7, 8, 9, 10]
    (curve,) = await store.points.series(JOB)
    assert list(curve.values) == [5.0, 6.0, 7.0, 8.0, 9.0, 10.0]
    summary = await store.summaries.one(JOB)
    assert summary is not None
    assert (summary.step, summary.value) == (10, 10.0)


@pytest.mark.anyio
async def test_the_texts_are_as_sent(store: Store) -> None:
    sent = event_row(0, data={"a": [1.0, "é", None]}, odd="\u202e")
    await poll(store, JOB, [sent])
    assert await store.events.texts(JOB, 0, 9) == (sent.text,)


@pytest.mark.anyio
async def test_odd_events_are_held_too(store: Store) -> None:
    odd = [
        row({"id": "surrogate-\ud800", "message": "lone \udfff", "level": 5, "type": None, "created_at": "soon"}),
        row({"id": "nul", "message": "a\x00b", "created_at": 10**400, "level": "info"}),
        row({"id": "long", "message": "x" * 100_000, "created_at": None, "data": {"step": 10**30}}),
        row({"id": "", "created_at": "2026-11-18T11:06:40Z"}),
    ]
    await poll(store, JOB, odd)
    rows = await store.events.window(JOB, 0, 9)
    assert [entry.id for entry in rows] == ["", "long", "nul", "surrogate-\\ud800"]
    assert [entry.time for entry in rows] == [1_795_000_000.0, None, None, None]
    assert [entry.message for entry in rows] == ["", "x" * 4000, "a\x00b", "lone \ufffd"]
    assert (await poll(store, JOB, odd)).added == 0


@pytest.mark.anyio
async def test_a_key_in_an_event_is_not_kept(store: Store) -> None:
    await poll(store, JOB, [event_row(0, message="Incorrect key: sk-proj-abcdefgh12345678")])
    (text,) = await store.events.texts(JOB, 0, 1)
    (entry,) = await store.events.window(JOB, 0, 1)
    assert "abcdefgh" not in text + entry.message
    assert "Incorrect key: ***" in entry.message


@pytest.mark.anyio
async def test_any_sqlite_tool_reads_the_log_in_order(store: Store) -> None:
    await poll(store, JOB, [event_row(1), event_row(0)])
    await poll(store, JOB, [event_row(9), event_row(8)], "ev-8")
    found = await store.read(
        lambda c: c.execute("SELECT id, json_extract(raw, '$.message') FROM events WHERE job_id = ? ORDER BY position",
                            (JOB,)).fetchall()
    )  # fmt: skip
    assert found == [("ev-0", "line 0"), ("ev-1", "line 1"), ("ev-8", "line 8"), ("ev-9", "line 9")]
