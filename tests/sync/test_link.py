from __future__ import annotations

import pytest

from ftmonitor.errors import (
    ApiError,
    AuthenticationFailed,
    BadAnswer,
    ConnectionFailed,
    NotFound,
    NotTheApi,
    RateLimited,
    ServerFailed,
    TimedOut,
)
from ftmonitor.sync.link import Health, Link, Pause, answered, backoff_s, failed, hold

LIVE = Link(Health.LIVE, since=100.0, answered_at=190.0)
REFUSED_CONNECTION = ConnectionFailed("no connection", sent=False)


def test_a_first_answer_makes_it_live_since_then_and_the_next_ones_keep_that() -> None:
    first = answered(Link(), 50.0)
    assert (first.health, first.since, first.answered_at) == (Health.LIVE, 50.0, 50.0)
    assert answered(first, 60.0).since == 50.0
    assert answered(first, 60.0).answered_at == 60.0


@pytest.mark.parametrize(
    ("before", "error", "now", "health", "since"),
    [
        (LIVE, ConnectionFailed("broke"), 200.0, Health.RETRY, 200.0),
        (LIVE, REFUSED_CONNECTION, 200.0, Health.RETRY, 200.0),
        (Link(), REFUSED_CONNECTION, 200.0, Health.OFFLINE, 200.0),
        (Link(), ServerFailed("503"), 200.0, Health.RETRY, 200.0),
        (Link(Health.RETRY, since=150.0, answered_at=149.0), ConnectionFailed("x"), 159.0, Health.RETRY, 150.0),
        (Link(Health.RETRY, since=150.0, answered_at=149.0), TimedOut("x"), 160.0, Health.OFFLINE, 150.0),
        (Link(Health.RETRY, since=150.0, answered_at=149.0), ServerFailed("x"), 999.0, Health.OFFLINE, 150.0),
        (Link(Health.RETRY, since=150.0, answered_at=149.0), RateLimited("x"), 999.0, Health.RETRY, 150.0),
        (LIVE, RateLimited("slow down"), 200.0, Health.RETRY, 200.0),
        (LIVE, NotTheApi("a web page"), 200.0, Health.DENIED, 200.0),
        (LIVE, BadAnswer("half"), 200.0, Health.RETRY, 200.0),
        (LIVE, AuthenticationFailed("no"), 200.0, Health.REFUSED, 200.0),
        (LIVE, NotFound("no"), 200.0, Health.DENIED, 200.0),
        (Link(Health.OFFLINE, since=150.0), AuthenticationFailed("no"), 200.0, Health.REFUSED, 150.0),
    ],
)
def test_a_failure_says_how_bad_it_is_and_since_when(
    before: Link, error: ApiError, now: float, health: Health, since: float
) -> None:
    link = failed(before, error, now, 8.0)
    assert (link.health, link.since, link.retry_at) == (health, since, now + 8.0)
    assert link.message == str(error)
    assert link.answered_at == before.answered_at


def test_nobody_is_told_to_do_what_the_engine_does() -> None:
    assert failed(LIVE, ServerFailed("it failed (500); try again"), 200.0, 8.0).message == "it failed (500)"


def test_an_answer_ends_every_trouble() -> None:
    down = failed(LIVE, ConnectionFailed("broke"), 200.0, 8.0)
    up = answered(down, 240.0)
    assert (up.health, up.since, up.retry_at, up.message) == (Health.LIVE, 240.0, None, "")


@pytest.mark.parametrize(
    ("failures", "spread", "wait"),
    [(1, 0.0, 1.0), (2, 0.0, 2.0), (3, 0.0, 4.0), (5, 0.0, 16.0), (6, 0.0, 30.0), (99, 0.0, 30.0), (3, 1.0, 3.0)],
)
def test_waits_double_up_to_half_a_minute(failures: int, spread: float, wait: float) -> None:
    assert backoff_s(failures, spread) == wait


@pytest.mark.parametrize(
    ("error", "until", "firm"),
    [
        (ServerFailed("x"), 14.0, False),
        (ServerFailed("x", retry_after_s=2.5), 12.5, True),
        (RateLimited("x", retry_after_s=90.0), 100.0, True),
        (RateLimited("x", retry_after_s=99_999.0), 3610.0, True),
        (RateLimited("x"), 14.0, True),
        (AuthenticationFailed("x"), 40.0, False),
    ],
)
def test_all_streams_wait_together(error: ApiError, until: float, firm: bool) -> None:
    assert hold(Pause(failures=2, until=9.0), error, 10.0, 0.0) == Pause(3, until, firm)


def test_a_wait_that_the_server_asked_for_is_not_shortened_by_another_failure() -> None:
    assert hold(Pause(1, 100.0, firm=True), ServerFailed("x"), 10.0, 0.0).until == 100.0
