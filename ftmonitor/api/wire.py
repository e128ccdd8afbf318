"""The wire, without a wire: values -> URL, headers, body; an answer -> a value or an error. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlencode, urlsplit

from ftmonitor import __version__, jsontext
from ftmonitor.api.exchange import Reply, Request
from ftmonitor.api.refusals import broken, refusal, request_id
from ftmonitor.api.said import Form, decoded, form_of, is_cut, said_by, word
from ftmonitor.config import address
from ftmonitor.errors import ApiError, BadAnswer, ConfigError, NotTheApi, UsageError
from ftmonitor.jsontext import Item
from ftmonitor.models.rows import id_of
from ftmonitor.secret import Secret
from ftmonitor.text import one_line

KINDS = ("openai", "azure")
USER_AGENT = f"ftmonitor/{__version__}"

LONGEST_SUBJECT = 80
"""Characters of an id in a sentence."""

_HEAD = 1_000

Metadata = Mapping[str, str] | Literal["null"]
"""A filter of jobs: those with all these pairs, or ("null") those without any metadata."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to speak to and as whom; made by `endpoint`, which checks it all."""

    base_url: str
    api_key: Secret | None = None
    kind: str = "openai"
    api_version: str = ""
    organization: str = ""
    project: str = ""

    @property
    def host(self) -> str:
        """Return the host as sentences name it: with its port where the URL has one."""
        parts = urlsplit(self.base_url)
        name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
        return name if parts.port is None else f"{name}:{parts.port}"

    @property
    def plain(self) -> bool:
        """Return whether it is plain http, which needs no TLS."""
        return self.base_url.lower().startswith("http:")

    @property
    def loopback(self) -> bool:
        """Return whether requests never leave this machine."""
        return address.LOOPBACK.fullmatch(urlsplit(self.base_url).hostname or "") is not None


def endpoint(
    base_url: str,
    api_key: Secret | str | None,
    *,
    kind: str = "openai",
    api_version: str = "",
    organization: str = "",
    project: str = "",
    insecure: bool = False,
) -> Endpoint:
    """Return where to speak to and as whom.

    Raises:
        ConfigError: If the base URL is none to send a key to, or a part cannot stand in a header.
    """
    if kind not in KINDS:
        raise ConfigError(f"the kind of a server is openai or azure, not {word(kind)!r}")
    text = api_key.reveal() if isinstance(api_key, Secret) else api_key or ""
    for name, value in (("the API key", text), ("the organization", organization), ("the project", project)):
        if not all("!" <= mark <= "~" for mark in value.strip()):
            raise ConfigError(f"{name} holds a blank or another character that cannot stand in a header; set it again")
    key = Secret(text.strip()) if text.strip() else None
    return Endpoint(check_base_url(base_url, insecure), key, kind, api_version, organization.strip(), project.strip())


def check_base_url(url: str, insecure: bool = False) -> str:
    """Return a base URL without a slash at its end.

    Raises:
        ConfigError: If it is no http(s) URL; if it holds a user, a password, a query or a fragment; or if it is
            plain http to a host that is not loopback, unless `insecure`.
    """
    return address.base_url(url, "the base URL", insecure=insecure)


def part(text: str, what: str) -> str:
    """Return an id as one percent-encoded part of a path; `what` names it, as in "job id".

    Raises:
        UsageError: If it is empty, or only dots, which a path would take for a folder.
    """
    if not text.strip():
        raise UsageError(f"the {what} is empty")
    if not text.strip("."):
        raise UsageError(f"{text!r} is no {what}")
    return quote(text, safe="", errors="replace")


def subject(kind: str, object_id: str) -> str:
    """Return how a sentence names a job, a file or a model."""
    return f"{kind} {one_line(object_id, LONGEST_SUBJECT)}"


def metadata_query(metadata: Metadata | None) -> tuple[tuple[str, str], ...]:
    """Return the filter as query pairs: `metadata[key]=value` each, or the literal `metadata=null`."""
    if metadata is None:
        return ()
    if isinstance(metadata, str):
        return (("metadata", "null"),)
    return tuple((f"metadata[{key}]", value) for key, value in metadata.items())


