"""What goes to the server and what comes back, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
