"""Answers that are no success: which error, and a sentence that says what to do."""

from __future__ import annotations

import json

import pytest

from ftmonitor import errors
from ftmonitor.api.exchange import Deed, Reply, Request
from ftmonitor.api.refusals import refusal
from ftmonitor.secret import Secret
from tests.support import payloads

HOST = "api.example.com"
JOB = Request("GET", "/fine_tuning/jobs/ftjob-1", "read a job", subject="job ftjob-1")
LIST = Request("GET", "/fine_tuning/jobs", "list jobs")
CREATE = Request("POST", "/fine_tuning/jobs", "create jobs", Deed.CREATE)
CANCEL = Request("POST", "/fine_tuning/jobs/ftjob-1/cancel", "cancel a job", Deed.ACT, subject="job ftjob-1")
NOW = 1_795_000_000.0


def sample(name: str) -> Reply:
    case = payloads.load(f"errors/{name}.json")
    body = case["body_text"] if "body_text" in case else json.dumps(case["body"])
    return Reply(case["status"], case["headers"], body.encode())


def answer(status: int, body: object = None, **headers: str) -> Reply:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is None:
        return Reply(status, sent)
    if isinstance(body, str):
        return Reply(status, sent, body.encode())
    return Reply(status, {"content-type": "application/json", **sent}, json.dumps(body).encode())


def read(reply: Reply, request: Request = JOB, *, keyed: bool = True) -> errors.ApiError:
    return refusal(reply, request, HOST, now=NOW, keyed=keyed)


@pytest.mark.parametrize(
    ("name", "kind", "code", "words"),
    [
        ("400_bad_after", errors.BadRequest, "invalid_value", "says no (400): Invalid value for 'after'"),
        ("400_cancel_finished", errors.BadRequest, None, "Cannot cancel a job that is already in a terminal state"),
        ("401_invalid_api_key", errors.AuthenticationFailed, "invalid_api_key", "refused the API key (401): check"),
        (
            "401_missing_scope",
            errors.AuthenticationFailed,
            "missing_scope",
            "lacks the scope api.fine_tuning.jobs.read (401)",
        ),
        ("403_unsupported_region", errors.PermissionDenied, "unsupported_country_region_territory", "not supported"),
        ("404_job", errors.NotFound, "fine_tune_not_found", "no job ftjob-1 here: check the id, or whether the key"),
        ("404_not_found_url", errors.Unsupported, None, "has no endpoint to read a job (404)"),
        ("429_daily_fine_tune_limit", errors.QuotaExceeded, "daily_rate_limit_exceeded", "daily limit"),
        ("429_insufficient_quota", errors.QuotaExceeded, "insufficient_quota", "plan, limits and billing"),
        ("429_rate_limit", errors.RateLimited, "rate_limit_exceeded", "asked too often (429): Rate limit reached"),
        ("429_slow_down", errors.RateLimited, "slow_down", "try again in 20 s"),
        ("500_server_error", errors.ServerFailed, None, "failed (500): The server had an error"),
        ("502_html", errors.ServerFailed, None, "failed (502); try again"),
        ("503_overloaded", errors.ServerFailed, "server_is_overloaded", "overloaded"),
        ("azure_401", errors.AuthenticationFailed, "401", "invalid subscription key or wrong API endpoint"),
        ("azure_404_nested", errors.NotFound, "notFound", "no job ftjob-1 here"),
        ("fastapi_detail", errors.Unsupported, None, "has no endpoint to read a job (404)"),
        ("litellm_error_string", errors.ServerFailed, "500", "litellm.InternalServerError: upstream"),
    ],
)
def test_answers_that_servers_gave(name: str, kind: type[errors.ApiError], code: str | None, words: str) -> None:
    reply = sample(name)
    error = read(reply)
    assert type(error) is kind
    assert words in error.message
    assert (error.status, error.code) == (reply.status, code)
    assert error.request_id == (reply.headers.get("x-request-id") or reply.headers.get("apim-request-id"))
    assert "\n" not in error.message


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, errors.Redirected),
        (304, errors.Redirected),
        (400, errors.BadRequest),
        (401, errors.AuthenticationFailed),
        (402, errors.BadRequest),
        (403, errors.PermissionDenied),
        (404, errors.Unsupported),
        (405, errors.Unsupported),
        (408, errors.ServerFailed),
        (409, errors.Conflict),
        (418, errors.BadRequest),
        (422, errors.BadRequest),
        (429, errors.RateLimited),
        (500, errors.ServerFailed),
        (501, errors.Unsupported),
        (504, errors.ServerFailed),
        (599, errors.ServerFailed),
    ],
)
@pytest.mark.parametrize("body", [None, "<html>no</html>", "no"])
def test_each_status_has_its_kind_whatever_the_body(status: int, kind: type[errors.ApiError], body: object) -> None:
    error = read(answer(status, body))
    assert type(error) is kind
    assert error.status == status
    assert HOST in error.message or status == 401


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
@pytest.mark.parametrize("body", ['{"error": {"message": "No s', "[", "{'error': 1}"])
def test_a_broken_body_counts_as_a_failure_of_the_server_at_any_status(status: int, body: str) -> None:
    assert type(read(answer(status, body))) is errors.BadAnswer


