"""The loop: what is due is asked, what came is announced. It ends only when it is cancelled."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import AsyncIterator, Coroutine
from dataclasses import replace

from ftmonitor.clock import Clock
from ftmonitor.config.alerts import Alerting
from ftmonitor.errors import StoreError
from ftmonitor.models.source import Row, Source, What
from ftmonitor.store import bindable
from ftmonitor.store import jobs as job_table
from ftmonitor.store.cursors import Walk
from ftmonitor.store.disk import Damaged, Moved
from ftmonitor.store.store import Store
from ftmonitor.sync.alarm import Alarm
from ftmonitor.sync.bells import Bells
from ftmonitor.sync.board import Board
from ftmonitor.sync.changes import Change
from ftmonitor.sync.giveway import Cut
from ftmonitor.sync.line import Line
from ftmonitor.sync.link import Link
from ftmonitor.sync.passes import Passes
from ftmonitor.sync.runner import Runner
from ftmonitor.sync.schedule import BORROWED_S, Budget, Kind, Mood, Stream, plan

OLDER_S = 0.2
"""Between two older pages: five a second, one at a time."""
STARVED_S = 12.0
"""Without an older page for this long, one goes before the newest: a slow server's gaps are closed too."""
LOOK_S = 1.0
"""Between two looks for what other processes wrote."""


