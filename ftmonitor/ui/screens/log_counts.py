"""When the events came, at the foot of the log, and what is new below: counted while nobody waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftmonitor.errors import FtmonitorError
from ftmonitor.monitor.census import Census, Histogram, bounds_of, columns_of
from ftmonitor.query.logline import Level
from ftmonitor.ui.safe import say_error
from ftmonitor.ui.screens.pace import Pace
from ftmonitor.ui.screens.questions import launch

if TYPE_CHECKING:
    from ftmonitor.ui.screens.log_view import LogView
    from ftmonitor.ui.screens.stage import Stage
    from ftmonitor.ui.widgets.log_pane import LogPane

MOST_NEW = 1_000
"""New rows that are looked at one by one for warnings."""


class LogCounts:
    """The strip and the pill of one log."""

    def __init__(self, stage: Stage, pane: LogPane, view: LogView) -> None:
        self._stage = stage
        self._pane = pane
        self._view = view
        self._census: dict[str, Census] = {}
        self._store: object = None
        self._new = 0
        self._log: object = None
        view.grown.append(self.renew)

    def renew(self) -> None:
        """Count what has come."""
        if self._pane.strip.display:
            launch(self._stage, self._count, "census", exclusive=True)
        launch(self._stage, self._weigh, "unread", exclusive=True)

    async def _count(self) -> None:
        store = self._stage.monitor.store
        if store is not self._store:
            self._store, self._census = store, {}
        wanted = self._view.job_ids
        self._census = {job_id: self._census.get(job_id) or Census(store, job_id) for job_id in wanted}
        pace = Pace(self._stage.clock)
        try:
            for census in tuple(self._census.values()):
                while await census.advance():
                    if pace.due:
                        self.draw()
        except FtmonitorError as error:
            say_error(self._stage, error)
        self.draw()

    def draw(self) -> None:
        """Show what was counted, and where the cursor is."""
        strip = self._pane.strip
        strip.columns = columns_of(self._histograms, strip.room)
        self.mark()

    def mark(self) -> None:
        """Show where the cursor is."""
        strip, row = self._pane.strip, self._pane.events.current
        if strip.columns and len(strip.columns) != strip.room:
            strip.columns = columns_of(self._histograms, strip.room)
        bounds = bounds_of(self._histograms)
        if bounds is None or row is None or row.time is None or not strip.columns:
            strip.here = None
            return
        share = (row.time - bounds[0]) / (bounds[1] - bounds[0])
        strip.here = max(0, min(len(strip.columns) - 1, int(share * len(strip.columns))))

    def time_of(self, column: int) -> float | None:
        """Return when a column begins, in seconds since the epoch."""
        bounds, columns = bounds_of(self._histograms), len(self._pane.strip.columns)
        return bounds[0] + (bounds[1] - bounds[0]) * column / columns if bounds and columns else None

    @property
    def _histograms(self) -> list[Histogram]:
        return [census.histogram for census in self._census.values()]

    async def _weigh(self) -> None:
        """Count the warnings among what is new."""
        events = self._pane.events
        log, unread = (events.job_id, events.view), events.unread
        if log != self._log or unread < self._new or events.following:
            self._log, self._new = log, 0
            events.alarming = 0
        fresh = min(MOST_NEW, unread - self._new)
        if fresh <= 0:
            return
        count = events.count
        try:
            rows = await self._view.rows(count - fresh, count, events.view)
        except FtmonitorError:
            return  # it is said where the rows are read for the screen
        if (events.job_id, events.view) == log and not events.following:
            self._new = unread
            events.alarming += sum(row.level.lower() in Level.WARNINGS.words for row in rows)
