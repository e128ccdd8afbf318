"""A server on loopback that answers each request with what a function makes of it, and remembers the requests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, bytes]
Respond = Callable[[str], Answer]


@dataclass
class Canned:
    """A running server: where it is, and what it was asked (`GET /v1/fine_tuning/jobs?limit=20`)."""

    base_url: str
    asked: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    """Of each request, with names in lower case."""


@contextmanager
def serve(respond: Respond, content_type: str = "application/json", promised: int = 0) -> Iterator[Canned]:
    """Serve `respond`, a function of `METHOD path`; `promised` bytes more are announced than are sent."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            request = f"{self.command} {self.path}"
            running.asked.append(request)
            running.keys.append(self.headers.get("authorization", ""))
            running.headers.append({name.lower(): value for name, value in self.headers.items()})
            status, body = respond(request)
            self.send_response(status)
            self.send_header("content-type", content_type)
            self.send_header("retry-after-ms", "1")  # a client that tries again does so at once
            self.send_header("content-length", str(len(body) + promised))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = promised > 0

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is that of the base class
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    running = Canned(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
