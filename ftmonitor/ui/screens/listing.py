"""The screen with what the job list can do beyond showing jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ftmonitor.ui.commands import Pane
from ftmonitor.ui.screens.bench import Bench
from ftmonitor.ui.screens.desk import Desk
from ftmonitor.ui.widgets.job_list import JobList

if TYPE_CHECKING:
    from ftmonitor.clock import Clock
    from ftmonitor.format import Glyphs
    from ftmonitor.models.source import Verb
    from ftmonitor.models.summary import JobSummary
    from ftmonitor.monitor.monitor import Monitor
    from ftmonitor.ui.screens.bulk import Bulk
    from ftmonitor.ui.screens.columns import ColumnChoice
    from ftmonitor.ui.screens.meanwhile import Meanwhile, MeanwhileLine
    from ftmonitor.ui.screens.remarks import Remarks
    from ftmonitor.ui.screens.sorting import Sorting
    from ftmonitor.ui.widgets.status_bar import TopBar


MARKED = "list.marked"
"""The name of the marks in the remembered view."""
MOST_MARKED = 10_000
"""Marks that are remembered: a third of a megabyte."""


class Listing(Bench):
    """The list in the user's order, with the user's columns, as it was left the last time."""

    _sorting: Sorting | None = None
    """None while the list stands as the server has it, and the other panes are not there."""

    _columns: ColumnChoice | None = None
    _remarks: Remarks
    _bulk: Bulk
    _meanwhile: Meanwhile | None = None

    def __init__(self, monitor: Monitor, clock: Clock, glyphs: Glyphs) -> None:
        super().__init__(monitor, clock, glyphs)
        if isinstance(text := monitor.views.get("list.filter"), str):
            marked = frozenset(monitor.views.texts(MARKED))
            self.set_reactive(Desk.shown, _sifted(text, self.jobs, self.now, marked))
            self.set_reactive(Desk.lines, self.shown)
        remembered = any(monitor.views.get(name) for name in ("list.sort", "list.group"))
        if remembered or any(job.pinned_at is not None for job in self.jobs):
            self.set_reactive(Desk.lines, self.sorting.lines())

    @property
    def sorting(self) -> Sorting:
        """Return the order of the list; it is made by the first question."""
        if self._sorting is None:
            from ftmonitor.ui.screens.sorting import Sorting

            self._sorting = Sorting(self)
        return self._sorting

    @property
    def column_choice(self) -> ColumnChoice:
        """Return the columns of the list; they are made by the first question."""
        if self._columns is None:
            from ftmonitor.ui.screens.columns import ColumnChoice

            self._columns = ColumnChoice(self, self.sorting.take_values)
        return self._columns

    def on_mount(self) -> None:
        """Let the list look as it was left."""
        if self._sorting is not None:
            self._sorting.say()
        if self.monitor.views.get("list.columns"):
            self.column_choice.say()
        if marked := self.monitor.views.texts(MARKED):
            self.query_one(JobList).marked = marked
            self.query_one(JobList).retitle()

    async def furnish(self) -> None:
        """Bring in the other panes, and what acts on the list."""
        await super().furnish()
        from ftmonitor.ui.screens.bulk import Bulk
        from ftmonitor.ui.screens.meanwhile import Meanwhile
        from ftmonitor.ui.screens.remarks import Remarks

        self._bulk = Bulk(self)
        self._remarks = Remarks(self)
        if self.filtering is not None:
            self.filtering.restore()
        self._say_marked()
        self.watch(self, "jobs", self._drop_marks, init=False)
        self.watch(self, "jobs", self.column_choice.renew, init=False)
        self.column_choice.renew()
        self._meanwhile = Meanwhile(self)
        self.watch(self, "jobs", self._meanwhile.heed, init=False)
        self.watch(self, "link", self._meanwhile.heed_link, init=False)
        self.watch(self, "now", self.sorting.heed_time, init=False)

    def watch_shown(self) -> None:
        """Put the jobs in the user's order."""
        if self._sorting is None and all(job.pinned_at is None for job in self.shown):
            super().watch_shown()
        else:
            self.sorting.renew()

    def let_go(self) -> bool:
        """Let go of the beginning of a range, or of the line that says what happened."""
        meanwhile = self._meanwhile is not None and self._meanwhile.dismiss()
        return meanwhile or self.query_one(JobList).drop_range() or super().let_go()

    def on_unmount(self) -> None:
        """Remember when the user looked last."""
        if self._meanwhile is not None:
            self._meanwhile.leave()

    def on_job_marks_looked_at(self, message: JobList.LookedAt) -> None:
        """The user has seen what is new about jobs."""
        message.stop()
        if self._meanwhile is not None:
            self._meanwhile.looked_at(message.job_ids)

    def on_meanwhile_line_dismissed(self, message: MeanwhileLine.Dismissed) -> None:
        """Take the line away."""
        message.stop()
        self.let_go()

    def deeds_of_list(self) -> Mapping[str, Callable[[], object]]:
        """Return what the keys of the list do, by command."""
        pane, sorting = self.query_one(JobList), self.sorting
        return {
            "jobs.mark": pane.action_mark,
            "jobs.range": pane.action_range,
            "jobs.mark_all": pane.action_mark_all,
            "jobs.unmark": pane.action_unmark,
            "jobs.pin": self._remarks.pin,
            "jobs.note": self._remarks.note,
            "jobs.columns": self.column_choice.menu,
            "jobs.sort": sorting.menu,
            "jobs.sort_next": lambda: sorting.step(1),
            "jobs.sort_previous": lambda: sorting.step(-1),
            "jobs.invert": sorting.invert,
            "jobs.group": sorting.cycle_groups,
        }

    def reasons_of_list(self) -> Mapping[str, str]:
        """Return what stands in the way of commands, by command: marked jobs tell of themselves in the preview."""
        return dict.fromkeys(("job.pause", "job.resume", "job.cancel"), "") if self._bulk.marked else {}

    def steer_marked(self, verb: Verb) -> bool:
        """Begin with a verb on the marked jobs; return whether there are any."""
        found = bool(self._bulk.marked)
        self._bulk.start(verb)
        return found

    def on_job_marks_marked(self, message: JobList.Marked) -> None:
        """Remember them, and say which keys do something now."""
        message.stop()
        self.monitor.views.put(MARKED, list(message.job_ids[:MOST_MARKED]) or None)
        self._say_marked()
        self.say_hints()

    def _say_marked(self) -> None:
        if self.panes is not None:
            self.panes.tabs.marked = len(self.query_one(JobList).marked)

    def _drop_marks(self) -> None:
        """Take the marks of jobs away that are gone, where all jobs are there to tell."""
        pane = self.query_one(JobList)
        if pane.marked and self._walked:
            pane.keep_marks({job.id for job in self.jobs})

    def on_top_bar_count_pressed(self, message: TopBar.CountPressed) -> None:
        """Show only the jobs of a phase, or all again."""
        message.stop()
        if self.filtering is not None:
            self.show(Pane.JOBS)
            self.filtering.turn(message.phase)

    def on_job_rows_title_clicked(self, message: JobList.TitleClicked) -> None:
        """Sort by a column."""
        message.stop()
        self.sorting.click(message.column)

    def on_job_list_folded(self, message: JobList.Folded) -> None:
        """Fold a group, or unfold it."""
        message.stop()
        self.sorting.fold(message.group_id)


def _sifted(text: str, jobs: tuple[JobSummary, ...], now: float, marked: frozenset[str]) -> tuple[JobSummary, ...]:
    """Return the jobs that fit a filter that was left there; all of them where it cannot be read."""
    from ftmonitor.query.parse import parse
    from ftmonitor.query.words import QueryError

    try:
        return tuple(filter(parse(text).at(now, marked), jobs))
    except QueryError:
        return jobs
