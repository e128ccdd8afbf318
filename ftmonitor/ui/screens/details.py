"""What the tabs of the detail pane show: read when they are looked at, and again when there is news."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from ftmonitor.jsontext import parse
from ftmonitor.metrics.align import MOST_SIDES, OWN_SIGN
from ftmonitor.models.method import masked_text
from ftmonitor.ui.screens.questions import Questions
from ftmonitor.ui.widgets.detail_tabs import Tab
from ftmonitor.ui.widgets.files_lines import files_of
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.params_lines import Column, settings_of

if TYPE_CHECKING:
    from ftmonitor.models.facts import FileFacts
    from ftmonitor.ui.screens.bench import Bench
    from ftmonitor.ui.widgets.detail_pane import DetailPane


class Details:
    """Asks the monitor for what the open tab shows, and for nothing else."""

    def __init__(self, stage: Bench, pane: DetailPane) -> None:
        self._stage = stage
        self._pane = pane
        self._questions = Questions(stage)
        for name in ("job_id", "job"):
            stage.watch(stage, name, self.renew, init=False)
        stage.watch(stage.query_one(JobList), "marked", self.renew, init=False)
        stage.watch(pane, "tab", self.renew, init=False)

    def renew(self) -> None:
        """Read again what the open tab shows."""
        job_id, tab = self._stage.job_id, self._pane.tab
        if job_id is None or tab is Tab.OVERVIEW:
            return
        read = {Tab.PARAMS: self._params, Tab.FILES: self._files, Tab.JSON: self._json}[tab]
        self._questions.ask("detail", f"{tab} of {job_id}", partial(read, job_id))

    async def _params(self, job_id: str) -> None:
        marked = self._stage.query_one(JobList).marked
        columns = []
        for one in (job_id, *(other for other in marked if other != job_id))[:MOST_SIDES]:
            summary, raw = self._stage.summary_of(one), await self._raw(one)
            if raw is not None:
                sign = self._stage.beside.sign_of(one) if self._stage.beside else OWN_SIGN
                columns.append(Column(sign, summary.name if summary else one, settings_of(raw)))
        columns.sort(key=lambda column: column.sign if column.sign != OWN_SIGN else "")
        if job_id == self._stage.job_id and self._pane.params is not None:
            self._pane.params.columns = tuple(columns)
            self._pane.tabs.said = f"{len(columns)} jobs" if len(columns) > 1 else ""

    async def _json(self, job_id: str) -> None:
        text = await self._stage.monitor.jobs.text(job_id)
        if job_id == self._stage.job_id and self._pane.json is not None:
            self._pane.json.show(masked_text(text or ""))

    async def _files(self, job_id: str) -> None:
        raw, pane = await self._raw(job_id) or {}, self._pane.files
        if pane is None or job_id != self._stage.job_id:
            return
        pane.now = self._stage.clock.now()
        if pane.files != (named := files_of(raw)):
            pane.known = {}
            pane.files = named
        for _, file_id in named:
            facts = await self._stage.monitor.files.facts(file_id)
            if job_id != self._stage.job_id:
                return
            known: dict[str, FileFacts] = {**pane.known, file_id: facts}
            pane.known = known

    async def _raw(self, job_id: str) -> Mapping[str, object] | None:
        text = await self._stage.monitor.jobs.text(job_id)
        raw = parse(text).value if text else None
        return raw if isinstance(raw, dict) else None
