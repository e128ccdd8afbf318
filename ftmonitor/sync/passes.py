"""The passes: each asks the source for one thing and writes the answer down in one transaction."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Awaitable
from typing import NamedTuple, TypeVar

from ftmonitor.clock import Clock
from ftmonitor.errors import ApiError, BadRequest, NotFound, Refused
from ftmonitor.models.source import Page, Row, Source, What
from ftmonitor.store import bindable, cursors, jobs
from ftmonitor.store import models as model_store
from ftmonitor.store.cursors import Walk
from ftmonitor.store.store import Store
from ftmonitor.sync import checkpoints as checkpoint_rows
from ftmonitor.sync import events as event_rows
from ftmonitor.sync import jobs as job_rows
from ftmonitor.sync import models as model_rows
from ftmonitor.sync.alarm import Alarm
from ftmonitor.sync.events import EventsPass
from ftmonitor.sync.jobs import JobsPass
from ftmonitor.sync.merge import Asked

T = TypeVar("T")

REMEMBERED = 4
"""Jobs whose last page is kept, to be compared with the next: a page is some hundred kilobytes."""

MOST_PAGES = 50
"""Pages of checkpoints read at most: a list that turns in a circle ends."""


class _Known(NamedTuple):
    """A page of events that brought nothing, what was held then, and what came of it."""

    asked: Asked
    page: Page
    follow: bool
    came: EventsPass

    def same(self, asked: Asked, page: Page, follow: bool) -> bool:
        """Return whether all of it is as it was: then the same would come of it."""
        return (self.asked, self.page, self.follow) == (asked, page, follow)


class Passes:
    """What can be asked. Each raises ApiError where the server gives no good answer, StoreError where SQLite fails."""

    def __init__(self, source: Source, store: Store, clock: Clock, alarm: Alarm | None = None) -> None:
        self._source = source
        self._alarm = alarm or Alarm()
        self._silent: set[str] = set()
        self._store = store
        self._clock = clock
        self._sent: deque[float] = deque()
        self._walked: set[str] = set()
        """Cursors of the list whose pages brought nothing new, one after the other."""
        self._known: dict[str, _Known] = {}
        self.answered_at = -math.inf
        """The monotonic time of the last good answer, whatever became of it."""

    def requests_per_minute(self) -> int:
        """Return how many requests went out in the last minute."""
        ago = self._clock.monotonic() - 60.0
        while self._sent and self._sent[0] <= ago:
            self._sent.popleft()
        return len(self._sent)

    async def jobs(self) -> JobsPass:
        """Read the newest page of the list."""
        asked = await self._store.read(cursors.load)
        page = await self._ask(self._source.page(What.JOBS, None, None))
        return await self._store.write(job_rows.store_newest, page, self._clock.now(), asked, alarm=self._alarm)

    async def older_jobs(self) -> JobsPass:
        """Read the next page of the walk down the list; a cursor that the server forgot begins the walk anew."""
        asked = await self._store.read(cursors.load)
        if asked.walk is Walk.DONE:
            return JobsPass()
        if asked.cursor is None:
            return await self.jobs()
        try:
            page = await self._ask(self._source.page(What.JOBS, None, asked.cursor))
        except (BadRequest, NotFound):
            await self._store.write(job_rows.forget_cursor, asked)
            return JobsPass(walk=Walk.TO_THE_END, forgot=True)
        outcome = await self._store.write(job_rows.store_older, page, asked, self._clock.now(), alarm=self._alarm)
        if outcome.new or outcome.forgot or outcome.walk is Walk.DONE:
            self._walked.clear()
        elif asked.cursor in self._walked:  # in a circle of several pages
            return await self.give_up_jobs()
        else:
            self._walked.add(asked.cursor)
        return outcome

    async def give_up_jobs(self) -> JobsPass:
        """Leave the list at what was seen of it."""
        self._walked.clear()
        await self._store.write(job_rows.give_up)
        return JobsPass()

    async def job(self, job_id: str, *, follow: bool = False) -> frozenset[str]:
        """Read one job; one that the server does not know is marked so, and its history stays."""
        try:
            row = await self._ask(self._source.job(job_id))
        except NotFound:
            await self._store.write(jobs.lose, bindable.key(job_id))
            raise
        return await self.take(row, follow=follow)

    async def take(self, row: Row, *, follow: bool = False) -> frozenset[str]:
        """Write down a job that was read already."""
        return await self._store.write(job_rows.store_one, row, self._clock.now(), follow=follow, alarm=self._alarm)

    async def events(self, job_id: str, *, follow: bool, ended: bool) -> EventsPass:
        """Read the newest page of a job's events. One that brings what is held, as it did last time, writes nothing."""
        asked = await self._store.read(event_rows.ask, job_id)
        page = await self._ask(self._source.page(What.EVENTS, job_id, None))
        known = self._known.pop(job_id, None)
        if known is not None and not ended and known.same(asked, page, follow):
            came = known.came
        else:
            came = await self._store.write(
                event_rows.store_page, job_id, page, asked, follow=follow, ended=ended, alarm=self._alarm
            )
        if came == EventsPass(gap=came.gap):
            self._known[job_id] = _Known(asked, page, follow, came)
            if len(self._known) > REMEMBERED:
                del self._known[next(iter(self._known))]
        return came

    async def silence(self, job_id: str, listened_s: float) -> None:
        """Tell of a job that stands still: asked right behind its events, so that the silence is its own."""
        now = self._clock.now()
        if not await self._store.read(self._alarm.is_silent, job_id, now, listened_s):
            self._silent.discard(job_id)
        elif job_id not in self._silent:
            await self._store.write(self._alarm.silence, job_id, now, listened_s)
            self._silent.add(job_id)

    async def older_events(self, job_id: str) -> EventsPass:
        """Read the next page towards closing the newest gap of a job's log."""
        asked = await self._store.read(event_rows.ask_older, job_id)
        if asked is None:
            return EventsPass()
        page = await self._older_page(job_id, asked)
        if page is None:
            await self._store.write(event_rows.forget_cursor, job_id, asked)
            return EventsPass(forgot=True, gap=True)
        return await self._store.write(event_rows.store_page, job_id, page, asked, alarm=self._alarm)

    async def give_up(self, job_id: str) -> None:
        """Leave the newest gap of a job's log as it is."""
        await self._store.write(event_rows.give_up, job_id)

    async def peek(self, job_id: str) -> EventsPass:
        """Read one page of events of an ended job that nobody follows."""
        asked = await self._store.read(event_rows.ask, job_id)
        page = await self._ask(self._source.page(What.EVENTS, job_id, None))
        return await self._store.write(event_rows.store_page, job_id, page, asked, ended=True, alarm=self._alarm)

    async def checkpoints(self, job_id: str, status: str) -> bool:
        """Read all checkpoints of a job whose status is `status`."""
        rows: list[Row] = []
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            page = await self._ask(self._source.page(What.CHECKPOINTS, job_id, cursor))
            known = {row.id for row in rows}
            rows += [row for row in page.rows if row.id not in known]
            if page.next in (None, cursor) or all(row.id in known for row in page.rows):
                break
            cursor = page.next
        return await self._store.write(checkpoint_rows.store_all, job_id, rows, status)

    async def models_wanted(self) -> bool:
        """Return whether the models are to be read: the source knows them, and they were not read for a day."""
        if not isinstance(self._source, model_rows.ModelSource):
            return False
        return await self._store.read(model_rows.wanted, self._clock.now())

    async def models(self) -> None:
        """Read all models. Where the server has none to tell of, that is the answer for a day."""
        if isinstance(self._source, model_rows.ModelSource):
            try:
                rows = await self._ask(self._source.models())
            except Refused:
                await self._store.write(model_store.put_read_at, self._clock.now())
            except ApiError:
                return  # the next start asks again
            else:
                await self._store.write(model_rows.store_all, rows, self._clock.now())

    async def _older_page(self, job_id: str, asked: Asked) -> Page | None:
        try:
            return await self._ask(self._source.page(What.EVENTS, job_id, asked.cursor))
        except (BadRequest, NotFound):
            if asked.cursor is None:
                raise
            return None

    async def _ask(self, answer: Awaitable[T]) -> T:
        self._sent.append(self._clock.monotonic())
        answered = await answer
        self.answered_at = self._clock.monotonic()
        return answered
