"""The engine while clocks jump, laptops sleep, disks are full, and other programs are at the same history."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ftmonitor.errors import ConnectionFailed, RateLimited, ServerFailed
from ftmonitor.models.source import Row, What
from ftmonitor.store import notes
from ftmonitor.store.cursors import Walk
from ftmonitor.store.store import Store
from ftmonitor.sync import organization
from ftmonitor.sync.bells import Bells
from ftmonitor.sync.changes import Change, JobsChanged
from ftmonitor.sync.engine import Engine
from ftmonitor.sync.line import Line
from ftmonitor.sync.link import Health
from ftmonitor.sync.organization import OtherOrganization
from tests.support.clock import START, FakeClock
from tests.support.ledger import Ledger, event_row, job_row
from tests.support.steady import SteadyClock, drive, running, settled

pytestmark = pytest.mark.anyio

DAY_S = 86_400.0
JUMPS = [DAY_S, -DAY_S, 3_600.0, -7_200.0, 20.0]


@dataclass
class Watched:
    """An engine at work, and what it works on."""

    clock: SteadyClock
    source: Ledger
    store: Store
    engine: Engine

    def grow(self, job_id: str, events: int, status: str = "running") -> None:
        self.source.set_job(job_row(job_id, status, created_at=START))
        held = self.source.events.setdefault(job_id, [])
        held += [event_row(number) for number in range(len(held), len(held) + events)]

    async def drive(self, seconds: float) -> None:
        await drive(self.engine, self.clock, seconds)

    async def same(self, job_id: str) -> bool:
        rows = await self.store.events.window(job_id, 0, 10**9)
        return [row.id for row in rows] == [row.id for row in self.source.events[job_id]]

    def on_writes(self, pragma: str) -> None:
        """Change a setting of the connection that writes."""
        self.store._database.at_once(lambda connection: connection.execute(f"PRAGMA {pragma}").fetchall())


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    clock = SteadyClock()
    source, store = Ledger(clock), Store.open(tmp_path / "h.db", clock=clock)
    yield Watched(clock, source, store, Engine(source, store, clock))
    await store.aclose()


# Clocks


@pytest.mark.parametrize("jump", JUMPS)
def test_however_the_wall_clock_jumps_ages_and_waits_are_what_they_were(jump: float) -> None:
    clock = FakeClock()
    line = Line(clock, Bells(), random.Random(1))
    clock.advance(5)
    line.good()
    clock.advance(7)
    clock.jump(jump)
    link = line.link
    assert link.answered_at is not None
    assert clock.now() - link.answered_at == pytest.approx(7)
    assert clock.now() - link.since == pytest.approx(7)
    line.bad(ServerFailed("503", retry_after_s=40.0), clock.monotonic())
    clock.advance(10)
    clock.jump(-jump)
    link = line.link
    assert link.retry_at is not None
    assert link.retry_at - clock.now() == pytest.approx(30)
    assert clock.now() - link.since == pytest.approx(10)


@pytest.mark.parametrize("jump", JUMPS)
def test_no_jump_makes_a_hiccup_an_outage_or_an_outage_a_hiccup(jump: float) -> None:
    clock = FakeClock()
    line = Line(clock, Bells(), random.Random(1))
    line.good()
    line.bad(ConnectionFailed("broke"), clock.monotonic())
    clock.jump(jump)
    clock.advance(2)
    line.bad(ConnectionFailed("broke"), clock.monotonic())
    assert line.link.health == "retry"
    clock.advance(60)
    clock.jump(-jump)
    line.bad(ConnectionFailed("broke"), clock.monotonic())
    assert line.link.health is Health.OFFLINE
    assert clock.now() - line.link.since == pytest.approx(62)


def test_a_link_that_did_not_change_reads_the_same_while_time_passes() -> None:
    clock = FakeClock(START + 0.1)
    line = Line(clock, Bells(), random.Random(1))
    line.good()
    seen = set()
    for _ in range(100):
        clock.advance(0.3)
        seen.add(line.link)
    assert len(seen) == 1


@pytest.mark.parametrize("asleep", ["the clock stood still", "the clock went on"])
async def test_after_a_day_of_sleep_it_looks_at_once_and_closes_the_gap(watched: Watched, asleep: str) -> None:
    watched.source.page_size = 20
    watched.grow("j", 30)
    async with running(watched.engine):
        await watched.drive(60)
        assert await watched.same("j")
        watched.grow("j", 500)
        before = len(watched.source.asked)
        if asleep == "the clock stood still":
            watched.clock.jump(DAY_S)
        else:
            watched.clock.move_to(watched.clock.monotonic() + DAY_S)
        await watched.drive(1.1)
        assert len(watched.source.asked) > before
        link = watched.engine.link
        assert link.answered_at is not None
        assert link.health is Health.LIVE
        assert 0 <= watched.clock.now() - link.answered_at < 2
        await watched.drive(30)
        assert await watched.same("j")


async def test_sleep_ends_a_wait_after_failures_but_not_one_that_the_server_asked_for(watched: Watched) -> None:
    watched.grow("j", 3)
    async with running(watched.engine):
        await watched.drive(10)
        watched.source.down = ConnectionFailed("no network", sent=False)
        await watched.drive(300)
        watched.source.down = None
        watched.clock.jump(DAY_S)
        await watched.drive(1.1)
        assert watched.engine.link.health is Health.LIVE
        watched.source.fails.append((What.EVENTS, RateLimited("Slow down.", status=429, retry_after_s=600.0)))
        await watched.drive(30)
        before = len(watched.source.asked)
        watched.clock.jump(3_600.0)
        await watched.drive(60)
        assert len(watched.source.asked) == before
        retry_at = watched.engine.link.retry_at
        assert retry_at is not None
        assert 0 < retry_at - watched.clock.now() < 600


async def test_a_clock_that_is_set_back_holds_nothing_up(watched: Watched) -> None:
    watched.grow("j", 3)
    async with running(watched.engine):
        watched.engine.select("j")
        await watched.drive(10)
        watched.clock.jump(-DAY_S)
        watched.grow("j", 5)
        await watched.drive(5)
        assert await watched.same("j")
        link = watched.engine.link
        assert link.answered_at is not None
        assert 0 <= watched.clock.now() - link.answered_at < 5
        seen_at = watched.store.seen_at()
        await watched.drive(90)
        assert seen_at is not None
        later = watched.store.seen_at()
        assert later is not None
        assert watched.clock.now() - 62 <= later <= watched.clock.now()


# Disks and locks


async def test_a_disk_that_is_full_loses_nothing_and_the_word_goes_when_there_is_room(watched: Watched) -> None:
    watched.source.page_size = 20
    watched.grow("j", 30)
    async with running(watched.engine) as task:
        watched.engine.select("j")
        await watched.drive(10)
        pages = watched.store._database.at_once(lambda c: c.execute("PRAGMA page_count").fetchone()[0])
        watched.on_writes(f"max_page_count = {pages}")
        for number in range(40):
            watched.grow(f"k{number}", 1, "succeeded")
        watched.grow("j", 2_000)
        await watched.drive(60)
        assert watched.engine.link.message.startswith("The disk is full: nothing more can be written")
        assert watched.engine.link.message.endswith("make room.")
        assert not await watched.same("j")
        watched.on_writes("max_page_count = 1000000")
        await watched.drive(120)
        assert watched.engine.link.message == ""
        assert await watched.same("j")
        assert await watched.store.jobs.count() == 41
        assert (await watched.store.cursors.jobs()).walk is Walk.DONE
        assert not task.done()


async def test_a_history_that_is_locked_for_long_is_read_all_the_same_and_goes_on_when_it_is_free(
    watched: Watched,
) -> None:
    watched.grow("j", 30)
    watched.on_writes("busy_timeout = 0")
    other = sqlite3.connect(watched.store.path, isolation_level=None)
    async with running(watched.engine) as task:
        watched.engine.select("j")
        await watched.drive(10)
        other.execute("BEGIN IMMEDIATE")
        watched.grow("j", 5)
        await watched.drive(30)
        assert "held by another program" in watched.engine.link.message
        assert await watched.store.events.count("j") == 30
        assert len(await watched.store.summaries.all()) == 1
        other.execute("ROLLBACK")
        await watched.drive(30)
        assert watched.engine.link.message == ""
        assert await watched.same("j")
        assert not task.done()
    other.close()


# Organizations

OURS, THEIRS, NOBODYS = (job_row("j", **about) for about in ({"organization_id": "A"}, {"organization_id": "B"}, {}))


@pytest.mark.parametrize(
    ("pages", "kept", "refused"),
    [
        ([[NOBODYS]], None, False),
        ([[OURS, NOBODYS]], "A", False),
        ([[OURS], [NOBODYS], [OURS]], "A", False),
        ([[OURS], [THEIRS]], "A", True),
        ([[OURS], [THEIRS, NOBODYS]], "A", True),
        ([[OURS, THEIRS], [THEIRS]], "*", False),
        ([[OURS], [OURS, THEIRS], [THEIRS]], "*", False),
        ([[job_row("j", organization_id=7)], [job_row("j", organization_id=" ")]], None, False),
    ],
)
async def test_whose_jobs_are_let_in(watched: Watched, pages: list[list[Row]], kept: str, refused: bool) -> None:
    *before, last = pages
    for rows in before:
        await watched.store.write(organization.heed, rows)
    with pytest.raises(OtherOrganization) if refused else contextlib.nullcontext():
        await watched.store.write(organization.heed, last)
    assert await watched.store.notes.get(notes.ORGANIZATION) == kept


# Two at once

WRITER = """
import asyncio, sys
from pathlib import Path
from ftmonitor.models.source import Page
from ftmonitor.store.store import Store
from ftmonitor.sync import events, jobs
from tests.support.ledger import event_row, job_row

