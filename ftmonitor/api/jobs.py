"""Fine-tuning jobs: create, list, retrieve, cancel, pause, resume."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ftmonitor.api import pages, wire
from ftmonitor.api.caller import Caller
from ftmonitor.api.exchange import Deed, Request
from ftmonitor.api.pages import Limits, ListPage
from ftmonitor.api.wire import Metadata
from ftmonitor.errors import ApiError, BadRequest, Conflict
from ftmonitor.models.phase import Phase, phase_of
from ftmonitor.models.rows import row_of
from ftmonitor.models.source import Row, Verb
from ftmonitor.models.summary import text_of

if TYPE_CHECKING:
    from ftmonitor.models.job import Job

PATH = "/fine_tuning/jobs"

_DONE = {
    Verb.CANCEL: frozenset({Phase.CANCELLED, Phase.STOPPING}),
    Verb.PAUSE: frozenset({Phase.PAUSED, Phase.PAUSING}),
    Verb.RESUME: frozenset({Phase.RUNNING, Phase.WAITING}),
}


def job_path(job_id: str, tail: str = "") -> str:
    """Return the path of a job, or of what is below it.

    Raises:
        UsageError: If the id is empty.
    """
    return f"{PATH}/{wire.part(job_id, 'job id')}{tail}"


class Jobs:
    """The jobs of the key's project. Every method but the iterators raises the errors of `ApiError`."""

    def __init__(self, caller: Caller, limits: Limits) -> None:
        self._caller = caller
        self._limits = limits

    async def create(
        self,
        *,
        model: str,
        training_file: str,
        validation_file: str | None = None,
        suffix: str | None = None,
        seed: int | None = None,
        method: Mapping[str, object] | None = None,
        hyperparameters: Mapping[str, object] | None = None,
        integrations: Sequence[Mapping[str, object]] | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> Job:
        """Create a job and return it. Never repeated: the API knows no idempotency key.

        Raises:
            UsageError: If a value has no place in JSON.
        """
        fields = {
            "model": model,
            "training_file": training_file,
            "validation_file": validation_file,
            "suffix": suffix,
            "seed": seed,
            "method": method,
            "hyperparameters": hyperparameters,
            "integrations": integrations,
            "metadata": metadata,
        }
        return read_job(await self.create_row(fields))

    async def create_row(self, fields: Mapping[str, object]) -> Row:
        """Create a job with these fields, whatever they are, and return it as sent. Never repeated.

        Raises:
            UsageError: If a value has no place in JSON.
        """
        request = Request("POST", PATH, "create jobs", Deed.CREATE, body=wire.json_body(fields))
        return row_of(await self._caller.one(request))

    async def list(
        self, after: str | None = None, limit: int | None = None, metadata: Metadata | None = None
    ) -> ListPage[Job]:
        """Return one page of jobs, newest first; `metadata="null"` finds those without any."""
        wanted = wire.metadata_query(metadata)
        return await pages.fetch(
            self._caller,
            self._limits,
            "jobs",
            read_job,
            lambda query: Request("GET", PATH, "list jobs", query=(*query, *wanted)),
            after=after,
            limit=limit,
        )

    async def iterate(self, limit: int | None = None, metadata: Metadata | None = None) -> AsyncIterator[Row]:
        """Yield all jobs, newest first, `limit` a page."""
        async for row in pages.walk(lambda cursor: self.list(cursor, limit, metadata)):
            yield row

    async def iterate_data(self, limit: int | None = None, metadata: Metadata | None = None) -> AsyncIterator[Job]:
        """Yield all jobs as models, newest first, `limit` a page."""
        async for row in self.iterate(limit, metadata):
            yield read_job(row)

    async def retrieve(self, job_id: str) -> Job:
        """Return one job."""
        return read_job(await self.retrieve_row(job_id))

    async def retrieve_row(self, job_id: str) -> Row:
        """Return one job as sent."""
        request = Request("GET", job_path(job_id), "read a job", subject=wire.subject("job", job_id))
        return row_of(await self._caller.one(request), asked=job_id)

    async def cancel(self, job_id: str) -> Job:
        """Cancel a job and return it as the server then sees it; it may still have its old status."""
        return read_job(await self.act(job_id, Verb.CANCEL))

    async def pause(self, job_id: str) -> Job:
        """Pause a job and return it as the server then sees it; it may still have its old status."""
        return read_job(await self.act(job_id, Verb.PAUSE))

    async def resume(self, job_id: str) -> Job:
        """Resume a paused job and return it as the server then sees it; it may still have its old status."""
        return read_job(await self.act(job_id, Verb.RESUME))

    async def act(self, job_id: str, verb: Verb) -> Row:
        """Ask for `verb` and return the job as answered, read again where the answer holds none."""
        row = await self.ask(job_id, verb)
        return await self.retrieve_row(job_id) if row is None else row

    async def ask(self, job_id: str, verb: Verb) -> Row | None:
        """Ask for `verb` and return the job as answered, or None where the answer holds none.

        It is repeated only where the request cannot have arrived, or the server said to wait. Where a repeated one
        is refused, the first may have been heard after all: the job is read again, and it is no failure if the
        job is as wanted.
        """
        path = job_path(job_id, f"/{verb}")
        request = Request("POST", path, f"{verb} a job", Deed.ACT, subject=wire.subject("job", job_id))
        try:
            item = await self._caller.acted(request)
        except (BadRequest, Conflict) as error:
            found = await self._found_done(job_id, verb, error)
            if found is None:
                raise
            return found
        return None if item is None else row_of(item)

    async def _found_done(self, job_id: str, verb: Verb, error: ApiError) -> Row | None:
        """Return the job where a refused repetition turns out to have been done by an earlier try."""
        if error.tries < 2 or error.status not in (400, 409):
            return None
        try:
            row = await self.retrieve_row(job_id)
        except ApiError:
            return None
        return row if phase_of(text_of(row.raw.get("status"))) in _DONE[verb] else None


def read_job(row: Row) -> Job:
    """Return a row as a model; never fails."""
    from ftmonitor.models.job import Job

    return Job.read(row.raw, row.text, row_id=row.id)
