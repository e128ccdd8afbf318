"""The checkpoints of a job."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from ftmonitor.api import pages, wire
from ftmonitor.api.caller import Caller
from ftmonitor.api.exchange import Request
from ftmonitor.api.jobs import job_path
from ftmonitor.api.pages import Limits, ListPage
from ftmonitor.models.source import Row

if TYPE_CHECKING:
    from ftmonitor.models.checkpoint import Checkpoint


class Checkpoints:
    """The checkpoints of jobs. The methods raise the errors of `ApiError`, and UsageError for an empty id."""

    def __init__(self, caller: Caller, limits: Limits) -> None:
        self._caller = caller
        self._limits = limits

    async def list(self, job_id: str, after: str | None = None, limit: int | None = None) -> ListPage[Checkpoint]:
        """Return one page of checkpoints, highest step first."""
        path, subject = job_path(job_id, "/checkpoints"), wire.subject("job", job_id)
        return await pages.fetch(
            self._caller,
            self._limits,
            "checkpoints",
            read_checkpoint,
            lambda query: Request("GET", path, "list the checkpoints of a job", subject=subject, query=query),
            after=after,
            limit=limit,
        )

    async def iterate(self, job_id: str, limit: int | None = None) -> AsyncIterator[Row]:
        """Yield all checkpoints, highest step first, `limit` a page."""
        async for row in pages.walk(lambda cursor: self.list(job_id, cursor, limit)):
            yield row

    async def iterate_data(self, job_id: str, limit: int | None = None) -> AsyncIterator[Checkpoint]:
        """Yield all checkpoints as models, highest step first, `limit` a page."""
        async for row in self.iterate(job_id, limit):
            yield read_checkpoint(row)


def read_checkpoint(row: Row) -> Checkpoint:
    """Return a row as a model; never fails."""
    from ftmonitor.models.checkpoint import Checkpoint

    return Checkpoint.read(row.raw, row.text, row_id=row.id)
