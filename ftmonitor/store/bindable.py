"""Outside text and numbers as SQLite can hold them. Pure."""

from __future__ import annotations

import re

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


def whole(value: int | None) -> int | None:
    """Return `value`, or None where it is out of range."""
    return value if value is not None and -LARGEST <= value <= LARGEST else None
