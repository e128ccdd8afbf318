from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.simulator.simulator import BASE_URL, Simulator
from ftmonitor.simulator.transport import SimulatorTransport
from tests.support.clock import FakeClock

pytestmark = pytest.mark.anyio


@pytest.fixture
def simulator() -> Simulator:
    return Simulator(clock=FakeClock())


@pytest.fixture
async def client(simulator: Simulator) -> AsyncIterator[httpx.AsyncClient]:
    transport = SimulatorTransport(simulator)
    headers = {"Authorization": "Bearer any"}
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL, headers=headers, timeout=20) as opened:
        yield opened


async def test_a_request_goes_through(client: httpx.AsyncClient) -> None:
    answer = await client.get("/fine_tuning/jobs", params={"limit": 3, "metadata[team]": "support"})
    assert answer.status_code == 200
    assert len(answer.json()["data"]) == 3
    assert answer.headers["content-length"] == str(len(answer.content))


async def test_bodies_and_forms_go_through(client: httpx.AsyncClient) -> None:
    form = {"file": ("t.jsonl", b'{"a":1}\n')}
    file = (await client.post("/files", files=form, data={"purpose": "fine-tune"})).json()
    assert (await client.get(f"/files/{file['id']}/content")).content == b'{"a":1}\n'
    job = await client.post("/fine_tuning/jobs", json={"model": "gpt-4.1", "training_file": file["id"]})
    assert job.json()["status"] == "validating_files"


async def test_without_a_key(simulator: Simulator) -> None:
    async with httpx.AsyncClient(transport=SimulatorTransport(simulator), base_url=BASE_URL) as client:
        assert (await client.get("/fine_tuning/jobs")).status_code == 401


async def test_offline_is_a_refused_connection(client: httpx.AsyncClient, simulator: Simulator) -> None:
    simulator.faults.add(Fault(Kind.OFFLINE))
    with pytest.raises(httpx.ConnectError):
        await client.get("/fine_tuning/jobs")


async def test_a_cut_body_delivers_fewer_bytes_and_breaks(client: httpx.AsyncClient, simulator: Simulator) -> None:
    simulator.faults.add(Fault(Kind.CUT))
    got = b""

    async def read(answer: httpx.Response) -> None:
        nonlocal got
        async for piece in answer.aiter_raw():
            got += piece

    async with client.stream("GET", "/fine_tuning/jobs") as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
            await read(answer)
    assert len(got) == int(answer.headers["content-length"]) // 2


async def test_a_dropped_connection_gives_nothing(client: httpx.AsyncClient, simulator: Simulator) -> None:
    simulator.faults.add(Fault(Kind.DROP))
    with pytest.raises(httpx.RemoteProtocolError, match="disconnected"):
        await client.get("/fine_tuning/jobs")


@pytest.mark.parametrize(("delay_s", "waited"), [(3.0, [3.0]), (0.0, [])])
async def test_delays_are_waited_for_on_the_clock(
    client: httpx.AsyncClient, simulator: Simulator, delay_s: float, waited: list[float]
) -> None:
    simulator.faults.add(Fault(Kind.SLOW, delay_s=delay_s))
    assert (await client.get("/fine_tuning/jobs")).status_code == 200
    assert isinstance(simulator.clock, FakeClock)
    assert simulator.clock.waits == waited


async def test_what_is_slower_than_the_patience_of_the_client_times_out(
    client: httpx.AsyncClient, simulator: Simulator
) -> None:
    simulator.faults.add(Fault(Kind.SLOW, delay_s=300.0))
    with pytest.raises(httpx.ReadTimeout):
        await client.get("/fine_tuning/jobs")
    assert isinstance(simulator.clock, FakeClock)
    assert simulator.clock.waits == [20]
