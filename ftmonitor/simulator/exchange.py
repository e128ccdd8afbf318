"""What goes in and comes out of the simulator: requests, replies, and refusals in the API's envelope."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `path` as sent (percent-encoded, without the query), header names in lower case."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer.

    `delay_s` is how long it takes to come, in seconds; `cut_after` how many bytes of the body arrive before the
    connection breaks (None: all). A `refused` one never connects, a `silent` one closes without a byte.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    delay_s: float = 0.0
    cut_after: int | None = None
    refused: bool = False
    silent: bool = False


class Refusal(Exception):
    """The API says no: an HTTP status and its error envelope."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = "invalid_request_error",
        param: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.kind = kind
        self.param = param
        self.code = code

    def reply(self, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
        """Return the refusal as an answer, with `headers` besides its own."""
        error = {"message": self.message, "type": self.kind, "param": self.param, "code": self.code}
        return json_reply({"error": error}, status=self.status, headers=headers)


def json_reply(value: object, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """Return an answer whose body is `value` as JSON."""
    return Reply(status, (("content-type", "application/json"), *headers), json_bytes(value))


def json_bytes(value: object) -> bytes:
    """Return `value` as JSON in UTF-8; lone surrogates, which UTF-8 has no place for, as escapes."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode("ascii")


def parse_query(text: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of a query string, blank values kept."""
    return tuple(parse_qsl(text, keep_blank_values=True))
