"""A server that answers what a test wrote down, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping

import httpx

from ftmonitor.api.client import Client
from tests.support import payloads
from tests.support.clock import FakeClock

BASE_URL = "https://api.example.com/v1"
KEY = "key-very-secret-0123456789"

Answer = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class CutBody(httpx.AsyncByteStream):
    """A body that breaks off after `start`."""

    def __init__(self, start: bytes = b'{"object": "li') -> None:
        self._start = start

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._start
        raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")


def reply(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> httpx.Response:
    """Return an answer with JSON in it."""
    return httpx.Response(status, headers={"content-type": "application/json", **(headers or {})}, text=dumped(value))


def dumped(value: object) -> str:
    """Return JSON text; a text is taken for JSON as it is."""
    return value if isinstance(value, str) else json.dumps(value)


def page(*ids: str, has_more: bool | None = False) -> httpx.Response:
    """Return a page of objects with these ids."""
    envelope: dict[str, object] = {"object": "list", "data": [{"id": one} for one in ids]}
    return reply(envelope if has_more is None else {**envelope, "has_more": has_more})


def cut(status: int = 200) -> httpx.Response:
    """Return an answer whose body breaks off."""
    return httpx.Response(status, headers={"content-type": "application/json"}, stream=CutBody())


def sample_error(name: str) -> httpx.Response:
    """Return the answer written down in tests/payloads/errors."""
    case = payloads.load(f"errors/{name}.json")
    body = case["body_text"] if "body_text" in case else json.dumps(case["body"])
    return httpx.Response(case["status"], headers=case["headers"], text=body)


def html(status: int = 200) -> httpx.Response:
    """Return a web page."""
    return httpx.Response(status, headers={"content-type": "text/html"}, text="<!DOCTYPE html><html><p>hi</p></html>")


class Scripted:
    """Answers the requests in turn; `requests` holds what was asked."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.clock = FakeClock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        assert self._answers, f"nobody expected {request.method} {request.url}"
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else answer(request)

    @property
    def asked(self) -> list[str]:
        """Return method and target of each request, as on the wire."""
        return [f"{one.method} {one.url.raw_path.decode()}" for one in self.requests]

    def client(
        self,
        *,
        tries: int = 6,
        base_url: str = BASE_URL,
        kind: str = "openai",
        api_version: str = "",
        organization: str = "",
        project: str = "",
        api_key: str | None = KEY,
    ) -> Client:
        """Return a client of this server, on its fake clock."""
        return Client(
            api_key=api_key,
            base_url=base_url,
            kind=kind,
            api_version=api_version,
            organization=organization,
            project=project,
            tries=tries,
            clock=self.clock,
            transport=httpx.MockTransport(self),
        )
