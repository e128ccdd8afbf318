"""Request -> reply: the endpoints, keys, headers and refusals of the API."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from ftmonitor.models.source import Verb
from ftmonitor.simulator.exchange import Refusal, Reply, Request, json_reply
from ftmonitor.simulator.faults import Faults, harmed, instead, strayed
from ftmonitor.simulator.ids import fraction, token
from ftmonitor.simulator.multipart import parts_of
from ftmonitor.simulator.paging import Limits, bounded_listing, last, listing, place_after, window
from ftmonitor.simulator.plan import ORGANIZATION
from ftmonitor.simulator.serving import ALL, Serving
from ftmonitor.simulator.world import Metadata, World

REFUSED_KEY = "wrong"
"""A key that begins so is refused: for trying out what a wrong key does."""

_PREFIX = "/v1"
_FIELD = re.compile(r"^metadata\[(.*)\]$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Paging:
    """The limits of each list; defaults as documented, `most` ours, since the service names none."""

    jobs: Limits = field(default_factory=lambda: Limits(20, 100))
    events: Limits = field(default_factory=lambda: Limits(20, 100))
    checkpoints: Limits = field(default_factory=lambda: Limits(10, 100))
    files: Limits = field(default_factory=lambda: Limits(10_000, 10_000))


PAGING = Paging()


@dataclass(frozen=True, slots=True)
class Call:
    """A request on its way to its endpoint: `name` is the id in the path."""

    world: World
    request: Request
    now: float
    name: str
    paging: Paging
    serving: Serving

    def json(self) -> object:
        """Return the body as JSON; raises Refusal (400) where it is none."""
        try:
            return json.loads(self.request.body)
        except ValueError:
            said = "We could not parse the JSON body of your request."
            raise Refusal(400, said) from None


def answer(
    world: World, faults: Faults, request: Request, now: float, paging: Paging = PAGING, *, serving: Serving = ALL
) -> Reply:
    """Return the answer to a request at a time (seconds since the epoch)."""
    found = faults.pick(request, now)
    for fault in found:
        reply = instead(fault)
        if reply is not None:
            return replace(reply, headers=(*reply.headers, *_headers(request, now)))
    try:
        reply = _served(world, strayed(request, found), now, paging, serving)
    except Refusal as refusal:
        reply = refusal.reply()
    reply = replace(reply, headers=(*reply.headers, *_headers(request, now)))
    for fault in found:
        reply = harmed(reply, fault)
    return reply


def _served(world: World, request: Request, now: float, paging: Paging, serving: Serving) -> Reply:
    _check_key(request)
    path = request.path.removesuffix("/")
    allowed = False
    for method, pattern, endpoint in _ROUTES:
        match = pattern.fullmatch(path)
        if match is None:
            continue
        if method == request.method:
            name = unquote(match.group(1)) if match.groups() else ""
            serving.check(name)
            return endpoint(Call(world, request, now, name, paging, serving))
        allowed = True
    if allowed:
        hint = "(HINT: Perhaps you meant to use a different HTTP method?)"
        said = f"Not allowed to {request.method} on {request.path}. {hint}"
        raise Refusal(405, said, code="method_not_supported")
    raise Refusal(404, f"Invalid URL ({request.method} {request.path})")


def _check_key(request: Request) -> None:
    sent = request.headers.get("authorization", "")
    key = sent[7:].strip() if sent.lower().startswith("bearer ") else request.headers.get("api-key", "").strip()
    if not key:
        said = (
            "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer "
            "auth (i.e. Authorization: Bearer YOUR_KEY)."
        )
        raise Refusal(401, said)
    if key.startswith(REFUSED_KEY):
        said = f"Incorrect API key provided: {key[:4]}****{key[-4:]}. You can find your API key at "
        raise Refusal(401, said + "https://platform.openai.com/account/api-keys.", code="invalid_api_key")


def _headers(request: Request, now: float) -> tuple[tuple[str, str], ...]:
    parts = (request.method, request.path, request.query, now)
    return (
        ("x-request-id", f"req_{token(*parts, length=32).lower()}"),
        ("openai-organization", ORGANIZATION),
        ("openai-processing-ms", str(20 + int(fraction(*parts) * 180))),
        ("openai-version", "2020-10-01"),
    )


def _list_jobs(call: Call) -> Reply:
    size = call.paging.jobs.size(call.request.query)
    every = tuple(job_id for job_id in call.world.job_ids(call.now) if job_id not in call.serving.hidden)
    ids = every[::-1]  # oldest first, as `window` counts
    places = {job_id: place for place, job_id in enumerate(ids)}
    after = place_after(call.request.query, places.get)
    metadata = _metadata(call.request)
    if metadata is not None:  # the cursor may be any job: pages of a filter go on below it
        kept = set(call.world.job_ids(call.now, metadata))
        older = ids if after is None else ids[:after]
        ids, after = tuple(job_id for job_id in older if job_id in kept), None
    page, more = window(len(ids), size, after)
    rows = [call.world.job(ids[place], call.now) for place in page]
    return json_reply(listing(rows, has_more=more))


def _metadata(request: Request) -> Metadata | None:
    if last(request.query, "metadata") == "null":
        return "null"
    pairs = {match.group(1): value for name, value in request.query if (match := _FIELD.match(name))}
    return pairs or None


def _list_events(call: Call) -> Reply:
    served = call.serving.places(call.world, call.name, call.now)
    size = call.paging.events.size(call.request.query)

    def find(cursor: str) -> int | None:
        place = call.world.event_place(call.name, cursor, call.now)
        at = len(served) if place is None else bisect_left(served, place)
        return at if at < len(served) and served[at] == place else None

    page, more = window(len(served), size, place_after(call.request.query, find))
    rows = [call.world.event(call.name, served[at], call.now) for at in page]
    return json_reply(listing(rows, has_more=more))


def _list_checkpoints(call: Call) -> Reply:
    rows = call.world.checkpoints(call.name, call.now)[::-1]
    return json_reply(_bounded(call, rows, call.paging.checkpoints))


def _list_files(call: Call) -> Reply:
    rows = call.world.files.list(call.now, last(call.request.query, "purpose"))
    if last(call.request.query, "order") != "asc":
        rows = rows[::-1]
    return json_reply(_bounded(call, rows, call.paging.files))


def _bounded(call: Call, rows: list[dict[str, object]], limits: Limits) -> dict[str, object]:
    """Return a page of `rows`, which are oldest first."""
    size = limits.size(call.request.query)
    places = {str(row["id"]): place for place, row in enumerate(rows)}
    page, more = window(len(rows), size, place_after(call.request.query, places.get))
    return bounded_listing([rows[place] for place in page], has_more=more)


def _upload(call: Call) -> Reply:
    parts = parts_of(call.request.headers.get("content-type", ""), call.request.body)
    code = "missing_required_parameter"
    if "file" not in parts:
        raise Refusal(400, "Missing required parameter: 'file'.", param="file", code=code)
    if "purpose" not in parts:
        raise Refusal(400, "Missing required parameter: 'purpose'.", param="purpose", code=code)
    purpose = parts["purpose"].content.decode("utf-8", "replace")
    file = parts["file"]
    return json_reply(call.world.upload(file.filename or "upload.jsonl", purpose, file.content, call.now))


def _content(call: Call) -> Reply:
    body = call.world.files.content(call.name, call.now)
    return Reply(200, (("content-type", "application/octet-stream"),), body)


def _model(call: Call) -> Reply:
    for row in call.world.models(call.now):
        if row["id"] == call.name:
            return json_reply(row)
    raise Refusal(404, f"The model '{call.name}' does not exist", param="model", code="model_not_found")


def _act(verb: Verb) -> Callable[[Call], Reply]:
    return lambda call: json_reply(call.world.act(call.name, verb, call.now))


def _route(
    method: str, path: str, endpoint: Callable[[Call], Reply]
) -> tuple[str, re.Pattern[str], Callable[[Call], Reply]]:
    return method, re.compile(re.escape(_PREFIX + path).replace("ID", "([^/]+)")), endpoint


_JOB = "/fine_tuning/jobs/ID"
_ROUTES = (
    _route("GET", "/fine_tuning/jobs", _list_jobs),
    _route("POST", "/fine_tuning/jobs", lambda call: json_reply(call.world.create(call.json(), call.now))),
    _route("GET", _JOB, lambda call: json_reply(call.world.job(call.name, call.now))),
    _route("POST", f"{_JOB}/cancel", _act(Verb.CANCEL)),
    _route("POST", f"{_JOB}/pause", _act(Verb.PAUSE)),
    _route("POST", f"{_JOB}/resume", _act(Verb.RESUME)),
    _route("GET", f"{_JOB}/events", _list_events),
    _route("GET", f"{_JOB}/checkpoints", _list_checkpoints),
    _route("GET", "/files", _list_files),
    _route("POST", "/files", _upload),
    _route("GET", "/files/ID", lambda call: json_reply(call.world.files.get(call.name, call.now))),
    _route("DELETE", "/files/ID", lambda call: json_reply(call.world.files.delete(call.name, call.now))),
    _route("GET", "/files/ID/content", _content),
    _route("GET", "/models", lambda call: json_reply({"object": "list", "data": call.world.models(call.now)})),
    _route("GET", "/models/ID", _model),
)
