"""What a server said in an answer that is no success, in whatever envelope it said it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ftmonitor import jsontext
from ftmonitor.api.exchange import Reply
from ftmonitor.models.summary import text_of
from ftmonitor.secret import MASK, scrub
from ftmonitor.text import one_line

LONGEST_MESSAGE = 500
"""Characters of the server's message that a sentence repeats."""

_LONGEST_WORD = 100
_KEY_ECHO = re.compile(r"\bsk-[\w*.…-]*[\w*…]")  # also keys that the server has half masked itself
_HTML = re.compile(r"\s*(<!doctype html|<html|<head|<body|<\?xml)", re.IGNORECASE)
_JSON = re.compile(r"\s*[{\[]")


class Form(StrEnum):
    """What kind of body an answer has."""

    ENVELOPE = "envelope"
    """JSON with an `error` object, as the API sends it."""
    OTHER = "other"
    """JSON of another make: FastAPI's `detail`, an `error` that is a text, or anything else."""
    PAGE = "page"
    TEXT = "text"
    EMPTY = "empty"
    BROKEN = "broken"
    """Cut, or meant to be JSON and none."""


@dataclass(frozen=True, slots=True)
class Said:
    """The server's words, scrubbed, each on one line; "" where it said nothing."""

    form: Form
    message: str = ""
    code: str = ""
    type: str = ""
    param: str = ""


def decoded(body: bytes) -> str:
    """Return a body as text: UTF-8, what is none as U+FFFD, without a byte order mark."""
    return body.decode("utf-8", errors="replace").removeprefix("\ufeff")


def word(text: str) -> str:
    """Return a short outside text for a sentence: scrubbed, plain, on one line."""
    return one_line(_KEY_ECHO.sub(MASK, scrub(text)), _LONGEST_WORD)


def form_of(reply: Reply, text: str) -> Form:
    """Return what kind of body an answer has; JSON of any make counts as OTHER."""
    media = reply.headers.get("content-type", "").lower()
    if is_cut(reply):
        return Form.BROKEN
    if not text.strip():
        return Form.EMPTY
    if _HTML.match(text) or ("html" in media and not _JSON.match(text)):
        return Form.PAGE
    if _JSON.match(text) or "json" in media:
        return Form.OTHER
    return Form.TEXT


def is_cut(reply: Reply) -> bool:
    """Return whether less of the body came than the server promised."""
    promised = reply.headers.get("content-length", "")
    if reply.cut or "content-encoding" in reply.headers or not promised.isdecimal():
        return reply.cut
    return len(reply.body) < int(promised)


def said_in(reply: Reply) -> Said:
    """Return what the server said in an answer; never fails."""
    text = decoded(reply.body)
    form = form_of(reply, text)
    if form is Form.TEXT:
        return Said(form, _message(text))
    if form is not Form.OTHER:
        return Said(form)
    try:
        value = jsontext.parse(text).value
    except ValueError:
        return Said(Form.BROKEN)
    return said_by(value)


def said_by(value: object) -> Said:
    """Return what an error's JSON says, in the API's envelope or in another make."""
    if not isinstance(value, Mapping):
        return Said(Form.OTHER, _message(text_of(value)))
    error = value.get("error")
    if isinstance(error, Mapping):
        return Said(
            Form.ENVELOPE,
            _message(text_of(error.get("message"))),
            _word(error.get("code")),
            _word(error.get("type")),
            _word(error.get("param")),
        )
    for other in (error, value.get("detail"), value.get("message")):
        if message := _message(_flat(other)):
            return Said(Form.OTHER, message, _word(value.get("code")))
    return Said(Form.OTHER)


def _message(text: str) -> str:
    # Masked before it is cut: half a key at the end would not be known for one.
    return one_line(_KEY_ECHO.sub(MASK, scrub(text)), LONGEST_MESSAGE).rstrip(" .")


def _word(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    text = text_of(value)
    return "" if text == "None" else word(text)  # LiteLLM writes Python's None as a text


def _flat(value: object) -> str:
    """Return a `detail` as one text: FastAPI sends a text, or a list of what is wrong where."""
    if isinstance(value, list):
        return "; ".join(part for part in map(_flat, value) if part)
    if isinstance(value, Mapping):
        where = value.get("loc")
        place = ".".join(str(step) for step in where) if isinstance(where, list) else ""
        message = text_of(value.get("msg")) or text_of(value.get("message"))
        return f"{place}: {message}" if place and message else message
    return text_of(value)
