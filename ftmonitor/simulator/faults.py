"""Misbehaviour on request: rules that can be set at run time, and a decision per request."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from ftmonitor.simulator.exchange import Refusal, Reply, Request, json_bytes, json_reply
from ftmonitor.simulator.ids import fraction
from ftmonitor.simulator.paging import last


class Kind(StrEnum):
    """What goes wrong."""

    # The request is not served:
    RATE_LIMIT = "rate_limit"
    SLOW_DOWN = "slow_down"
    QUOTA = "quota"
    DAILY_LIMIT = "daily_limit"
    SERVER_ERROR = "server_error"
    OVERLOADED = "overloaded"
    BAD_GATEWAY = "bad_gateway"
    HTML = "html"
    REDIRECT = "redirect"
    MISSING = "missing"
    UNAUTHORIZED = "unauthorized"
    NO_SCOPE = "no_scope"
    FORBIDDEN = "forbidden"
    CLOSED = "closed"
    OFFLINE = "offline"
    FORGET = "forget"
    """The cursor is not known (any more); only what is asked with one."""
    # It is served, but not as it was asked; only what is asked with a cursor:
    IGNORE = "ignore"
    """As if there were no cursor."""
    # The request is served and has its effect, but the answer suffers:
    CUT = "cut"
    DROP = "drop"
    BROKEN_JSON = "broken_json"
    SLOW = "slow"
    DOUBLED = "doubled"
    """One row of a list comes twice."""
    SWAPPED = "swapped"
    """Two neighbours of a list stand in each other's place."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule. It holds for requests of `method` ("" = any) whose path contains `path`, from `after` and before
    `until` (seconds since the epoch), `times` times (None: always), for a `share` of them.

    `retry_after` (seconds) goes into the headers of 429 and 503; `delay_s` is how slow SLOW is.
    """

    kind: Kind
    path: str = ""
    method: str = ""
    times: int | None = None
    after: float | None = None
    until: float | None = None
    share: float = 1.0
    retry_after: float | None = None
    delay_s: float = 3.0

    def holds(self, request: Request, now: float, roll: float) -> bool:
        """Return whether the rule is for this request; `roll` is a number in [0, 1) that decides the share."""
        return (
            (self.times is None or self.times > 0)
            and self.method in {"", request.method}
            and self.path in request.path
            and (self.kind not in _OF_CURSORS or bool(last(request.query, "after")))
            and (self.after is None or now >= self.after)
            and (self.until is None or now < self.until)
            and roll < self.share
        )


FLAKY = (
    Fault(Kind.RATE_LIMIT, share=0.04, retry_after=2.0),
    Fault(Kind.SERVER_ERROR, share=0.03),
    Fault(Kind.BAD_GATEWAY, share=0.02),
    Fault(Kind.CUT, share=0.03),
    Fault(Kind.DROP, method="GET", share=0.02),
    Fault(Kind.SLOW, share=0.05, delay_s=4.0),
)
"""A server on a bad day."""

_AFTER = frozenset({Kind.IGNORE, Kind.CUT, Kind.DROP, Kind.BROKEN_JSON, Kind.SLOW, Kind.DOUBLED, Kind.SWAPPED})
_OF_CURSORS = frozenset({Kind.FORGET, Kind.IGNORE})
_HTML = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"


class Faults:
    """The rules in force. Adding and counting change it; what becomes of a request is decided by `Fault.holds`."""

    def __init__(self, rules: Iterable[Fault] = (), seed: int = 0) -> None:
        self._rules = list(rules)
        self._seed = seed
        self._asked = 0

    @property
    def rules(self) -> tuple[Fault, ...]:
        """Return the rules in force, those used up among them."""
        return tuple(self._rules)

    def add(self, fault: Fault) -> None:
        """Let `fault` hold from now on."""
        self._rules.append(fault)

    def clear(self) -> None:
        """Behave from now on."""
        self._rules.clear()

    def pick(self, request: Request, now: float) -> tuple[Fault, ...]:
        """Return the rules that hold for a request, and count them as used."""
        self._asked += 1
        found: list[Fault] = []
        for place, rule in enumerate(self._rules):
            if not rule.holds(request, now, fraction(self._seed, "fault", self._asked, place)):
                continue
            found.append(rule)
            if rule.times is not None:
                self._rules[place] = replace(rule, times=rule.times - 1)
            if rule.kind not in _AFTER:
                break
        return tuple(found)


def instead(fault: Fault) -> Reply | None:
    """Return the answer that a rule gives in place of the true one, or None where it only harms that."""
    wait = _wait(fault)
    match fault.kind:
        case Kind.OFFLINE:
            return Reply(0, refused=True)
        case Kind.HTML:
            return Reply(200, (("content-type", "text/html"),), _HTML.format("Sign in").encode())
        case Kind.BAD_GATEWAY:
            headers = (("content-type", "text/html"), ("server", "cloudflare"))
            return Reply(502, headers, _HTML.format("502 Bad Gateway").encode())
        case Kind.REDIRECT:
            return Reply(302, (("location", "https://login.elsewhere.example/start"),))
        case Kind.MISSING:
            return json_reply({"detail": "Not Found"}, status=404)
        case kind if kind in _REFUSALS:
            quota = (("x-should-retry", "false"),) if kind is Kind.QUOTA else ()
            return _REFUSALS[kind].reply((*wait, *quota))
        case _:
            return None


def strayed(request: Request, faults: Iterable[Fault]) -> Request:
    """Return a request as it is served under these rules."""
    if all(fault.kind is not Kind.IGNORE for fault in faults):
        return request
    return replace(request, query=tuple(pair for pair in request.query if pair[0] != "after"))


def harmed(reply: Reply, fault: Fault) -> Reply:
    """Return a true answer as a rule harms it."""
    match fault.kind:
        case Kind.DOUBLED | Kind.SWAPPED:
            return _mixed(reply, fault.kind)
        case Kind.CUT:
            return replace(reply, cut_after=len(reply.body) // 2)
        case Kind.DROP:
            return replace(reply, silent=True)
        case Kind.BROKEN_JSON:
            return replace(reply, body=reply.body[: max(1, len(reply.body) * 2 // 3)])
        case Kind.SLOW:
            return replace(reply, delay_s=reply.delay_s + fault.delay_s)
        case _:
            return reply


def _mixed(reply: Reply, kind: Kind) -> Reply:
    """Return a list with one of its rows twice, or beside its place; any other answer as it is."""
    envelope = json.loads(reply.body) if reply.status == 200 else None
    rows = envelope.get("data") if isinstance(envelope, dict) else None
    if not isinstance(rows, list) or len(rows) < 2:
        return reply
    at = int(fraction(reply.body) * (len(rows) - 1))
    rows[at : at + 2] = [rows[at], *rows[at : at + 2]] if kind is Kind.DOUBLED else [rows[at + 1], rows[at]]
    return replace(reply, body=json_bytes(envelope))


def _wait(fault: Fault) -> tuple[tuple[str, str], ...]:
    if fault.retry_after is None:
        return ()
    return (("retry-after", f"{fault.retry_after:g}"), ("retry-after-ms", str(round(fault.retry_after * 1000))))


_REFUSALS = {
    Kind.FORGET: Refusal(400, "Invalid value for 'after'", param="after", code="invalid_value"),
    Kind.RATE_LIMIT: Refusal(429, "Rate limit reached for requests", kind="requests", code="rate_limit_exceeded"),
    Kind.SLOW_DOWN: Refusal(429, "Request rate is increasing too quickly.", kind="rate_limit_error", code="slow_down"),
    Kind.QUOTA: Refusal(
        429,
        "You exceeded your current quota, please check your plan and billing details.",
        kind="insufficient_quota",
        code="insufficient_quota",
    ),
    Kind.DAILY_LIMIT: Refusal(
        429,
        "This fine-tune request has been rate-limited. Your organization has reached the maximum of 8 fine-tuning "
        "requests per day for the model 'gpt-4.1-2025-04-14'.",
        code="daily_rate_limit_exceeded",
    ),
    Kind.SERVER_ERROR: Refusal(
        500, "The server had an error while processing your request. Sorry about that!", kind="server_error"
    ),
    Kind.OVERLOADED: Refusal(
        503,
        "The model is currently overloaded.",
        kind="service_unavailable_error",
        code="server_is_overloaded",
    ),
    Kind.UNAUTHORIZED: Refusal(
        401,
        "Incorrect API key provided: sk-proj-****abcd. You can find your API key at "
        "https://platform.openai.com/account/api-keys.",
        code="invalid_api_key",
    ),
    Kind.NO_SCOPE: Refusal(
        401,
        "You have insufficient permissions for this operation. Missing scopes: api.fine_tuning.jobs.read. Check that "
        "you have the correct role in your organization, and if you're using a restricted API key, that it has the "
        "necessary scopes.",
        code="missing_scope",
    ),
    Kind.FORBIDDEN: Refusal(
        403,
        "Country, region, or territory not supported",
        kind="request_forbidden",
        code="unsupported_country_region_territory",
    ),
    Kind.CLOSED: Refusal(
        403,
        "OpenAI is winding down the fine-tuning platform and your organization is no longer able to create new "
        "fine-tuning training jobs. Learn more https://developers.openai.com/api/docs/deprecations",
        code="training_not_available",
    ),
}
