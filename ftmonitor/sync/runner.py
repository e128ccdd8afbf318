"""Runs one pass, and takes in what came of it: news, a failure, a server that lacks something."""

from __future__ import annotations

import math
from collections import Counter, deque

from ftmonitor.clock import Clock
from ftmonitor.errors import (
    ApiError,
    AuthenticationFailed,
    NotFound,
    Refused,
    StoreError,
    Unsupported,
)
from ftmonitor.models.source import What
from ftmonitor.secret import scrub
from ftmonitor.store import jobs as job_table
from ftmonitor.store.disk import Damaged, Moved
from ftmonitor.store.store import Store
from ftmonitor.sync import organization
from ftmonitor.sync.bells import Bells
from ftmonitor.sync.board import Board, Older
from ftmonitor.sync.line import Line
from ftmonitor.sync.link import Health, backoff_s
from ftmonitor.sync.listener import ring
from ftmonitor.sync.models import EVERY_S, SOON_S
from ftmonitor.sync.organization import OtherOrganization
from ftmonitor.sync.passes import Passes
from ftmonitor.sync.schedule import Kind, Stream
from ftmonitor.text import one_line

PEEKED = 50
"""Ended jobs that one page of events is read of, for their last value and trend."""
REFUSED_S = 15.0
LONGEST_REFUSED_S = 300.0
"""Waits of one stream that the server says no to double from the one to the other."""
STORE_S = 5.0
"""Wait after the history could not be written."""
LEAST_TRIES = 3
"""Failures in a row of the first look at the list after which other things are asked without it."""
MOST_FORGOTTEN = 3
"""Cursors in a row that the server may forget, or not go by, before the gap is left as it is."""

_WHAT = {Kind.LIST: What.JOBS, Kind.EVENTS: What.EVENTS, Kind.CHECKPOINTS: What.CHECKPOINTS}


