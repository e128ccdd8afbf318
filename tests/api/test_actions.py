"""Cancel, pause and resume: what is repeated, and what becomes of a repetition that is refused."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from ftmonitor import errors
from ftmonitor.api.client import Client
from ftmonitor.models.source import Verb
from tests.support.scripted import Scripted, cut, html, reply, sample_error

pytestmark = pytest.mark.anyio

REFUSED = httpx.ConnectError("[Errno 111] Connection refused")


def job(status: str) -> httpx.Response:
    return reply({"id": "j", "status": status})


def wrong_state() -> httpx.Response:
    return sample_error("400_cancel_finished")


@pytest.mark.parametrize("verb", list(Verb))
async def test_an_action_posts_without_a_body_and_returns_the_job(verb: Verb) -> None:
    server = Scripted(job("cancelled"))
    async with server.client() as client:
        done = await getattr(client.jobs, verb)("j")
    assert (done.id, done.status) == ("j", "cancelled")
    assert server.asked == [f"POST /v1/fine_tuning/jobs/j/{verb}"]
    assert server.requests[0].content == b""


@pytest.mark.parametrize(
    "answer",
    [
        lambda: REFUSED,
        lambda: httpx.ConnectTimeout("x"),
        lambda: httpx.ProxyError("407"),
        lambda: sample_error("429_rate_limit"),
        lambda: sample_error("503_overloaded"),
    ],
)
async def test_it_is_repeated_where_it_cannot_have_arrived_or_the_server_says_wait(
    answer: Callable[[], httpx.Response | Exception],
) -> None:
    server = Scripted(answer(), job("pausing"))
    async with server.client() as client:
        assert (await client.jobs.pause("j")).status == "pausing"
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lambda: httpx.RemoteProtocolError("gone"), errors.ConnectionFailed),
        (lambda: httpx.ReadTimeout("late"), errors.TimedOut),
        (lambda: httpx.WriteError("gone"), errors.ConnectionFailed),
        (lambda: httpx.Response(500), errors.ServerFailed),
        (lambda: httpx.Response(503), errors.ServerFailed),
        (lambda: httpx.Response(408), errors.ServerFailed),
        (lambda: httpx.Response(409), errors.Conflict),
        (lambda: cut(500), errors.ServerFailed),
        (lambda: cut(400), errors.BadAnswer),
        (html, errors.NotTheApi),
        (wrong_state, errors.BadRequest),
        (lambda: sample_error("429_insufficient_quota"), errors.QuotaExceeded),
        (lambda: sample_error("404_job"), errors.NotFound),
        (lambda: httpx.Response(405), errors.Unsupported),
    ],
)
async def test_it_is_not_repeated_otherwise(
    answer: Callable[[], httpx.Response | Exception], kind: type[errors.ApiError]
) -> None:
    server = Scripted(answer())
    async with server.client() as client:
        with pytest.raises(kind) as caught:
            await client.jobs.cancel("j")
    assert type(caught.value) is kind
    assert caught.value.tries == 1


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (Verb.CANCEL, "cancelled"),
        (Verb.CANCEL, "canceling"),
        (Verb.PAUSE, "pausing"),
        (Verb.PAUSE, "paused"),
        (Verb.RESUME, "resuming"),
        (Verb.RESUME, "queued"),
        (Verb.RESUME, "running"),
    ],
)
async def test_a_refused_repetition_is_no_failure_where_the_job_is_as_wanted(verb: Verb, status: str) -> None:
    server = Scripted(sample_error("503_overloaded"), wrong_state(), job(status))
    async with server.client() as client:
        assert (await client.jobs.act("j", verb)).raw["status"] == status
    assert server.asked[-1] == "GET /v1/fine_tuning/jobs/j"


@pytest.mark.parametrize(
    ("verb", "status"),
    [(Verb.CANCEL, "succeeded"), (Verb.PAUSE, "running"), (Verb.RESUME, "paused"), (Verb.PAUSE, "new_word")],
)
async def test_a_refused_repetition_is_a_failure_where_the_job_is_not(verb: Verb, status: str) -> None:
    server = Scripted(REFUSED, wrong_state(), job(status))
    async with server.client() as client:
        with pytest.raises(errors.BadRequest, match="terminal state") as caught:
            await client.jobs.act("j", verb)
    assert caught.value.tries == 2
    assert len(server.requests) == 3


async def test_a_refused_repetition_stays_refused_where_the_job_cannot_be_read() -> None:
    server = Scripted(REFUSED, wrong_state(), sample_error("404_job"))
    async with server.client() as client:
        with pytest.raises(errors.BadRequest):
            await client.jobs.cancel("j")


@pytest.mark.parametrize(
    "answer",
    [
        lambda: httpx.Response(204),
        lambda: httpx.Response(202, text="accepted"),
        lambda: reply({"ok": True}),
        lambda: reply([]),
        lambda: cut(200),
        lambda: httpx.Response(200, text='{"id": "j", "sta'),
    ],
)
async def test_an_answer_without_a_job_is_accepted_and_the_job_is_read(answer: Callable[[], httpx.Response]) -> None:
    server = Scripted(answer(), job("pausing"), answer())
    async with server.client() as client:
        assert (await client.jobs.pause("j")).status == "pausing"
        assert server.asked[1] == "GET /v1/fine_tuning/jobs/j"
        assert await client.jobs.ask("j", Verb.PAUSE) is None


async def test_an_error_in_a_success_is_no_acceptance() -> None:
    server = Scripted(reply({"error": {"message": "no upstream"}}))
    async with server.client() as client:
        with pytest.raises(errors.ApiError, match="no upstream"):
            await client.jobs.cancel("j")


def test_the_verbs_are_the_methods() -> None:
    client: Client = Scripted().client()
    assert all(callable(getattr(client.jobs, verb)) for verb in Verb)
