"""Raises the alarm inside the transaction of a pass: what the rules find is written with the rows they found it in.

So nothing is told that was not written, nothing that was written goes untold, and nothing is told twice, whatever is
killed in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ftmonitor.config.alerts import Alerting
from ftmonitor.metrics.sheet import Batch, Sheet
from ftmonitor.models.phase import Phase, phase_of
from ftmonitor.models.summary import JobSummary
from ftmonitor.store import actions, alerts, bindable, evaluations, logs, notes, summaries
from ftmonitor.store.alerts import Alert
from ftmonitor.store.database import Connection, marks
from ftmonitor.store.evaluations import Stretches
from ftmonitor.store.runs import Below, Run
from ftmonitor.sync.alerts import ASKED_S, loss_names, of_evaluations, of_holes, of_job, stalled, watched_names
from ftmonitor.sync.merge import Merged


class Alarm:
    """What a pass calls in its transaction; `alerting` says which rules count."""

    def __init__(self, alerting: Alerting | None = None) -> None:
        self.alerting = alerting or Alerting()

    def phases(self, connection: Connection, ids: Sequence[str]) -> dict[str, Phase]:
        """Return what the jobs are known to do, before a page says otherwise."""
        rows = connection.execute(f"SELECT id, status FROM summaries WHERE id IN ({marks(ids)})", tuple(ids))  # noqa: S608
        return {job_id: phase_of(status) for job_id, status in rows}

    def jobs(
        self, connection: Connection, before: Mapping[str, Phase], found: Sequence[JobSummary], now: float
    ) -> None:
        """Tell what became of jobs that were read at `now`, and were known as in `before`."""
        since = _since(
            connection, max([now, *(time for job in found for time in (job.created_at, job.finished_at) if time)])
        )
        told = []
        for job in found:
            known = before.get(job.id)
            if known is job.phase or not (job.phase.ended or job.phase is Phase.PAUSED):
                continue
            asked = self._asked(connection, job)
            alert = of_job(known, job, asked=asked, since=since, now=now)
            if alert is not None and not (alert.rule == "paused" and self._told_of_pause(connection, job)):
                told.append(alert)
        self._tell(connection, told)

    def events(self, connection: Connection, job_id: str, merged: Merged, sheet: Sheet, before: Sequence[Run]) -> None:
        """Tell what new events mean, rows of the sheet that were `merged` into the log.

        `before` are its runs as they were: where a gap was closed, evaluations meet that were apart.
        """
        method = summaries.method(connection, job_id)
        if method is None:
            return
        log, rows = logs.number(connection, job_id), frozenset(row for row, _ in merged.placed)
        names = loss_names(method)
        losses = [batch for batch in sheet.batches if names & set(batch.names) and rows & set(batch.rows)]
        extents = _extents(losses, rows)
        for first in _closed(before, merged.runs):
            step = evaluations.step_at(connection, log, first)
            extents += [(step, step)] if step is not None else []
        holes = [batch for batch in sheet.holes if batch.names[0] in watched_names(method) and rows & set(batch.rows)]
        if not holes and not extents:
            return
        since = _since(connection, max((time for time in sheet.times if time), default=0.0))
        told = [of_holes(job_id, batch.names[0], _steps(batch, sheet, rows), since=since) for batch in holes]
        stretches = Stretches(merged.runs)
        if len(extents) <= bool(losses):  # no gap was closed: only the curves that go on are asked for
            names = names & {name for batch in losses for name in batch.names}
        for name in sorted(names):
            for first, last in extents:
                held = evaluations.around(connection, log, name, first, last)
                told += of_evaluations(job_id, name, held, stretches, self.alerting, since=since)
        self._tell(connection, [alert for alert in told if alert is not None])

    def is_silent(self, connection: Connection, job_id: str, now: float, listened_s: float) -> bool:
        """Return whether a job stands still, as far as the events that are held tell."""
        return self._stalled(connection, job_id, now, listened_s) is not None

    def silence(self, connection: Connection, job_id: str, now: float, listened_s: float) -> None:
        """Tell that a job stands still, if it does."""
        alert = self._stalled(connection, job_id, now, listened_s)
        self._tell(connection, [alert] if alert is not None else [])

    def _stalled(self, connection: Connection, job_id: str, now: float, listened_s: float) -> Alert | None:
        kept = summaries.load(connection, [job_id]).get(job_id)
        return stalled(kept.summary, now, listened_s, self.alerting) if kept is not None else None

    def _tell(self, connection: Connection, told: Sequence[Alert]) -> None:
        if told:
            watched = alerts.watched(connection)
            alerts.add(
                connection, [one for one in told if self.alerting.wants(one.rule, watched=one.job_id in watched)]
            )

    def _asked(self, connection: Connection, job: JobSummary) -> str:
        """Return the verb that the user asked for last, where the server did not refuse it; a pause counts once."""
        action = actions.latest(connection, job.id)
        if action is None:
            return ""
        if action.verb != "pause" or job.phase is not Phase.PAUSED:
            return action.verb
        # When the job stood still then and now, both by the server's clock: it may be far off ours.
        stepped = self._stepped(connection, job)
        name = f"{notes.PAUSED} {bindable.key(job.id)}"
        number, _, stood = (notes.get(connection, name) or "").partition(" ")
        if number == str(action.number):
            return "" if stepped > float(stood) + ASKED_S else action.verb
        notes.put(connection, name, f"{action.number} {max(stepped, action.at)!r}")
        return action.verb

    def _told_of_pause(self, connection: Connection, job: JobSummary) -> bool:
        """Return whether the job made no step since it was told to have paused: then it is the same pause."""
        told = alerts.last(connection, job.id, "paused")
        return told is not None and self._stepped(connection, job) <= told

    def _stepped(self, connection: Connection, job: JobSummary) -> float:
        """Return when the job made its last step, as far as that is known, else 0."""
        found = connection.execute("SELECT last_step_at FROM summaries WHERE id = ?", (job.id,)).fetchone()
        return float(found[0] or 0.0) if found is not None else 0.0


def _extents(batches: Sequence[Batch], rows: frozenset[int]) -> list[tuple[int, int]]:
    """Return between which steps there are new values, as one stretch or none."""
    found = [step for batch in batches for row, step in zip(batch.rows, batch.steps, strict=True) if row in rows]
    return [(min(found), max(found))] if found else []


def _steps(batch: Batch, sheet: Sheet, rows: frozenset[int]) -> list[tuple[int, float]]:
    """Return the new steps of a batch, each with its time."""
    found = zip(batch.rows, batch.steps, strict=True)
    return [(step, sheet.times[row] or 0.0) for row, step in found if row in rows]


def _closed(before: Sequence[Run], after: Sequence[Run]) -> list[int]:
    """Return the lowest positions of the runs under which events may have been missing, and are no more."""
    was_open = {run.last for run in before if run.below is Below.OPEN}
    return [run.first for run in after if run.last in was_open and run.below is not Below.OPEN]


def _since(connection: Connection, latest: float) -> float:
    """Return since when this history watches, in seconds since the epoch: what was before that is no news.

    It begins `latest`, the latest time that anybody, the server too, has named so far.
    """
    since = notes.time(connection, notes.WATCHED_SINCE)
    if since is None:
        since = latest
        notes.put(connection, notes.WATCHED_SINCE, repr(latest))
    return since
