"""One profile's monitor: its history, its engine and what can be done to its jobs."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Protocol

from ftmonitor.clock import Clock
from ftmonitor.config.profiles import Profile
from ftmonitor.models.source import Source, Verb
from ftmonitor.models.summary import JobSummary
from ftmonitor.monitor.actions import Actor, Outcome, act, why_not
from ftmonitor.monitor.views import Checkpoints, Events, Jobs, Metrics
from ftmonitor.store.actions import Action
from ftmonitor.store.store import Store
from ftmonitor.sync.changes import Change, JobsChanged, LinkChanged
from ftmonitor.sync.engine import Engine
from ftmonitor.sync.link import Health, Link


class Connected(Protocol):
    """What a profile with a key gives: a source of one try for the engine, and an actor that tries more often."""

    @property
    def source(self) -> Source:
        """Return the source."""
        ...

    @property
    def actor(self) -> Actor:
        """Return the actor."""
        ...

    async def aclose(self) -> None:
        """Let go of connections."""
        ...


class Monitor:
    """Questions, verbs and the change feed of one profile.

    Before `start` it answers from the history alone. `connect` makes the connection; it is called in a thread,
    since it imports the network stack. Without a key it is None: then the history is all there is.
    """

    def __init__(self, profile: Profile, store: Store, clock: Clock, connect: Callable[[], Connected] | None) -> None:
        self.profile = profile
        self.read_only = profile.read_only or connect is None
        self.jobs = Jobs(store)
        self.events = Events(store)
        self.metrics = Metrics(store)
        self.checkpoints = Checkpoints(store)
        self.actions = Actions(self)
        self.store = store
        self.clock = clock
        self._connect = connect
        self._connected: Connected | None = None
        self._engine: Engine | None = None
        self._running: asyncio.Task[None] | None = None
        self._started = asyncio.Event()
        self._selected: str | None = None
        self._seen_at = store.seen_at()

    @property
    def notice(self) -> str:
        """Return what has to be said about the history, or ""."""
        return self.store.notice

    @property
    def link(self) -> Link:
        """Return the state of the connection."""
        if self._connect is None:
            message = f"No API key: {self.profile.key_hint}."
            return Link(Health.NO_KEY, answered_at=self._seen_at, message=message)
        link = self._engine.link if self._engine else Link(Health.CONNECTING)
        return link if link.answered_at is not None else replace(link, answered_at=self._seen_at)

    @property
    def complete(self) -> bool:
        """Return whether every page of the server's list was seen, so that the number of jobs is the true one."""
        return self._engine is not None and self._engine.jobs_complete

    async def start(self) -> None:
        """Connect, off the event loop, and begin to poll."""
        if self._connect is not None:
            self._connected = await asyncio.to_thread(self._connect)
            self._engine = Engine(self._connected.source, self.store, self.clock)
            self._engine.select(self._selected)
            self._running = asyncio.create_task(self._engine.run(), name="engine")
        self._started.set()

    async def aclose(self) -> None:
        """Stop polling and let go of the connection and the history."""
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
        if self._connected is not None:
            await self._connected.aclose()
        await self.store.aclose()

    async def changes(self) -> AsyncIterator[Change]:
        """Yield what changed, for as long as the monitor runs."""
        await self._started.wait()
        yield LinkChanged()
        yield JobsChanged()
        if self._engine is not None:
            async for change in self._engine.subscribe():
                yield change

    def select(self, job_id: str | None) -> None:
        """Say which job is on the screen: it is followed, and asked for first."""
        self._selected = job_id
        if self._engine is not None:
            self._engine.select(job_id)

    def follow(self, job_id: str) -> None:
        """Follow a job until it ended and all of its events are here."""
        if self._engine is not None:
            self._engine.follow(job_id)

    def hurry(self) -> None:
        """Ask for everything now."""
        if self._engine is not None:
            self._engine.hurry()

    def touch(self) -> None:
        """Say that the user is there."""
        if self._engine is not None:
            self._engine.touch()

    def terminal_focus(self, on: bool) -> None:
        """Say whether the terminal has the focus."""
        if self._engine is not None:
            self._engine.terminal_focus(on)

    async def perform(self, job_id: str, verb: Verb) -> Outcome:
        """Act on a job, read it again and store what came back; see `Actions.perform`."""
        if self._connected is None or self.read_only:
            sentence = f"could not {verb}: {self.link.message or 'this profile is read-only'}"
            return Outcome(verb, job_id, job_id, accepted=False, sentence=sentence)
        outcome = await act(self._connected.actor, job_id, verb)
        request_id = outcome.error.request_id if outcome.error else None
        await self.store.actions.add(Action(self.clock.now(), verb, job_id, outcome.sentence, request_id))
        if self._engine is not None and outcome.accepted:
            await self._engine.look_again(job_id)
        return outcome

    def can(self, verb: Verb) -> str:
        """Return "" where this profile may do `verb` at all, else why not."""
        if self.read_only:
            return f"{self.link.message or 'This profile is read-only'}: nothing is changed on the server"
        return self._connected.actor.can(verb) if self._connected else ""


class Actions:
    """Cancel, pause and resume."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor

    def why_not(self, summary: JobSummary, verb: Verb) -> str:
        """Return "" where `verb` makes sense now, else the reason."""
        return self._monitor.can(verb) or why_not(summary, verb)

    async def perform(self, job_id: str, verb: Verb) -> Outcome:
        """Ask for `verb`, read the job again, and return what became of it; a refusal is an outcome too."""
        return await self._monitor.perform(job_id, verb)
