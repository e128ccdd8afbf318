"""What the list shows of the jobs: those that fit the filter, found in slices that no key has to wait for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ftmonitor.query.parse import Query, parse
from ftmonitor.query.terms import Test
from ftmonitor.query.words import QueryError
from ftmonitor.ui.widgets.filter_bar import FilterBar
from ftmonitor.ui.widgets.job_list import JobList

if TYPE_CHECKING:
    from ftmonitor.models.phase import Phase
    from ftmonitor.models.summary import JobSummary
    from ftmonitor.ui.screens.stage import Stage

SLICE = 250
"""Jobs looked at between two chances for a key: about a millisecond."""
REMEMBERED = "list.filter"
"""The name of the filter in the remembered view."""
FORMER = "list.filters"
"""The name of those before it."""
AGAIN_S = 10.0
"""Between two looks at jobs that did not change, where the filter asks about ages."""


class Filtering:
    """The filter of one stage's list. What is broken keeps the last good result, and is said."""

    def __init__(self, stage: Stage, bar: FilterBar) -> None:
        self._stage = stage
        self._bar = bar
        bar.input.former = stage.monitor.views.texts(FORMER)
        self._before = ""
        self._query: Query | None = None
        self._broken = ""
        self._verdicts: dict[str, tuple[JobSummary, bool]] = {}
        self._looked_at = 0.0
        stage.watch(stage, "now", self._age, init=False)
        stage.watch(stage.query_one(JobList), "marked", self._remarked, init=False)

    @property
    def active(self) -> bool:
        """Return whether not all jobs are shown."""
        return self._query is not None

    @property
    def editing(self) -> bool:
        """Return whether the user is typing it."""
        return self._bar.has_focus_within

    def edit(self) -> None:
        """Let the user type a filter, or change the one there is: the very next key belongs to it."""
        self._before = self._query.text if self._query is not None else ""
        self._bar.display = True
        listed = self._stage.query_one(JobList)
        listed.home = listed.chosen  # half a word may hide it
        self._bar.input.select_all()  # another one takes its place
        self._stage.set_focus(self._bar.input)

    def restore(self) -> None:
        """Show what was left filtered the last time."""
        text = self._stage.monitor.views.get(REMEMBERED)
        if isinstance(text, str) and text:
            self._bar.text = text
            self.typed(text)
            self._bar.display = self.active

    def typed(self, text: str) -> None:
        """Show what fits what is typed, or say what is wrong with it."""
        self._broken = ""
        if not text.strip():
            self._take(None)
            return
        if self._query is not None and self._query.text == text.strip():
            self._say_count()
            return
        try:
            query = parse(text.strip())
        except QueryError as error:
            self._broken = str(error)
            self._say(self._broken, wrong=True)
            return
        self._take(query)

    def left(self, keep: bool) -> None:
        """The user is done typing: keep the filter, but none that cannot be read, or go back to the one before."""
        if not keep:
            self.typed(self._before)
        elif self._broken:
            return
        listed = self._stage.query_one(JobList)
        home, listed.home = listed.home, None
        if home is not None and not keep:
            listed.select(home)
        text = self._query.text if self._query is not None else ""
        if self._bar.text != text:
            self._bar.text = text
        self._bar.display = self.active
        self._stage.monitor.views.put(REMEMBERED, text or None)
        if keep and text:
            self._bar.input.remember(text)
            self._stage.monitor.views.put(FORMER, list(self._bar.input.former))
        if self.editing:
            self._stage.set_focus(listed)

    def turn(self, phase: Phase) -> None:
        """Show only the jobs of a phase; where they are shown already, all jobs again."""
        text = f"status={phase}"
        if self._query is not None and self._query.text in (text, f"status:{phase}"):
            self.clear()
            return
        self._bar.text = text
        self.typed(text)
        self.left(keep=True)

    def clear(self) -> None:
        """Show all jobs again."""
        self._before = ""
        self.left(keep=False)

    def renew(self) -> None:
        """Take in that the jobs have changed, or the filter."""
        stage, query = self._stage, self._query
        if query is None:
            stage.shown = stage.jobs
        elif len(stage.jobs) <= SLICE:
            test = query.at(stage.now, self._marked)
            self._show(tuple(job for job in stage.jobs if self._fits(job, test)))
        else:
            stage.run_worker(self._sift(query), name="filter", group="filter", exclusive=True, exit_on_error=False)

    async def _sift(self, query: Query) -> None:
        stage = self._stage
        jobs, test = stage.jobs, query.at(stage.now, self._marked)
        found: list[JobSummary] = []
        for start in range(0, len(jobs), SLICE):
            found += [job for job in jobs[start : start + SLICE] if self._fits(job, test)]
            await asyncio.sleep(0)
        self._show(tuple(found))

    def _fits(self, job: JobSummary, test: Test) -> bool:
        known = self._verdicts.get(job.id)
        if known is not None and known[0] is job:
            return known[1]
        fits = test(job)
        self._verdicts[job.id] = (job, fits)
        return fits

    def _show(self, found: tuple[JobSummary, ...]) -> None:
        self._stage.shown = found
        self._say_count()

    def _take(self, query: Query | None) -> None:
        self._query = query
        self._stage.query_one(JobList).filtered = query is not None
        self._verdicts.clear()
        self._looked_at = self._stage.now
        if query is None:
            self._say("")
        self.renew()
        self._stage.say_hints()

    def _age(self) -> None:
        """Look again at all jobs from time to time, where what fits depends on it."""
        if self._query is not None and not self._query.timeless and self._stage.now >= self._looked_at + AGAIN_S:
            self._take(self._query)

    @property
    def _marked(self) -> frozenset[str]:
        return frozenset(self._stage.query_one(JobList).marked)

    def _remarked(self) -> None:
        """Look again at all jobs, where what fits depends on the marks."""
        if self._query is not None and self._query.of_marks:
            self._take(self._query)

    def _say_count(self) -> None:
        stage = self._stage
        count = f"{len(stage.shown):,} of {len(stage.jobs):,}{'' if stage.whole else '+'}"
        self._say(self._broken or count, wrong=bool(self._broken))

    def _say(self, said: str, *, wrong: bool = False) -> None:
        self._bar.tell(said, wrong=wrong)