def json_body(fields: Mapping[str, object]) -> bytes:
    """Return the fields that are not None as JSON.

    Raises:
        UsageError: If a value has no place in JSON.
    """
    try:
        sent = {name: value for name, value in fields.items() if value is not None}
        return json.dumps(sent, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise UsageError(f"this cannot be sent as JSON: {error}") from None


def url_of(server: Endpoint, request: Request) -> str:
    """Return the whole URL of a request."""
    query = [*request.query, *([("api-version", server.api_version)] if server.api_version else [])]
    tail = f"?{urlencode(query, quote_via=quote, errors='replace')}" if query else ""
    return f"{server.base_url}{request.path}{tail}"


def headers_of(server: Endpoint, request: Request) -> dict[str, str]:
    """Return the headers of a request; the key stands in them."""
    headers = {"User-Agent": USER_AGENT, "Accept": "application/json"}
    if request.patient and request.upload is None:
        headers["Accept"] = "*/*"
    if request.body is not None:
        headers["Content-Type"] = "application/json"
    if server.api_key is not None:
        key = server.api_key.reveal()
        headers |= {"api-key": key} if server.kind == "azure" else {"Authorization": f"Bearer {key}"}
    if server.organization:
        headers["OpenAI-Organization"] = server.organization
    if server.project:
        headers["OpenAI-Project"] = server.project
    return headers


class Reader:
    """Reads the answers of one server: `one`, `many`, `content` and `acted` return a value or raise an ApiError."""

    def __init__(self, server: Endpoint) -> None:
        self._host = server.host
        self._keyed = server.api_key is not None

    def one(self, reply: Reply, request: Request, now: float) -> Item:
        """Return the one object of an answer."""
        text = self._text(reply, request, now)
        try:
            item = jsontext.parse(text)
        except ValueError:
            raise self._no_json(reply, request, text) from None
        if not isinstance(item.value, Mapping):
            raise self._other_shape(reply, "an object")
        self._look_for_an_error(reply, item.value)
        return item

    def many(self, reply: Reply, request: Request, now: float) -> tuple[Mapping[str, object], tuple[Item, ...]]:
        """Return the envelope of a page, and its rows, each with its own text."""
        text = self._text(reply, request, now)
        try:
            return jsontext.split_list(text)
        except ValueError:
            pass
        try:
            value = jsontext.parse(text).value
        except ValueError:
            raise self._no_json(reply, request, text) from None
        if isinstance(value, Mapping):
            self._look_for_an_error(reply, value)
        raise self._other_shape(reply, "a list")

    def content(self, reply: Reply, request: Request, now: float) -> bytes:
        """Return the body of an answer as it is."""
        self._check(reply, request, now)
        head = decoded(reply.body[:_HEAD])
        if form_of(reply, head) is Form.PAGE:
            raise self._no_json(reply, request, head)
        return reply.body

    def acted(self, reply: Reply, request: Request, now: float) -> Item | None:
        """Return the job as answered to an action, or None: the server agreed, but the answer holds no whole job."""
        if not 200 <= reply.status < 300:
            raise refusal(reply, request, self._host, now=now, keyed=self._keyed)
        text = decoded(reply.body)
        if form_of(reply, text) is Form.PAGE:
            raise self._no_json(reply, request, text)
        try:
            item = jsontext.parse(text)
        except ValueError:
            return None
        if not isinstance(item.value, Mapping):
            return None
        self._look_for_an_error(reply, item.value)
        return item if id_of(item.value) else None

    def _text(self, reply: Reply, request: Request, now: float) -> str:
        """Return the body of a success as text."""
        self._check(reply, request, now)
        return decoded(reply.body)

    def _check(self, reply: Reply, request: Request, now: float) -> None:
        """Raise the error of an answer that is no success, or was cut."""
        if not 200 <= reply.status < 300:
            raise refusal(reply, request, self._host, now=now, keyed=self._keyed)
        if is_cut(reply):
            raise broken(reply, request, self._host)

    def _no_json(self, reply: Reply, request: Request, text: str) -> BadAnswer:
        form = form_of(reply, text)
        if form not in (Form.PAGE, Form.TEXT):
            return broken(reply, request, self._host)
        what = "a web page, not the API" if form is Form.PAGE else "a text, not the API's JSON"
        return NotTheApi(
            f"{self._host} answered with {what}: check the base URL",
            status=reply.status,
            request_id=request_id(reply),
        )

    def _other_shape(self, reply: Reply, wanted: str) -> NotTheApi:
        return NotTheApi(
            f"{self._host} answered with JSON that is not {wanted} of the fine-tuning API: check the base URL",
            status=reply.status,
            request_id=request_id(reply),
        )

    def _look_for_an_error(self, reply: Reply, value: Mapping[str, object]) -> None:
        """Raise what a gateway reports with a status of success; a job's own `error` is none of these."""
        if id_of(value) or "status" in value or not value.get("error"):
            return
        said = said_by(value)
        if said.message or said.code:
            raise ApiError(
                f"{self._host} answered with an error ({reply.status}): {said.message or said.code}",
                status=reply.status,
                code=said.code or None,
                param=said.param or None,
                request_id=request_id(reply),
            )
