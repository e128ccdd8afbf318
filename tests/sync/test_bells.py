from __future__ import annotations

import asyncio

import pytest

from ftmonitor.sync.bells import Bells
from ftmonitor.sync.changes import Change, EventsAdded, JobsChanged, LinkChanged


async def heard(bells: Bells, *rung: Change) -> list[Change]:
    bell = bells.listen()
    for change in rung:
        bells.ring(change)
    bells.end()
    return [change async for change in bell]


@pytest.mark.anyio
async def test_changes_that_were_not_heard_yet_merge() -> None:
    changes = await heard(
        Bells(),
        EventsAdded("a"),
        JobsChanged(frozenset({"a"})),
        EventsAdded("a"),
        LinkChanged(),
        JobsChanged(frozenset({"b"})),
        EventsAdded("b"),
        LinkChanged(),
    )
    assert len(changes) == 4
    assert set(changes) == {EventsAdded("a"), LinkChanged(), JobsChanged(frozenset({"a", "b"})), EventsAdded("b")}


@pytest.mark.anyio
async def test_too_many_jobs_become_all_of_them() -> None:
    changes = await heard(Bells(), *(JobsChanged(frozenset({str(number)})) for number in range(600)))
    assert changes == [JobsChanged()]


@pytest.mark.anyio
async def test_all_of_them_stays_all_of_them() -> None:
    assert await heard(Bells(), JobsChanged(), JobsChanged(frozenset({"a"}))) == [JobsChanged()]


@pytest.mark.anyio
async def test_every_listener_hears_and_a_slow_one_holds_nobody_up() -> None:
    bells = Bells()
    slow, quick = bells.listen(), bells.listen()
    bells.ring(EventsAdded("a"))
    assert await anext(quick) == EventsAdded("a")
    waiting = asyncio.ensure_future(anext(quick))
    await asyncio.sleep(0)
    bells.ring(EventsAdded("b"))
    assert await waiting == EventsAdded("b")
    assert [await anext(slow), await anext(slow)] == [EventsAdded("a"), EventsAdded("b")]


@pytest.mark.anyio
async def test_who_comes_after_the_end_hears_nothing() -> None:
    bells = Bells()
    bells.end()
    assert [change async for change in bells.listen()] == []
