"""A server of canned pages, in a process of its own: it costs its clients next to nothing.

`python -m tests.benchmarks.canned` serves 10,000 jobs and 100,000 events of the first, a hundred a page, on a free port
of loopback; its only line of output is the base URL.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qs, urlsplit

from ftmonitor.models.source import Row
from tests.benchmarks import histories

JOBS, EVENTS = 10_000, 100_000

_Bodies = dict[tuple[str, str], bytes]
"""Answers by path and cursor."""


class _Canned(asyncio.Protocol):
    def __init__(self, bodies: _Bodies) -> None:
        self._bodies = bodies
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while (end := self._heard.find(b"\r\n\r\n")) >= 0:
            target = self._heard.split(b" ", 2)[1].decode()
            self._heard = self._heard[end + 4 :]
            url = urlsplit(target)
            after = parse_qs(url.query).get("after", [""])[0]
            self._transport.write(
                self._bodies.get((url.path.removeprefix("/v1"), after)) or _answer(b"{}", "404 Not Found")
            )


def _answer(body: bytes, status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _pages(path: str, pages: Sequence[Sequence[Row]]) -> _Bodies:
    bodies, after = {}, ""
    for number, rows in enumerate(pages, 1):
        first, last = rows[0].id, rows[-1].id
        data = ", ".join(row.text for row in rows)
        more = "true" if number < len(pages) else "false"
        body = f'{{"object": "list", "data": [{data}], "first_id": "{first}", "last_id": "{last}", "has_more": {more}}}'
        bodies[path, after] = _answer(body.encode())
        after = last
    return bodies


async def _serve() -> None:
    size = histories.PAGE
    job_pages = [[histories.job_row(start + at) for at in range(size)] for start in range(0, JOBS, size)]
    event_pages = [page.rows for page in histories.event_pages(EVENTS)]
    name = histories.job_id(0)
    bodies = _pages("/fine_tuning/jobs", job_pages)
    bodies |= _pages(f"/fine_tuning/jobs/{name}/events", event_pages)
    bodies[f"/fine_tuning/jobs/{name}", ""] = _answer(json.dumps(dict(histories.job_row(0).raw)).encode())
    server = await asyncio.get_running_loop().create_server(lambda: _Canned(bodies), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await server.serve_forever()


@contextlib.contextmanager
def served() -> Iterator[str]:
    """Serve from a process of its own; yield the base URL."""
    command = [sys.executable, "-m", "tests.benchmarks.canned"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve())
