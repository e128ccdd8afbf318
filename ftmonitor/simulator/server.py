"""Shell 2: the simulator over HTTP on loopback, for any other client."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from ftmonitor.simulator.exchange import Reply, Request, json_reply, parse_query
from ftmonitor.simulator.simulator import Simulator

HOST = "127.0.0.1"
_LARGEST_BODY = 512 * 1024 * 1024
"""Bytes; what the service takes for one upload."""
_PATIENCE_S = 120.0
"""How long an idle connection is kept."""
_JOIN_S = 2.0


class Server:
    """Serves a simulator on 127.0.0.1; port 0 picks a free one. Raises OSError where the port is taken."""

    def __init__(self, simulator: Simulator, port: int = 0) -> None:
        self._http = _Loopback(simulator, port)
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """Return what a client calls its base URL."""
        return f"http://{HOST}:{self._http.server_address[1]}/v1"

    def start(self) -> str:
        """Serve in a thread of its own and return the base URL."""
        self._thread = threading.Thread(target=self.serve_forever, name="simulator", daemon=True)
        self._thread.start()
        return self.base_url

    def serve_forever(self) -> None:
        """Serve until `stop` is called from another thread, or an exception (as KeyboardInterrupt) comes."""
        self._http.serve_forever(poll_interval=0.05)

    def stop(self) -> None:
        """Stop serving, break open connections, free the port."""
        if self._thread is not None:
            self._http.shutdown()
            self._thread.join()
            self._thread = None
        self._http.close_all()

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Loopback(ThreadingHTTPServer):
    """One thread a connection, and a list of the open ones so that they can be broken."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, simulator: Simulator, port: int) -> None:
        self.simulator = simulator
        self._open: dict[socket.socket, threading.Thread] = {}
        self._guard = threading.Lock()
        super().__init__((HOST, port), _Handler)

    def process_request_thread(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """Serve one connection, noting it while it is open."""
        if not isinstance(request, socket.socket):
            return
        with self._guard:
            self._open[request] = threading.current_thread()
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._guard:
                self._open.pop(request, None)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that break off are part of the play."""

    def close_all(self) -> None:
        """Free the port, break all connections and wait for their threads."""
        self.server_close()
        with self._guard:
            connections = list(self._open.items())
        for connection, _ in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for _, thread in connections:
            thread.join(_JOIN_S)


class _Handler(BaseHTTPRequestHandler):
    """One connection: reads requests, asks the simulator, writes what it says."""

    protocol_version = "HTTP/1.1"
    server_version = "ftmonitor-simulator"
    sys_version = ""
    timeout = _PATIENCE_S
    disable_nagle_algorithm = True  # head and body are two writes: together with delayed ACKs that would cost 40 ms
    server: _Loopback

    def do_GET(self) -> None:
        """Serve a request."""
        self._serve()

    def do_POST(self) -> None:
        """Serve a request."""
        self._serve()

    def do_DELETE(self) -> None:
        """Serve a request."""
        self._serve()

    def do_PUT(self) -> None:
        """Serve a request."""
        self._serve()

    def do_PATCH(self) -> None:
        """Serve a request."""
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet."""

    def _serve(self) -> None:
        if not _loopback(self.headers.get("host", "")):
            self.close_connection = True
            error = {"message": "The simulator answers loopback hosts only.", "type": "invalid_request_error"}
            self._send(json_reply({"error": {**error, "param": None, "code": None}}, status=403))
            return
        body = self._body()
        if body is None:
            return
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.simulator.answer(Request(self.command, path, parse_query(query), headers, body))
        if reply.delay_s > 0:
            asyncio.run(self.server.simulator.clock.sleep(reply.delay_s))
        if reply.refused or reply.silent:
            self.close_connection = True
            return
        self._send(reply)

    def _body(self) -> bytes | None:
        """Return the body, or None after a refusal: its end must be known, or the next request could not be found."""
        length = self.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > _LARGEST_BODY or "transfer-encoding" in self.headers:
            self.close_connection = True
            error = {"message": "A body needs a Content-Length.", "type": "invalid_request_error"}
            self._send(json_reply({"error": {**error, "param": None, "code": None}}, status=411))
            return None
        return self.rfile.read(int(length))

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("content-length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        if reply.cut_after is None:
            self.wfile.write(reply.body)
            return
        self.wfile.write(reply.body[: reply.cut_after])
        self.close_connection = True


def _loopback(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname if host else None
    return name in {"127.0.0.1", "localhost", "::1"} or (name is not None and name.endswith(".localhost"))
