"""The fine-tuning API as a source: OpenAI, Azure, and whoever else speaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftmonitor.api.client import Client
from ftmonitor.errors import Refused, Unsupported
from ftmonitor.models.source import Page, Row, Shape, Verb, What

if TYPE_CHECKING:
    from ftmonitor.models.checkpoint import Checkpoint
    from ftmonitor.models.event import Event
    from ftmonitor.models.file import File
    from ftmonitor.models.job import Job

PAGE_SIZE = 100
"""Rows asked for at once: served for jobs by OpenAI in 2025; a server that refuses it is asked for fewer."""


class OpenAISource:
    """A `models.source.Source` over a client that was made with `tries=1`; it owns the client."""

    def __init__(self, client: Client, identity: str) -> None:
        self._client = client
        self._identity = identity
        self._cannot: dict[Verb, str] = {}
        self.why_no_files = ""
        """Why there are no files, once the server has said that it has no such endpoint."""

    @property
    def identity(self) -> str:
        """Return what names the history file."""
        return self._identity

    def can(self, verb: Verb) -> str:
        """Return "", or the reason once the server has said that it has no such endpoint."""
        return self._cannot.get(verb, "")

    def read_job(self, text: str) -> Job:
        """Return a job from its stored text; never fails."""
        from ftmonitor.models.job import Job

        return Job.read_text(text)

    def read_event(self, text: str) -> Event:
        """Return an event from its stored text; never fails."""
        from ftmonitor.models.event import Event

        return Event.read_text(text)

    def read_checkpoint(self, text: str) -> Checkpoint:
        """Return a checkpoint from its stored text; never fails."""
        from ftmonitor.models.checkpoint import Checkpoint

        return Checkpoint.read_text(text)

    async def page(self, what: What, job_id: str | None, cursor: str | None) -> Page:
        """Return one page, newest first; `job_id` is None for jobs.

        Raises:
            UsageError: If there is no job id, but rows of a job are asked for.
        """
        rows, following = await self._rows(what, job_id or "", cursor)
        return Page(rows, Shape.WALK, following)

    async def job(self, job_id: str) -> Row:
        """Return one job as it is now."""
        return await self._client.jobs.retrieve_row(job_id)

    async def act(self, job_id: str, verb: Verb) -> Row | None:
        """Ask for `verb`; return the job as answered, or None where the answer holds no job."""
        try:
            return await self._client.jobs.ask(job_id, verb)
        except Unsupported:
            self._cannot[verb] = f"this server cannot {verb} jobs"
            raise

    async def file(self, file_id: str) -> File:
        """Return what the server knows of a file."""
        return await self._client.files.retrieve(file_id)

    async def file_name(self, file_id: str) -> str:
        """Return what the server calls a file, "" where it does not tell; with its folders, if it sends any."""
        try:
            return (await self._client.files.retrieve(file_id)).filename
        except Refused:
            return ""

    async def file_content(self, file_id: str) -> bytes:
        """Return what is in a file, as sent."""
        try:
            return await self._client.files.content(file_id)
        except Unsupported:
            self.why_no_files = "this server has no files to read results from"
            raise

    async def models(self) -> tuple[Row, ...]:
        """Return all models that the key may see."""
        return await self._client.models.list()

    async def aclose(self) -> None:
        """Close the client."""
        await self._client.aclose()

    async def _rows(self, what: What, job_id: str, cursor: str | None) -> tuple[tuple[Row, ...], str | None]:
        if what is What.JOBS:
            jobs = await self._client.jobs.list(cursor, PAGE_SIZE)
            return jobs.rows, jobs.next
        if what is What.EVENTS:
            events = await self._client.events.list(job_id, cursor, PAGE_SIZE)
            return events.rows, events.next
        checkpoints = await self._client.checkpoints.list(job_id, cursor, PAGE_SIZE)
        return checkpoints.rows, checkpoints.next
