"""One row of an event log, as a pane or a table shows it. No pydantic here."""

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
