from __future__ import annotations

import pytest

from ftmonitor.models.source import Verb
from ftmonitor.simulator.exchange import Request
from ftmonitor.simulator.paging import Limits, window
from ftmonitor.simulator.routes import Paging
from ftmonitor.simulator.simulator import Simulator
from tests.support.clock import FakeClock
from tests.support.simulated import JOBS, ask, got, named, value


@pytest.fixture
def simulator() -> Simulator:
    return Simulator(clock=FakeClock())


@pytest.mark.parametrize(
    ("asked", "status", "code", "said"),
    [
        ("GET /v1/fine_tuning/job", 404, None, "Invalid URL (GET /v1/fine_tuning/job)"),
        ("GET /fine_tuning/jobs", 404, None, "Invalid URL (GET /fine_tuning/jobs)"),
        (f"DELETE {JOBS}", 405, "method_not_supported", "Not allowed to DELETE on /v1/fine_tuning/jobs"),
        (f"GET {JOBS}/ftjob-x", 404, "fine_tune_not_found", "Could not find fine tune: ftjob-x"),
        (f"GET {JOBS}/ftjob-x/events", 404, "fine_tune_not_found", "Could not find fine tune: ftjob-x"),
        (f"GET {JOBS}/a%2Fb%20c", 404, "fine_tune_not_found", "Could not find fine tune: a/b c"),
        (f"POST {JOBS}/ftjob-x/pause", 404, "fine_tune_not_found", "Could not find fine tune: ftjob-x"),
        (f"GET {JOBS}?limit=0", 400, "integer_below_min_value", "Invalid 'limit'"),
        (f"GET {JOBS}?limit=101", 400, "integer_above_max_value", "Expected a value <= 100, but got 101"),
        (f"GET {JOBS}?limit=ten", 400, "invalid_type", "Invalid 'limit'"),
        (f"GET {JOBS}?after=ftjob-x", 400, "invalid_value", "Invalid value for 'after'"),
        ("GET /v1/files/file-x", 404, None, "No such File object: file-x"),
        ("GET /v1/files/file-x/content", 404, None, "No such File object: file-x"),
        ("GET /v1/models/gpt-9", 404, "model_not_found", "The model 'gpt-9' does not exist"),
        ("POST /v1/files", 400, "missing_required_parameter", "Missing required parameter: 'file'."),
    ],
)
def test_refusals(simulator: Simulator, asked: str, status: int, code: str | None, said: str) -> None:
    error = value(ask(simulator, *asked.split(" ", 1)), status)["error"]
    assert error["code"] == code
    assert said in error["message"]
    assert error["type"] == "invalid_request_error"


@pytest.mark.parametrize(("key", "code"), [("", None), ("wrong-key-0000", "invalid_api_key")])
def test_keys_that_are_refused(simulator: Simulator, key: str, code: str | None) -> None:
    error = value(ask(simulator, "GET", JOBS, key=key), 401)["error"]
    assert error["code"] == code
    assert "wrong-key-0000" not in error["message"]


def test_a_key_may_stand_in_the_header_of_azure(simulator: Simulator) -> None:
    assert simulator.answer(Request("GET", JOBS, headers={"api-key": "x"})).status == 200


def test_answers_have_the_headers_of_the_service(simulator: Simulator) -> None:
    for target in (JOBS, "/v1/nothing"):
        headers = dict(ask(simulator, "GET", target).headers)
        assert headers["x-request-id"].startswith("req_")
        assert headers["openai-version"] == "2020-10-01"
        assert {"openai-organization", "openai-processing-ms"} <= set(headers)


def test_pages_of_jobs_hold_every_job_once(simulator: Simulator) -> None:
    seen: list[str] = []
    query = ""
    while True:
        page = got(simulator, f"{JOBS}{query}")
        assert list(page) == ["object", "data", "has_more"]
        seen += [row["id"] for row in page["data"]]
        if not page["has_more"]:
            break
        query = f"?after={seen[-1]}"
    assert seen == [job["id"] for job in simulator.ledger.jobs()]


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_pages_of_events_hold_every_event_once(simulator: Simulator, limit: int) -> None:
    job = named(simulator, "sql-rft-2")  # paused: its last event followed an ask
    seen: list[str] = []
    after = ""
    while True:
        page = got(simulator, f"{JOBS}/{job}/events?limit={limit}{after}")
        seen += [row["id"] for row in page["data"]]
        if not page["has_more"]:
            break
        after = f"&after={seen[-1]}"
    assert seen == [event["id"] for event in simulator.ledger.events(job)][::-1]


