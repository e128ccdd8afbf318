"""When a failed request is sent again: the whole table."""

from __future__ import annotations

import pytest

from ftmonitor.api.exchange import Deed
from ftmonitor.api.retry import asked_wait_s, backoff_s, wait_s
from ftmonitor.errors import (
    ApiError,
    AuthenticationFailed,
    BadAnswer,
    BadRequest,
    Conflict,
    ConnectionFailed,
    NotFound,
    NotTheApi,
    PermissionDenied,
    QuotaExceeded,
    RateLimited,
    Redirected,
    ServerFailed,
    TimedOut,
    Unsupported,
)

NOW = 1_795_000_000.0  # Wed, 18 Nov 2026 11:06:40 GMT
READ, ACT, CREATE = Deed.READ, Deed.ACT, Deed.CREATE
WAIT = {"retry-after": "7"}
REFUSED, BROKE = ConnectionFailed("x", sent=False), ConnectionFailed("x")
SLOW_CONNECT, SLOW_ANSWER = TimedOut("x", sent=False), TimedOut("x")


@pytest.mark.parametrize(
    ("deed", "error", "headers", "wait"),
    [
        (READ, ServerFailed("x", status=500), {}, 0.5),
        (READ, ServerFailed("x", status=408), {}, 0.5),
        (READ, Conflict("x", status=409), {}, 0.5),
        (READ, BadAnswer("x", status=200), {}, 0.5),
        (READ, BadAnswer("x", status=404), {}, 0.5),
        (READ, RateLimited("x"), {}, 0.5),
        (READ, RateLimited("x"), WAIT, 7),
        (READ, RateLimited("x"), {"retry-after": "120"}, 120),
        (READ, RateLimited("x"), {"retry-after": "121"}, None),
        (READ, REFUSED, {}, 0.5),
        (READ, BROKE, {}, 0.5),
        (READ, SLOW_CONNECT, {}, 0.5),
        (READ, SLOW_ANSWER, {}, 0.5),
        (READ, QuotaExceeded("x"), WAIT, None),
        (READ, QuotaExceeded("x"), {"x-should-retry": "true"}, None),
        (READ, RateLimited("x"), {"x-should-retry": "false", **WAIT}, None),
        (READ, ServerFailed("x"), {"x-should-retry": " FALSE "}, None),
        (READ, BadRequest("x"), {"x-should-retry": "true"}, 0.5),
        (READ, BadRequest("x"), WAIT, None),
        (READ, AuthenticationFailed("x"), {}, None),
        (READ, PermissionDenied("x"), {}, None),
        (READ, NotFound("x"), {}, None),
        (READ, Unsupported("x"), {}, None),
        (READ, Redirected("x"), {}, None),
        (READ, NotTheApi("x"), {}, None),
        (ACT, REFUSED, {}, 0.5),
        (ACT, SLOW_CONNECT, {}, 0.5),
        (ACT, BROKE, {}, None),
        (ACT, SLOW_ANSWER, {}, None),
        (ACT, RateLimited("x"), {}, 0.5),
        (ACT, RateLimited("x"), WAIT, 7),
        (ACT, ServerFailed("x", status=503), WAIT, 7),
        (ACT, ServerFailed("x", status=503), {}, None),
        (ACT, ServerFailed("x", status=500), {"x-should-retry": "true"}, None),
        (ACT, Conflict("x", status=409), {}, None),
        (ACT, Conflict("x", status=409), WAIT, 7),
        (ACT, BadAnswer("x", status=200), WAIT, None),
        (ACT, BadRequest("x"), {"x-should-retry": "true"}, None),
        (ACT, QuotaExceeded("x"), WAIT, None),
        (CREATE, REFUSED, {}, None),
        (CREATE, RateLimited("x"), WAIT, None),
        (CREATE, ServerFailed("x"), {"x-should-retry": "true"}, None),
    ],
)
def test_what_is_sent_again(deed: Deed, error: ApiError, headers: dict[str, str], wait: float | None) -> None:
    assert wait_s(deed, 1, 6, error, headers, now=NOW, chance=0) == wait


@pytest.mark.parametrize(
    ("error", "tries", "waits"),
    [
        (ServerFailed("x"), 6, 5),
        (BROKE, 6, 5),
        (SLOW_CONNECT, 6, 5),
        (REFUSED, 6, 2),
        (REFUSED, 2, 1),
        (ServerFailed("x"), 1, 0),
        (REFUSED, 1, 0),
    ],
)
def test_how_often(error: ApiError, tries: int, waits: int) -> None:
    asked = [wait_s(READ, attempt, tries, error, {}, now=NOW, chance=0) for attempt in range(1, 9)]
    assert [wait is not None for wait in asked] == [True] * waits + [False] * (8 - waits)


def test_waits_double_up_to_eight_seconds_and_chance_shortens_them() -> None:
    assert [backoff_s(attempt, 0) for attempt in (1, 2, 3, 4, 5, 6, 5000)] == [0.5, 1, 2, 4, 8, 8, 8]
    assert backoff_s(5, 0.999) == pytest.approx(6, abs=0.01)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"retry-after-ms": "1800", "retry-after": "2"}, 1.8),
        ({"retry-after-ms": "soon", "retry-after": "2"}, 2),
        ({"retry-after": "0.25"}, 0.25),
        ({"retry-after": "0"}, None),
        ({"retry-after": "-4"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "later"}, None),
        ({"retry-after": "Wed, 18 Nov 2026 11:07:10 GMT"}, 30),
        ({"retry-after": "Wed, 18 Nov 2026 11:07:10"}, 30),
        ({"retry-after": "Wed, 18 Nov 2026 11:06:10 GMT"}, None),
        (
            {"retry-after": "Wed, 18 Nov 2026 12:00:05 GMT", "date": "Wed, 18 Nov 2026 12:00:00 GMT"},
            5,
        ),
        ({"retry-after": "Wed, 99 Nov 2026 11:07:10 GMT"}, None),
    ],
)
def test_what_the_server_asks_for(headers: dict[str, str], wait: float | None) -> None:
    assert asked_wait_s(headers, NOW) == wait
