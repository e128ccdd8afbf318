"""In which order the list shows its jobs, and in which groups; found in slices that no key has to wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING

from ftmonitor.query.groups import Grouping, Line, grouped, next_midnight
from ftmonitor.query.order import (
    RAW,
    SORTABLE,
    Order,
    Sorter,
    at_once,
    chosen,
    inverted,
    order_of,
    pinned_first,
    stepped,
)
from ftmonitor.ui.safe import line
from ftmonitor.ui.toasts import STATE_S
from ftmonitor.ui.widgets.job_list import JobList

if TYPE_CHECKING:
    from ftmonitor.ui.screens.stage import Stage

AT_ONCE = 300
"""Jobs that are sorted without a rest: some milliseconds."""
MOST_FOLDED = 100
"""Folded groups that are remembered."""
SORT, GROUP, FOLDED = "list.sort", "list.group", "list.folded"
"""The names of the remembered view."""


class Sorting:
    """The order of one stage's list, remembered with its profile."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._views = stage.monitor.views
        self._sorter = Sorter()
        self._turn = 0
        self._busy = self._again = False
        self._midnight = 0.0
        self.order = order_of(self._views.get(SORT))
        self.grouping = _grouping_of(self._views.get(GROUP))
        self.folded = frozenset(self._views.texts(FOLDED))
        self.values: Mapping[str, Mapping[str, object]] = {}
        """What stands in the columns that show a path of the job as sent, by column and job."""

    def lines(self) -> tuple[Line, ...]:
        """Return the jobs that are shown as the lines of the list, here and now."""
        return at_once(self._steps())

    def renew(self) -> None:
        """Take in that other jobs are shown, or in another order."""
        self._turn += 1
        if len(self._stage.shown) <= AT_ONCE or self._plain:
            self._stage.lines = self.lines()
        elif self._busy:
            self._again = True
        else:
            self._stage.run_worker(self._work(), name="sort", group="sort", exit_on_error=False)

    def heed_time(self) -> None:
        """Put the jobs into the groups of the new day, where one has begun."""
        if self.grouping is Grouping.DAY and self._stage.now >= self._midnight:
            self.renew()

    def take_values(self, values: Mapping[str, Mapping[str, object]]) -> None:
        """Take in what stands in the columns that show a path of the job as sent."""
        self.values = values
        for column in values:
            self._sorter.forget(column)
        if any(by.column.startswith(RAW) for by in self.order):
            self.renew()

    # What the user does

    def sort(self, order: Order) -> None:
        """Sort by these columns; none: as the server lists them."""
        self.order = order
        self._views.put(SORT, [list(by) for by in order] or None)
        self.say()
        self.renew()

    def click(self, column: str) -> None:
        """Sort by the column whose title was clicked."""
        self.sort(chosen(self.order, column))

    def invert(self) -> None:
        """Turn the order round."""
        self.sort(inverted(self.order))

    def step(self, by: int) -> None:
        """Sort by the next or the previous column of those that are usual, or that the user chose."""
        columns = self._stage.query_one(JobList).columns
        self.sort(stepped(self.order, [name for name in columns or USUAL_SORTS if name != "trend"], by))

    def menu(self) -> None:
        """Let the user choose by what to sort; the list behind shows it meanwhile."""
        from ftmonitor.ui.dialogs.sort_menu import SortMenu

        pane = self._stage.query_one(JobList)
        raw = [name for name in pane.columns if name.startswith(RAW)]
        columns = [(one.id, one.about) for one in SORTABLE.values()] + [(name, title_of(name)) for name in raw]
        self._stage.app.push_screen(SortMenu(columns, self.order, self.sort), self._sorted)

    def _sorted(self, order: Order | None) -> None:
        if order is not None:
            self.sort(order)

    def cycle_groups(self) -> None:
        """Put jobs together by day, by status, or not at all."""
        self.grouping = self.grouping.next
        self._views.put(GROUP, None if self.grouping is Grouping.NONE else self.grouping.value)
        self.renew()
        self._stage.notify(f"Grouped by: {self.grouping.value}", markup=False, timeout=STATE_S)

    def fold(self, group_id: str) -> None:
        """Fold a group, or unfold it."""
        self.folded = self.folded ^ {group_id}
        self._views.put(FOLDED, sorted(self.folded)[:MOST_FOLDED] or None)
        self.renew()

    def say(self) -> None:
        """Let the list say by what it is sorted."""
        pane = self._stage.query_one(JobList)
        pane.order = tuple((by.column, by.down) for by in self.order)
        arrows = [f"{title_of(by.column).lower()} {'▼' if by.down else '▲'}" for by in self.order]
        pane.sorted_by = f"by {', '.join(arrows)}" if arrows else ""

    # The work

    @property
    def _plain(self) -> bool:
        """Whether the order is the server's."""
        pinned = any(job.pinned_at is not None for job in self._stage.shown)
        return not self.order and self.grouping is Grouping.NONE and not pinned

    def _steps(self) -> Generator[None, None, tuple[Line, ...]]:
        now, jobs = self._stage.now, self._stage.shown
        if self.order:
            jobs = yield from self._sorter.sorted(jobs, self.order, now, self.values)
        if self.grouping is Grouping.NONE:
            return pinned_first(jobs)
        self._midnight = next_midnight(now)
        return (yield from grouped(jobs, self.grouping, self.folded, now))

    async def _work(self) -> None:
        self._busy = True
        try:
            while True:
                self._again = False
                turn = self._turn
                if (lines := await self._in_slices(turn)) is not None:
                    self._stage.lines = lines
                if not self._again:
                    return
        finally:
            self._busy = False

    async def _in_slices(self, turn: int) -> tuple[Line, ...] | None:
        """Return the lines; None where what is to be shown was given at once meanwhile."""
        steps = self._steps()
        while True:
            try:
                next(steps)
            except StopIteration as stop:
                found: tuple[Line, ...] = stop.value
                return found if turn == self._turn or self._again else None
            await asyncio.sleep(0)


USUAL_SORTS = ("name", "status", "base", "progress", "eta", "loss", "smooth", "best", "valid", "age", "ended", "tokens")
"""What `<` and `>` go through where the user chose no columns."""


def title_of(column: str) -> str:
    """Return what people call a column."""
    if column in SORTABLE:
        return SORTABLE[column].title
    return line(column.removeprefix(RAW), 40)


def _grouping_of(value: object) -> Grouping:
    return Grouping(value) if isinstance(value, str) and value in tuple(Grouping) else Grouping.NONE
