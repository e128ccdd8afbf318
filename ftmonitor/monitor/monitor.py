"""One profile's monitor: its history, its engine and what can be done to its jobs."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ftmonitor.clock import Clock
from ftmonitor.config.profiles import Profile
from ftmonitor.monitor.alerts import Alerts
from ftmonitor.monitor.files import Files
from ftmonitor.monitor.remarks import Remarks
from ftmonitor.monitor.remembered import Views
from ftmonitor.monitor.requests import Requests
from ftmonitor.monitor.results import Results
from ftmonitor.monitor.views import Checkpoints, Events, Jobs, Metrics
from ftmonitor.store.store import Store
from ftmonitor.sync.link import Health, Link

if TYPE_CHECKING:  # the first frame asks none of these, and waits for their imports
    from ftmonitor.config.alerts import Alerting
    from ftmonitor.models.source import Source, Verb, What
    from ftmonitor.models.summary import JobSummary
    from ftmonitor.monitor.actions import Actor, Outcome
    from ftmonitor.monitor.keeper import Keeper
    from ftmonitor.monitor.results import Reader
    from ftmonitor.sync.changes import Change
    from ftmonitor.sync.engine import Engine


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

    @property
    def reader(self) -> Reader:
        """Return what files are read with."""
        ...

    async def aclose(self) -> None:
        """Let go of connections."""
        ...


class Monitor:
    """Questions, verbs and the change feed of one profile.

    Before `start` it answers from the history alone. `connect` makes the connection; it is called in a thread,
    since it imports the network stack. Without a key it is None: then the history is all there is.
    """

    def __init__(
        self,
        profile: Profile,
        store: Store,
        clock: Clock,
        connect: Callable[[], Connected] | None,
        *,
        home: Path | None = None,
        reconnect: Callable[[], Connected | None] | None = None,
        offline: bool = False,
        alerting: Alerting | None = None,
        requests: Requests | None = None,
    ) -> None:
        self.profile = profile
        self.alerting = alerting
        """What is told of without being asked for, and how; None: as it is by default."""
        self.alerts = Alerts(self)
        self.requests = requests or Requests()
        self.read_only = profile.read_only or connect is None
        self.actions = Actions(self)
        self.results = Results(self)
        self.files = Files(self)
        self.views = Views(self)
        self.remarks = Remarks(self)
        self.clock = clock
        self._home = home or store.path
        self.copies = self._home.with_name("copies")
        """The folder of what was copied and no clipboard took."""
        self._connect = connect
        self.offline = offline
        """Whether no server is asked, because the user said so."""
        self._opened_at = clock.now()
        self._reconnect = reconnect
        self._connected: Connected | None = None
        self._engine: Engine | None = None
        self._keeper: Keeper | None = None
        self._running: asyncio.Task[None] | None = None
        self._started = asyncio.Event()
        self._selected: str | None = None
        self._followed: dict[str, None] = {}
        self._focused = True
        self._use(store)

    def _use(self, store: Store) -> None:
        """Answer from a history from now on."""
        self.store = store
        self.jobs = Jobs(store)
        self.events = Events(store)
        self.metrics = Metrics(store)
        self.checkpoints = Checkpoints(store)
        self._seen_at = store.seen_at()

    @property
    def notice(self) -> str:
        """Return what has to be said about the history now, or ""."""
        return self._keeper.notice if self._keeper is not None else self.store.notice

    @property
    def data_at(self) -> float | None:
        """Return when the server last told anything of what is shown, in this run or an earlier one, or None.

        In seconds since the epoch; never in the future, however the clock was set in between.
        """
        return self.link.answered_at

    @property
    def link(self) -> Link:
        """Return the state of the connection."""
        if self.offline:
            since = min(self._opened_at, self.clock.now())
            link = Link(Health.OFFLINE, since=since, message="No server is asked: --offline.")
        elif self._connect is None:
            link = Link(Health.NO_KEY, message=f"No API key: {self.profile.key_hint}.")
        else:
            link = self._engine.link if self._engine else Link(Health.CONNECTING)
        if link.health is Health.REFUSED and self._keeper is not None and self._keeper.renewing:
            link = replace(link, health=Health.RETRY)
        if link.answered_at is not None or self._seen_at is None:
            return link
        return replace(link, answered_at=min(self._seen_at, self.clock.now()))

    @property
    def complete(self) -> bool:
        """Return whether every page of the server's list was seen, so that the number of jobs is the true one."""
        return self._engine is not None and self._engine.jobs_complete

    async def start(self) -> None:
        """Connect, off the event loop, and begin to poll."""
        connected = await asyncio.to_thread(self._connect) if self._connect is not None else None
        from ftmonitor.monitor.keeper import Keeper  # imported in that thread already, where there is a key

        self._keeper = Keeper(
            self._home,
            self.store,
            self.clock,
            self._turned,
            connected=connected,
            reconnect=self._reconnect,
            alerting=self.alerting,
        )
        self._keeper.engage()
        self._running = asyncio.create_task(self._keeper.run(), name="keeper")
        self._started.set()

    def _turned(self, keeper: Keeper) -> None:
        """Answer from the history that is the right one now, and tell its engine what is wished for."""
        self._connected, self._engine = keeper.connected, keeper.engine
        if keeper.store is not self.store:
            self._use(keeper.store)
        if self._engine is not None:
            self._engine.terminal_focus(self._focused)
            self._engine.select(self._selected)
            for job_id in self._followed:
                self._engine.follow(job_id)

    async def aclose(self) -> None:
        """Stop polling and let go of the connection and the history."""
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
        await self.views.flush()
        if self._keeper is not None:
            await self._keeper.aclose()
        else:
            await self.store.aclose()

    async def changes(self) -> AsyncIterator[Change]:
        """Yield what changed, for as long as the monitor runs."""
        from ftmonitor.sync.changes import JobsChanged, LinkChanged

        await self._started.wait()
        bell = self._keeper.bells.listen() if self._keeper is not None else None
        yield LinkChanged()
        yield JobsChanged()
        if bell is not None:
            async for change in bell:
                yield change

    def select(self, job_id: str | None) -> None:
        """Say which job is on the screen: it is followed, and asked for first."""
        self._selected = job_id
        if self._engine is not None:
            self._engine.select(job_id)

    def follow(self, job_id: str) -> None:
        """Follow a job until it ended and all of its events are here."""
        self._followed[job_id] = None
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
        self._focused = on
        if self._engine is not None:
            self._engine.terminal_focus(on)

    async def perform(self, job_id: str, verb: Verb) -> Outcome:
        """Act on a job, read it again and store what came back; see `Actions.perform`."""
        from ftmonitor.monitor.actions import Outcome, act
        from ftmonitor.store.actions import Action

        if self._connected is None or self.read_only:
            sentence = f"could not {verb}: {self.link.message or 'this profile is read-only'}"
            return Outcome(verb, job_id, job_id, accepted=False, sentence=sentence)
        # Before it is asked for: what comes of it may be seen by a poll before the answer is.
        store, sentence = self.store, f"asked to {verb}; no answer yet"
        number = await store.actions.add(Action(self.clock.now(), verb, job_id, sentence))
        outcome = await act(self._connected.actor, job_id, verb)
        await store.actions.finish(number, outcome.sentence, outcome.error.request_id if outcome.error else None)
        if self._engine is not None and outcome.accepted:
            await self._engine.look_again(job_id)
        return outcome

    @property
    def reader(self) -> Reader | None:
        """Return what can be asked for files, None while there is no connection."""
        return self._connected.reader if self._connected else None

    async def look_again(self, job_id: str) -> None:
        """Read one job now, and announce what was written about it beside the polls."""
        if self._engine is not None:
            await self._engine.look_again(job_id)

    def why_not(self, what: What) -> str:
        """Return "" while the server is asked for this, else its words when it said that it has no such thing."""
        return self._engine.why_not(what) if self._engine is not None else ""

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
        from ftmonitor.monitor.actions import why_not

        return self._monitor.can(verb) or why_not(summary, verb)

    async def perform(self, job_id: str, verb: Verb) -> Outcome:
        """Ask for `verb`, read the job again, and return what became of it; a refusal is an outcome too."""
        return await self._monitor.perform(job_id, verb)
