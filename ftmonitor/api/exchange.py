"""What goes to the server and what comes back, as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Deed(StrEnum):
    """What a request does; it decides whether the request may be repeated."""

    READ = "read"
    ACT = "act"
    """Cancel, pause, resume: harmless twice, but what came of it must stay clear."""
    CREATE = "create"
    """Something new each time: never repeated, as the API knows no idempotency key."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to be sent as a multipart form."""

    content: bytes | Path
    filename: str
    purpose: str
    on_progress: Callable[[int], None] | None = None
    """Told how many bytes of a file have been sent."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request.

    `path` is below the base URL, starts with a slash and is percent-encoded. `does` completes "the server has no
    endpoint to ...", `subject` names what a 404 is about ("job ftjob-..."; "" where it is about no one thing).
    """

    method: str
    path: str
    does: str
    deed: Deed = Deed.READ
    subject: str = ""
    query: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    """JSON."""
    upload: Upload | None = None
    patient: bool = False
    """True for uploads and file contents, which may take minutes."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; header names are in lower case. `cut`: the connection broke before the body was whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as it went: `at` is when it was sent (seconds since the epoch), `seconds` how long it took.

    `status` is None and `headers` are empty where no answer came; `error` is the sentence about what went wrong.
    """

    request: Request
    at: float
    seconds: float
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