def test_a_body_shorter_than_promised_is_broken() -> None:
    assert type(read(answer(404, "not found", content_length="500"))) is errors.BadAnswer
    assert type(read(answer(404, "not found", content_length="9"))) is errors.Unsupported


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"error": {"message": "Could not find fine tune: 123", "code": "fine_tune_not_found"}}, errors.NotFound),
        ({"error": {"message": "Not found", "code": "file_not_found"}}, errors.NotFound),
        ({"error": {"message": "No such job", "type": "invalid_request_error"}}, errors.NotFound),
        ({"error": {"message": "Invalid URL (POST /v1/x)", "code": None}}, errors.Unsupported),
        ({"error": {"message": "Unknown request URL: GET /x", "code": "unknown_url"}}, errors.Unsupported),
        ({"error": {"message": "Unrecognized request URL", "code": None}}, errors.Unsupported),
        ({"error": {"code": "404", "message": "Resource not found"}}, errors.Unsupported),
        ({"error": 'path "/v1/files" not found'}, errors.Unsupported),
        ({"detail": "Not Found"}, errors.Unsupported),
        ({"detail": "Job ftjob-1 not found"}, errors.NotFound),
        ({}, errors.Unsupported),
        ([], errors.Unsupported),
    ],
)
def test_404_is_a_missing_job_or_a_missing_endpoint(body: object, kind: type[errors.ApiError]) -> None:
    assert type(read(answer(404, body))) is kind


def test_404_for_a_cursor_or_a_list_does_not_speak_of_a_job() -> None:
    body = {"error": {"message": "No such event", "param": "after"}}
    assert "No such event" in read(answer(404, body)).message
    assert "No such file" in read(answer(404, {"error": {"message": "No such file", "param": "x"}}), CREATE).message


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"code": "billing_hard_limit_reached"}, errors.QuotaExceeded),
        ({"type": "insufficient_quota", "code": None}, errors.QuotaExceeded),
        ({"code": "spend_limit_exceeded"}, errors.QuotaExceeded),
        ({"message": "You exceeded your current quota"}, errors.QuotaExceeded),
        ({"message": "Billing hard limit has been reached"}, errors.QuotaExceeded),
        ({"code": "rate_limit_exceeded", "message": "on requests per day (RPD): Limit 200"}, errors.RateLimited),
        ({"code": "429", "message": "exceeded call rate limit. Please retry after 8 seconds."}, errors.RateLimited),
        ({"code": "requests", "message": "Rate limit reached"}, errors.RateLimited),
        ({}, errors.RateLimited),
    ],
)
def test_429_means_to_wait_or_to_pay(error: object, kind: type[errors.ApiError]) -> None:
    assert type(read(answer(429, {"error": error}))) is kind


def test_401_without_a_key_and_with_other_words() -> None:
    assert "none is set" in read(answer(401), keyed=False).message
    said = {"error": {"message": "You must be a member of an organization to use the API", "code": "no_org"}}
    assert "You must be a member" in read(answer(401, said)).message
    two = {"error": {"message": "Missing scopes: api.fine_tuning.jobs.read, api.files.read."}}
    assert "lacks the scope api.fine_tuning.jobs.read, api.files.read (401)" in read(answer(401, two)).message
    nameless = {"error": {"message": "You have insufficient permissions for this operation."}}
    assert "may not do this" in read(answer(401, nameless)).message


@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("https://login.example.org/x?token=hush", "https://login.example.org"),
        ("//other.example/x", "other.example"),
        ("/elsewhere", "another place on the same host"),
        ("http://[", "another place on the same host"),
        ("https://u:hush@h.example/", "https://h.example"),
    ],
)
def test_a_redirect_names_the_host_only(location: str, named: str) -> None:
    error = read(answer(307, location=location))
    assert f"redirects to {named} (307)" in error.message
    assert "hush" not in error.message


def test_validation_details_say_where() -> None:
    body = {"detail": [{"loc": ["query", "limit"], "msg": "must be at most 50"}, {"msg": "and that"}]}
    assert "query.limit: must be at most 50; and that" in read(answer(422, body), LIST).message


@pytest.mark.parametrize(
    ("request_", "advice"), [(LIST, "; try again"), (CANCEL, "look at the job"), (CREATE, "look at the list")]
)
def test_what_may_have_happened_all_the_same_is_said(request_: Request, advice: str) -> None:
    assert advice in read(answer(502), request_).message


def test_secrets_and_escapes_do_not_get_through() -> None:
    key = "a-key-of-no-known-shape-77"
    Secret(key)
    filler = "x" * 480
    said = f"{filler} {key} sk-proj-****abcd \x1b[31m\n\u202e{'y' * 9000}"
    body = {"error": {"message": said, "code": key, "param": f"p {key}", "type": "t"}}
    error = read(answer(400, body, x_request_id=f"req\x1b {key}"))
    shown = f"{error!s} {error.code} {error.param} {error.request_id}"
    for secret in (key, key[:12], "abcd", "\x1b", "\u202e", "\n"):
        assert secret not in shown
    assert len(shown) < 1000


def test_the_wait_a_server_asks_for_is_kept() -> None:
    assert read(sample("429_rate_limit")).retry_after_s == 1.8
    assert read(sample("503_overloaded")).retry_after_s == 5
    assert read(answer(500)).retry_after_s is None


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({"x-request-id": "a", "apim-request-id": "b"}, "a"),
        ({"x-request-id": " ", "apim-request-id": "b"}, "b"),
        ({"x-ms-request-id": "c"}, "c"),
        ({}, None),
    ],
)
def test_the_request_id(headers: dict[str, str], found: str | None) -> None:
    error = read(Reply(500, headers))
    assert error.request_id == found
    assert str(error).endswith(f"(request id {found})") is (found is not None)
