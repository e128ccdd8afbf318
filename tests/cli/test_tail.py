"""The end of a log, with gaps that close late: in order, each event once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ftmonitor.cli.tail import Tail
from ftmonitor.jsontext import parse
from ftmonitor.models.rows import row_of
from ftmonitor.models.source import Page, Row
from ftmonitor.store.store import Store
from ftmonitor.sync import events, jobs

JOB = "job-1"
NOW = 1_795_000_000.0


def job(status: str) -> Row:
    return row_of(parse(f'{{"id": "{JOB}", "status": "{status}"}}'))


def event(number: int) -> Row:
    level = "error" if number % 10 == 0 else "info"
    return row_of(parse(f'{{"id": "e-{number}", "created_at": {NOW + number}, "level": "{level}", "message": "m"}}'))


class Log:
    """A history that is told of events page by page, as the engine would."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def job(self, status: str) -> None:
        await self.store.write(jobs.store_one, job(status), NOW, follow=True)

    async def newest(self, high: int, low: int, *, more: bool = False, ended: bool = False) -> None:
        """Store the newest page: the events `high` down to `low`."""
        asked = await self.store.read(events.ask, JOB)
        await self.store.write(events.store_page, JOB, page(high, low, more), asked, ended=ended)

    async def older(self, high: int, low: int, *, more: bool = False) -> None:
        """Store the next older page of the newest gap."""
        asked = await self.store.read(events.ask_older, JOB)
        assert asked is not None
        await self.store.write(events.store_page, JOB, page(high, low, more), asked)


def page(high: int, low: int, more: bool) -> Page:
    rows = tuple(event(number) for number in range(high, low - 1, -1))
    return Page(rows, next=rows[-1].id if more else None)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    store = Store.open(tmp_path / "history.sqlite3")
    yield Log(store)
    store.close()


def tail(log: Log, levels: Sequence[str] = ()) -> Tail:
    return Tail(log.store, JOB, lambda level: not levels or level in levels)


async def rest(following: Tail) -> list[int]:
    found: list[int] = []
    for _ in range(99):
        texts = await following.more()
        if not texts:
            return found
        found += [int(json.loads(text)["id"].removeprefix("e-")) for text in texts]
    raise AssertionError(f"it never ends: {found}")


@pytest.mark.anyio
async def test_the_newest_and_then_what_comes(log: Log) -> None:
    await log.job("running")
    following = tail(log)
    assert not await following.begin("e-30", 3)
    await log.newest(30, 1)
    assert await following.begin("e-30", 3)
    assert await rest(following) == [28, 29, 30]
    await log.newest(33, 25)
    assert await rest(following) == [31, 32, 33]
    assert await rest(following) == []


@pytest.mark.anyio
async def test_a_log_that_was_empty(log: Log) -> None:
    await log.job("queued")
    following = tail(log)
    assert await following.begin(None, 3)
    assert await rest(following) == []
    await log.newest(5, 1)
    assert await rest(following) == [1, 2, 3, 4, 5]


@pytest.mark.anyio
async def test_what_was_stored_before_is_not_the_newest(log: Log) -> None:
    await log.job("running")
    await log.newest(10, 1)
    following = tail(log)
    assert not await following.begin("e-30", 3), "the history is behind the server"
    await log.newest(30, 21, more=True)
    assert await following.begin("e-30", 3)
    assert await rest(following) == [28, 29, 30]


@pytest.mark.anyio
async def test_enough_above_a_gap_and_older_ones_come_in_below(log: Log) -> None:
    await log.job("running")
    await log.newest(100, 91, more=True)
    following, everything = tail(log), tail(log)
    assert await following.begin("e-100", 10)
    assert not await everything.begin("e-100", None), "older events are still to come"
    assert not await everything.begin("e-100", 11)
    assert await rest(following) == list(range(91, 101))
    await log.older(90, 41, more=True)
    await log.newest(101, 95)
    assert await rest(following) == [101], "what came in below has moved all numbers up"
    await log.older(40, 1)
    assert await everything.begin("e-100", None)
    assert await rest(everything) == list(range(1, 102))


@pytest.mark.anyio
async def test_a_gap_ahead_is_waited_for(log: Log) -> None:
    await log.job("running")
    await log.newest(10, 1)
    following = tail(log)
    assert await following.begin("e-10", 1)
    assert await rest(following) == [10]
    await log.newest(60, 51, more=True)
    assert await rest(following) == []
    await log.older(50, 31, more=True)
    assert await rest(following) == []
    await log.older(30, 9)
    assert await rest(following) == list(range(11, 61))
    assert not following.lost


@pytest.mark.anyio
async def test_a_gap_that_cannot_be_closed_is_passed_and_told(log: Log) -> None:
    await log.job("running")
    await log.newest(10, 1)
    following = tail(log)
    assert await following.begin("e-10", 1)
    await rest(following)
    await log.newest(60, 51, more=True)
    await log.older(50, 31)
    assert await rest(following) == list(range(31, 61))
    assert following.lost


@pytest.mark.anyio
@pytest.mark.parametrize(("wanted", "first"), [(1, 100), (3, 80), (99, 1), (None, 1)])
async def test_only_what_counts_is_counted(wanted: int | None, first: int, log: Log) -> None:
    await log.job("running")
    await log.newest(105, 1)
    following = tail(log, ["error"])
    assert await following.begin("e-105", wanted)
    assert (await rest(following))[0] == first


@pytest.mark.anyio
async def test_the_end(log: Log) -> None:
    following = tail(log)
    assert not await following.ended(), "nothing is known of the job"
    await log.job("running")
    await log.newest(10, 6, more=True)
    assert not await following.ended()
    await log.job("succeeded")
    assert not await following.ended()
    await log.newest(10, 6, more=True, ended=True)
    await log.newest(10, 6, more=True, ended=True)
    assert not await following.ended(), "a gap is open"
    await log.older(5, 1)
    assert await following.ended()
    await log.newest(11, 6, ended=True)
    assert not await following.ended(), "there was news"


@pytest.mark.anyio
async def test_in_another_history_it_goes_on_at_the_same_event(log: Log, tmp_path: Path) -> None:
    await log.job("running")
    await log.newest(30, 1)
    following = tail(log)
    assert await following.begin("e-30", 3)
    assert await rest(following) == [28, 29, 30]
    anew = Log(Store.open(tmp_path / "anew.sqlite3"))
    following.turn_to(anew.store)
    assert await rest(following) == []
    await anew.job("running")
    await anew.newest(80, 41, more=True)
    assert await rest(following) == [], "what is between has not come yet"
    await anew.older(40, 21, more=True)
    assert await rest(following) == list(range(31, 81))
    await anew.older(20, 1)
    assert await rest(following) == []
    anew.store.close()
