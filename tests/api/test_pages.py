"""Pages: rows as sent, where to go on, where to stop, and limits that a server refuses."""

from __future__ import annotations

import json

import httpx
import pytest

from ftmonitor import errors
from ftmonitor.api.caller import SMALL_BYTES
from ftmonitor.api.client import Client
from ftmonitor.models.job import Job
from tests.support import payloads
from tests.support.scripted import Scripted, page, reply

pytestmark = pytest.mark.anyio


async def ids(client: Client, limit: int | None = None) -> list[str]:
    return [row.id async for row in client.jobs.iterate(limit)]


async def test_a_page_as_sent() -> None:
    text = payloads.text("jobs_page.json")
    sent = json.loads(text)["data"]
    server = Scripted(reply(text))
    async with server.client() as client:
        got = await client.jobs.list()
    assert [row.raw for row in got.rows] == sent
    assert [json.loads(row.text) for row in got.rows] == sent
    assert (got.has_more, got.next) == (True, sent[-1]["id"])
    assert all(isinstance(job, Job) for job in got.data)
    assert [job.id for job in got.data] == [raw["id"] for raw in sent]


async def test_an_answer_that_is_as_it_was_is_not_read_again() -> None:
    server = Scripted(page("a", "b"), page("a", "b"), page("c", "a"), page("a", "b"))
    async with server.client() as client:
        first, same, news = [await client.events.list("job-1") for _ in range(3)]
        other = await client.events.list("job-2")
    assert [row.raw for row in same.rows] == [row.raw for row in first.rows]
    assert all(row.raw is before.raw for row, before in zip(same.rows, first.rows, strict=True))
    assert [row.id for row in news.rows] == ["c", "a"]
    assert [row.id for row in other.rows] == ["a", "b"]


async def test_an_error_with_the_body_of_a_page_is_an_error() -> None:
    good = page("a")
    server = Scripted(good, httpx.Response(404, headers=good.headers, content=good.content))
    async with server.client(tries=1) as client:
        await client.events.list("job-1")
        with pytest.raises(errors.ApiError):
            await client.events.list("job-1")


async def test_numbers_keep_their_spelling() -> None:
    server = Scripted(reply('{"data": [{"id": "e", "data": {"loss": 3.814697265625E-06,  "x": 1.0e2}}]}'))
    async with server.client() as client:
        got = await client.events.list("j")
    assert got.rows[0].text == '{"id": "e", "data": {"loss": 3.814697265625E-06,  "x": 1.0e2}}'


