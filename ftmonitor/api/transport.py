"""The only user of httpx in the client: sends one request, once, and returns the answer or an error.

TLS is always verified. Redirects are never followed. Proxies and CA files are taken from the usual variables of the
environment, except for loopback hosts, whose requests stay on this machine.
"""

from __future__ import annotations

import asyncio
import io
import ssl
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import IO, TypeAlias

import httpx

from ftmonitor.api import outages, wire
from ftmonitor.api.exchange import Reply, Request, Upload
from ftmonitor.errors import ApiError, ConfigError, UsageError

Inner: TypeAlias = httpx.AsyncBaseTransport
"""What takes the place of the network, so that nobody else needs httpx to name it."""

CONNECT_S = 5.0
READ_S = 20.0
"""Far less than the official SDK's 600 s: somebody waits in front of a screen."""
WHOLE_S = 60.0
"""For all of an answer: one that drips byte by byte never runs into the time for reading."""
PATIENT_S = 300.0
"""For uploads and file contents."""

MOST_CONNECTIONS = 8
"""More at once are slower than one after another (measured: 200 gathered GETs take twice as long)."""

KEEP_ALIVE_S = 30.0
"""Longer than the engine's usual pause between two polls, so that they share a connection."""


_ENCODINGS = {"Accept-Encoding": "gzip, deflate"}


class Transport:
    """One line to the server for life. `inner` takes the place of the network: the seam of tests and of the demo.

    Raises:
        ConfigError: If the host, a proxy variable or a CA file of the environment cannot be used.
    """

    def __init__(self, server: wire.Endpoint, inner: Inner | None = None) -> None:
        self._server = server
        self._proxy = "" if inner is not None or server.loopback else _proxy_of(server.base_url)
        self._ask, self._close = _opened_line(server, inner, proxied=bool(self._proxy))

    async def send(self, request: Request) -> Reply:
        """Send a request once and return the answer, whatever its status.

        Raises:
            ConnectionFailed: If no connection could be made, or it broke before an answer came.
            TimedOut: If connecting or the answer took too long.
            UsageError: If the file of an upload cannot be read.
        """
        with ExitStack() as files:
            sent = self._build(request, files)
            try:
                async with asyncio.timeout(None if request.patient else WHOLE_S):
                    response = await self._ask(sent)
                    try:
                        return await _whole(response)
                    finally:
                        await response.aclose()
            except TimeoutError:
                raise outages.answer_timed_out(request, self._server.host, WHOLE_S) from None
            except httpx.TransportError as error:
                # Without its cause: a traceback in a crash log would show the library's text, which may hold a header.
                raise self._failure(error, request) from None

    async def aclose(self) -> None:
        """Close all connections."""
        await self._close()

    def _build(self, request: Request, files: ExitStack) -> httpx.Request:
        read = PATIENT_S if request.patient else READ_S
        waits = {"timeout": {"connect": CONNECT_S, "read": read, "write": read, "pool": read}}
        url, headers = wire.url_of(self._server, request), {**_ENCODINGS, **wire.headers_of(self._server, request)}
        if request.upload is None:
            return httpx.Request(request.method, url, headers=headers, content=request.body, extensions=waits)
        upload = request.upload
        content = upload.content if isinstance(upload.content, bytes) else files.enter_context(_opened(upload))
        return httpx.Request(
            request.method,
            url,
            headers=headers,
            data={"purpose": upload.purpose},
            files={"file": (upload.filename, content, "application/octet-stream")},
            extensions=waits,
        )

    def _failure(self, error: httpx.TransportError, request: Request) -> ApiError:
        host = self._server.host
        proxy = self._proxy
        read_s = PATIENT_S if request.patient else READ_S
        if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
            seconds = CONNECT_S if isinstance(error, httpx.ConnectTimeout) else read_s
            return outages.connect_timed_out(host, seconds, proxy)
        if isinstance(error, httpx.TimeoutException):
            return outages.answer_timed_out(request, host, read_s)
        if isinstance(error, httpx.ProxyError):
            return outages.proxy_refused(error, host, proxy)
        if isinstance(error, httpx.ConnectError | httpx.UnsupportedProtocol | httpx.LocalProtocolError):
            return outages.not_connected(error, host, proxy)
        return outages.broke(request, host)


async def _whole(response: httpx.Response) -> Reply:
    """Return the answer with its body; where the body breaks off, what came of it is dropped and said to be cut.

    Raises:
        httpx.ReadTimeout: If the rest of the body does not come.
    """
    headers = {name.lower(): value for name, value in response.headers.items()}
    try:
        return Reply(response.status_code, headers, await response.aread())
    except httpx.ReadTimeout:
        raise
    except (httpx.TransportError, httpx.DecodingError):
        return Reply(response.status_code, headers, cut=True)


def _opened_line(
    server: wire.Endpoint, inner: Inner | None, *, proxied: bool
) -> tuple[Callable[[httpx.Request], Awaitable[httpx.Response]], Callable[[], Awaitable[None]]]:
    """Return what sends a request, and what closes all connections.

    Where no proxy is between, the transport is asked itself: httpx's client, with its cookies, redirects and proxies
    by host, would take longer for a page than the server and we do together.
    """
    limits = httpx.Limits(
        max_connections=MOST_CONNECTIONS,
        max_keepalive_connections=MOST_CONNECTIONS,
        keepalive_expiry=KEEP_ALIVE_S,
    )
    verify = not server.plain  # plain http needs no CA certificates, and loading them takes 20 ms
    try:
        httpx.URL(server.base_url)
        if proxied:
            client = httpx.AsyncClient(verify=verify, limits=limits, follow_redirects=False)
            return partial(client.send, stream=True), client.aclose
        line = inner or httpx.AsyncHTTPTransport(verify=verify, limits=limits)
        return line.handle_async_request, line.aclose
    except httpx.InvalidURL:
        raise ConfigError(f"{server.host} is no name of a host: check the base URL") from None
    except (ImportError, ValueError):
        raise ConfigError(
            "a proxy variable of the environment (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY) cannot be used: "
            "it should read like http://proxy.example:3128"
        ) from None
    except (OSError, ssl.SSLError):
        raise ConfigError(
            "the CA certificates cannot be read: check SSL_CERT_FILE and SSL_CERT_DIR in the environment"
        ) from None


class _Counted(io.FileIO):
    """A file that tells how much of it was read."""

    def __init__(self, path: Path, tell: Callable[[int], None]) -> None:
        super().__init__(path, "rb")
        self._tell = tell

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on, and tell."""
        part = super().read(-1 if size is None else size)
        self._tell(self.tell())
        return part


def _opened(upload: Upload) -> IO[bytes]:
    path = Path(upload.content) if not isinstance(upload.content, bytes) else Path()
    try:
        return path.open("rb") if upload.on_progress is None else _Counted(path, upload.on_progress)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None


def _proxy_of(url: str) -> str:
    """Return host and port of the proxy that the environment names for `url`, "" for none."""
    from urllib.parse import urlsplit
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    if not proxy or proxy_bypass(parts.hostname or ""):
        return ""
    named = urlsplit(proxy if "//" in proxy else f"//{proxy}")
    return f"{named.hostname}:{named.port}" if named.port else named.hostname or ""