def test_a_cursor_stays_where_it_is_while_events_come(simulator: Simulator) -> None:
    job = named(simulator, "support-v7")
    first = got(simulator, f"{JOBS}/{job}/events?limit=10")["data"]
    older = got(simulator, f"{JOBS}/{job}/events?limit=10&after={first[-1]['id']}")
    simulator.clock.advance(60)  # type: ignore[attr-defined]
    assert got(simulator, f"{JOBS}/{job}/events?limit=10&after={first[-1]['id']}") == older


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("metadata%5Bteam%5D=legal", {"legal-summaries-1", "legal-summaries-2", "redaction-2"}),
        ("metadata[team]=legal&metadata[gdpr]=yes", {"redaction-2"}),
        ("metadata[team]=nobody", set()),
    ],
)
def test_jobs_by_metadata(simulator: Simulator, query: str, names: set[str]) -> None:
    page = got(simulator, f"{JOBS}?{query}")
    assert {job["user_provided_suffix"] for job in page["data"]} == names


def test_jobs_without_metadata_page_by_page(simulator: Simulator) -> None:
    first = got(simulator, f"{JOBS}?metadata=null&limit=5")
    rest = got(simulator, f"{JOBS}?metadata=null&limit=100&after={first['data'][-1]['id']}")
    found = [job["id"] for job in first["data"] + rest["data"]]
    assert found == [job["id"] for job in simulator.ledger.jobs() if job.get("metadata") is None]
    assert (first["has_more"], rest["has_more"]) == (True, False)


@pytest.mark.parametrize(
    ("name", "verb"),
    [("support-v6", Verb.CANCEL), ("support-v6", Verb.PAUSE), ("support-v7", Verb.RESUME), ("sql-rft-2", Verb.PAUSE),
     ("billing-intents", Verb.PAUSE), ("support-v5", Verb.CANCEL)],
)  # fmt: skip
def test_verbs_in_a_wrong_state(simulator: Simulator, name: str, verb: Verb) -> None:
    job = named(simulator, name)
    before = got(simulator, f"{JOBS}/{job}")
    error = value(ask(simulator, "POST", f"{JOBS}/{job}/{verb}"), 400)["error"]
    assert error["message"].startswith(f"Cannot {verb} a job")
    assert got(simulator, f"{JOBS}/{job}") == before


def test_models_say_when_they_go(simulator: Simulator) -> None:
    assert got(simulator, "/v1/models/gpt-4.1-mini")["shutdown_date"] == "2027-01-14"
    tuned = got(simulator, f"{JOBS}/{named(simulator, 'support-v6')}")["fine_tuned_model"]
    assert got(simulator, f"/v1/models/{tuned}")["shutdown_date"] == "2027-01-14"
    assert tuned in {row["id"] for row in got(simulator, "/v1/models")["data"]}


def test_limits_can_be_tightened() -> None:
    tight = Simulator(clock=FakeClock(), paging=Paging(jobs=Limits(20, 50), events=Limits(20, 100, cap=3)))
    assert ask(tight, "GET", f"{JOBS}?limit=51").status == 400
    page = got(tight, f"{JOBS}/{named(tight, 'support-v6')}/events?limit=100")
    assert (len(page["data"]), page["has_more"]) == (3, True)


@pytest.mark.parametrize(
    ("count", "size", "after", "places", "more"),
    [
        (0, 5, None, [], False),
        (3, 5, None, [2, 1, 0], False),
        (3, 3, None, [2, 1, 0], False),
        (3, 2, None, [2, 1], True),
        (3, 2, 2, [1, 0], False),
        (3, 2, 0, [], False),
    ],
)
def test_window(count: int, size: int, after: int | None, places: list[int], more: bool) -> None:
    page, has_more = window(count, size, after)
    assert (list(page), has_more) == (places, more)


def test_files_are_listed_newest_first_by_purpose(simulator: Simulator) -> None:
    page = got(simulator, "/v1/files?purpose=fine-tune-results&limit=5")
    assert {row["purpose"] for row in page["data"]} == {"fine-tune-results"}
    stamps = [row["created_at"] for row in page["data"]]
    assert stamps == sorted(stamps, reverse=True)
    assert page["has_more"] is True
    oldest = got(simulator, "/v1/files?order=asc&limit=1")["data"][0]
    assert oldest["created_at"] == min(row["created_at"] for row in got(simulator, "/v1/files")["data"])
