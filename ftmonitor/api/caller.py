"""One call: a request, sent as often as `retry` allows, and its answer, read by `wire`."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from typing import TypeVar

from ftmonitor.api import retry, wire
from ftmonitor.api.exchange import Exchange, Reply, Request
from ftmonitor.api.transport import Transport
from ftmonitor.clock import Clock
from ftmonitor.errors import ApiError
from ftmonitor.jsontext import Item

T = TypeVar("T")

SMALL_BYTES = 250_000
"""Up to this an answer is read here and now, in two or three milliseconds; a page of a hundred jobs has 90 kB."""

Many = tuple[Mapping[str, object], tuple[Item, ...]]
"""The envelope of a page and its rows."""

REMEMBERED = 4
"""Pages kept to be compared with the next answer: those of the list and of the job on the screen are among them."""
OK = 200


class Caller:
    """What the resources of a client share: where to send, how often to try, and how to wait."""

    def __init__(
        self,
        server: wire.Endpoint,
        transport: Transport,
        clock: Clock,
        tries: int,
        *,
        on_wait: Callable[[float, ApiError], None] | None = None,
        on_exchange: Callable[[Exchange], None] | None = None,
    ) -> None:
        self._reader = wire.Reader(server)
        self._transport = transport
        self._clock = clock
        self._tries = max(1, tries)
        self._on_wait = on_wait
        self._on_exchange = on_exchange
        self._latest: dict[tuple[str, tuple[tuple[str, str], ...]], tuple[bytes, Many]] = {}

    async def one(self, request: Request) -> Item:
        """Return the one object that answers a request."""
        return await self._call(request, self._reader.one)

    async def many(self, request: Request) -> Many:
        """Return the envelope and the rows that answer a request."""
        return await self._call(request, self._many)

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
            began, at = self._clock.monotonic(), self._clock.now()
            reply = Reply(0, {})
            try:
                reply = await self._transport.send(request)
                value = await self._understood(read, reply, request)
            except ApiError as error:
                self._tell(request, at, began, reply, error)
                error.tries = attempt
                wait_s = retry.wait_s(
                    request.deed,
                    attempt,
                    self._tries,
                    error,
                    reply.headers,
                    now=self._clock.now(),
                    chance=random.random(),  # noqa: S311 - nothing secret hangs on a jitter
                )
                if wait_s is None:
                    raise
                if self._on_wait is not None:
                    self._on_wait(wait_s, error)
            else:
                self._tell(request, at, began, reply)
                return value
            await self._clock.sleep(wait_s)

    def _many(self, reply: Reply, request: Request, now: float) -> Many:
        """Return what stands in a page. One that reads as it did is not read again: most polls bring nothing new."""
        what = (request.path, request.query)
        body, value = self._latest.pop(what, (None, None))
        if value is None or body != reply.body or reply.status != OK or reply.cut:
            value = self._reader.many(reply, request, now)
        self._latest[what] = (reply.body, value)
        if len(self._latest) > REMEMBERED:
            del self._latest[next(iter(self._latest))]
        return value

    async def _understood(self, read: Callable[[Reply, Request, float], T], reply: Reply, request: Request) -> T:
        if len(reply.body) <= SMALL_BYTES:
            return read(reply, request, self._clock.now())
        return await asyncio.to_thread(read, reply, request, self._clock.now())

    def _tell(self, request: Request, at: float, began: float, reply: Reply, error: ApiError | None = None) -> None:
        if self._on_exchange is not None:
            said = str(error) if error is not None else ""
            seconds = self._clock.monotonic() - began
            self._on_exchange(Exchange(request, at, seconds, reply.status or None, reply.headers, said))
