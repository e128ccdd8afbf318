"""An answer that is no success -> one error, with a sentence that says what to do. Pure."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ftmonitor.api.exchange import Deed, Reply, Request
from ftmonitor.api.retry import asked_wait_s
from ftmonitor.api.said import Form, Said, said_in, word
from ftmonitor.errors import (
    TRY_AGAIN,
    ApiError,
    AuthenticationFailed,
    BadAnswer,
    BadRequest,
    Conflict,
    NotFound,
    PermissionDenied,
    QuotaExceeded,
    RateLimited,
    Redirected,
    ServerFailed,
    Unsupported,
)

REQUEST_ID_HEADERS = ("x-request-id", "apim-request-id", "x-ms-request-id")
"""What support wants to know: OpenAI's header, then Azure's two."""

_SCOPES = re.compile(r"missing scopes?: *([\w.:, -]+?)(?:\. |\.?$)", re.IGNORECASE)
_NO_ENDPOINT = re.compile(
    r"invalid url|resource not found|unknown (request )?(url|path|route|endpoint)|unrecognized request url"
    r"|no such (route|endpoint)|^path .* not found|^not found$|^no route\b",
    re.IGNORECASE,
)
_NO_THING = re.compile(r"(fine_?tun\w*|job|file|model|checkpoint)\w*not_?found|^not_?found$", re.IGNORECASE)
_WAITING_IS_IN_VAIN = re.compile(r"quota|billing|daily|spend|hard_?limit|credit", re.IGNORECASE)
_WAITING_IS_IN_VAIN_SAYS = re.compile(
    r"current quota|billing|hard limit|spend(ing)? limit|credit balance|maximum of \d+ fine-tun\w+ requests per day",
    re.IGNORECASE,
)
_WAITING_HELPS = frozenset({"rate_limit_exceeded", "slow_down"})


@dataclass(frozen=True, slots=True)
class _Case:
    """One refusal, while its sentence is found."""

    request: Request
    status: int
    said: Said
    host: str
    keyed: bool
    asked_s: float | None

    @property
    def later(self) -> str:
        """Return when to try again."""
        return "later" if self.asked_s is None else f"in {math.ceil(self.asked_s)} s"

    @property
    def message(self) -> str:
        """Return the server's words, or what stands in for them."""
        if self.said.message:
            return self.said.message
        if self.said.form is Form.PAGE:
            return "a web page, not the API's answer; check the base URL"
        return self.said.code or self.said.type or "without a reason"

    @property
    def colon(self) -> str:
        """Return the server's words behind a colon, or nothing where it has none."""
        return f": {self.said.message}" if self.said.message else ""


def refusal(reply: Reply, request: Request, host: str, *, now: float, keyed: bool = True) -> ApiError:
    """Return the error that an answer means which is no success.

    `keyed` says whether a key was sent, `now` is in seconds since the epoch (for a `Retry-After` that is a date).
    """
    said = said_in(reply)
    asked_s = asked_wait_s(reply.headers, now)
    kind: type[ApiError] = Redirected
    if 300 <= reply.status < 400:
        sentence = _redirect(reply, host)
    else:
        kind, sentence = _verdict(_Case(request, reply.status, said, host, keyed, asked_s))
    return kind(
        sentence,
        status=reply.status,
        code=said.code or None,
        param=said.param or None,
        request_id=request_id(reply),
        retry_after_s=asked_s,
    )


def request_id(reply: Reply) -> str | None:
    """Return the id under which the server knows the request, or None."""
    return next((word(sent) for name in REQUEST_ID_HEADERS if (sent := reply.headers.get(name, "").strip())), None)


def unsure(deed: Deed) -> str:
    """Return the end of a sentence about a request that may have been carried out although no good answer came."""
    return {
        Deed.READ: TRY_AGAIN,
        Deed.ACT: "; it may have been done all the same: look at the job before you try again",
        Deed.CREATE: "; it may have been created all the same: look at the list before you try again",
    }[deed]


