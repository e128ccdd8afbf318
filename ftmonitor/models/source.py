"""What the engine reads through: one request a call, and no decision. Cursors, gaps and transactions stay in `sync`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from ftmonitor.models.checkpoint import Checkpoint
    from ftmonitor.models.event import Event
    from ftmonitor.models.job import Job


class What(StrEnum):
    """A kind of row."""

    JOBS = "jobs"
    EVENTS = "events"
    CHECKPOINTS = "checkpoints"


class Verb(StrEnum):
    """What can be asked of a job on the server."""

    CANCEL = "cancel"
    PAUSE = "pause"
    RESUME = "resume"


class Shape(StrEnum):
    """How the pages of a stream hang together."""

    WALK = "walk"
    """Newest first; `next` leads to older rows; stop at a known id; a gap if it ends before one."""
    TAIL = "tail"
    """Oldest first; `next` is where to go on, set even when nothing is new; never a gap."""
    WHOLE = "whole"
    """All there is, each time; what counts is the difference against what is held."""


class Row(NamedTuple):
    """One object as sent. `id` is unique within (source, job, stream); `text` its JSON on one line, `raw` its value."""

    id: str
    text: str
    raw: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: rows in the server's order, and the cursor of the next page (None: there is none)."""

    rows: tuple[Row, ...]
    shape: Shape = Shape.WALK
    next: str | None = None


class Source(Protocol):
    """A place that jobs can be read from and steered at.

    Every method but `page`, `job` and `act` is pure. Those three raise the errors of `ftmonitor.errors.ApiError`,
    make exactly one request and repeat nothing.
    """

    @property
    def identity(self) -> str:
        """Return what names the history file: stable, and no secret in it."""
        ...

    def can(self, verb: Verb) -> str:
        """Return "" where the source can do this at all, else the reason that is shown."""
        ...

    def read_job(self, text: str) -> Job:
        """Return a job from its stored text; never fails, odd fields become notes."""
        ...

    def read_event(self, text: str) -> Event:
        """Return an event from its stored text; never fails."""
        ...

    def read_checkpoint(self, text: str) -> Checkpoint:
        """Return a checkpoint from its stored text; never fails."""
        ...

    async def page(self, what: What, job_id: str | None, cursor: str | None) -> Page:
        """Return one page of rows; `job_id` is None for jobs."""
        ...

    async def job(self, job_id: str) -> Row:
        """Return one job as it is now."""
        ...

    async def act(self, job_id: str, verb: Verb) -> Row | None:
        """Ask for `verb`; return the job as answered, or None where the answer holds no job."""
        ...

    async def aclose(self) -> None:
        """Let go of connections."""
        ...
