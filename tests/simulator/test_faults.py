from __future__ import annotations

import pytest

from ftmonitor.models.source import Verb
from ftmonitor.simulator.exchange import Request
from ftmonitor.simulator.faults import FLAKY, Fault, Faults, Kind
from ftmonitor.simulator.simulator import Simulator
from tests.support.clock import START, FakeClock
from tests.support.simulated import JOBS, ask, named, status, value

GET = Request("GET", JOBS)


@pytest.fixture
def simulator() -> Simulator:
    return Simulator(clock=FakeClock())


@pytest.mark.parametrize(
    ("kind", "answered", "code"),
    [
        (Kind.RATE_LIMIT, 429, "rate_limit_exceeded"),
        (Kind.SLOW_DOWN, 429, "slow_down"),
        (Kind.QUOTA, 429, "insufficient_quota"),
        (Kind.DAILY_LIMIT, 429, "daily_rate_limit_exceeded"),
        (Kind.SERVER_ERROR, 500, None),
        (Kind.OVERLOADED, 503, "server_is_overloaded"),
        (Kind.UNAUTHORIZED, 401, "invalid_api_key"),
        (Kind.NO_SCOPE, 401, "missing_scope"),
        (Kind.FORBIDDEN, 403, "unsupported_country_region_territory"),
        (Kind.CLOSED, 403, "training_not_available"),
    ],
)
def test_refusals_on_request(simulator: Simulator, kind: Kind, answered: int, code: str | None) -> None:
    simulator.faults.add(Fault(kind, times=1))
    assert value(ask(simulator, "GET", JOBS), answered)["error"]["code"] == code
    assert ask(simulator, "GET", JOBS).status == 200


def test_waits_are_named_in_seconds_and_milliseconds(simulator: Simulator) -> None:
    simulator.faults.add(Fault(Kind.RATE_LIMIT, retry_after=1.5))
    headers = dict(ask(simulator, "GET", JOBS).headers)
    assert (headers["retry-after"], headers["retry-after-ms"]) == ("1.5", "1500")
    simulator.faults.clear()
    simulator.faults.add(Fault(Kind.QUOTA))
    headers = dict(ask(simulator, "GET", JOBS).headers)
    assert headers["x-should-retry"] == "false"
    assert "retry-after" not in headers


@pytest.mark.parametrize(
    ("kind", "answered", "kept"),
    [(Kind.HTML, 200, b"<html>"), (Kind.BAD_GATEWAY, 502, b"502 Bad Gateway"), (Kind.MISSING, 404, b'"detail"')],
)
def test_answers_that_are_not_of_the_api(simulator: Simulator, kind: Kind, answered: int, kept: bytes) -> None:
    simulator.faults.add(Fault(kind))
    reply = ask(simulator, "GET", JOBS)
    assert reply.status == answered
    assert kept in reply.body


def test_answers_that_suffer(simulator: Simulator) -> None:
    whole = ask(simulator, "GET", JOBS)
    seen = {}
    for kind in (Kind.CUT, Kind.DROP, Kind.BROKEN_JSON, Kind.SLOW, Kind.OFFLINE, Kind.REDIRECT):
        simulator.faults.clear()
        simulator.faults.add(Fault(kind, delay_s=9.0))
        seen[kind] = ask(simulator, "GET", JOBS)
    assert (seen[Kind.CUT].body, seen[Kind.CUT].cut_after) == (whole.body, len(whole.body) // 2)
    assert seen[Kind.DROP].silent
    assert whole.body.startswith(seen[Kind.BROKEN_JSON].body)
    assert len(seen[Kind.BROKEN_JSON].body) < len(whole.body)
    assert (seen[Kind.SLOW].body, seen[Kind.SLOW].delay_s) == (whole.body, 9.0)
    assert seen[Kind.OFFLINE].refused
    assert dict(seen[Kind.REDIRECT].headers)["location"].startswith("https://login.elsewhere")


@pytest.mark.parametrize(
    ("kind", "done"), [(Kind.CUT, True), (Kind.DROP, True), (Kind.SERVER_ERROR, False), (Kind.OFFLINE, False)]
)
def test_what_was_asked_is_done_only_where_the_request_was_served(
    simulator: Simulator, kind: Kind, *, done: bool
) -> None:
    simulator.faults.add(Fault(kind, times=1))
    job = named(simulator, "support-v7")
    ask(simulator, "POST", f"{JOBS}/{job}/{Verb.CANCEL}")
    assert (status(simulator, job) == "cancelled") is done


@pytest.mark.parametrize(
    ("fault", "request_", "now", "holds"),
    [
        (Fault(Kind.CUT), GET, 0, True),
        (Fault(Kind.CUT, path="/jobs"), GET, 0, True),
        (Fault(Kind.CUT, path="/events"), GET, 0, False),
        (Fault(Kind.CUT, method="POST"), GET, 0, False),
        (Fault(Kind.CUT, until=10), GET, 9.9, True),
        (Fault(Kind.CUT, until=10), GET, 10, False),
        (Fault(Kind.CUT, after=10), GET, 9.9, False),
        (Fault(Kind.CUT, times=0), GET, 0, False),
        (Fault(Kind.CUT, share=0.5), GET, 0, True),
        (Fault(Kind.CUT, share=0.4), GET, 0, False),
    ],
)
def test_when_a_rule_holds(fault: Fault, request_: Request, now: float, *, holds: bool) -> None:
    assert fault.holds(request_, now, roll=0.45) is holds


def test_rules_are_counted_and_come_together() -> None:
    faults = Faults([Fault(Kind.SLOW, times=2), Fault(Kind.CUT, times=1), Fault(Kind.RATE_LIMIT, times=1)])
    picked = [[fault.kind for fault in faults.pick(GET, START)] for _ in range(3)]
    assert picked == [[Kind.SLOW, Kind.CUT, Kind.RATE_LIMIT], [Kind.SLOW], []]
    assert [rule.times for rule in faults.rules] == [0, 0, 0]


def test_a_flaky_server_fails_now_and_then_and_the_same_way_each_time() -> None:
    def run(seed: int) -> list[tuple[int, bool, bool]]:
        simulator = Simulator("flaky", seed=seed, clock=FakeClock())
        replies = [ask(simulator, "GET", f"{JOBS}?limit=1") for _ in range(300)]
        return [(reply.status, reply.silent, reply.cut_after is not None) for reply in replies]

    one = run(7)
    assert one == run(7) != run(8)
    good = one.count((200, False, False))
    assert 220 < good < 290
    assert {429, 500, 502} <= {status for status, _, _ in one}
    assert len(FLAKY) == 6


def test_the_ledger_says_what_was_asked(simulator: Simulator) -> None:
    simulator.faults.add(Fault(Kind.OFFLINE, times=1))
    ask(simulator, "GET", f"{JOBS}?limit=3")
    ask(simulator, "GET", f"{JOBS}/x/events")
    assert [(served.path, served.status) for served in simulator.ledger.requests] == [
        (JOBS, 0),
        (f"{JOBS}/x/events", 404),
    ]
    assert simulator.ledger.count("/events") == 1
    assert simulator.ledger.count(method="POST") == 0
