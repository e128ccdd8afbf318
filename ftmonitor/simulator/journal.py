"""What was asked of a world, on disk: a simulator started again under the same journal goes on with the same world.

One JSON object a line: the first says which world and when it began, each further one is a request that changed it.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ftmonitor.simulator.exchange import Request, parse_query


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that changed the world, and when it came (seconds since the epoch)."""

    at: float
    request: Request


@dataclass(frozen=True, slots=True)
class Memory:
    """What a journal holds: when the world began (seconds since the epoch), and what was asked since, oldest first."""

    started_at: float
    asked: tuple[Asked, ...] = ()


class Journal:
    """One journal file. Raises OSError where the file cannot be read or written."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, world: Mapping[str, object]) -> Memory | None:
        """Return what is remembered of this very world, or None; a line cut by a crash is passed over."""
        try:
            text = self._path.read_text("utf-8")
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        if text and not text.endswith("\n"):  # cut by a crash: what comes next begins a line of its own
            self._append("\n")
        lines = text.splitlines()
        head = _object(lines[0]) if lines else {}
        started_at = head.get("started_at")
        if head.get("world") != dict(world) or not isinstance(started_at, int | float):
            return None
        asked = tuple(found for line in lines[1:] if (found := _asked(_object(line))) is not None)
        return Memory(float(started_at), asked)

    def begin(self, world: Mapping[str, object], started_at: float) -> None:
        """Begin anew: forget what was there."""
        self._path.write_text(json.dumps({"world": dict(world), "started_at": started_at}) + "\n", "utf-8")

    def add(self, asked: Asked) -> None:
        """Remember one more request."""
        request = asked.request
        line = {
            "at": asked.at,
            "method": request.method,
            "path": request.path,
            "content_type": request.headers.get("content-type", ""),
            "body": b64encode(request.body).decode("ascii"),
        }
        self._append(json.dumps(line) + "\n")

    def _append(self, text: str) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(text)


def _object(line: str) -> Mapping[str, object]:
    try:
        value: object = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _asked(line: Mapping[str, object]) -> Asked | None:
    at, method, path = line.get("at"), line.get("method"), line.get("path")
    if not (isinstance(at, int | float) and isinstance(method, str) and isinstance(path, str)):
        return None
    headers = {"authorization": "Bearer journal", "content-type": str(line.get("content_type", ""))}
    try:
        body = b64decode(str(line.get("body", "")), validate=True)
    except ValueError:
        return None
    return Asked(float(at), Request(method, path, parse_query(""), headers, body))
