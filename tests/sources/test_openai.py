"""The fine-tuning API as a source: one request a call, rows as sent."""

from __future__ import annotations

import httpx
import pytest

from ftmonitor import errors
from ftmonitor.models.source import Shape, Source, Verb, What
from ftmonitor.sources.openai import OpenAISource
from tests.support import payloads
from tests.support.scripted import Scripted, cut, page, reply, sample_error

pytestmark = pytest.mark.anyio


def source_of(server: Scripted) -> OpenAISource:
    return OpenAISource(server.client(tries=1), "api.example.com")


async def test_pages_of_each_kind() -> None:
    server = Scripted(page("a", has_more=True), page("e"), page("c"))
    source: Source = source_of(server)
    jobs = await source.page(What.JOBS, None, None)
    events = await source.page(What.EVENTS, "j", "e0")
    checkpoints = await source.page(What.CHECKPOINTS, "j", None)
    await source.aclose()
    assert [one.rows[0].id for one in (jobs, events, checkpoints)] == ["a", "e", "c"]
    assert [one.next for one in (jobs, events, checkpoints)] == ["a", None, None]
    assert {one.shape for one in (jobs, events, checkpoints)} == {Shape.WALK}
    assert server.asked == [
        "GET /v1/fine_tuning/jobs?limit=100",
        "GET /v1/fine_tuning/jobs/j/events?after=e0&limit=100",
        "GET /v1/fine_tuning/jobs/j/checkpoints?limit=100",
    ]
    assert source.identity == "api.example.com"


async def test_events_of_no_job_are_refused() -> None:
    with pytest.raises(errors.UsageError):
        await source_of(Scripted()).page(What.EVENTS, None, None)


@pytest.mark.parametrize(
    "answer", [httpx.Response(500), sample_error("429_rate_limit"), httpx.ConnectError("refused"), cut()]
)
async def test_nothing_is_repeated(answer: httpx.Response | Exception) -> None:
    server = Scripted(answer)
    with pytest.raises(errors.Unanswered):
        await source_of(server).job("j")
    assert len(server.requests) == 1


async def test_a_job_and_an_action() -> None:
    server = Scripted(reply({"id": "j", "status": "running"}), reply({"id": "j", "status": "paused"}), reply({}))
    source = source_of(server)
    assert (await source.job("j")).raw["status"] == "running"
    row = await source.act("j", Verb.PAUSE)
    assert row is not None
    assert row.raw["status"] == "paused"
    assert await source.act("j", Verb.PAUSE) is None


async def test_a_missing_endpoint_is_a_reason_from_then_on() -> None:
    server = Scripted(sample_error("404_job"), sample_error("fastapi_detail"))
    source = source_of(server)
    assert source.can(Verb.PAUSE) == ""
    with pytest.raises(errors.NotFound):
        await source.act("j", Verb.PAUSE)
    assert source.can(Verb.PAUSE) == ""
    with pytest.raises(errors.Unsupported):
        await source.act("j", Verb.PAUSE)
    assert source.can(Verb.PAUSE) == "this server cannot pause jobs"
    assert source.can(Verb.CANCEL) == ""


def test_stored_texts_are_read_whatever_they_are() -> None:
    source = source_of(Scripted())
    text = payloads.text("job_failed.json")
    assert source.read_job(text).failure is not None
    assert source.read_job(text).text == text
    assert source.read_event('{"id": "e", "message": "m"}').message == "m"
    assert source.read_checkpoint('{"id": "c", "step_number": 3}').step == 3
    for read in (source.read_job, source.read_event, source.read_checkpoint):
        assert read("{broken").notes