def broken(reply: Reply, request: Request, host: str) -> BadAnswer:
    """Return the error for a body that is cut, or meant to be JSON and none."""
    return BadAnswer(
        f"the answer of {host} ({reply.status}) broke off or is no whole JSON{unsure(request.deed)}",
        status=reply.status,
        request_id=request_id(reply),
    )


def _verdict(case: _Case) -> tuple[type[ApiError], str]:
    status, host = case.status, case.host
    if status == 429:
        return _too_many(case)
    if status in (405, 501):
        return Unsupported, _no_endpoint(case)
    if status >= 500:
        return ServerFailed, f"{host} failed ({status}){case.colon}{unsure(case.request.deed)}"
    if status == 408:
        return ServerFailed, f"{host} gave up waiting (408){case.colon}{unsure(case.request.deed)}"
    if case.said.form is Form.BROKEN:
        return BadAnswer, f"the answer of {host} ({status}) broke off or is no whole JSON{unsure(case.request.deed)}"
    if status == 401:
        return AuthenticationFailed, _unauthorized(case)
    if status == 403:
        return PermissionDenied, f"{host} does not allow this (403): {case.message}"
    if status == 404:
        return _not_found(case)
    if status == 409:
        return Conflict, f"{host} says that something else is in the way (409){case.colon}; try again in a moment"
    return BadRequest, f"{host} says no ({status}): {case.message}"


def _too_many(case: _Case) -> tuple[type[ApiError], str]:
    said = case.said
    if said.code.lower() not in _WAITING_HELPS and (
        _WAITING_IS_IN_VAIN.search(f"{said.code} {said.type}") or _WAITING_IS_IN_VAIN_SAYS.search(said.message)
    ):
        advice = "it is a daily limit" if "daily" in f"{said.code} {said.message}" else "check plan, limits and billing"
        return QuotaExceeded, f"{case.host} says no (429): {case.message}; waiting a little does not help, {advice}"
    return RateLimited, f"{case.host} is asked too often (429){case.colon}; try again {case.later}"


def _unauthorized(case: _Case) -> str:
    said = case.said
    if scopes := _SCOPES.search(said.message):
        names = scopes.group(1).strip()
        return f"the API key lacks the scope {names} (401): give it that scope, or use a key that has it"
    if said.code == "missing_scope" or "insufficient permissions" in said.message.lower():
        return f"the API key may not do this (401): {case.message}"
    if not case.keyed:
        return f"{case.host} wants an API key, and none is set (401)"
    advice = "check that it is complete, still valid, and meant for this base URL"
    if said.code == "invalid_api_key" or not said.message:  # its text repeats a part of the key
        return f"{case.host} refused the API key (401): {advice}"
    return f"{case.host} refused the API key (401): {said.message}; {advice}"


def _not_found(case: _Case) -> tuple[type[ApiError], str]:
    said = case.said
    from_elsewhere = said.form is not Form.ENVELOPE and not (said.form is Form.OTHER and said.message)
    about_a_thing = said.param or _NO_THING.search(said.code)
    if from_elsewhere or (not about_a_thing and _NO_ENDPOINT.search(said.message)):
        return Unsupported, _no_endpoint(case)
    if case.request.subject and said.param != "after":
        return NotFound, f"no {case.request.subject} here: check the id, or whether the key belongs to its project"
    return NotFound, f"{case.host} found nothing (404): {case.message}"


def _no_endpoint(case: _Case) -> str:
    return (
        f"{case.host} has no endpoint to {case.request.does} ({case.status}); "
        "if it should have one, check the path of the base URL"
    )


def _redirect(reply: Reply, host: str) -> str:
    try:
        target = urlsplit(reply.headers.get("location", ""))
        where = word(f"{target.scheme}://{target.hostname}" if target.scheme else target.hostname or "")
    except ValueError:
        where = ""
    where = where if where else "another place on the same host"
    return (
        f"{host} redirects to {where} ({reply.status}), and redirects are not followed, as they would carry the key; "
        "if that is the right place, set the base URL to it"
    )
