"""The result file of the selected job: read so that it joins the curves, and saved where the user says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ftmonitor.errors import ApiError, FtmonitorError
from ftmonitor.format import size
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui import actions
from ftmonitor.ui.dialogs.confirm import Confirm, Question
from ftmonitor.ui.dialogs.failure import Trouble
from ftmonitor.ui.dialogs.save_file import SaveFile
from ftmonitor.ui.safe import line
from ftmonitor.ui.screens.stage import Stage

if TYPE_CHECKING:
    from ftmonitor.monitor.results import Found


class Results:
    """One deed at a time; a second key meanwhile does nothing."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._busy = False

    def reasons(self) -> Mapping[str, str]:
        """Return, by the id of the command, why there is nothing to read or to save; "" = there is."""
        job = self._stage.job
        reason = self._stage.monitor.results.why_not(None if job is None else job.raw)
        return {"job.results": reason, "job.save_results": reason}

    def read(self) -> None:
        """Read the result file; its numbers stand in the curves from then on."""
        self._start(self._read)

    def save(self) -> None:
        """Read the result file, and save it where the user says."""
        self._start(self._save)

    def _start(self, deed: Callable[[JobSummary], Coroutine[object, object, None]]) -> None:
        summary = self._stage.summary
        if summary is not None and not self._busy:
            self._busy = True
            self._stage.run_worker(self._guarded(deed, summary), name="results", group="results", exit_on_error=False)

    async def _guarded(self, deed: Callable[[JobSummary], Coroutine[object, object, None]], job: JobSummary) -> None:
        heading = f"The result file of {line(job.name, actions.NAME_CELLS)}"
        try:
            await deed(job)
        except ApiError as error:
            actions.fail(self._stage, actions.trouble_of(heading, error))
        except FtmonitorError as error:
            actions.fail(self._stage, Trouble(heading, line(str(error))))
        finally:
            self._busy = False

    async def _fetch(self, job: JobSummary) -> Found:
        self._stage.say_doing(f"reading the result file of {line(job.name, actions.NAME_CELLS)}…")
        try:
            return await self._stage.monitor.results.fetch(job.id)
        finally:
            self._stage.say_doing("")

    async def _read(self, job: JobSummary) -> None:
        found = await self._fetch(job)
        name = line(job.name, actions.NAME_CELLS)
        if found.sentence:
            self._stage.notify(line(f"{name}: {found.sentence}"), severity="warning", markup=False)
        else:
            said = f"{name}: the result file ({size(found.file.bytes)}) is read, and stands in the charts"
            self._stage.notify(said, markup=False)

    async def _save(self, job: JobSummary) -> None:
        from ftmonitor.monitor import saving

        found = await self._fetch(job)
        name = saving.results_name(job.name, found.file.name, found.file.id)
        typed = await self._stage.app.push_screen_wait(SaveFile("the result file", name, str(Path.cwd())))
        if typed is None:
            return
        path = await asyncio.to_thread(saving.target, typed)
        if await asyncio.to_thread(path.is_dir):
            path /= name
        overwrite = await asyncio.to_thread(saving.taken, path)
        question = Question("overwrite", line(path.name, 200), (("file", str(path)),), "What is in it now is lost.")
        if overwrite and not await self._stage.app.push_screen_wait(Confirm(question)):
            return
        await asyncio.to_thread(saving.save, path, found.text, overwrite=overwrite)
        self._stage.notify(line(f"Saved {path}"), markup=False)
