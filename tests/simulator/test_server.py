from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest

from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.simulator.server import Server
from ftmonitor.simulator.simulator import Simulator
from tests.support.clock import FakeClock

KEY = {"Authorization": "Bearer x"}
JOBS = "/v1/fine_tuning/jobs"


@pytest.fixture
def simulator() -> Simulator:
    return Simulator(clock=FakeClock())


@pytest.fixture
def port(simulator: Simulator) -> Iterator[int]:
    with Server(simulator) as server:
        yield urlsplit(server.base_url).port or 0


def get(port: int, path: str = JOBS, headers: dict[str, str] = KEY) -> tuple[int, Any]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def test_the_base_url_is_on_loopback(simulator: Simulator) -> None:
    server = Server(simulator)
    url = server.start()
    server.stop()
    assert url.startswith("http://127.0.0.1:")
    assert url.endswith("/v1")


def test_several_requests_go_over_one_connection(port: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.connect()
        held = connection.sock
        for method, path, body, wanted in (
            ("GET", JOBS, None, 200), ("POST", JOBS, "{}", 400), ("GET", "/v1/x", None, 404), ("PUT", JOBS, "{}", 405),
            ("GET", f"{JOBS}?limit=1", None, 200),
        ):  # fmt: skip
            connection.request(method, path, body=body, headers=KEY)
            answer = connection.getresponse()
            assert answer.version == 11
            assert answer.status == wanted
            answer.read()
            assert connection.sock is held


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        ("127.0.0.1:{}", 200),
        ("localhost:{}", 200),
        ("[::1]:{}", 200),
        ("simulator.localhost", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example:{}", 403),
        ("", 403),
    ],
)
def test_only_loopback_hosts_are_answered(port: int, host: str, wanted: int) -> None:
    assert get(port, headers={**KEY, "Host": host.format(port)})[0] == wanted


def test_a_key_is_asked_for(port: int) -> None:
    assert get(port, headers={})[0] == 401


def test_a_cut_answer_closes_the_connection_early(simulator: Simulator, port: int) -> None:
    simulator.faults.add(Fault(Kind.CUT, times=1))
    with pytest.raises(http.client.IncompleteRead):
        get(port)
    assert get(port)[0] == 200


@pytest.mark.parametrize("kind", [Kind.DROP, Kind.OFFLINE])
def test_a_dropped_request_gets_no_byte(simulator: Simulator, port: int, kind: Kind) -> None:
    simulator.faults.add(Fault(kind, times=1))
    with pytest.raises(http.client.RemoteDisconnected):
        get(port)
    assert get(port)[0] == 200


def test_slow_answers_wait_on_the_clock(simulator: Simulator, port: int) -> None:
    simulator.faults.add(Fault(Kind.SLOW, times=1, delay_s=600.0))
    assert get(port)[0] == 200
    assert isinstance(simulator.clock, FakeClock)
    assert simulator.clock.waits == [600.0]


def test_a_body_without_a_length_is_refused(port: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as connection:
        connection.sendall(f"POST {JOBS} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        with connection.makefile("rb") as file:
            assert b" 411 " in file.readline()


def test_stopping_breaks_open_connections_and_frees_the_port(simulator: Simulator) -> None:
    server = Server(simulator)
    port = urlsplit(server.start()).port or 0
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as idle:
        idle.request("GET", JOBS, headers=KEY)
        idle.getresponse().read()
        server.stop()
        with closing(socket.socket()) as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
        again = Server(simulator, port)
        assert again.start() == f"http://127.0.0.1:{port}/v1"
        assert get(port)[0] == 200
        again.stop()


def test_a_taken_port_is_an_os_error(simulator: Simulator, port: int) -> None:
    with pytest.raises(OSError, match="in use"):
        Server(simulator, port)


def test_a_world_started_again_is_the_same_world() -> None:
    clock = FakeClock()
    started_at = clock.now()
    seen = []
    for _ in range(2):
        with Server(Simulator(clock=clock, started_at=started_at)) as server:
            seen.append(get(urlsplit(server.base_url).port or 0)[1])
    clock.advance(60)
    assert seen[0] == seen[1]
    later = Simulator(clock=clock, started_at=started_at)
    running = next(job["id"] for job in seen[0]["data"] if job["status"] == "running")
    with Server(Simulator(clock=clock, started_at=started_at)) as server:
        page = get(urlsplit(server.base_url).port or 0, f"{JOBS}/{running}/events")[1]["data"]
    assert page[0] == later.ledger.events(running)[-1]
