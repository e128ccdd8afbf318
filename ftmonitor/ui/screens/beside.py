"""What stands beside the curves of the selected job: its checkpoints and warnings, marked jobs, the line of the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ftmonitor.jsontext import parse
from ftmonitor.metrics.align import MOST_SIDES, OWN_SIGN, Side, letter_of, slots_of
from ftmonitor.metrics.look import Mark, Sign
from ftmonitor.models.summary import JobSummary, hyperparameters_of
from ftmonitor.text import one_line
from ftmonitor.ui.safe import line
from ftmonitor.ui.screens.questions import Questions
from ftmonitor.ui.screens.stage import Stage
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.params_lines import LONGEST_VALUE, settings_of

if TYPE_CHECKING:
    from ftmonitor.ui.widgets.metrics_pane import MetricsPane

LONGEST_NAME = 40
"""Characters of the name of a setting in a table."""


class Beside:
    """Reads what the metrics pane shows apart from the curves themselves, and hands it over."""

    def __init__(self, stage: Stage, metrics: MetricsPane) -> None:
        self._stage = stage
        self._metrics = metrics
        self._monitor = stage.monitor
        self._questions = Questions(stage)
        self._alarms: tuple[str | None, int, tuple[float, ...]] = (None, 0, ())
        self._comparing = False
        self._slots: dict[str, int] = {}
        self._sides: dict[str, Side] = {}
        self._seen: dict[str, JobSummary] = {}
        self._led: tuple[str | None, int | None] | None = None
        """Where a log that followed its end was put, by its job and the index of the event."""
        stage.watch(metrics.charts, "look", self._let_go, init=False)
        for name in ("job_id", "summary", "checkpoints"):
            stage.watch(stage, name, self.mark, init=False)
        for name in ("job_id", "jobs"):
            stage.watch(stage, name, self.renew, init=False)
        stage.watch(stage.query_one(JobList), "marked", self.renew, init=False)

    # Checkpoints and warnings

    def mark(self) -> None:
        """Mark the checkpoints and the warnings of the selected job on the axis."""
        stage = self._stage
        job_id, summary = stage.job_id, stage.summary
        # The id is there before the row is: what the row of another job counts says nothing of this one.
        count = summary.warnings + summary.errors if summary is not None and summary.id == job_id else 0
        if job_id is not None and count and self._alarms[:2] != (job_id, count):
            self._questions.ask("alarms", job_id, lambda: self._read_alarms(job_id))
        times = self._alarms[2] if self._alarms[0] == job_id else ()
        checkpoints = (one.step for one in stage.checkpoints if one.step is not None)
        self._metrics.marks = (
            *(Mark(Sign.CHECKPOINT, step=step) for step in checkpoints),
            *(Mark(Sign.WARNING, time=time) for time in times),
        )

    async def _read_alarms(self, job_id: str) -> None:
        summary = self._stage.summary  # as it is now: the question may be asked again with news since the first time
        count = summary.warnings + summary.errors if summary is not None and summary.id == job_id else 0
        self._alarms = (job_id, count, await self._monitor.metrics.alarms(job_id))
        self.mark()

    # Jobs side by side

    @property
    def _compared(self) -> tuple[str, ...]:
        """The ids of the jobs that are compared, the selected one first."""
        marked = self._stage.query_one(JobList).marked
        chosen = self._stage.job_id
        others = tuple(job_id for job_id in marked if job_id != chosen and self._stage.summary_of(job_id))
        return (chosen, *others)[:MOST_SIDES] if chosen is not None else ()

    def sign_of(self, job_id: str) -> str:
        """Return the sign of a marked job, that of the selected one for any other."""
        slot = self._slots.get(job_id, 0)
        return letter_of(slot) if slot else OWN_SIGN

    def compare(self) -> None:
        """Draw the marked jobs over the selected one, or it alone again."""
        if self._comparing:
            self._comparing = False
        elif len(self._compared) < 2:
            self._stage.notify("nothing to compare with: mark other jobs in the list with space", markup=False)
            return
        else:
            self._comparing = True
            marked = len(self._stage.query_one(JobList).marked)
            if marked > MOST_SIDES:
                self._stage.notify(f"{marked} jobs are marked; {MOST_SIDES} are compared at once", markup=False)
        self.renew()

    def renew(self) -> None:
        """Compare what is marked and selected now, as it is now."""
        marked = self._stage.query_one(JobList).marked
        self._slots = slots_of(marked, self._slots)
        self._stage.query_one(JobList).letters = {
            job_id: letter_of(slot) for job_id, slot in self._slots.items() if slot <= MOST_SIDES
        }
        compared = self._compared
        if not self._comparing or len(compared) < 2:
            self._comparing = self._comparing and bool(marked)
            self._metrics.rivals = ()
            return
        if any(map(self._is_old, compared)):
            self._questions.ask("sides", ",".join(compared), lambda: self._read_sides(compared))
        self._metrics.rivals = tuple(self._told(job_id) for job_id in compared if job_id in self._sides)

    def _is_old(self, job_id: str) -> bool:
        """Return whether a job has news since it was read; the curves of the selected one are read by others."""
        seen, summary = self._seen.get(job_id), self._stage.summary_of(job_id)
        if seen is None or summary is None:
            return summary is not None
        return seen.status != summary.status or (job_id != self._stage.job_id and seen != summary)

    def _told(self, job_id: str) -> Side:
        slot = self._slots.get(job_id, 0)
        sign = letter_of(slot) if slot else OWN_SIGN
        return replace(self._sides[job_id], sign=sign, slot=slot)

    async def _read_sides(self, job_ids: Sequence[str]) -> None:
        for job_id in filter(self._is_old, job_ids):
            summary = self._stage.summary_of(job_id)
            if summary is None:
                continue
            self._monitor.follow(job_id)
            series = await self._monitor.metrics.series(job_id)
            text = await self._monitor.jobs.text(job_id)
            self._sides[job_id] = Side(_named(summary), series, parameters_of(text or ""))
            self._seen[job_id] = summary
        self.renew()

    # The log

    def find(self, job_id: str, step: int, time: float) -> None:
        """Put the log on the event of a step, where there is one and the job is still the selected one."""
        about = f"{step} of {job_id}"
        self._questions.ask("place", about, lambda: self._find(job_id, step, time))

    async def _find(self, job_id: str, step: int, time: float) -> None:
        index = await self._monitor.events.index_at(job_id, step, time)
        panes = self._stage.panes
        if index is None or job_id != self._stage.job_id or panes is None or self._metrics.look.cursor is None:
            return
        follows = panes.events.following or self._is_led
        self._stage.point_at_event(index)
        self._led = (panes.events.job_id, panes.events.index) if follows else None

    @property
    def _is_led(self) -> bool:
        """Whether the log stands where it was put, untouched by the user."""
        panes = self._stage.panes
        return panes is not None and self._led == (panes.events.job_id, panes.events.index)

    def _let_go(self) -> None:
        """Let the log follow its end again once the cursor of the curves is gone, if it did before."""
        if self._metrics.look.cursor is None and self._led is not None:
            if self._is_led and self._stage.panes is not None:
                self._stage.panes.events.following = True
            self._led = None


def parameters_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return the settings of a job's JSON as words, but model and method; "auto" where no hyperparameter was set yet.

    They are those that the detail pane sets side by side.
    """
    raw = parse(text).value if text else None
    if not isinstance(raw, dict):
        return ()
    told = {name: one for name, one in hyperparameters_of(raw).items() if one is not None}
    told |= {name: one for name, one in settings_of(raw).items() if name not in ("model", "method", *told)}
    return tuple((one_line(name, LONGEST_NAME), _word(value)) for name, value in told.items())


def _word(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # As long as in the detail pane: where long ones differ, the table has to say so.
    return one_line("auto" if value == -1 else str(value), LONGEST_VALUE)


def _named(summary: JobSummary) -> JobSummary:
    """Return the summary with a name on one line, every letter as wide as it is measured."""
    return replace(summary, name=line(summary.name, 60) or line(summary.id[-8:]))