class Runner:
    """One pass at a time through `poll` and `older`; neither raises for what a server or the disk does."""

    def __init__(self, passes: Passes, store: Store, clock: Clock, *, board: Board, line: Line, bells: Bells) -> None:
        self.forgotten: Counter[str] = Counter()
        self.walk_not_before = -math.inf
        self.end: StoreError | None = None
        """Why this history can be written no more, and another one must be opened in its place."""
        self._met = True
        self._passes = passes
        self._store = store
        self._clock = clock
        self._board = board
        self._line = line
        self._bells = bells
        self._revision = store.revision
        self._models_at = -math.inf

    async def begin(self) -> None:
        """Read from the history what was left to do."""
        self._met = not await self._store.read(organization.known)
        standings = await self._store.read(job_table.unsettled)
        self._board.update(standings, self._clock.monotonic())
        self._board.walk = (await self._store.cursors.jobs()).walk
        await self._find_peeks()
        await self.announce()

    async def announce(self, about: frozenset[str] = frozenset()) -> None:
        """Ring for what changed in the history, whoever wrote it, and take in how far those jobs and `about` are."""
        news = await self._store.news(self._revision, about)
        self._revision = max(self._revision, news.revision)
        self._board.update(news.standings, self._clock.monotonic())
        ring(self._bells, news)

    @property
    def met(self) -> bool:
        """Return whether the list was asked whose jobs there are: with another key, those held here may be none."""
        return self._met or self._board.list.failures >= LEAST_TRIES

    async def poll(self, stream: Stream) -> None:
        """Run the pass of one stream."""
        asked_at = self._clock.monotonic()
        stream.busy, stream.asked_at, stream.wanted_at = True, asked_at, math.inf
        try:
            await self._guarded(stream, asked_at)
        finally:
            stream.busy = False
            self._board.done(stream)

    async def older(self, older: Older, stream: Stream) -> None:
        """Run the pass of one older page; `stream` keeps the waits after failures of all of them."""
        asked_at = self._clock.monotonic()
        stream.kind, stream.job_id, stream.asked_at = older.kind, older.job_id, asked_at
        if older.job_id in self._board.peeks:
            self._board.peeks.remove(older.job_id)
        await self._guarded(stream, asked_at, older)

    async def _guarded(self, stream: Stream, asked_at: float, older: Older | None = None) -> None:
        try:
            await (self._ask(stream) if older is None else self._ask_older(older))
            self._line.good()
            stream.failures, stream.not_before = 0, -math.inf
        except ApiError as error:
            self._failed(stream, error, asked_at)
            if older is not None and isinstance(error, Refused):
                self._board.gaps.pop(older.job_id, None)
            elif older is not None and older.peek:
                self._board.peeks.append(older.job_id)
        except (OtherOrganization, Damaged, Moved) as error:
            self.end = error
            return
        except StoreError as error:
            self._line.trouble(str(error), answered=self._passes.answered_at >= asked_at)
            self._delay(stream, STORE_S)
        except Exception as error:  # a fault of ours or of a source must not end the watch
            self._line.trouble(f"Unexpected: {type(error).__name__}: {one_line(scrub(str(error)), 200)}")
            self._delay(stream, backoff_s(stream.failures + 1, 0.0))
        try:
            await self.announce(frozenset({stream.job_id} if stream.job_id else ()))
        except StoreError as error:
            self._line.trouble(str(error))

    async def _ask(self, stream: Stream) -> None:
        job_id, now = stream.job_id, self._clock.monotonic()
        standing = self._board.standing(job_id)
        if stream.kind is Kind.LIST:
            outcome = await self._passes.jobs()
            self._met = True
            self._board.walk = outcome.walk
            self._board.show_first_page(outcome.ids)
            if outcome.changed:
                await self._find_peeks()
            await self._wish_models(now)
        elif stream.kind is Kind.MODELS:
            await self._passes.models()
        elif stream.kind is Kind.JOB:
            await self._passes.job(job_id, follow=stream.follow)
        elif stream.kind is Kind.CHECKPOINTS:
            await self._passes.checkpoints(job_id, standing.status if standing else "")
        else:
            ended = standing is not None and standing.phase.ended
            first = standing is None or not standing.begun
            events = await self._passes.events(job_id, follow=stream.selected, ended=ended)
            if events.stale:
                stream.wanted_at = now
            elif not ended:
                await self._passes.silence(job_id, self._listened_s())
            if events.words and not first:
                self._board.heard_words(job_id, now)

    async def _wish_models(self, now: float) -> None:
        """Have the models read behind the first list of the day."""
        if now >= self._models_at:
            self._models_at = now + EVERY_S
            if await self._passes.models_wanted():
                self._board.once(Kind.MODELS, "", now + SOON_S)

    async def _ask_older(self, older: Older) -> None:
        now = self._clock.monotonic()
        if older.kind is Kind.LIST:
            outcome = await self._passes.older_jobs()
            self._board.walk = outcome.walk
            if outcome.changed:
                await self._find_peeks()
            if self._forgot("", outcome.forgot, outcome.new):
                self.walk_not_before = now + LONGEST_REFUSED_S
                if outcome.turned:
                    self._board.walk = (await self._passes.give_up_jobs()).walk
        elif older.peek:
            await self._passes.peek(older.job_id)
        else:
            events = await self._passes.older_events(older.job_id)
            if self._forgot(older.job_id, events.forgot, bool(events.added)):
                await self._passes.give_up(older.job_id)

    def _listened_s(self) -> float:
        """Return for how many seconds the server is heard without a break."""
        link = self._line.link
        return self._clock.now() - link.since if link.health is Health.LIVE else 0.0

    def _forgot(self, key: str, forgot: bool, progress: bool) -> bool:
        """Return whether the server forgot its own cursors too often in a row."""
        if progress:
            del self.forgotten[key]
        self.forgotten[key] += forgot
        if self.forgotten[key] < MOST_FORGOTTEN:
            return False
        del self.forgotten[key]
        return True

    def _failed(self, stream: Stream, error: ApiError, asked_at: float) -> None:
        now = self._clock.monotonic()
        if stream.kind is Kind.LIST or not isinstance(error, Refused | AuthenticationFailed):
            self._line.bad(error, asked_at)
            self._delay(stream, backoff_s(stream.failures + 1, self._line.chance.random()))
            return
        # The server answered, and said no to this one thing.
        if isinstance(error, Unsupported) and stream.kind in _WHAT:
            self._board.switch_off(_WHAT[stream.kind], error.message)
        elif isinstance(error, NotFound) and stream.kind is Kind.EVENTS:
            self._board.once(Kind.JOB, stream.job_id, now)
        elif isinstance(error, AuthenticationFailed):
            self._board.hasten(Kind.LIST, "", now)  # is it the key, or one scope of it?
        if isinstance(error, Refused):
            self._line.good()
        if not (isinstance(error, Unsupported) and stream.kind is Kind.CHECKPOINTS):  # their pane says it
            self._line.trouble(str(error))
        self._delay(stream, min(LONGEST_REFUSED_S, REFUSED_S * 2.0 ** min(stream.failures, 10)))

    def _delay(self, stream: Stream, seconds: float) -> None:
        stream.failures += 1
        stream.not_before = stream.wanted_at = self._clock.monotonic() + seconds

    async def _find_peeks(self) -> None:
        if What.EVENTS not in self._board.missing:
            self._board.peeks = deque(await self._store.read(job_table.unseen, PEEKED))
