"""The columns that the user chose, and what stands in those that show a path of the job as sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from ftmonitor.errors import UsageError
from ftmonitor.query.order import RAW
from ftmonitor.query.path import steps, word
from ftmonitor.ui.screens.questions import Questions
from ftmonitor.ui.widgets.job_cells import CELLS, USUAL, cell_of
from ftmonitor.ui.widgets.job_list import JobList

if TYPE_CHECKING:
    from ftmonitor.models.summary import JobSummary
    from ftmonitor.ui.screens.stage import Stage

REMEMBERED = "list.columns"
"""The name of the columns in the remembered view."""
AT_ONCE = 200
"""Jobs whose bodies are read in one go: some milliseconds, in a thread."""
MOST = 24
"""Columns that are remembered."""

Values = Mapping[str, Mapping[str, object]]


class ColumnChoice:
    """The columns of one stage's list, remembered with its profile."""

    def __init__(self, stage: Stage, told: Callable[[Values], None]) -> None:
        """`told` is given the values of the paths, by column and job, whenever there are others."""
        self._stage = stage
        self._told = told
        self._questions = Questions(stage)
        self._seen: dict[str, JobSummary] = {}
        self._values: dict[str, dict[str, object]] = {}
        self.columns = columns_of(stage.monitor.views.texts(REMEMBERED))

    def choose(self, columns: tuple[str, ...]) -> None:
        """Show these columns; none: what fits best."""
        self.columns = columns
        self._stage.monitor.views.put(REMEMBERED, list(columns) or None)
        self.say()
        self.renew()

    def say(self) -> None:
        """Let the list have the columns."""
        self._stage.query_one(JobList).columns = self.columns

    def menu(self) -> None:
        """Let the user choose; the list behind shows it meanwhile."""
        from ftmonitor.ui.dialogs.column_menu import ColumnMenu

        known = {column: cell.about for column, cell in CELLS.items()}
        shown = self._stage.query_one(JobList).shown_columns
        self._stage.app.push_screen(ColumnMenu(self.columns, known, USUAL, self.choose, shown))

    def renew(self) -> None:
        """Read what the paths show of jobs that are new or have changed."""
        order = self._stage.query_one(JobList).order
        paths = tuple(
            dict.fromkeys(column for column in (*self.columns, *(name for name, _ in order)) if column.startswith(RAW))
        )
        if set(paths) != set(self._values):
            self._seen.clear()
            self._values = {column: {} for column in paths}
        if paths:
            self._questions.ask("columns", ",".join(paths), lambda: self._read(paths))

    async def _read(self, paths: tuple[str, ...]) -> None:
        wanted = [job for job in self._stage.jobs if self._seen.get(job.id) is not job]
        split = [steps(column.removeprefix(RAW)) for column in paths]
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            found = await self._stage.monitor.jobs.values([job.id for job in some], split)
            if set(paths) != set(self._values):
                return
            for job in some:
                self._seen[job.id] = job
                for column, value in zip(paths, found.get(job.id, ()), strict=False):
                    self._values[column][job.id] = value
        if wanted:
            held = {column: {job: word(one) for job, one in by.items()} for column, by in self._values.items()}
            self._stage.query_one(JobList).values = held
            self._told(self._values)


def columns_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return those of some names that are columns."""
    return tuple(name for name in names if cell_of(name) and _readable(name))[:MOST]


def _readable(column: str) -> bool:
    try:
        return not column.startswith(RAW) or bool(steps(column.removeprefix(RAW)))
    except UsageError:
        return False
