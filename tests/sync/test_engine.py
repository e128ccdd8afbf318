"""The engine over a source that the test writes, on a clock that the test moves."""

from __future__ import annotations

import itertools
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ftmonitor.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    NotFound,
    PermissionDenied,
    RateLimited,
    ServerFailed,
    Unsupported,
)
from ftmonitor.models.source import What
from ftmonitor.store.store import Store
from ftmonitor.sync.changes import Change, CheckpointsChanged, EventsAdded, JobsChanged
from ftmonitor.sync.engine import Engine
from ftmonitor.sync.link import Health
from tests.support.histories import poll
from tests.support.ledger import Ledger, event_row, job_row, row, step_row
from tests.support.steady import START, SteadyClock, drive, running, settled

pytestmark = pytest.mark.anyio


def health(engine: Engine) -> Health:
    """Return how the connection is now."""
    return engine.link.health


class World:
    """A clock, a source, a history and an engine."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = SteadyClock()
        self.source = Ledger(self.clock)
        self.store = Store.open(path, clock=self.clock)
        self.engine = Engine(self.source, self.store, self.clock)

    def job(self, job_id: str, status: str = "", events: int = 0, **more: object) -> None:
        """Add a job (running, if nothing else is said) or change one, and add events to it."""
        known = [held.raw["status"] for held in self.source.jobs if held.id == job_id]
        status = status or str((known or ["running"])[0])
        self.source.set_job(job_row(job_id, status, created_at=START, **more))
        held = self.source.events.setdefault(job_id, [])
        held += [event_row(number) for number in range(len(held), len(held) + events)]

    async def drive(self, seconds: float) -> None:
        await drive(self.engine, self.clock, seconds)

    async def ids(self, job_id: str) -> list[str]:
        return [entry.id for entry in await self.store.events.window(job_id, 0, 10**9)]

    async def same(self, job_id: str) -> bool:
        """Whether the history has exactly what the server has."""
        return await self.ids(job_id) == [entry.id for entry in self.source.events[job_id]]

    async def reopen(self) -> None:
        await self.store.aclose()
        self.store = Store.open(self.path, clock=self.clock)
        self.engine = Engine(self.source, self.store, self.clock)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = World(tmp_path / "h.db")
    yield made
    await made.store.aclose()


async def test_the_whole_list_and_all_events_of_what_runs_come_in(world: World) -> None:
    world.source.page_size = 20
    for number in range(70):
        world.job(f"j{number}", "running" if number in (5, 69) else "succeeded", events=50 if number in (5, 69) else 3)
    async with running(world.engine):
        assert not world.engine.jobs_complete
        await world.drive(15)
        assert world.engine.jobs_complete
        assert [summary.id for summary in await world.store.summaries.all()] == [f"j{n}" for n in reversed(range(70))]
        assert await world.same("j5")
        assert await world.same("j69")
        link = world.engine.link
        assert (link.health, link.since, link.message) == (Health.LIVE, START, "")
        assert link.answered_at is not None
        assert START + 5 <= link.answered_at <= START + 15


async def test_of_the_ended_jobs_the_newest_fifty_get_one_page(world: World) -> None:
    for number in range(60):
        world.job(f"j{number}", "succeeded", events=250)
    async with running(world.engine):
        await world.drive(60)
        counts = [await world.store.events.count(f"j{number}") for number in range(60)]
    assert counts == [0] * 10 + [100] * 50
    assert world.source.count(What.EVENTS, "j59") == 1


async def test_the_selected_running_job_is_asked_every_four_seconds_and_nothing_waits_longer(world: World) -> None:
    world.job("j", events=3)
    async with running(world.engine):
        world.engine.select("j")
        await world.drive(30)
        for number in range(20):
            world.job("j", events=1)
            await world.drive(1.7 + number / 10)
        world.job("j", events=1)
        await world.drive(5)
        assert await world.same("j")
    times = [entry[3] for entry in world.source.asked if entry[0] is What.EVENTS]
    assert max(right - left for left, right in itertools.pairwise(times)) <= 4.0


async def test_a_hundred_running_jobs_stay_within_sixty_requests_a_minute(world: World) -> None:
    for number in range(100):
        world.job(f"j{number}", events=1)
    async with running(world.engine):
        world.engine.select("j7")
        await world.drive(300)
    times = [entry[3] for entry in world.source.asked]
    assert max(sum(start <= time < start + 60 for time in times) for start in times) <= 60
    for number in range(100):
        asked = [entry[3] for entry in world.source.asked if entry[:2] == (What.EVENTS, f"j{number}")]
        assert max(b - a for a, b in zip([0.0, *asked], [*asked, 300.0], strict=False)) <= 180
    assert world.engine.link.requests_per_minute <= 60


async def test_a_burst_comes_newest_first_and_then_whole(world: World) -> None:
    world.source.page_size = 20
    world.job("j", events=30)
    async with running(world.engine):
        world.engine.select("j")
        await world.drive(5)
        world.job("j", events=500)
        world.source.slow_s = 0.15
        await drive(world.engine, world.clock, 10, until=lambda: world.source.count(What.EVENTS, "j", 5.5) == 2)
        ids = await world.ids("j")
        assert ids[-1] == "ev-529"
        assert len(ids) < 530
        assert len(await world.store.gaps.of("j")) == 1
        await world.drive(20)
        assert await world.same("j")
        assert await world.store.gaps.of("j") == ()


async def test_a_slow_server_is_asked_one_thing_of_a_kind_at_a_time_and_eight_in_all(world: World) -> None:
    world.source.page_size = 10
    world.source.slow_s = 6.0
    for number in range(30):
        world.job(f"j{number}", events=40)
    async with running(world.engine):
        world.engine.select("j0")
        await world.drive(600)
        assert await world.same("j0")
    assert world.source.most_of_one == 1
    assert world.source.most_under_way <= 8


async def test_after_its_end_a_job_is_asked_until_two_polls_were_quiet(world: World) -> None:
    world.job("j", events=5)
    async with running(world.engine):
        await world.drive(25)
        world.job("j", "succeeded", events=1)
        await world.drive(8)
        world.job("j", events=1)
        await world.drive(60)
        assert await world.same("j")
        settled_at = world.clock.monotonic()
        await world.drive(300)
        assert world.source.count(What.EVENTS, "j", settled_at) == 0
        standing = await world.store.jobs.standing("j")
        assert standing is not None
        assert (standing.quiet, standing.followed) == (2, True)


async def test_a_job_that_ended_while_nobody_looked_is_read_to_its_end(world: World) -> None:
    world.job("j", events=5)
    async with running(world.engine):
        await world.drive(5)
    await world.reopen()
    world.job("j", "succeeded", events=350)
    async with running(world.engine):
        await world.drive(60)
        assert await world.same("j")


async def test_an_ended_job_is_read_whole_once_it_is_on_the_screen(world: World) -> None:
    world.job("old", "succeeded", events=450)
    world.source.checkpoints["old"] = [row({"id": f"c{number}", "step_number": number}) for number in range(3)]
    async with running(world.engine):
        await world.drive(10)
        assert await world.store.events.count("old") == 100
        assert await world.store.checkpoints.texts("old") == ()
        world.engine.select("old")
        await world.drive(20)
        assert await world.same("old")
        assert [json.loads(text)["id"] for text in await world.store.checkpoints.texts("old")] == ["c2", "c1", "c0"]
        quiet_at = world.clock.monotonic()
        await world.drive(120)
        assert world.source.count(What.EVENTS, "old", quiet_at) == 0
        assert world.source.count(What.CHECKPOINTS, "old") == 1


async def test_a_selection_that_passes_by_asks_nothing(world: World) -> None:
    for number in range(60):
        world.job(f"j{number}", "succeeded")
    async with running(world.engine):
        await world.drive(30)
        before = len(world.source.asked)
        for number in range(60):
            world.engine.select(f"j{number}")
            await world.drive(0.05)
        assert len(world.source.asked) <= before + 1
        await world.drive(2)
        assert world.source.count(What.EVENTS, "j59", 30.0) == 1
        assert world.source.count(What.EVENTS, "j58", 30.0) == 0


async def test_a_named_job_is_followed_known_or_not(world: World) -> None:
    world.job("known", "succeeded", events=250)
    async with running(world.engine):
        await world.drive(5)
        hidden = job_row("hidden", "running")
        world.source.events["hidden"] = [event_row(number) for number in range(150)]
        world.engine.follow("known")
        world.engine.follow("hidden")
        await world.drive(5)
        world.source.jobs.insert(0, hidden)
        await world.drive(120)
        assert await world.same("known")
        assert await world.same("hidden")


async def test_no_network_shows_offline_asks_seldom_and_comes_back_by_itself(world: World) -> None:
    world.job("j", events=5)
    async with running(world.engine):
        world.engine.select("j")
        await world.drive(30)
        world.source.down = ConnectionFailed("Cannot reach the server.", sent=False)
        await world.drive(6)
        assert health(world.engine) is Health.RETRY
        assert world.engine.link.retry_at is not None
        world.job("j", events=777)
        await world.drive(900)
        link = world.engine.link
        assert (link.health, link.message) == (Health.OFFLINE, "Cannot reach the server.")
        assert 30 <= link.since - START <= 36
        assert len([entry for entry in world.source.asked if entry[3] > 40]) <= 45
        world.source.down = None
        await world.drive(60)
        assert health(world.engine) is Health.LIVE
        assert world.engine.link.message == ""
        assert await world.same("j")


async def test_a_wait_that_the_server_asks_for_holds_for_all_and_no_key_shortens_it(world: World) -> None:
    world.job("j", events=5)
    world.job("k", events=5)
    async with running(world.engine):
        world.engine.select("j")
        await world.drive(20)
        world.source.fails.append((What.EVENTS, RateLimited("Slow down.", status=429, retry_after_s=90.0)))
        await world.drive(5)
        held_at = world.clock.monotonic()
        assert health(world.engine) is Health.RETRY
        world.engine.hurry()
        await world.drive(80)
        assert [entry for entry in world.source.asked if entry[3] > held_at] == []
        world.job("j", events=3)
        await world.drive(20)
        assert health(world.engine) is Health.LIVE
        assert await world.same("j")


async def test_a_key_ends_a_wait_that_nobody_asked_for(world: World) -> None:
    async with running(world.engine):
        world.source.down = ServerFailed("503")
        await world.drive(300)
        world.source.down = None
        before = len(world.source.asked)
        world.engine.hurry()
        await world.drive(1.0)
        assert len(world.source.asked) > before
        assert health(world.engine) is Health.LIVE


async def test_a_key_that_is_refused_is_tried_slowly_until_it_is_replaced(world: World) -> None:
    world.job("j", events=5)
    async with running(world.engine):
        await world.drive(10)
        world.source.down = AuthenticationFailed("The key is not accepted.", status=401)
        await world.drive(600)
        assert health(world.engine) is Health.REFUSED
        assert len([entry for entry in world.source.asked if entry[3] > 60]) <= 25
        world.job("j", events=200)
        world.source.down = None
        await world.drive(60)
        assert health(world.engine) is Health.LIVE
        assert await world.same("j")


async def test_what_the_server_does_not_have_is_asked_once(world: World) -> None:
    for number in range(3):
        world.job(f"j{number}", "succeeded" if number else "running")
    async with running(world.engine):
        world.source.fails += [(What.EVENTS, Unsupported("No such endpoint."))] * 3
        world.source.fails += [(What.CHECKPOINTS, Unsupported("No checkpoints here."))] * 3
        world.engine.select("j1")
        await world.drive(120)
        assert world.engine.why_not(What.EVENTS) == "No such endpoint."
        assert world.engine.why_not(What.CHECKPOINTS) == "No checkpoints here."
        assert world.engine.why_not(What.JOBS) == ""
        assert sum(entry[0] is What.EVENTS for entry in world.source.asked) <= 3
        assert sum(entry[0] is What.CHECKPOINTS for entry in world.source.asked) == 1
        assert health(world.engine) is Health.LIVE
        assert world.source.count(What.JOBS) >= 4


async def test_one_job_that_is_refused_does_not_hold_up_the_others(world: World) -> None:
    world.job("bad", events=5)
    world.job("good", events=5)
    async with running(world.engine):
        world.engine.select("bad")
        world.source.fails += [(What.EVENTS, PermissionDenied("Not yours."))] * 1
        await world.drive(40)
        assert health(world.engine) is Health.LIVE
        assert await world.same("good")
        assert await world.same("bad")


async def test_a_job_that_is_gone_is_left_alone_and_its_history_stays(world: World) -> None:
    world.job("j", events=5)
    async with running(world.engine):
        await world.drive(10)
        del world.source.jobs[:]
        world.source.fails += [(What.EVENTS, NotFound("Could not find fine tune: j", status=404))]
        await world.drive(60)
        gone_at = world.clock.monotonic()
        await world.drive(300)
        assert world.source.count(What.EVENTS, "j", gone_at) == world.source.count("job", "j", gone_at) == 0
        assert await world.store.events.count("j") == 5
        standing = await world.store.jobs.standing("j")
        assert standing is not None
        assert standing.gone
        world.job("j", events=2)
        await world.drive(60)
        assert await world.same("j")


async def test_a_fault_of_the_source_does_not_end_the_watch(world: World) -> None:
    world.job("j", events=5)

    async def broken(what: What, job_id: str | None, cursor: str | None) -> object:
        raise KeyError("sk-abcdefgh12345678")

    good = world.source.page
    async with running(world.engine) as task:
        world.source.page = broken  # type: ignore[method-assign, assignment]
        await world.drive(20)
        assert "Unexpected: KeyError" in world.engine.link.message
        assert "abcdefgh" not in world.engine.link.message
        world.source.page = good  # type: ignore[method-assign]
        await world.drive(60)
        assert await world.same("j")
        assert world.engine.link.message == ""
        assert not task.done()


async def test_a_history_that_cannot_be_written_says_so_and_goes_on_when_it_can(world: World) -> None:
    world.job("j", events=5)
    world.store._database.at_once(lambda connection: connection.execute("PRAGMA query_only = 1"))
    async with running(world.engine) as task:
        await world.drive(30)
        assert "cannot be written" in world.engine.link.message
        world.store._database.at_once(lambda connection: connection.execute("PRAGMA query_only = 0"))
        await world.drive(60)
        assert await world.same("j")
        assert world.engine.link.message == ""
        assert not task.done()


async def test_a_job_off_the_first_page_is_looked_at_by_itself(world: World) -> None:
    world.source.page_size = 10
    world.job("deep", "paused", events=2)
    for number in range(30):
        world.job(f"j{number}", "succeeded")
    async with running(world.engine):
        await world.drive(60)
        world.job("deep", "running")
        await world.drive(90)
        summary = await world.store.summaries.one("deep")
        assert summary is not None
        assert summary.status == "running"


async def test_new_words_in_the_log_make_the_job_be_read_again(world: World) -> None:
    world.source.events["j"] = [step_row(1)]
    world.job("j")
    async with running(world.engine):
        world.engine.select("j")
        await world.drive(30)
        reads = world.source.count("job", "j")
        world.source.events["j"] += [step_row(2), step_row(3)]
        await world.drive(5)
        assert world.source.count("job", "j") == reads
        world.source.events["j"] += [event_row(4)]
        await world.drive(8)
        assert world.source.count("job", "j") == reads + 1


async def test_a_job_is_read_again_on_request_and_a_failure_is_no_exception(world: World) -> None:
    world.job("j", "running")
    async with running(world.engine):
        await world.drive(5)
        world.job("j", "pausing")
        await world.engine.look_again("j")
        assert (await world.store.summaries.all())[0].status == "pausing"
        await settled(world.engine, world.clock)
        world.source.fails.append((What.JOBS, ConnectionFailed("broke")))
        await world.engine.look_again("j")
        assert world.engine.link.message == "broke"
        await world.engine.take(job_row("j", "paused"))
        assert (await world.store.summaries.all())[0].status == "paused"


async def test_out_of_focus_everything_is_slower(world: World) -> None:
    world.job("j", events=1)
    async with running(world.engine):
        world.engine.select("j")
        await world.drive(60)
        with_focus = len(world.source.asked)
        world.engine.terminal_focus(False)
        await world.drive(60)
        without = len(world.source.asked) - with_focus
        assert without <= with_focus * 0.6
        world.engine.terminal_focus(True)
        await world.drive(4)
        assert len(world.source.asked) > with_focus + without


async def heard(world: World, seconds: float) -> set[Change]:
    changes: set[Change] = set()
    bell = world.engine.subscribe()
    await world.drive(seconds)
    world.engine._bells.end()
    async for change in bell:
        changes.add(change)
    return changes


async def test_what_was_written_before_the_first_look_is_announced_to_who_listens_already(world: World) -> None:
    world.job("j")
    async with running(world.engine):
        await world.drive(1)
    other = World(world.path)
    await poll(world.store, "j", [event_row(1), event_row(0)])
    async with running(other.engine):
        assert EventsAdded("j") in await heard(other, 1)
    await other.store.aclose()


async def test_what_was_written_is_announced(world: World) -> None:
    world.job("j", "succeeded", events=1)
    world.source.checkpoints["j"] = [row({"id": "c"})]
    async with running(world.engine):
        world.engine.select("j")
        changes = await heard(world, 20)
    assert {EventsAdded("j"), CheckpointsChanged("j"), JobsChanged(frozenset({"j"}))} <= changes


async def test_what_another_process_wrote_is_announced_within_a_second_or_two(world: World) -> None:
    world.job("j", "succeeded", events=1)
    other = Store.open(world.path)
    writer = Engine(world.source, other, world.clock)
    async with running(world.engine):
        await world.drive(10)
        world.job("new", "succeeded")
        await writer.take(world.source.jobs[-1])
        changes = await heard(world, 2)
    assert changes == {JobsChanged(frozenset({"new"}))}
    await other.aclose()


async def test_two_at_once_on_one_history_double_nothing(world: World) -> None:
    world.source.page_size = 10
    world.job("j", events=95)
    other = Store.open(world.path)
    second = Engine(world.source, other, world.clock)
    async with running(world.engine), running(second):
        for _ in range(12):
            world.job("j", events=23)
            for engine in (world.engine, second):
                engine.select("j")
                engine.hurry()
            for _ in range(10):
                await drive(world.engine, world.clock, 0.3)
                await settled_both(world, second)
        for _ in range(60):
            await drive(world.engine, world.clock, 1.0)
            await settled_both(world, second)
        assert await world.same("j")
    await other.aclose()


async def settled_both(world: World, second: Engine) -> None:
    for engine in (world.engine, second):
        await settled(engine, world.clock)


async def test_a_clock_that_jumps_changes_nothing(world: World) -> None:
    world.job("j", events=5)
    async with running(world.engine):
        world.engine.select("j")
        await world.drive(10)
        for seconds in (-86_400.0, 2 * 86_400.0):
            world.clock.jump(seconds)
            world.job("j", events=2)
            before = len(world.source.asked)
            await world.drive(30)
            assert 5 <= len(world.source.asked) - before <= 15
            assert await world.same("j")