async def main():
    store = Store.open(Path(sys.argv[1]))
    await store.write(jobs.store_one, job_row("theirs"), 1_795_000_000.0)
    print("begun", flush=True)
    log = [event_row(number) for number in range(600)]
    for number in range(2, 601, 2):
        asked = await store.read(events.ask, "theirs")
        page = Page(tuple(log[max(0, number - 20):number][::-1]), next="more" if number > 20 else None)
        await store.write(events.store_page, "theirs", page, asked)
    await store.aclose()

asyncio.run(main())
"""


async def test_another_program_that_writes_as_fast_as_it_can_is_heard_and_disturbs_nobody(watched: Watched) -> None:
    watched.grow("ours", 10)
    said: set[str] = set()
    heard: set[Change] = set()
    bell = watched.engine.subscribe()
    async with running(watched.engine):
        watched.engine.select("ours")
        await watched.drive(5)
        writer = await asyncio.to_thread(
            subprocess.Popen, [sys.executable, "-c", WRITER, str(watched.store.path)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        assert await asyncio.to_thread(writer.stdout.readline) == "begun\n"
        while writer.poll() is None:
            watched.grow("ours", 3)
            await watched.drive(2)
            said.add(watched.engine.link.message)
        writer.stdout.close()
        await watched.drive(5)
        assert writer.returncode == 0
        assert said == {""}
        assert await watched.same("ours")
        assert [row.id for row in await watched.store.events.window("theirs", 0, 10**9)] == [
            f"ev-{number}" for number in range(600)
        ]
        watched.engine._bells.end()
        async for change in bell:
            heard.add(change)
    assert any(isinstance(change, JobsChanged) and "theirs" in change.ids for change in heard)


async def test_two_engines_hear_of_each_other_within_a_second_or_two(watched: Watched) -> None:
    watched.grow("j", 3, "succeeded")
    other = Store.open(watched.store.path, clock=watched.clock)
    second = Engine(Ledger(watched.clock), other, watched.clock)
    bell = second.subscribe()
    heard = asyncio.ensure_future(_told_of("new", bell))
    async with running(watched.engine), running(second):
        for engine in (watched.engine, second):
            await settled(engine, watched.clock)
        await watched.drive(3)
        watched.grow("new", 2)
        watched.engine.hurry()
        asked_at = watched.clock.monotonic()
        while not heard.done():
            await watched.drive(0.5)
            await settled(second, watched.clock)
            assert watched.clock.monotonic() - asked_at < 10  # a second or two, and what a slow disk adds to it
    await other.aclose()


async def _told_of(job_id: str, bell: AsyncIterator[Change]) -> None:
    async for change in bell:
        if isinstance(change, JobsChanged) and job_id in change.ids:
            return


async def test_a_disk_that_was_full_from_the_start_does_not_look_like_a_server_that_is_gone(watched: Watched) -> None:
    watched.grow("j", 30)
    watched.on_writes("max_page_count = 1")
    watched.on_writes("max_page_count")
    async with running(watched.engine):
        watched.grow("large", 0)
        watched.source.set_job(job_row("large", metadata={"words": "x" * 2_000_000}))
        await watched.drive(30)
        link = watched.engine.link
        assert (link.health, link.answered_at) == (Health.LIVE, None)
        assert "make room" in link.message
