"""Which events the log shows: all of the selected job's, those that pass a sieve, or those of all jobs not ended."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ftmonitor import format as words
from ftmonitor.errors import FtmonitorError
from ftmonitor.models.log import LogRow
from ftmonitor.monitor.log import Sifted
from ftmonitor.query.logline import LineError, Sieve
from ftmonitor.store import search
from ftmonitor.ui.safe import line, say_error
from ftmonitor.ui.screens.desk import NEWEST
from ftmonitor.ui.screens.pace import Pace, share
from ftmonitor.ui.screens.questions import launch

if TYPE_CHECKING:
    from ftmonitor.ui.screens.stage import Stage
    from ftmonitor.ui.widgets.log_pane import LogPane

NAME_INKS = ("accent", "good", "waiting", "unknown", "star", "strong")
"""What the names of jobs are written with, in turn."""


class LogView:
    """One stage's log. What is chosen is shown once its first part is found; until then, what was there."""

    def __init__(self, stage: Stage, pane: LogPane, tell: Callable[[str], None]) -> None:
        """`tell` is given what is wrong with an expression that was taken back."""
        self._stage = stage
        self._pane = pane
        self._tell = tell
        self._good = (Sieve(), False)
        self._number = 0
        self._dirty: set[str] = set()
        self._busy = False
        self._sifted: Sifted | None = None
        self.sieve = Sieve()
        self.merged = False
        self.pinned: LogRow | None = None
        """The event that is to stay in sight, while what is shown changes with every letter."""
        self.grown: list[Callable[[], None]] = []
        """Called when what is shown has grown or is another."""

    @property
    def active(self) -> bool:
        """Return whether something else is shown than all events of the selected job."""
        return self.merged or bool(self.sieve)

    @property
    def job_ids(self) -> tuple[str, ...]:
        """Return the jobs whose events are shown."""
        stage = self._stage
        if self.merged:
            return tuple(job.id for job in stage.jobs if not job.phase.ended)
        return (stage.job_id,) if stage.job_id is not None else ()

    @property
    def sifted(self) -> Sifted | None:
        """Return the rows that are shown, None where they are all of the selected job's."""
        return self._sifted if self._pane.events.view else None

    @property
    def about(self) -> object:
        """Return what changes when something else is shown."""
        return self.sieve, self.merged, None if self.merged else self._stage.job_id

    def sift(self, sieve: Sieve) -> Sifted:
        """Return those of the events that are shown that pass another sieve."""
        job_ids = self._sifted.job_ids if self._sifted is not None and self.merged else self.job_ids
        return Sifted(self._stage.monitor.store, job_ids, sieve, merged=self.merged)

    def change(self, *, sieve: Sieve | None = None, merged: bool | None = None) -> None:
        """Show something else; the event under the cursor stays in sight where it is among it."""
        typed = sieve is not None and sieve.words != self.sieve.words
        self.sieve = self.sieve if sieve is None else sieve
        self.merged = self.merged if merged is None else merged
        events = self._pane.events
        if self.active and not typed:  # the first of it may take longer than a key may take to be answered
            events.aside = ("looking…", *self.sieve.said)
        self._begin(self.pinned or (None if events.following else events.current))

    def renew(self, *, whole: bool = False) -> None:
        """Take in that another job is selected, or (`whole`) that another history is read."""
        same = self._sifted is not None and (self.merged or self._sifted.job_ids == self.job_ids)
        if self.active and (whole or not same):
            self._begin(None)
        elif self.active:
            self.heed(self.job_ids)

    def heed(self, job_ids: Sequence[str]) -> None:
        """Take in that these jobs have other events now."""
        if not self.active or self._sifted is None:
            return
        if self.merged:
            self._sifted.join([job_id for job_id in job_ids if job_id in self.job_ids])
        self._dirty.update(job_ids)
        if not self._busy:
            self._work(self._keep_up)

    # Rows

    async def rows(self, start: int, stop: int, view: int, job_id: str | None = None) -> tuple[LogRow, ...]:
        """Return rows of what is shown, or of all of a job; none where that is another view by now."""
        whose = job_id or self._stage.job_id
        if view == 0 and whose is not None:
            return await self._stage.monitor.events.window(whose, start, stop)
        if view != self._number or self._sifted is None:
            return ()
        return await self._sifted.window(start, stop)

    async def texts(self, start: int, stop: int) -> tuple[str, ...]:
        """Return the JSON, as sent, of rows of what is shown."""
        if self.sifted is not None:
            return await self.sifted.texts(start, stop)
        job_id = self._stage.job_id
        return () if job_id is None else await self._stage.monitor.events.texts(job_id, start, stop)

    async def spot(self, index: int) -> tuple[str, int] | None:
        """Return the job and the position of a row of what is shown."""
        if self.sifted is not None:
            return self.sifted.spot(index)
        job_id = self._stage.job_id
        if job_id is None:
            return None
        place = await self._stage.monitor.store.search.ask(search.position_at, job_id, index)
        return None if place is None else (job_id, place)

    async def go_to(self, job_id: str, place: int) -> None:
        """Put the cursor on an event that is shown, or on the next one that is."""
        events = self._pane.events
        if self.sifted is not None:
            index = self.sifted.index_of(job_id, place)
            events.point(min(index, max(0, self.sifted.count - 1)))
        else:
            events.point(await self._stage.monitor.store.search.ask(search.index_at, job_id, place))

    async def go_to_time(self, time: float) -> None:
        """Put the cursor on the first event from a time on, in seconds since the epoch."""
        if self.sifted is not None:
            self._pane.events.point(min(self.sifted.index_since(time), max(0, self.sifted.count - 1)))
        elif (job_id := self._stage.job_id) is not None:
            place = await self._stage.monitor.store.search.ask(search.near, job_id, time)
            if place is not None:
                await self.go_to(job_id, place)

    # Finding

    def _begin(self, anchor: LogRow | None) -> None:
        self._stage.workers.cancel_group(self._stage, "log view")
        self._dirty.clear()
        self._work(partial(self._look if self.active else self._give_back, anchor))

    def _work(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        launch(self._stage, work, "log view")

    async def _look(self, anchor: LogRow | None) -> None:
        """Find what is to be shown, and show it in place of what was before."""
        fresh = Sifted(self._stage.monitor.store, self.job_ids, self.sieve, merged=self.merged)
        events, pace = self._pane.events, Pace(self._stage.clock)
        self._busy = True
        try:
            place = await _place_of(self._stage, anchor)
            more = await fresh.advance()
            while more and (self.merged or (place is not None and not fresh.settled(place[0], place[1], place[1]))):
                if pace.due:
                    events.aside = (f"looking… {share(fresh)}", *self.sieve.said)
                more = await fresh.advance()
            self._sifted, self._number = fresh, self._number + 1
            await self._publish(place)
            while more:
                more = await fresh.advance()
                if pace.due or not more:
                    await self._publish(place if events.held_row is None else None)
            self._good = (self.sieve, self.merged)
        except LineError as error:
            self.sieve, self.merged = self._good
            self._tell(str(error))
            self._begin(anchor)
        except FtmonitorError as error:
            say_error(self._stage, error)
        finally:
            self._busy = False
        if self._dirty:
            self.heed(tuple(self._dirty))

    async def _keep_up(self) -> None:
        sifted = self._sifted
        self._busy = True
        try:
            while self._dirty and sifted is not None and sifted is self._sifted:
                job_ids, self._dirty = tuple(self._dirty), set()
                while await sifted.advance(job_ids):
                    pass
                await self._publish(None)
        except FtmonitorError as error:
            say_error(self._stage, error)
        finally:
            self._busy = False

    async def _give_back(self, anchor: LogRow | None) -> None:
        """Show all events of the selected job again."""
        stage, events = self._stage, self._pane.events
        job_id, self._sifted, self._good = stage.job_id, None, (self.sieve, self.merged)
        self._busy = False
        if job_id is None:
            return
        place = await _place_of(self._stage, anchor)
        outline = await stage.monitor.events.outline(job_id, None, NEWEST)
        if stage.job_id == job_id and not self.active:
            events.names, events.aside = {}, ()
            stage.merged_events = None
            stage.log_grew(outline)
            if place is not None and place[0] == job_id:
                await self.go_to(*place)
            for heed in self.grown:
                heed()

    async def _publish(self, place: tuple[str, int] | None) -> None:
        """Show what was found so far."""
        sifted, events, number = self._sifted, self._pane.events, self._number
        if sifted is None:
            return
        follows = events.following or events.view != number
        newest = await sifted.window(sifted.count - NEWEST, sifted.count) if follows else ()
        if sifted is not self._sifted:
            return
        held = events.held_row if events.view == number else None
        outline = sifted.outline(held, newest)
        events.note, events.aside = _note(sifted), _aside(sifted)
        events.names = _names(self._stage, sifted.job_ids) if self.merged else {}
        events.show("" if self.merged else self._stage.job_id, outline, number)
        self._stage.merged_events = sifted.total if self.merged else None
        if place is not None:
            await self.go_to(*place)
        for heed in self.grown:
            heed()


def _note(sifted: Sifted) -> str:
    """Return what stands in a log where nothing was found so far."""
    if sifted.merged and not sifted.total:
        return "every job has ended"
    if sifted.looked_at >= sifted.total:
        return "nothing fits"
    return f"looking through {sifted.total:,} events… {share(sifted)}"


def _aside(sifted: Sifted) -> tuple[str, ...]:
    """Return what stands in the title: whose log it is, how much passed, how far it has come, and what it is about."""
    merged, sieve = sifted.merged, sifted.sieve
    whose = f"{words.plural(len(sifted.job_ids), 'job')} not ended" if merged else ""
    count = f"{sifted.count:,} of {sifted.total:,}" if sieve else f"{sifted.count:,} lines" * merged
    come = share(sifted) if sifted.looked_at < sifted.total else ""
    return tuple(part for part in (whose, count, come, *sieve.said) if part)


async def _place_of(stage: Stage, anchor: LogRow | None) -> tuple[str, int] | None:
    """Return where an event stands in its log."""
    job_id = anchor.job or stage.job_id if anchor is not None else None
    if anchor is None or job_id is None:
        return None
    if anchor.place:
        return job_id, anchor.place
    place = await stage.monitor.store.search.ask(search.position_of, job_id, anchor.id, anchor.time or 0.0)
    return None if place is None else (job_id, place)


def _names(stage: Stage, job_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the name and the ink of each job."""
    known = {job.id: job.name for job in stage.jobs}
    return {
        job_id: (line(known.get(job_id, "") or job_id[-8:], 40), NAME_INKS[at % len(NAME_INKS)])
        for at, job_id in enumerate(job_ids)
    }