@pytest.mark.parametrize("size", [10, SMALL_BYTES, 20 * SMALL_BYTES])
async def test_an_answer_of_any_size_is_read(size: int) -> None:
    messages = ["x" * (size // 4)] * 4
    server = Scripted(reply({"data": [{"id": f"e{at}", "message": text} for at, text in enumerate(messages)]}))
    async with server.client() as client:
        got = await client.events.list("j")
    assert [row.raw["message"] for row in got.rows] == messages


async def test_a_large_answer_that_is_none_of_the_api_is_an_error() -> None:
    async with Scripted(reply({"nothing": "x" * SMALL_BYTES})).client() as client:
        with pytest.raises(errors.NotTheApi, match="check the base URL"):
            await client.events.list("j")


@pytest.mark.parametrize(
    ("envelope", "has_more", "following"),
    [
        ({"has_more": True}, True, "b"),
        ({"has_more": False}, False, None),
        ({"has_more": None}, True, "b"),
        ({}, True, "b"),
        ({"has_more": "true"}, True, "b"),
        ({"has_more": "false"}, False, None),
        ({"has_more": 0}, False, None),
    ],
)
async def test_where_to_go_on(envelope: dict[str, object], has_more: bool, following: str | None) -> None:
    server = Scripted(reply({**envelope, "data": [{"id": "a"}, {"id": "b"}]}))
    async with server.client() as client:
        got = await client.jobs.list()
    assert (got.has_more, got.next) == (has_more, following)


async def test_an_empty_page_is_the_end_whatever_it_says() -> None:
    server = Scripted(page(has_more=True), reply({"data": None, "has_more": True}), reply("[]"))
    async with server.client() as client:
        for _ in range(3):
            got = await client.jobs.list()
            assert (got.rows, got.has_more, got.next) == ((), False, None)


async def test_a_cursor_is_an_id_that_the_server_sent() -> None:
    server = Scripted(
        reply({"data": [{"id": "a"}, {"id": "b"}, {"x": 1}, None], "has_more": True}),
        reply({"data": [{"x": 1}], "has_more": True}),
        page("b", has_more=True),
    )
    async with server.client() as client:
        assert (await client.events.list("j")).next == "b"
        assert (await client.events.list("j")).next is None
        assert (await client.events.list("j", after="b")).next is None


async def test_one_odd_item_never_fails_its_page() -> None:
    server = Scripted(reply('{"data": [17, {"id": "a", "status": 3}, null, {"id": {}}], "has_more": false}'))
    async with server.client() as client:
        got = await client.jobs.list()
    assert [job.id for job in got.data] == [row.id for row in got.rows]
    assert [row.id[0] for row in got.rows] == ["?", "a", "?", "?"]
    assert all(job.notes for job in got.data)


@pytest.mark.parametrize(
    "odd", ['{"id": "o", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", '{"x": ' + "9" * 5_000 + "}"]
)
async def test_what_python_cannot_read_never_fails_its_page(odd: str) -> None:
    server = Scripted(reply(f'{{"data": [{odd}, {{"id": "a"}}], "has_more": true}}'))
    async with server.client(tries=1) as client:
        got = await client.events.list("j")
    assert (got.rows[0].text, got.rows[0].id[0], got.next) == (odd, "?", "a")
    assert got.data[0].notes


async def test_all_pages_in_turn() -> None:
    server = Scripted(page("a", "b", has_more=True), page("c", has_more=True), page("d"))
    async with server.client() as client:
        assert await ids(client, limit=2) == ["a", "b", "c", "d"]
    assert [request.url.params.get("after") for request in server.requests] == [None, "b", "c"]
    assert all(request.url.params["limit"] == "2" for request in server.requests)


async def test_paging_ends_without_has_more_on_an_empty_page() -> None:
    server = Scripted(page("a", has_more=None), page(has_more=None))
    async with server.client() as client:
        assert await ids(client) == ["a"]


async def test_paging_ends_where_a_cursor_repeats() -> None:
    server = Scripted(page("a", "b", has_more=True), page("a", "b", has_more=True))
    async with server.client() as client:
        assert await ids(client) == ["a", "b"]


async def test_paging_ends_where_cursors_go_round_in_a_ring() -> None:
    server = Scripted(page("a", has_more=True), page("b", has_more=True), page("a", has_more=True))
    async with server.client() as client:
        assert await ids(client) == ["a", "b", "a"]
    assert len(server.requests) == 3


async def test_rows_that_two_pages_share_come_once() -> None:
    server = Scripted(page("a", "b", has_more=True), page("b", "c"))
    async with server.client() as client:
        assert await ids(client) == ["a", "b", "c"]


async def test_an_error_on_the_way_is_raised_after_the_rows_before_it() -> None:
    server = Scripted(page("a", has_more=True), httpx.Response(403))
    async with server.client() as client:
        rows = client.jobs.iterate()
        assert (await anext(rows)).id == "a"
        with pytest.raises(errors.PermissionDenied):
            await anext(rows)


async def test_events_and_checkpoints_page_too_and_come_as_models() -> None:
    server = Scripted(
        page("a", has_more=True),
        page("b"),
        page("c", has_more=True),
        page("d"),
        page("a"),
        page("a"),
        page("a"),
    )
    async with server.client() as client:
        assert [row.id async for row in client.events.iterate("j")] == ["a", "b"]
        assert [row.id async for row in client.checkpoints.iterate("j", limit=3)] == ["c", "d"]
        assert [job.id async for job in client.jobs.iterate_data()] == ["a"]
        assert [event.message async for event in client.events.iterate_data("j")] == [""]
        assert [one.metrics async for one in client.checkpoints.iterate_data("j")] == [{}]
    assert server.asked[1] == "GET /v1/fine_tuning/jobs/j/events?after=a"
    assert server.asked[3] == "GET /v1/fine_tuning/jobs/j/checkpoints?after=c&limit=3"


def too_much(param: str | None = "limit", message: str = "must be at most 50") -> httpx.Response:
    return reply({"error": {"message": message, "param": param, "code": None}}, 400)


async def test_a_refused_limit_is_asked_again_with_fifty_then_with_none_and_remembered() -> None:
    server = Scripted(too_much(), too_much(None, "limit is too high"), page("a"), page("b"), page("c"))
    async with server.client(tries=1) as client:
        assert (await client.events.list("j", limit=100)).rows[0].id == "a"
        await client.events.list("j", limit=100)
        await client.jobs.list(limit=100)
    assert [request.url.params.get("limit") for request in server.requests] == ["100", "50", None, None, "100"]


async def test_fifty_is_remembered_where_it_is_taken() -> None:
    server = Scripted(too_much("query.limit"), page("a"), page("b"), page("c"))
    async with server.client() as client:
        await client.jobs.list(limit=100)
        await client.jobs.list(limit=80)
        await client.jobs.list(limit=20)
    assert [request.url.params.get("limit") for request in server.requests] == ["100", "50", "50", "20"]


async def test_a_validation_detail_about_the_limit_counts() -> None:
    detail = [{"loc": ["query", "limit"], "msg": "ensure this value is less than or equal to 50"}]
    server = Scripted(reply({"detail": detail}, 422), page("a"))
    async with server.client() as client:
        await client.jobs.list(limit=100)
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "refused", [too_much("after", "the limit of cursors"), too_much(None, "no"), too_much(None, "a rate limit")]
)
async def test_other_refusals_are_errors(refused: httpx.Response) -> None:
    server = Scripted(refused)
    async with server.client() as client:
        with pytest.raises(errors.BadRequest):
            await client.jobs.list(limit=100)


async def test_a_list_that_is_none_says_so() -> None:
    server = Scripted(reply({"jobs": []}), reply('{"data": [{"id": "a"}, '), reply({"data": "x"}))
    async with server.client(tries=1) as client:
        with pytest.raises(errors.NotTheApi, match="not a list"):
            await client.jobs.list()
        with pytest.raises(errors.BadAnswer, match="broke off"):
            await client.jobs.list()
        with pytest.raises(errors.NotTheApi):
            await client.jobs.list()
