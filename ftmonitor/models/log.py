"""An event log as a pane or a table shows it: its rows, its gaps, its outline. No pydantic here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LogRow:
    """An event as a line. `index` counts from 0, oldest first; `time` is in seconds since the epoch, if one was sent.

    `message` is as sent, but for its length; whoever shows it takes it through the gate.
    """

    index: int
    id: str
    time: float | None
    level: str
    message: str
    type: str = "message"
    step: int | None = None
    """The step of a metrics event."""
    place: int = 0
    """Its position in the history, where it was asked for by that."""
    job: str = ""
    """The id of its job, where several may be shown."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a log where events may be missing. Times are seconds since the epoch, None where none was sent.

    `index` is that of the event right above the gap; `lost` says that the server no longer serves what is missing.
    """

    index: int
    lost: bool
    older_at: float | None
    newer_at: float | None


@dataclass(frozen=True, slots=True)
class Outline:
    """A log without its rows, but for the newest ones where they were asked for."""

    count: int = 0
    gaps: tuple[Gap, ...] = ()
    """Oldest first."""
    loaded: bool = False
    """Whether it is whole as far as is known: it was asked for, and no gap can still be closed."""
    shift: int = 0
    """By how many places the row that was asked about has moved up: so many older ones came in below it."""
    newest: tuple[LogRow, ...] = ()
    """The last rows, oldest first."""
