"""The one user of httpx: real sockets on loopback, proxies, and what is not loaded."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys

import pytest

from ftmonitor import errors
from ftmonitor.api import wire
from ftmonitor.api.client import Client
from ftmonitor.api.exchange import Deed, Request
from ftmonitor.api.transport import Transport
from tests.support.clock import FakeClock

JOBS = Request("GET", "/fine_tuning/jobs", "list jobs")


async def served(answer: bytes) -> tuple[asyncio.Server, str]:
    """Return a server on loopback that sends `answer` and closes, and its base URL."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"data": [', errors.BadAnswer),
        (b'HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n{"er', errors.BadAnswer),
        (b"", errors.ConnectionFailed),
        (b"SSH-2.0-OpenSSH_9.6\r\n", errors.ConnectionFailed),
    ],
)
async def test_answers_that_break_off(answer: bytes, kind: type[errors.ApiError]) -> None:
    server, base_url = await served(answer)
    async with server, Client(api_key="k", base_url=base_url, tries=1) as client:
        with pytest.raises(kind) as caught:
            await client.jobs.list()
    assert type(caught.value) is kind
    assert "127.0.0.1" in str(caught.value)


@pytest.mark.anyio
async def test_a_whole_answer_over_a_socket() -> None:
    body = b'{"object": "list", "data": [{"id": "a"}], "has_more": false}'
    server, base_url = await served(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    async with server, Client(api_key="k", base_url=base_url, tries=1) as client:
        assert [row.id for row in (await client.jobs.list()).rows] == ["a"]


@pytest.mark.anyio
async def test_a_port_that_nobody_listens_at() -> None:
    port, clock = free_port(), FakeClock()
    async with Client(api_key="k", base_url=f"http://127.0.0.1:{port}/v1", clock=clock) as client:
        with pytest.raises(errors.ConnectionFailed, match=f"127.0.0.1:{port} refuses connections") as caught:
            await client.jobs.list()
    assert (caught.value.sent, caught.value.tries, len(clock.waits)) == (False, 3, 2)


@pytest.mark.anyio
async def test_tls_where_there_is_none() -> None:
    server, base_url = await served(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    async with server, Client(api_key="k", base_url=base_url.replace("http:", "https:"), tries=1) as client:
        with pytest.raises(errors.ConnectionFailed, match="does not speak TLS") as caught:
            await client.jobs.list()
    assert caught.value.sent is False


@pytest.mark.anyio
async def test_loopback_goes_past_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    body = b'{"data": []}'
    server, base_url = await served(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    async with server, Client(api_key="k", base_url=base_url, tries=1) as client:
        assert (await client.jobs.list()).rows == ()


@pytest.mark.anyio
async def test_a_proxy_that_is_off_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:hunter2@127.0.0.1:{port}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    async with Client(api_key="k", base_url="https://api.example.com/v1", tries=1) as client:
        with pytest.raises(errors.ConnectionFailed) as caught:
            await client.jobs.list()
    assert f"the proxy 127.0.0.1:{port} refuses connections" in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("HTTPS_PROXY", "ftp://proxy.example", "proxy variable"),
        ("HTTPS_PROXY", "socks5://proxy.example:1", "proxy variable"),
        ("SSL_CERT_FILE", "/nowhere/ca.pem", "SSL_CERT_FILE"),
    ],
)
def test_an_environment_that_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(errors.ConfigError, match=words):
        Client(api_key="k")


@pytest.mark.anyio
async def test_a_client_for_life_keeps_its_connection() -> None:
    body = b'{"data": []}'
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    connections = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(answer)
                await writer.drain()
        except asyncio.IncompleteReadError:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    async with server:
        transport = Transport(wire.endpoint(url, "k"))
        for _ in range(3):
            assert (await transport.send(JOBS)).status == 200
        assert (await transport.send(Request("POST", "/x/cancel", "cancel", Deed.ACT))).status == 200
        await transport.aclose()
    assert connections == 1


def loaded_after(code: str) -> set[str]:
    """Return the modules in a fresh interpreter after `code`."""
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stdout.splitlines())


ROWS = """
import asyncio, httpx
import ftmonitor.sources.openai
from ftmonitor.api.client import Client
body = '{"data": [{"id": "a", "status": "running"}], "has_more": false}'
transport = httpx.MockTransport(lambda request: httpx.Response(200, text=body))
async def main():
    async with Client(api_key="k", transport=transport) as client:
        page = await client.jobs.list()
        assert page.rows[0].id == "a"
        assert [row.id async for row in client.jobs.iterate()] == ["a"]
        assert (await client.jobs.retrieve_row("a")).raw["data"]
        READ
asyncio.run(main())
"""


def test_rows_need_no_pydantic_and_models_do() -> None:
    assert "pydantic" not in loaded_after(ROWS.replace("READ", ""))
    assert "pydantic" in loaded_after(ROWS.replace("READ", "page.data"))


def test_plain_http_loads_no_certificates() -> None:
    code = """
import ssl
ssl.SSLContext.load_verify_locations = ssl.SSLContext.load_default_certs = None
from ftmonitor.api.client import Client
Client(api_key="k", base_url="http://127.0.0.1:9/v1")
Client(api_key="k", base_url="http://gpu-box:9/v1", insecure=True)
"""
    assert "ftmonitor.api.transport" in loaded_after(code)
