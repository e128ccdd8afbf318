"""The events of a job."""

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
    from ftmonitor.models.event import Event


class Events:
    """The events of jobs. The methods raise the errors of `ApiError`, and UsageError for an empty id."""

    def __init__(self, caller: Caller, limits: Limits) -> None:
        self._caller = caller
        self._limits = limits

    async def list(self, job_id: str, after: str | None = None, limit: int | None = None) -> ListPage[Event]:
        """Return one page of events, newest first."""
        path, subject = job_path(job_id, "/events"), wire.subject("job", job_id)
        return await pages.fetch(
            self._caller,
            self._limits,
            "events",
            read_event,
            lambda query: Request("GET", path, "list the events of a job", subject=subject, query=query),
            after=after,
            limit=limit,
        )

    async def iterate(self, job_id: str, limit: int | None = None) -> AsyncIterator[Row]:
        """Yield all events, newest first, `limit` a page."""
        async for row in pages.walk(lambda cursor: self.list(job_id, cursor, limit)):
            yield row

    async def iterate_data(self, job_id: str, limit: int | None = None) -> AsyncIterator[Event]:
        """Yield all events as models, newest first, `limit` a page."""
        async for row in self.iterate(job_id, limit):
            yield read_event(row)


def read_event(row: Row) -> Event:
    """Return a row as a model; never fails."""
    from ftmonitor.models.event import Event

    return Event.read(row.raw, row.text, row_id=row.id)
