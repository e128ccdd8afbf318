"""What can be announced: ids only. A change is a doorbell, not a parcel; who hears it reads for itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JobsChanged:
    """Summaries of these jobs were written; an empty set means: look at all of them."""

    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EventsAdded:
    """The log of this job has new rows."""

    job_id: str


@dataclass(frozen=True, slots=True)
class CheckpointsChanged:
    """The checkpoints of this job changed."""

    job_id: str


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The state of the connection changed."""


@dataclass(frozen=True, slots=True)
class HistoryChanged:
    """Another file is the history now, or what has to be said about it changed: everything is to be read again."""


@dataclass(frozen=True, slots=True)
class AlertsRaised:
    """These alerts, by number, were raised, or acknowledged: who shows them looks which ones nobody has read."""

    numbers: frozenset[int]


Change = JobsChanged | EventsAdded | CheckpointsChanged | LinkChanged | HistoryChanged | AlertsRaised
