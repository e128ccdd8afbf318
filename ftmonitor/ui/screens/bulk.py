"""Pause, resume and cancel the marked jobs: one question, one request after the other, and what became of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ftmonitor.errors import FtmonitorError
from ftmonitor.models.source import Verb
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui import actions
from ftmonitor.ui.dialogs.bulk import BulkConfirm, BulkResults, Part
from ftmonitor.ui.safe import line
from ftmonitor.ui.theme import QUIET
from ftmonitor.ui.widgets.job_list import JobList

if TYPE_CHECKING:
    from ftmonitor.monitor.actions import Outcome
    from ftmonitor.ui.screens.stage import Stage

_CONSEQUENCE = {
    Verb.PAUSE: "The server saves a snapshot of each and stops training; they can be resumed.",
    Verb.RESUME: "Training goes on from where each was paused, and is paid for again.",
    Verb.CANCEL: "This cannot be undone. These jobs end without a tuned model.",
}
_WILL = {Verb.PAUSE: "will be paused", Verb.RESUME: "will be resumed", Verb.CANCEL: "will be cancelled"}


class Bulk:
    """What the keys that act on the server do while jobs are marked. Never two questions at once."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._asking = False

    @property
    def marked(self) -> tuple[JobSummary, ...]:
        """Return the marked jobs that are known, in the order in which they were marked."""
        marked = self._stage.query_one(JobList).marked
        if not marked:
            return ()
        known = {job.id: job for job in self._stage.jobs}
        return tuple(known[job_id] for job_id in marked if job_id in known)

    def start(self, verb: Verb) -> None:
        """Ask, then act on those whose state allows it."""
        jobs = self.marked
        if self._asking or not jobs:
            return
        why_not = self._stage.monitor.actions.why_not
        reasons = {job.id: why_not(job, verb) for job in jobs}
        parts = tuple(
            _part(job, f"not: {reasons[job.id]}", "–", QUIET) if reasons[job.id] else _part(job, _WILL[verb], "●", "")
            for job in jobs
        )
        meant = tuple(job for job in jobs if not reasons[job.id])
        dialog = BulkConfirm(
            verb.value,
            parts,
            acted_on=len(meant),
            consequence=_CONSEQUENCE[verb],
            typed=verb is Verb.CANCEL,
        )
        self._asking = True

        def answered(agreed: bool | None) -> None:
            self._asking = False
            if agreed and meant:
                self._stage.run_worker(self._act(verb, meant), name="bulk", group="bulk", exit_on_error=False)

        self._stage.app.push_screen(dialog, answered)

    async def _act(self, verb: Verb, jobs: tuple[JobSummary, ...]) -> None:
        """Ask for each, one after the other: a server that says no to many at once says no to all."""
        parts = {job.id: _part(job, "waiting", "·", QUIET) for job in jobs}
        dialog = BulkResults(f"{verb.value.capitalize()} {len(jobs):,} jobs", tuple(parts.values()), self._copy)
        self._stage.app.push_screen(dialog)
        refused = 0
        for done, job in enumerate(jobs):
            parts[job.id] = replace(parts[job.id], said="asking…", sign="…", ink="$text-primary")
            self._show(dialog, parts, f"{done} of {len(jobs)} asked")
            part, accepted = await self._one(verb, job)
            parts[job.id] = part
            refused += not accepted
        said = f"{len(jobs) - refused} of {len(jobs)} accepted" + (f", {refused} not" if refused else "")
        self._show(dialog, parts, said)
        if dialog is not self._stage.app.screen:
            told = line(f"{verb.value.capitalize()}: {said}")
            self._stage.notify(told, severity="error" if refused else "information", markup=False)

    async def _one(self, verb: Verb, job: JobSummary) -> tuple[Part, bool]:
        try:
            outcome = await self._stage.monitor.actions.perform(job.id, verb)
        except FtmonitorError as error:
            return _part(job, str(error), "✖", "$text-error"), False
        return _became(job, outcome), outcome.accepted

    def _show(self, dialog: BulkResults, parts: dict[str, Part], said: str) -> None:
        if dialog.is_attached:
            dialog.show(tuple(parts.values()), said)

    def _copy(self, text: str) -> None:
        actions.copy(self._stage, text, "what became of them")


def _became(job: JobSummary, outcome: Outcome) -> Part:
    if outcome.accepted:
        part = _part(job, outcome.sentence, "✔", "$text-success")
        return replace(part, status=outcome.status or part.status)
    request_id = outcome.error.request_id if outcome.error is not None else None
    return _part(job, outcome.sentence + (f" (request {request_id})" if request_id else ""), "✖", "$text-error")


def _part(job: JobSummary, said: str, sign: str, ink: str) -> Part:
    return Part(job.id, line(job.name, 80) or job.id[-8:], line(job.status, 40), said, sign, ink)
