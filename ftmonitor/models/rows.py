"""Objects of a page as rows: each with an id to know it by, its text, and its value. No pydantic here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from ftmonitor.jsontext import Item
from ftmonitor.models.source import Row

SYNTHETIC = "?"
"""What an id begins with that was made here, because the server sent none: no such id can be asked for."""

_DIGITS = 12


def row_of(item: Item, asked: str | None = None) -> Row:
    """Return one object as a row; never fails.

    `asked` is the id it was asked for by, taken where the object holds none; without it the id is made from the
    text, so that the same object has the same id on the next poll. What is no object at all has an empty `raw`.
    """
    raw = item.value if isinstance(item.value, dict) else {}
    sent = raw.get("id")
    if type(sent) is str and sent.isascii() and sent and not sent.isspace():
        return Row(sent, item.text, raw)  # as nearly all are: this runs for every row there is
    return Row(id_of(raw) or asked or synthetic_id(item.text), item.text, raw)


def id_of(raw: Mapping[str, object]) -> str:
    """Return the id of an object as sent, a whole number as its digits; "" where there is none that can be used."""
    sent = raw.get("id")
    if isinstance(sent, int) and not isinstance(sent, bool):
        return str(sent)
    if not isinstance(sent, str) or not sent.strip():
        return ""
    try:
        sent.encode()
    except UnicodeEncodeError:  # half of a surrogate pair: it fits in no URL and in no database
        return ""
    return sent


def synthetic_id(text: str) -> str:
    """Return an id for the object with this text: `?` and 12 hex digits of its hash."""
    return SYNTHETIC + hashlib.sha256(text.encode(errors="replace")).hexdigest()[:_DIGITS]
