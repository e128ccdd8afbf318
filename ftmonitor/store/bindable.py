"""Outside text and numbers as SQLite can hold them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ftmonitor.text import LONGEST_LINE, REPLACEMENT

LARGEST = 2**53
"""Whole numbers beyond this are not kept as numbers: doubles cannot tell them apart, SQLite holds 2^63."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def text(value: str, longest: int = LONGEST_LINE) -> str:
    """Return `value` cut to `longest` characters, lone surrogates shown as U+FFFD: UTF-8 has no place for them."""
    if len(value) > longest:
        value = value[:longest]
    return value if value.isascii() else _SURROGATE.sub(REPLACEMENT, value)


def key(value: str) -> str:
    r"""Return an id that SQLite can hold: lone surrogates written as `\udXXX`, so that different ids stay different."""
    return value if value.isascii() else _SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", value)


def texts(values: Sequence[str], longest: int | None = LONGEST_LINE) -> Sequence[str]:
    """Return values as `text` does, at the cost of one look where all of them are plain; None cuts nothing."""
    if "".join(values).isascii() and (longest is None or max(map(len, values), default=0) <= longest):
        return values
    return [text(value, len(value) if longest is None else longest) for value in values]


def keys(values: Sequence[str]) -> Sequence[str]:
    """Return ids as `key` does, at the cost of one look where all of them are plain."""
    return values if "".join(values).isascii() else [key(value) for value in values]


def whole(value: int | None) -> int | None:
    """Return `value`, or None where it is out of range."""
    return value if value is not None and -LARGEST <= value <= LARGEST else None
