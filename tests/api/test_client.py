"""The client over a scripted server: requests as they go out, errors as they come back, waits and repeats."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from ftmonitor import errors
from ftmonitor.api.client import Client
from ftmonitor.config.profiles import Profile
from ftmonitor.models.phase import Phase
from ftmonitor.secret import Secret
from tests.support import payloads
from tests.support.scripted import KEY, CutBody, Scripted, cut, html, page, reply, sample_error

pytestmark = pytest.mark.anyio

JOB = payloads.load("job_supervised_running.json")
REFUSED = httpx.ConnectError("[Errno 111] Connection refused")
BROKE = httpx.RemoteProtocolError("Server disconnected without sending a response.")
LATE = httpx.ReadTimeout("late")


async def test_a_request_as_it_goes_out() -> None:
    server = Scripted(reply(JOB), page())
    async with server.client(organization="org-1", project="proj_1") as client:
        job = await client.jobs.retrieve("ftjob-a/b")
        await client.jobs.list(after="ftjob-z", limit=100, metadata={"team": "support"})
    assert (job.id, job.phase) == (JOB["id"], Phase.RUNNING)
    assert server.asked == [
        "GET /v1/fine_tuning/jobs/ftjob-a%2Fb",
        "GET /v1/fine_tuning/jobs?after=ftjob-z&limit=100&metadata%5Bteam%5D=support",
    ]
    headers = server.requests[0].headers
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["user-agent"].startswith("ftmonitor/")
    assert (headers["openai-organization"], headers["openai-project"]) == ("org-1", "proj_1")
    assert server.requests[0].extensions["timeout"] == {"connect": 5.0, "read": 20.0, "write": 20.0, "pool": 20.0}


async def test_azure_has_its_header_and_query_on_every_call() -> None:
    server = Scripted(reply(JOB), page(), reply(JOB))
    async with server.client(kind="azure", api_version="2024-10-21") as client:
        await client.jobs.retrieve("j")
        await client.jobs.list(limit=5)
        await client.jobs.pause("j")
    assert all(request.url.params["api-version"] == "2024-10-21" for request in server.requests)
    assert all(request.headers["api-key"] == KEY for request in server.requests)
    assert not any("authorization" in request.headers for request in server.requests)


async def test_jobs_without_metadata_and_pages_without_a_limit() -> None:
    server = Scripted(page(), page(), page())
    async with server.client() as client:
        await client.jobs.list(metadata="null")
        await client.events.list("j")
        await client.checkpoints.list("j", after="c", limit=10)
    assert server.asked == [
        "GET /v1/fine_tuning/jobs?metadata=null",
        "GET /v1/fine_tuning/jobs/j/events",
        "GET /v1/fine_tuning/jobs/j/checkpoints?after=c&limit=10",
    ]


async def test_create_sends_what_was_given_and_is_never_repeated() -> None:
    body = payloads.load("create_request_reinforcement.json")
    server = Scripted(reply(JOB, 201), sample_error("429_rate_limit"), sample_error("503_overloaded"), REFUSED, LATE)
    async with server.client() as client:
        job = await client.jobs.create(**body)
        assert job.id == JOB["id"]
        assert json.loads(server.requests[0].content) == body
        for kind in (errors.RateLimited, errors.ServerFailed, errors.ConnectionFailed, errors.TimedOut):
            with pytest.raises(kind):
                await client.jobs.create(model="m", training_file="f")
    assert len(server.requests) == 5
    assert server.clock.waits == []


async def test_files_go_up_and_come_down(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    path.write_bytes(b'{"messages": []}\n')
    server = Scripted(
        reply(payloads.load("file_training.json")),
        reply(payloads.load("file_training.json")),
        reply(payloads.load("file_results.json")),
        httpx.Response(200, headers={"content-type": "application/octet-stream"}, content=b"step,train_loss\n\xff"),
    )
    async with server.client() as client:
        sent = await client.files.create(path)
        await client.files.create(b"{}", filename="x.jsonl")
        got = await client.files.retrieve("file-1")
        content = await client.files.content("file-1")
    assert (sent.filename, got.filename, content) == ("train.jsonl", "step_metrics.csv", b"step,train_loss\n\xff")
    form = server.requests[0].content
    assert b'name="purpose"\r\n\r\nfine-tune\r\n' in form
    assert b'filename="train.jsonl"' in form
    assert b'{"messages": []}\n' in form
    assert b'filename="x.jsonl"' in server.requests[1].content
    assert server.asked[2:] == ["GET /v1/files/file-1", "GET /v1/files/file-1/content"]
    patient = [request.extensions["timeout"]["read"] for request in server.requests]
    assert patient == [300.0, 300.0, 20.0, 300.0]


async def test_a_file_that_cannot_be_read_is_a_word_not_a_request(tmp_path: Path) -> None:
    server = Scripted()
    async with server.client() as client:
        with pytest.raises(errors.UsageError, match=r"nothing\.jsonl cannot be read: No such file"):
            await client.files.create(tmp_path / "nothing.jsonl")


async def test_a_web_page_is_no_content() -> None:
    server = Scripted(html())
    async with server.client() as client:
        with pytest.raises(errors.NotTheApi, match="web page"):
            await client.files.content("file-1")


async def test_a_model_with_colons_in_its_name() -> None:
    server = Scripted(reply({"id": "ft:gpt-4.1:acme::1", "shutdown_date": "2027-01-14"}))
    async with server.client() as client:
        model = await client.models.retrieve("ft:gpt-4.1:acme::1")
    assert server.asked == ["GET /v1/models/ft%3Agpt-4.1%3Aacme%3A%3A1"]
    assert model.shutdown_date == "2027-01-14"


@pytest.mark.parametrize("job_id", ["", "  ", ".."])
async def test_an_empty_id_is_refused_before_any_request(job_id: str) -> None:
    server = Scripted()
    async with server.client() as client:
        for call in (
            client.jobs.retrieve,
            client.jobs.retrieve_row,
            client.jobs.cancel,
            client.jobs.pause,
            client.jobs.resume,
            client.events.list,
            client.checkpoints.list,
            client.files.retrieve,
            client.files.content,
            client.models.retrieve,
        ):
            with pytest.raises(errors.UsageError):
                await call(job_id)


def test_an_insecure_url_is_refused() -> None:
    with pytest.raises(errors.ConfigError, match="plain http"):
        Client(api_key=KEY, base_url="http://api.example.com/v1")
    Client(api_key=KEY, base_url="http://gpu-box/v1", insecure=True)


def test_a_client_of_a_profile() -> None:
    with pytest.raises(errors.MissingKey, match="set MY_KEY"):
        Client.for_profile(Profile(key_hint="set MY_KEY"))
    with pytest.raises(errors.ConfigError, match="plain http"):
        Client.for_profile(Profile(api_key=Secret(KEY), base_url="http://elsewhere.example/v1"))
    assert Client.for_profile(Profile(api_key=Secret(KEY))).jobs


async def test_reads_are_tried_six_times_with_growing_waits_and_the_wait_is_told() -> None:
    server = Scripted(*(httpx.Response(500, headers={"x-request-id": f"r{turn}"}) for turn in range(6)))
    told: list[tuple[float, int]] = []
    client = Client(
        api_key=KEY,
        base_url="https://api.example.com/v1",
        clock=server.clock,
        transport=httpx.MockTransport(server),
        on_wait=lambda seconds, error: told.append((seconds, error.tries)),
    )
    with pytest.raises(errors.ServerFailed) as caught:
        await client.jobs.retrieve("j")
    assert (caught.value.tries, caught.value.request_id) == (6, "r5")
    assert told == [(wait, turn + 1) for turn, wait in enumerate(server.clock.waits)]
    for wait, most in zip(server.clock.waits, (0.5, 1, 2, 4, 8), strict=True):
        assert 0.75 * most <= wait <= most


@pytest.mark.parametrize(
    "answer",
    [
        lambda: cut(200),
        lambda: cut(404),
        lambda: cut(401),
        lambda: httpx.Response(200, text='{"id": "ftjob-'),
        lambda: httpx.Response(200, text=""),
        lambda: httpx.Response(200, headers={"content-encoding": "gzip"}, stream=CutBody(b"no gzip")),
        lambda: httpx.Response(400, text='{"error": {"mess'),
        lambda: httpx.Response(408),
        lambda: httpx.Response(409),
        lambda: httpx.Response(503),
        lambda: html(502),
        lambda: BROKE,
        lambda: LATE,
        lambda: REFUSED,
        lambda: httpx.ConnectTimeout("late"),
    ],
)
async def test_a_read_goes_on_after_a_failure(answer: Callable[[], httpx.Response | Exception]) -> None:
    server = Scripted(answer(), reply(JOB))
    async with server.client() as client:
        assert (await client.jobs.retrieve(JOB["id"])).id == JOB["id"]
    assert len(server.clock.waits) == 1


@pytest.mark.parametrize(
    ("answer", "kind", "tries"),
    [
        (lambda: cut(404), errors.BadAnswer, 6),
        (lambda: REFUSED, errors.ConnectionFailed, 3),
        (lambda: httpx.ConnectError("[Errno -2] Name or service not known"), errors.ConnectionFailed, 3),
        (lambda: BROKE, errors.ConnectionFailed, 6),
        (lambda: LATE, errors.TimedOut, 6),
        (lambda: httpx.ConnectTimeout("x"), errors.TimedOut, 6),
        (lambda: sample_error("429_insufficient_quota"), errors.QuotaExceeded, 1),
        (lambda: sample_error("429_daily_fine_tune_limit"), errors.QuotaExceeded, 1),
        (lambda: sample_error("429_rate_limit"), errors.RateLimited, 6),
        (lambda: sample_error("401_invalid_api_key"), errors.AuthenticationFailed, 1),
        (lambda: sample_error("404_job"), errors.NotFound, 1),
        (lambda: html(200), errors.NotTheApi, 1),
        (lambda: httpx.Response(200, text="OK"), errors.NotTheApi, 1),
        (lambda: reply([1]), errors.NotTheApi, 1),
        (lambda: httpx.Response(302, headers={"location": "https://evil.example/"}), errors.Redirected, 1),
    ],
)
async def test_how_often_a_read_is_tried(
    answer: Callable[[], httpx.Response | Exception], kind: type[errors.ApiError], tries: int
) -> None:
    server = Scripted(*(answer() for _ in range(6)))
    async with server.client() as client:
        with pytest.raises(kind) as caught:
            await client.jobs.retrieve("j")
    assert type(caught.value) is kind
    assert caught.value.tries == len(server.requests) == tries


async def test_the_server_says_how_long_to_wait() -> None:
    server = Scripted(sample_error("429_rate_limit"), sample_error("503_overloaded"), reply(JOB))
    async with server.client() as client:
        await client.jobs.retrieve("j")
    assert server.clock.waits == [1.8, 5.0]


async def test_one_try_means_one_request() -> None:
    server = Scripted(sample_error("503_overloaded"))
    async with server.client(tries=1) as client:
        with pytest.raises(errors.ServerFailed) as caught:
            await client.jobs.list()
    assert caught.value.retry_after_s == 5
    assert server.clock.waits == []


async def test_redirects_are_not_followed_and_name_the_host() -> None:
    server = Scripted(httpx.Response(301, headers={"location": "https://evil.example/v1/fine_tuning/jobs"}))
    async with server.client() as client:
        with pytest.raises(errors.Redirected, match=r"api\.example\.com redirects to https://evil\.example \(301\)"):
            await client.jobs.list()
    assert len(server.requests) == 1


async def test_the_key_stands_in_no_error() -> None:
    echo = {"error": {"message": f"Incorrect API key provided: {KEY}", "code": KEY, "param": KEY}}
    answers = [
        reply(echo, status, {"x-request-id": f"r-{KEY}"}) for status in (400, 401, 403, 404, 409, 418, 429, 500, 302)
    ]
    answers.append(reply(echo, 200))
    answers.append(httpx.Response(400, text=f"no: Bearer {KEY}"))
    trouble = [httpx.ConnectError(f"bad {KEY}"), httpx.ProxyError(f"407 {KEY}"), httpx.LocalProtocolError(KEY)]
    server = Scripted(*answers, *trouble)
    async with server.client(tries=1) as client:
        for _ in range(len(answers) + len(trouble)):
            with pytest.raises(errors.ApiError) as caught:
                await client.jobs.retrieve("j")
            error = caught.value
            assert KEY not in f"{error!s} {error!r} {error.code} {error.param} {error.request_id}"


async def test_an_error_with_a_status_of_success_is_an_error() -> None:
    server = Scripted(reply({"error": {"message": "upstream is gone"}}), reply({"error": {"message": "no list"}}))
    async with server.client(tries=1) as client:
        with pytest.raises(errors.ApiError, match="upstream is gone"):
            await client.jobs.retrieve("j")
        with pytest.raises(errors.ApiError, match="no list"):
            await client.jobs.list()


async def test_odd_text_is_read_all_the_same() -> None:
    server = Scripted(
        httpx.Response(200, content=b'\xef\xbb\xbf{"id": "j", "model": "caf\xff"}'),
        httpx.Response(200, content=b'{"id": "j", "model": "a\nb"}'),
        httpx.Response(200, content=b'{"status": "queued"}'),
    )
    async with server.client(tries=1) as client:
        assert (await client.jobs.retrieve("j")).model == "caf\ufffd"
        assert (await client.jobs.retrieve("j")).model == "a\nb"
        nameless = await client.jobs.retrieve("ftjob-asked")
    assert (nameless.id, nameless.phase) == ("ftjob-asked", Phase.WAITING)
    assert nameless.notes == ("id: none was sent",)
