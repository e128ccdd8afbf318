"""A source that a test writes: jobs and their events as lists, pages cut from them, failures on request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from ftmonitor.clock import Clock
from ftmonitor.errors import ApiError, BadRequest, NotFound
from ftmonitor.models.checkpoint import Checkpoint
from ftmonitor.models.event import Event
from ftmonitor.models.job import Job
from ftmonitor.models.source import Page, Row, Verb, What


def row(raw: Mapping[str, object]) -> Row:
    """Return an object as a source would."""
    return Row(str(raw["id"]), json.dumps(raw), raw)


def job_row(job_id: str, status: str = "running", **more: object) -> Row:
    """Return a job."""
    return row({"id": job_id, "object": "fine_tuning.job", "status": status, "model": "gpt-4.1-mini", **more})


def event_row(number: int, at: float | None = None, prefix: str = "ev", **more: object) -> Row:
    """Return the `number`th event of a job; three events share a second."""
    time = 1_795_000_000 + number // 3 if at is None else at
    return row({"id": f"{prefix}-{number}", "created_at": time, "level": "info", "message": f"line {number}", **more})


def step_row(step: int, total: int = 100, **numbers: object) -> Row:
    """Return the metrics event of a step."""
    data = {"step": step, "total_steps": total, **(numbers or {"train_loss": 2.0 / step})}
    return event_row(step, prefix="step", type="metrics", data=data)


@dataclass
class Ledger:
    """Rows oldest first; `page_size` rows a page. `asked` holds (what, job id, cursor, monotonic time)."""

    clock: Clock
    jobs: list[Row] = field(default_factory=list)
    events: dict[str, list[Row]] = field(default_factory=dict)
    checkpoints: dict[str, list[Row]] = field(default_factory=dict)
    page_size: int = 100
    fails: list[tuple[What | None, ApiError]] = field(default_factory=list)
    """The next requests for this (None: for anything) fail so, in order."""
    down: ApiError | None = None
    """Every request fails so."""
    slow_s: float = 0.0
    forgets: bool = False
    """No cursor is known."""
    oldest: dict[str, int] = field(default_factory=dict)
    """Events of a job that are no longer served."""
    asked: list[tuple[What | str, str | None, str | None, float]] = field(default_factory=list)
    under_way: dict[tuple[What, str | None], int] = field(default_factory=dict)
    most_under_way: int = 0
    most_of_one: int = 0
    identity: str = "ledger"

    def can(self, verb: Verb) -> str:
        return ""

    def read_job(self, text: str) -> Job:
        return Job.read(json.loads(text), text)

    def read_event(self, text: str) -> Event:
        return Event.read(json.loads(text), text)

    def read_checkpoint(self, text: str) -> Checkpoint:
        return Checkpoint.read(json.loads(text), text)

    async def page(self, what: What, job_id: str | None, cursor: str | None) -> Page:
        self.asked.append((what, job_id, cursor, self.clock.monotonic()))
        key = (what, job_id)
        self.under_way[key] = self.under_way.get(key, 0) + 1
        self.most_of_one = max(self.most_of_one, self.under_way[key])
        self.most_under_way = max(self.most_under_way, sum(self.under_way.values()))
        try:
            await self.clock.sleep(self.slow_s)
            self._fail(what)
            return self._page(what, job_id or "", cursor)
        finally:
            self.under_way[key] -= 1

    async def job(self, job_id: str) -> Row:
        self.asked.append(("job", job_id, None, self.clock.monotonic()))
        await self.clock.sleep(self.slow_s)
        self._fail(What.JOBS)
        for found in self.jobs:
            if found.id == job_id:
                return found
        raise NotFound(f"Could not find fine tune: {job_id}", status=404)

    async def act(self, job_id: str, verb: Verb) -> Row | None:
        return None

    async def aclose(self) -> None:
        pass

    def count(self, what: What | str, job_id: str | None = None, since: float = 0.0) -> int:
        """Return how often something was asked."""
        return sum(entry[0] == what and entry[1] == job_id and entry[3] >= since for entry in self.asked)

    def set_job(self, fresh: Row) -> None:
        """Replace the job of the same id, or add one on top."""
        ids = [held.id for held in self.jobs]
        if fresh.id in ids:
            self.jobs[ids.index(fresh.id)] = fresh
        else:
            self.jobs.append(fresh)

    def _fail(self, what: What) -> None:
        if self.down is not None:
            raise self.down
        for at, (wanted, error) in enumerate(self.fails):
            if wanted in (None, what):
                del self.fails[at]
                raise error

    def _page(self, what: What, job_id: str, cursor: str | None) -> Page:
        if what is What.JOBS:
            rows = self.jobs
        elif what is What.EVENTS:
            rows = self.events.get(job_id, [])[self.oldest.get(job_id, 0) :]
        else:
            rows = self.checkpoints.get(job_id, [])
        newest_first = list(reversed(rows))
        start = 0
        if cursor is not None:
            ids = [entry.id for entry in newest_first]
            if self.forgets or cursor not in ids:
                raise BadRequest("Invalid value for 'after'", status=400)
            start = ids.index(cursor) + 1
        part = newest_first[start : start + self.page_size]
        more = start + self.page_size < len(newest_first)
        return Page(tuple(part), next=part[-1].id if part and more else None)
