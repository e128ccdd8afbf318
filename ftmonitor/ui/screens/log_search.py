"""Looking for something in the log: words as they are typed, and the next warning or error."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ftmonitor.errors import FtmonitorError
from ftmonitor.query.logline import Level, LineError, Sieve, Words, read
from ftmonitor.ui.safe import line
from ftmonitor.ui.screens.questions import launch

if TYPE_CHECKING:
    from ftmonitor.monitor.log import Sifted
    from ftmonitor.ui.screens.log_view import LogView
    from ftmonitor.ui.screens.stage import Stage
    from ftmonitor.ui.widgets.log_pane import LogPane

REMEMBERED = 30
"""Searches that the arrows bring back."""


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

    def __init__(self, view: LogView, sieve: Sieve) -> None:
        self._view = view
        self._about = view.about
        self.found: Sifted = view.sift(sieve)

    @property
    def stale(self) -> bool:
        """Return whether something else is shown by now."""
        return self._about != self._view.about

    async def catch_up(self, progress: Callable[[str], None] | None = None) -> None:
        """Look at all that was not looked at yet.

        Raises:
            LineError: If an expression takes too long.
            StoreError: If SQLite says no.
        """
        while await self.found.advance():
            if progress is not None:
                progress(f"{self.found.count:,} so far, {100 * self.found.looked_at // max(1, self.found.total)} %")

    def step(self, spot: tuple[str, int], direction: int, *, here: bool = False) -> tuple[int, bool] | None:
        """Return the number of the next one after (1) or before (-1) an event, and whether it was wrapped around.

        With `here`, the event itself counts too. None where there is nothing to be found.
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
        return at % found.count, not 0 <= at < found.count


class LogSearch:
    """The search of one log: `/`, then from one to the next."""

    def __init__(self, stage: Stage, pane: LogPane, view: LogView) -> None:
        self._stage = stage
        self._pane = pane
        self._bar = pane.search
        self._view = view
        self._before: Words | None = None
        self._from: tuple[str, int] | None = None
        self._backward = False
        self._finder: Finder | None = None
        self._alarms: Finder | None = None
        self.words: Words | None = None
        view.grown.append(self._heed)

    # Typing

    def edit(self) -> None:
        """Let the user type: the very next key belongs to it."""
        events = self._pane.events
        self._before, self._backward = self.words, events.following
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
            self._bar.input.history = (text, *(old for old in self._bar.input.history if old != text))[:REMEMBERED]
        elif not keep:
            self._mark(self._before)
            self._finder = None
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
            history = self._bar.input.history
            if not history:
                self._stage.notify("nothing was searched for yet", markup=False)
                return
            self._bar.text = history[0]
            self._bar.display = True
            self._from = None
            self._work(partial(self._again, history[0], direction))
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
            self._finder = Finder(view, replace(view.sieve, words=(*view.sieve.words, words)))
        finder = self._finder
        self._mark(words, finder)
        try:
            await finder.catch_up(self._bar.tell)
            index = self._pane.events.index
            spot = self._from if direction == 0 else None if index is None else await view.spot(index)
            if spot is None:
                spot = (view.job_ids[0] if view.job_ids else "", 0)
            way = direction or (-1 if self._backward else 1)
            step = finder.step(spot, way, here=direction == 0)
            if step is None:
                self._bar.tell("not found", wrong=True)
                return
            await self._arrive(finder, *step)
        except FtmonitorError as error:
            self._bar.tell(line(str(error)), wrong=True)

    async def _arrive(self, finder: Finder, number: int, wrapped: bool) -> None:
        spot = finder.found.spot(number)
        if spot is not None:
            await self._view.go_to(*spot)
        self._bar.tell(f"{number + 1:,}/{finder.found.count:,}{' · wrapped' * wrapped}")

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
            await finder.catch_up()
            spot = None if index is None else await view.spot(index)
            step = finder.step(spot or ("", 0), direction)
            found = finder.found.spot(step[0]) if step else None
            if step is None or found is None:
                self._stage.notify("no warnings and no errors here", markup=False)
                return
            await view.go_to(*found)
            if step[1]:
                self._stage.notify(f"from the {'top' if direction > 0 else 'bottom'} again", markup=False)
        except FtmonitorError as error:
            self._stage.notify(line(str(error)), severity="error", markup=False)

    def _work(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Do one thing at a time: the newest is what counts."""
        launch(self._stage, work, "log search", exclusive=True)
