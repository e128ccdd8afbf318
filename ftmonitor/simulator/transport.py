"""Shell 1: the simulator as a transport of httpx, in process, for the demo and the tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx

from ftmonitor.clock import SystemClock
from ftmonitor.simulator.exchange import Reply, Request, parse_query
from ftmonitor.simulator.simulator import Simulator


class SimulatorTransport(httpx.AsyncBaseTransport):
    """Answers every request from a simulator, whatever its host; delays are waited for on the simulator's clock."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._aside = isinstance(simulator.clock, SystemClock)
        """Whether it works in a thread: a page may take it 40 ms, and in the demo keys must not wait for that."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer; raises what a real connection would where it breaks."""
        body = await request.aread()
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Request(request.method, path, parse_query(query), headers, body)
        answer = self._simulator.answer
        reply = await asyncio.to_thread(answer, asked) if self._aside else answer(asked)
        if reply.refused:
            raise httpx.ConnectError("All connection attempts failed", request=request)
        await self._wait(reply.delay_s, request)
        if reply.silent:
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.", request=request)
        length = ("content-length", str(len(reply.body)))
        return httpx.Response(reply.status, headers=[*reply.headers, length], stream=_Body(reply, request))

    async def _wait(self, delay_s: float, request: httpx.Request) -> None:
        patience = request.extensions.get("timeout", {}).get("read")
        if patience is not None and delay_s > patience:
            await self._simulator.clock.sleep(patience)
            raise httpx.ReadTimeout("", request=request)
        if delay_s > 0:
            await self._simulator.clock.sleep(delay_s)
        else:
            await asyncio.sleep(0)  # others run, as they would while a socket is waited for


class _Body(httpx.AsyncByteStream):
    """The body of an answer, which may break off."""

    def __init__(self, reply: Reply, request: httpx.Request) -> None:
        self._reply = reply
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        body, cut = self._reply.body, self._reply.cut_after
        if cut is None:
            yield body
            return
        yield body[:cut]
        said = (
            f"peer closed connection without sending complete message body (received {cut} bytes, expected {len(body)})"
        )
        raise httpx.RemoteProtocolError(said, request=self._request)
