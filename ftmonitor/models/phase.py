"""What a status word means to us. The word itself is always shown as sent."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """What a job is doing; drives colour, keys, schedule and exit codes."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSING = "pausing"
    PAUSED = "paused"
    STOPPING = "stopping"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to the job."""
        return self in _ENDED

    @property
    def moving(self) -> bool:
        """Whether events are to be expected soon; an unknown status is taken for a running one."""
        return self in _MOVING


_ENDED = frozenset({Phase.SUCCEEDED, Phase.FAILED, Phase.CANCELLED})
_MOVING = frozenset({Phase.RUNNING, Phase.PAUSING, Phase.STOPPING, Phase.UNKNOWN})

# Words seen on OpenAI, Azure, Nebius, LiteLLM and Together; case does not matter.
_WORDS = {
    "validating_files": Phase.WAITING,
    "queued": Phase.WAITING,
    "pending": Phase.WAITING,
    "created": Phase.WAITING,
    "notrunning": Phase.WAITING,
    "running": Phase.RUNNING,
    "resuming": Phase.RUNNING,
    "compressing": Phase.RUNNING,
    "uploading": Phase.RUNNING,
    "pausing": Phase.PAUSING,
    "paused": Phase.PAUSED,
    "canceling": Phase.STOPPING,
    "cancelling": Phase.STOPPING,
    "cancel_requested": Phase.STOPPING,
    "succeeded": Phase.SUCCEEDED,
    "completed": Phase.SUCCEEDED,
    "failed": Phase.FAILED,
    "error": Phase.FAILED,
    "user_error": Phase.FAILED,
    "cancelled": Phase.CANCELLED,
    "canceled": Phase.CANCELLED,
}


def phase_of(status: str) -> Phase:
    """Return what the status word means; a word never seen is UNKNOWN, which is treated as running."""
    return _WORDS.get(status.strip().lower(), Phase.UNKNOWN)
