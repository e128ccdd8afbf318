"""What can be done in the event log, put together: view, search, counts, JSON, copies; and what is remembered of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ftmonitor.query.logline import Level, LineError, Metrics, Words
from ftmonitor.sync.changes import EventsAdded
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.screens.log_copies import LogCopies
from ftmonitor.ui.screens.log_counts import LogCounts
from ftmonitor.ui.screens.log_json import LogJson
from ftmonitor.ui.screens.log_search import LogSearch, parsed
from ftmonitor.ui.screens.log_view import LogView
from ftmonitor.ui.screens.questions import launch
from ftmonitor.ui.widgets.event_row import TimeFormat

if TYPE_CHECKING:
    from ftmonitor.sync.changes import Change
    from ftmonitor.ui.screens.stage import Stage
    from ftmonitor.ui.widgets.log_bar import LogBar
    from ftmonitor.ui.widgets.log_pane import LogPane

Chosen = TypeVar("Chosen", bound=Enum)


class LogDesk:
    """The log of one stage."""

    def __init__(self, stage: Stage, pane: LogPane, open_job: Callable[[str], None]) -> None:
        self._stage = stage
        self._pane = pane
        self._open = open_job
        self._before: Words | None = None
        self.view = LogView(stage, pane, partial(pane.filter.tell, wrong=True))
        self.search = LogSearch(stage, pane, self.view)
        self.counts = LogCounts(stage, pane, self.view)
        self.json = LogJson(stage, pane, self.view)
        self.copies = LogCopies(stage, pane, self.view)
        self.view.grown.append(self._say_filtered)
        self._recall()

    @property
    def deeds(self) -> Mapping[str, Callable[[], object]]:
        """Return what is done by which command."""
        here = partial(self._stage.show, Pane.EVENTS)
        events = self._pane.events
        deeds: dict[str, Callable[[], object]] = {
            "search": self.search.edit,
            "next": partial(self.search.go_on, 1),
            "previous": partial(self.search.go_on, -1),
            "only": self.filter,
            "levels": self.levels,
            "metrics": self.metrics,
            "next_alarm": partial(self.search.alarm, 1),
            "previous_alarm": partial(self.search.alarm, -1),
            "all_jobs": self.all_jobs,
            "open_job": self.open_job,
            "copy": self.copies.copy,
            "save": self.copies.save,
            "whole_json": self.json.whole,
            "json": events.action_open,
            "follow": events.action_follow,
            "time": events.action_time,
            "wrap": events.action_wrap,
            "range": events.action_range,
        }
        return {f"events.{name}": partial(_both, here, deed) for name, deed in deeds.items()}

    @property
    def editing(self) -> bool:
        """Return whether the user types a search or a filter."""
        return self._pane.search.has_focus_within or self._pane.filter.has_focus_within

    # What is shown

    def levels(self) -> None:
        """Show all levels, warnings and errors, or errors alone."""
        self.view.change(sieve=replace(self.view.sieve, level=self.view.sieve.level.next))
        self.changed()

    def metrics(self) -> None:
        """Show metrics events, hide them, or show nothing else."""
        self.view.change(sieve=replace(self.view.sieve, metrics=self.view.sieve.metrics.next))
        self.changed()

    def all_jobs(self) -> None:
        """Show the events of all jobs that have not ended in one order, or those of the selected job again."""
        self.view.change(merged=not self.view.merged)

    def open_job(self) -> None:
        """Show the job of the event under the cursor."""
        row = self._pane.events.current
        if row is not None and row.job and row.job != self._stage.job_id:
            self._open(row.job)

    def filter(self) -> None:
        """Let the user type what is shown alone: the very next key belongs to it."""
        bar = self._pane.filter
        self._before = self.view.sieve.words[0] if self.view.sieve.words else None
        bar.text = self._before.said if self._before else ""
        bar.input.cursor_position = len(bar.text)
        bar.display = True
        self.view.pinned = None if self._pane.events.following else self._pane.events.current
        self._stage.set_focus(bar.input)

    def typed(self, sign: str, text: str) -> None:
        """Search or filter by what is typed."""
        if sign == "/":
            self.search.typed(text)
        else:
            work = partial(self._typed, text)
            launch(self._stage, work, "only", exclusive=True)

    async def _typed(self, text: str) -> None:
        bar = self._pane.filter
        try:
            words = await parsed(text, inverse=True)
        except LineError as error:
            bar.tell(str(error), wrong=True)
            return
        bar.tell("")
        self._only(words)

    def _only(self, words: Words | None) -> None:
        wanted = (words,) if words is not None else ()
        if wanted != self.view.sieve.words:
            self.view.change(sieve=replace(self.view.sieve, words=wanted))

    def left(self, sign: str, keep: bool) -> None:
        """Keep what was typed, but nothing that cannot be read, or go back to what was there before."""
        if keep:
            self._stage.answering = True  # the next key is for whatever has the focus then
            launch(self._stage, partial(self._keep, sign), "log keep", exclusive=True)
        else:
            self._leave(sign, keep)

    async def _keep(self, sign: str) -> None:
        bar = self._pane.search if sign == "/" else self._pane.filter
        try:
            words = await parsed(bar.text, inverse=sign != "/")
            if sign != "/":
                self._only(words)
            self._leave(sign, keep=True)
        except LineError as error:
            bar.tell(str(error), wrong=True)
        finally:
            self._stage.answering = False

    def _leave(self, sign: str, keep: bool) -> None:
        if sign == "/":
            self.search.left(keep)
        else:
            bar = self._pane.filter
            if not keep:
                self._stage.workers.cancel_group(self._stage, "only")
                self._only(self._before)
                bar.tell("")
            elif text := bar.text.strip():
                bar.input.remember(text)
            self.view.pinned = None
            bar.display = bool(self.view.sieve.words)
            if self.view.sieve.words:
                bar.text = self.view.sieve.words[0].said
            self._stage.set_focus(self._pane.events)
        self.changed()

    def let_go(self) -> bool:
        """Let go of what was laid over the log last; return whether there was anything."""
        pane, view = self._pane, self.view
        if pane.events.begun is not None:
            pane.events.action_range()
        elif pane.opened:
            self.json.toggle()
        elif self.search.words is not None:
            self.search.clear()
        elif view.merged:
            view.change(merged=False)
        elif view.sieve:
            pane.filter.display = False
            view.change(sieve=type(view.sieve)())
            self.changed()
        else:
            return False
        return True

    def heed(self, change: Change) -> None:
        """Take in that a job that is shown has other events."""
        if isinstance(change, EventsAdded) and self.view.merged:
            self.view.heed((change.job_id,))

    def _say_filtered(self) -> None:
        bar = self._pane.filter
        if self.view.sieve.words and not bar.wrong:
            bar.tell(self._pane.events.aside[0] if self._pane.events.aside else "")

    def press(self, action: str) -> None:
        """Do what a word of the title stands for."""
        self.deeds[action]()

    # What is remembered

    def _recall(self) -> None:
        get, events = self._stage.monitor.views.get, self._pane.events
        events.time_format = _one_of(TimeFormat, get("events.time"), TimeFormat.CLOCK)
        events.set_reactive(type(events).wrapped, get("events.wrap") is True)
        level = _one_of(Level, get("events.levels"), Level.ALL)
        metrics = _one_of(Metrics, get("events.metrics"), Metrics.SHOWN)
        self.view.sieve = replace(self.view.sieve, level=level, metrics=metrics)
        for bar, name in ((self._pane.search, "events.searches"), (self._pane.filter, "events.filters")):
            bar.input.former = self._stage.monitor.views.texts(name)

    def changed(self) -> None:
        """Remember how the log reads."""
        put, events = self._stage.monitor.views.put, self._pane.events
        put("events.time", events.time_format.value)
        put("events.wrap", events.wrapped)
        put("events.levels", self.view.sieve.level.value)
        put("events.metrics", self.view.sieve.metrics.value)
        bars: tuple[tuple[LogBar, str], ...] = (
            (self._pane.search, "events.searches"),
            (self._pane.filter, "events.filters"),
        )
        for bar, name in bars:
            put(name, list(bar.input.former))


def _both(first: Callable[[], object], then: Callable[[], object]) -> None:
    first()
    then()


def _one_of(kind: type[Chosen], value: object, usual: Chosen) -> Chosen:
    return next((one for one in kind if one.value == value), usual)
