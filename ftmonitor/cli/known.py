"""Words that people type of which servers have more than this program knows: what it knows of them."""

from __future__ import annotations

from collections.abc import Sequence

STATUSES = (
    *("validating_files", "queued", "running", "pausing", "paused", "resuming", "cancelling"),
    *("succeeded", "failed", "cancelled", "waiting"),
)
LEVELS = ("info", "warn", "warning", "error", "debug")


def doubts(words: Sequence[str], what: str, known: Sequence[str]) -> list[str]:
    """Return a sentence for each word that is not known, with the nearest of those that are: a server may send it."""
    from ftmonitor.config.schema import nearest

    told = f": known are {', '.join(known)}"
    return [f"{word} is no known {what}{nearest(word, known) or told}" for word in words if word not in known]
