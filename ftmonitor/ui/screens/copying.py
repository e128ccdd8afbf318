"""Copies what stands for the selected job, and opens its page: a menu of single keys, and a command for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from ftmonitor.errors import FtmonitorError
from ftmonitor.models.method import masked_text
from ftmonitor.ui import actions
from ftmonitor.ui.dialogs.copy_menu import Choice, CopyMenu
from ftmonitor.ui.safe import say_error

if TYPE_CHECKING:
    from ftmonitor.ui.screens.stage import Stage

NO_MODEL = "there is no tuned model yet"


class Copying:
    """What can be copied of one stage's job. `deeds` are by command."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.deeds: Mapping[str, Callable[[], object]] = {
            "job.copy_menu": self.menu,
            "job.copy_id": partial(self.copy, "id"),
            "job.copy_model": partial(self.copy, "model"),
            "job.copy_json": partial(self.copy, "json"),
            "job.copy_curl": partial(self.copy, "curl"),
            "job.open_run": self.open,
        }

    def reasons(self) -> Mapping[str, str]:
        """Return, by command, why it cannot be done now; "" = it can."""
        summary = self._stage.summary
        if summary is None:
            return {}
        return {
            "job.copy_model": "" if summary.fine_tuned_model else NO_MODEL,
            "job.open_run": "" if any(self._page()) else "this job has no wandb run, and this host no page for it",
        }

    def menu(self) -> None:
        """Ask what to copy: one more key, or a click."""
        summary = self._stage.summary
        if summary is None:
            return
        choices = (
            Choice("id", "i", "id", summary.id),
            Choice("model", "m", "model", summary.fine_tuned_model, NO_MODEL),
            Choice("json", "j", "JSON", "as the server sent it, secrets masked"),
            Choice("curl", "c", "curl", "reads the job; the key stays a variable"),
        )
        self._stage.app.push_screen(CopyMenu(summary.name, choices), self._chosen)

    def copy(self, what: str) -> None:
        """Copy the `id`, the `model`, the `json` or the `curl` of the selected job."""
        summary = self._stage.summary
        if summary is None:
            return
        if what == "id":
            actions.copy(self._stage, summary.id, "the id")
        elif what == "model":
            actions.copy(self._stage, summary.fine_tuned_model, "the model's name")
        elif what == "curl":
            from ftmonitor.monitor.requests import curl, job_request

            try:
                text = curl(self._stage.monitor.profile, job_request(summary.id))
            except FtmonitorError as error:  # an id that no path can hold
                say_error(self._stage, error)
            else:
                actions.copy(self._stage, text, "the curl command")
        else:
            self._stage.run_worker(self._copy_json(summary.id), name="copy", group="copy", exit_on_error=False)

    def open(self) -> None:
        """Open the wandb run, or the page of the job where its host has one."""
        run, page = self._page()
        actions.open_link(self._stage, run or page, "the wandb run" if run else "the job's page")

    def _chosen(self, what: str | None) -> None:
        if what is not None:
            self.copy(what)

    async def _copy_json(self, job_id: str) -> None:
        try:
            text = await self._stage.monitor.jobs.text(job_id)
        except FtmonitorError as error:
            say_error(self._stage, error)
        else:
            if text is not None:
                actions.copy(self._stage, masked_text(text), "the job's JSON")

    def _page(self) -> tuple[str, str]:
        """Return the addresses of the job's wandb run and of its own page, each "" where there is none."""
        job, summary = self._stage.job, self._stage.summary
        links = (actions.safe_link(run.url or "") for run in job.wandb) if job is not None else ()
        base_url = self._stage.monitor.profile.base_url
        page = actions.dashboard(base_url, summary.id) if summary is not None else ""
        return next((link for link in links if link), ""), page
