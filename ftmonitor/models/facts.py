"""What is known of a file without reading it."""

from __future__ import annotations

from typing import NamedTuple


class FileFacts(NamedTuple):
    """A file without its content. Times are in seconds since the epoch; "" and None: not known."""

    id: str
    name: str = ""
    """Without folders."""
    bytes: int | None = None
    purpose: str = ""
    created_at: float | None = None
    fetched_at: float | None = None
    """When its content was read into the history."""
    said: str = ""
    """Why nothing is known, or what is odd about it."""
