"""Looking for something in the log: words as they are typed, and the next warning or error."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ftmonitor.errors import FtmonitorError
from ftmonitor.monitor.coverage import Way
from ftmonitor.query.logline import Level, LineError, Sieve, Words, read
from ftmonitor.ui.safe import line, say_error
from ftmonitor.ui.screens.pace import Pace, share
from ftmonitor.ui.screens.questions import launch

if TYPE_CHECKING:
    from ftmonitor.monitor.log import Sifted
    from ftmonitor.ui.screens.log_view import LogView
    from ftmonitor.ui.screens.stage import Stage
    from ftmonitor.ui.widgets.log_pane import LogPane

Spot = tuple[str, int]
"""A job, and the position of one of its events."""


async def parsed(text: str, *, inverse: bool = False) -> Words | None:
    """Return what is typed as something to look for; an expression is compiled while the loop goes on.

    Raises:
        LineError: If it is no expression, or too long.
    """
    if "/" in text:
        return await asyncio.to_thread(read, text, inverse=inverse)
    return read(text, inverse=inverse)


class Finder:
    """The events among those that are shown that pass one more sieve, and the way from one to the next."""

    def __init__(self, view: LogView, sieve: Sieve, before: Finder | None = None) -> None:
        """`before` has looked for something else: what is longer stands only where it has found something."""
        self._view = view
        self._about = view.about
        narrowed = None if before is None or before.stale else before.found.narrowed(sieve)
        self.found: Sifted = narrowed or view.sift(sieve)

    @property
    def stale(self) -> bool:
        """Return whether something else is shown by now."""
        return self._about != self._view.about

    async def look_on(self, spot: Spot, direction: int) -> bool:
        """Look at some of what was not looked at yet, first what lies ahead; return whether there is more.

        Raises:
            LineError: If an expression takes too long.
            StoreError: If SQLite says no.
        """
        way = None if self.found.merged else Way(spot[1], up=direction > 0)
        return await self.found.advance(way=way)

    def step(self, spot: Spot, direction: int, *, here: bool = False, whole: bool = True) -> tuple[int, bool] | None:
        """Return the number of the next one after (1) or before (-1) an event, and whether it was wrapped around.

        With `here`, the event itself counts too. None where there is nothing to be found, or, as long as not the whole
        was looked at, where there may still be a nearer one.
        """
        found = self.found
        if not found.count:
            return None
        at = found.index_of(*spot)
        on_it = found.spot(at) == spot
        if direction > 0:
            at += on_it and not here
        elif not (on_it and here):
            at -= 1
        number, wrapped = at % found.count, not 0 <= at < found.count
        if not whole:
            there = None if found.merged else found.spot(number)
            if there is None or not found.settled(*spot, there[1], up=direction > 0, around=wrapped):
                return None
        return number, wrapped


class LogSearch:
    """The search of one log: `/`, then from one to the next."""

    def __init__(self, stage: Stage, pane: LogPane, view: LogView) -> None:
        self._stage = stage
        self._pane = pane
        self._bar = pane.search
        self._view = view
        self._before: Words | None = None
        self._from: Spot | None = None
        self._backward = False
        self._sideways = 0
        self._finder: Finder | None = None
        self._alarms: Finder | None = None
        self.words: Words | None = None
        view.grown.append(self._heed)

    # Typing

    def edit(self) -> None:
        """Let the user type: the very next key belongs to it."""
        events = self._pane.events
        self._before, self._backward, self._sideways = self.words, events.following, events.sideways
        self._bar.text = ""
        self._bar.display = True
        self._stage.set_focus(self._bar.input)
        launch(self._stage, self._remember_spot, "log spot")

    async def _remember_spot(self) -> None:
        index = self._pane.events.index
        self._from = None if index is None else await self._view.spot(index)

    def typed(self, text: str) -> None:
        """Look for what is typed, the newest answer wins."""
        self._work(partial(self._typed, text))

    async def _typed(self, text: str) -> None:
        try:
            words = await parsed(text)
        except LineError as error:
            self._bar.tell(str(error), wrong=True)
            return
        if words is None:
            self._mark(None)
            self._bar.tell("")
            return
        await self._look(words)

    def left(self, keep: bool) -> None:
        """Keep what was typed, or go back to what was looked for before, and to where that was."""
        text = self._bar.text.strip()
        if keep and text:
            self._bar.input.remember(text)
        elif not keep:
            self._mark(self._before)
            self._finder = None
            self._pane.events.sideways = self._sideways
            if self._from is not None:
                self._work(partial(self._view.go_to, *self._from))
        self._bar.text = self.words.said if self.words else ""
        self._bar.display = self.words is not None
        self._stage.set_focus(self._pane.events)

    def clear(self) -> None:
        """Look for nothing any more."""
        self._stage.workers.cancel_group(self._stage, "log search")
        self._mark(None)
        self._bar.display = False

    # Going on

    def go_on(self, direction: int) -> None:
        """Go to the next one below (1) or above (-1); without a search, to the last one that was looked for."""
        if self.words is None:
            former = self._bar.input.former
            if not former:
                self._stage.notify("nothing was searched for yet", markup=False)
                return
            self._bar.text = former[0]
            self._bar.display = True
            self._from = None
            self._work(partial(self._again, former[0], direction))
        else:
            self._work(partial(self._go_on, direction))

    async def _again(self, text: str, direction: int) -> None:
        self._mark(await parsed(text))
        await self._go_on(direction)

    async def _go_on(self, direction: int) -> None:
        if self.words is not None:
            await self._look(self.words, direction)

    async def _look(self, words: Words, direction: int = 0) -> None:
        """Find all of them, and go to the next one; `direction` 0: from where the typing began."""
        view = self._view
        if self._finder is None or self._finder.stale or words != self.words:
            wanted = replace(view.sieve, words=(*view.sieve.words, words))
            self._finder = Finder(view, wanted, self._finder)
        finder = self._finder
        self._mark(words, finder)
        try:
            index = self._pane.events.index
            spot = self._from if direction == 0 else None if index is None else await view.spot(index)
            if spot is None:
                spot = (view.job_ids[0] if view.job_ids else "", 0)
            await self._find(finder, spot, direction or (-1 if self._backward else 1), here=direction == 0)
        except FtmonitorError as error:
            self._bar.tell(line(str(error)), wrong=True)

    async def _find(self, finder: Finder, spot: Spot, way: int, *, here: bool) -> None:
        """Go to the next one as soon as it is known, and count the others behind it."""
        found, there, around = finder.found, None, False
        pace, more = Pace(self._stage.clock), True
        while more:
            more = await finder.look_on(spot, way)
            step = finder.step(spot, way, here=here, whole=not more) if there is None else None
            if step is not None and (there := found.spot(step[0])) is not None:
                around = step[1]
                await self._view.go_to(*there)
                self._pane.events.reveal()
            if more and pace.due:
                self._bar.tell(f"{found.count:,} so far, {share(found)}")
        if there is None:
            self._bar.tell("not found", wrong=True)
        else:
            self._bar.tell(f"{found.index_of(*there) + 1:,}/{found.count:,}{', wrapped' * around}")

    def _mark(self, words: Words | None, finder: Finder | None = None) -> None:
        self.words, self._finder = words, finder
        shown = tuple(one for one in (*self._view.sieve.words, words) if one is not None and not one.inverse)
        if shown != self._pane.events.sought:
            self._pane.events.sought = shown
            self._pane.events.refresh()

    def _heed(self) -> None:
        """Take in that what is shown has grown, or is another."""
        finder = None if self._finder is None or self._finder.stale else self._finder
        self._mark(self.words, finder)

    # Alarms

    def alarm(self, direction: int) -> None:
        """Go to the next warning or error below (1) or above (-1)."""
        self._work(partial(self._to_alarm, direction))

    async def _to_alarm(self, direction: int) -> None:
        view, index = self._view, self._pane.events.index
        level = Level.WARNINGS if view.sieve.level is Level.ALL else view.sieve.level
        if self._alarms is None or self._alarms.stale:
            self._alarms = Finder(view, replace(view.sieve, level=level))
        finder = self._alarms
        try:
            spot = (None if index is None else await view.spot(index)) or ("", 0)
            step = await self._next_alarm(finder, spot, direction)
            found = finder.found.spot(step[0]) if step else None
            if step is None or found is None:
                self._stage.notify("no warnings and no errors here", markup=False)
                return
            await view.go_to(*found)
            if step[1]:
                self._stage.notify(f"from the {'top' if direction > 0 else 'bottom'} again", markup=False)
        except FtmonitorError as error:
            say_error(self._stage, error)

    async def _next_alarm(self, finder: Finder, spot: Spot, direction: int) -> tuple[int, bool] | None:
        step, more, pace, said = None, True, Pace(self._stage.clock), False
        try:
            while step is None and more:
                more = await finder.look_on(spot, direction)
                step = finder.step(spot, direction, whole=not more)
                if pace.due and step is None and more:
                    said = True
                    self._stage.say_doing(f"looking for warnings… {share(finder.found)}")
        finally:
            if said:
                self._stage.say_doing("")
        return step

    def _work(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Do one thing at a time: the newest is what counts."""
        launch(self._stage, work, "log search", exclusive=True)