class Engine:
    """Keeps a history up to date with a source. One for a profile; `run` it as a task."""

    def __init__(
        self,
        source: Source,
        store: Store,
        clock: Clock,
        *,
        chance: random.Random | None = None,
        bells: Bells | None = None,
        alerting: Alerting | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._bells = bells or Bells()
        self._own_bells = bells is None
        self._board = Board()
        self._line = Line(clock, self._bells, chance or random.Random())  # noqa: S311  (it spreads waits, no secrets)
        self._passes = Passes(source, store, clock, Alarm(alerting))
        self._runner = Runner(self._passes, store, clock, board=self._board, line=self._line, bells=self._bells)
        self._budget = Budget(at=clock.monotonic() + BORROWED_S)
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._cut = Cut()
        self._about: set[str] = set()
        self._follows: set[str] = set()
        self._focused = True
        self._touched_at = clock.monotonic()
        self._looked_at = -math.inf
        self._version = -1
        self._begun = False

    @property
    def link(self) -> Link:
        """Return the state of the connection now."""
        now = self._clock.monotonic()
        due = max(self._board.looks_at(self._mood(now), now), self._line.opens_at)
        return replace(
            self._line.link,
            requests_per_minute=self._passes.requests_per_minute(),
            next_at=_by_the_wall(self._clock, due),
            asked_at=_by_the_wall(self._clock, self._board.waits_since()),
        )

    @property
    def jobs_complete(self) -> bool:
        """Return whether every page of the server's list was seen, so that the number of jobs is the true one."""
        return self._board.walk is Walk.DONE

    @property
    def under_way(self) -> int:
        """Return how many passes are under way, one more while wishes were not looked at."""
        return len(self._tasks) + bool(self._about or self._follows or self._wake.is_set())

    def why_not(self, what: What) -> str:
        """Return "" while the server is asked for this, else its words when it said that it has no such thing."""
        return self._board.missing.get(what, "")

    def subscribe(self) -> AsyncIterator[Change]:
        """Return what changes from now on; changes that were not heard yet merge. It ends with the engine."""
        return self._bells.listen()

    def select(self, job_id: str | None) -> None:
        """Say which job is on the screen: it is followed, and asked every 4 s or less while it runs."""
        job_id = bindable.key(job_id) if job_id is not None else None
        if job_id == self._board.selected:
            return
        self._board.select(job_id, self._clock.monotonic())
        if job_id is not None:
            self._about.add(job_id)
        self._wake.set()

    def follow(self, job_id: str) -> None:
        """Follow a job until it ended and two polls were quiet; one that is not known is read first."""
        self._follows.add(bindable.key(job_id))
        self._wake.set()

    def hurry(self) -> None:
        """Make everything due now, but for what a server asked to wait for."""
        self._line.hurry()
        self._board.hurry(self._clock.monotonic())
        self.touch()

    def touch(self) -> None:
        """Say that the user is there."""
        self._touched_at = self._clock.monotonic()
        self._wake.set()

    def terminal_focus(self, on: bool) -> None:
        """Say whether the terminal has the focus; a terminal that does not tell has it."""
        self._focused = on
        if on:
            self.touch()

    async def look_again(self, job_id: str) -> None:
        """Read one job now and write it down; where that fails, the link says so and the next poll tries again."""
        stream = Stream(Kind.JOB, bindable.key(job_id))
        await self._runner.poll(stream)
        self._board.hasten(Kind.EVENTS, stream.job_id, self._clock.monotonic())
        self._wake.set()

    async def take(self, row: Row) -> None:
        """Write down a job that was read elsewhere, such as the answer to an action.

        Raises:
            StoreError: If it cannot be written.
        """
        await self._passes.take(row)
        await self._runner.announce(frozenset({bindable.key(row.id)}))
        self._wake.set()

    async def run(self) -> None:
        """Poll until cancelled. Nothing that a server does ends it, nor a disk, as long as this history is the one.

        Raises:
            OtherOrganization: If the server answers for another one than the history's.
            Damaged: If the file is broken.
            Moved: If it is not at its place any more.
        """
        try:
            while True:
                await self._look()
                if self._runner.end is not None:
                    raise self._runner.end
                await self._rest(min(self._start(), self._looked_at + LOOK_S))
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            if self._own_bells:
                self._bells.end()

    async def _look(self) -> None:
        """Take in what was selected and followed, and what other processes wrote."""
        now = self._clock.monotonic()
        if not (self._about or self._follows) and now < self._looked_at + LOOK_S:
            return
        self._looked_at = now
        if self._line.slept():
            self._line.hurry()
            self._board.hurry(now)
        about, self._about = frozenset(self._about), set()
        follows, self._follows = self._follows, set()
        try:
            if not self._begun:
                await self._runner.begin()
                self._begun = True
            for job_id in follows:
                await self._store.write(job_table.follow, job_id)
            version = await self._store.version()
            if version != self._version or about or follows:
                self._version = version
                await self._runner.announce(about | follows)
            for job_id in follows:
                if await self._store.jobs.standing(job_id) is None:
                    self._board.once(Kind.JOB, job_id, now, follow=True)
        except (Damaged, Moved) as error:
            self._runner.end = error
        except StoreError as error:
            self._line.trouble(str(error))
            self._version = -1
            self._follows |= follows

    def _mood(self, now: float) -> Mood:
        return Mood(self._focused, now - self._touched_at, self._board.moving)

    def _start(self) -> float:
        """Start what is due; return the monotonic time at which more will be."""
        now = self._clock.monotonic()
        if now < self._line.opens_at:
            return self._line.opens_at
        starved = now >= self._cut.stream.asked_at + STARVED_S and self._cut.task is None
        if starved:
            self._start_older(now, patient=True)
        mood = self._mood(now)
        asked = self._board.streams if self._runner.met else (self._board.list,)
        streams = [stream for stream in asked if not self._cut.holds(stream)]
        planned = plan(streams, mood, self._budget, now, self._line.free(len(self._tasks)))
        self._budget = planned.budget
        for stream in planned.start:
            stream.busy = True
            self._spawn(self._runner.poll(stream))
        return min(planned.wake_at, self._cut.give_way(self._board, now), self._start_older(now))

    def _start_older(self, now: float, *, patient: bool = False) -> float:
        """Start an older page if there is one and nothing else is in its way; a `patient` one is not cut."""
        older = self._board.older()
        if older is None or not self._line.live or self._cut.task is not None or not self._line.free(len(self._tasks)):
            return math.inf
        stream = self._cut.stream
        opens_at = max(stream.asked_at + OLDER_S, stream.not_before)
        if older.kind is Kind.LIST:
            opens_at = max(opens_at, self._runner.walk_not_before)
        if any(
            other.busy and other.kind is older.kind and other.job_id == older.job_id for other in self._board.streams
        ):
            return math.inf
        if now < opens_at:
            return opens_at
        self._cut.begin(older, self._spawn(self._runner.older(older, stream)), patient=patient)
        return math.inf

    def _spawn(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)

        def done(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            self._cut.end(task)
            self._wake.set()

        task.add_done_callback(done)
        return task

    async def _rest(self, until: float) -> None:
        """Wait for the time `until`, the end of a pass, or a wish."""
        if not self._wake.is_set():
            timer = asyncio.create_task(_wake(self._wake, self._clock, until))
            try:
                await self._wake.wait()
            finally:
                timer.cancel()
        self._wake.clear()


def _by_the_wall(clock: Clock, at: float) -> float | None:
    """Return a monotonic time by the wall clock, None where it is never."""
    # Rounded, since it is made of two clocks, and what differs by a hair would be news each time.
    return round(clock.now() + at - clock.monotonic(), 1) if math.isfinite(at) else None


async def _wake(event: asyncio.Event, clock: Clock, until: float) -> None:
    await clock.sleep(max(0.0, until - clock.monotonic()))
    event.set()
