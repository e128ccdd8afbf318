"""One call: a request, sent as often as `retry` allows, and its answer, read by `wire`."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import TypeVar

from ftmonitor.api import retry, wire
from ftmonitor.api.exchange import Reply, Request
from ftmonitor.api.transport import Transport
from ftmonitor.clock import Clock
from ftmonitor.errors import ApiError
from ftmonitor.jsontext import Item

T = TypeVar("T")


class Caller:
    """What the resources of a client share: where to send, how often to try, and how to wait."""

    def __init__(
        self,
        server: wire.Endpoint,
        transport: Transport,
        clock: Clock,
        tries: int,
        on_wait: Callable[[float, ApiError], None] | None = None,
    ) -> None:
        self._reader = wire.Reader(server)
        self._transport = transport
        self._clock = clock
        self._tries = max(1, tries)
        self._on_wait = on_wait

    async def one(self, request: Request) -> Item:
        """Return the one object that answers a request."""
        return await self._call(request, self._reader.one)

    async def many(self, request: Request) -> tuple[Mapping[str, object], tuple[Item, ...]]:
        """Return the envelope and the rows that answer a request."""
        return await self._call(request, self._reader.many)

    async def content(self, request: Request) -> bytes:
        """Return the body that answers a request."""
        return await self._call(request, self._reader.content)

    async def acted(self, request: Request) -> Item | None:
        """Return the job that answers an action, or None where the server agreed without one."""
        return await self._call(request, self._reader.acted)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def _call(self, request: Request, read: Callable[[Reply, Request, float], T]) -> T:
        """Return what `read` makes of the answer; raise the error of the last try, with the number of tries in it."""
        attempt = 0
        while True:
            attempt += 1
            headers: Mapping[str, str] = {}
            try:
                reply = await self._transport.send(request)
                headers = reply.headers
                return read(reply, request, self._clock.now())
            except ApiError as error:
                error.tries = attempt
                wait_s = retry.wait_s(
                    request.deed,
                    attempt,
                    self._tries,
                    error,
                    headers,
                    now=self._clock.now(),
                    chance=random.random(),  # noqa: S311 - nothing secret hangs on a jitter
                )
                if wait_s is None:
                    raise
                if self._on_wait is not None:
                    self._on_wait(wait_s, error)
            await self._clock.sleep(wait_s)
