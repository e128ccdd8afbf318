"""The requests of this run, the last few hundred, and each of them as a command line to try by hand."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ftmonitor.secret import scrub

if TYPE_CHECKING:
    from ftmonitor.api.exchange import Exchange, Request
    from ftmonitor.config.profiles import Profile

MOST = 500
"""Requests kept: about an hour of a usual day."""

_VARIABLE = re.compile(r"set ([A-Za-z_][A-Za-z0-9_]*)")
USUAL_VARIABLE = "OPENAI_API_KEY"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it went. `at` is in seconds since the epoch; keys stand nowhere in it."""

    number: int
    """Counts from 1; a request that is tried again keeps its own."""
    at: float
    method: str
    path: str
    """Below the base URL, with the query."""
    status: int | None
    """None where no answer came."""
    seconds: float
    tries: int
    request_id: str
    error: str
    """What went wrong, as a sentence."""
    request: Request


class Requests:
    """The last requests; `revision` counts what was told."""

    def __init__(self) -> None:
        self.revision = 0
        self._asked: deque[Asked] = deque(maxlen=MOST)
        self._count = 0

    def add(self, exchange: Exchange) -> None:
        """Take in a request that is over; one more try of the same takes the place of the last."""
        from ftmonitor.api.exchange import Reply
        from ftmonitor.api.refusals import request_id

        request = exchange.request
        query = "&".join(f"{name}={scrub(value)}" for name, value in request.query)
        found = Asked(
            number=0,
            at=exchange.at,
            method=request.method,
            path=scrub(f"{request.path}?{query}" if query else request.path),
            status=exchange.status,
            seconds=exchange.seconds,
            tries=1,
            request_id=request_id(Reply(exchange.status or 0, exchange.headers)) or "",
            error=scrub(exchange.error),
            request=request,
        )
        self.revision += 1
        for at, before in enumerate(reversed(self._asked)):
            if before.request is request:
                self._asked[-1 - at] = replace(found, number=before.number, tries=before.tries + 1)
                return
        self._count += 1
        self._asked.append(replace(found, number=self._count))

    def recent(self) -> tuple[Asked, ...]:
        """Return the requests, newest first."""
        return tuple(reversed(self._asked))


def curl(profile: Profile, request: Request) -> str:
    """Return a request as a command for a shell; in place of the key stands the variable that holds it."""
    import shlex

    from ftmonitor.api import wire
    from ftmonitor.models.method import masked_text

    server = wire.Endpoint(
        profile.base_url,
        None,
        profile.kind,
        profile.api_version,
        profile.organization,
        profile.project,
    )
    # Before they are percent-encoded: behind a %20 nobody would know a key.
    request = replace(request, query=tuple((scrub(name), scrub(value)) for name, value in request.query))
    parts = ["curl", shlex.quote(_clean(wire.url_of(server, request)))]
    if request.method != "GET":
        parts[1:1] = ["-X", request.method]
    header = "api-key: $" if profile.kind == "azure" else "Authorization: Bearer $"
    lines = [" ".join(parts), f'-H "{header}{variable_of(profile)}"']
    for name, value in wire.headers_of(server, request).items():
        if name not in ("User-Agent", "Accept"):
            lines.append(f"-H {shlex.quote(_clean(f'{name}: {value}'))}")
    if request.body is not None:
        lines.append(f"-d {shlex.quote(_clean(masked_text(request.body.decode('utf-8', 'replace'))))}")
    if request.upload is not None:
        lines.append(f"-F {shlex.quote(_clean(f'purpose={request.upload.purpose}'))}")
        lines.append(f"-F {shlex.quote(_clean(f'file=@{request.upload.filename}'))}")
    return " \\\n  ".join(lines)


def job_request(job_id: str) -> Request:
    """Return the request that reads a job."""
    from ftmonitor.api.exchange import Request
    from ftmonitor.api.wire import part

    return Request("GET", f"/fine_tuning/jobs/{part(job_id, 'job id')}", "read jobs")


def deed_request(job_id: str, verb: str) -> Request | None:
    """Return the request that a deed was, None where no path can hold the id."""
    from ftmonitor.api.exchange import Deed, Request
    from ftmonitor.api.wire import part
    from ftmonitor.errors import UsageError

    try:
        return Request("POST", f"/fine_tuning/jobs/{part(job_id, 'job id')}/{verb}", f"{verb} jobs", Deed.ACT)
    except UsageError:
        return None


def variable_of(profile: Profile) -> str:
    """Return the name of the variable that holds the profile's key, the usual one where a command prints it."""
    found = _VARIABLE.fullmatch(profile.key_hint)
    return found.group(1) if found else USUAL_VARIABLE


def _clean(text: str) -> str:
    """Return a text without keys and without what a terminal could obey: it is pasted into a shell."""
    from ftmonitor.text import plain

    return scrub(plain(text).replace("\n", "\ufffd"))
