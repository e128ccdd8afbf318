"""The gate for outside text: whatever a server, a file or a user's metadata says passes here first."""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"

# C0 but tab and newline, DEL, C1, line separators, bidi marks, lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")

LONGEST_LINE = 4_000
"""Characters of one line that a pane shows: far more than a screen holds, far less than hangs it."""


def plain(text: str) -> str:
    """Return `text` with every character that a terminal could obey shown as U+FFFD."""
    return _UNPRINTABLE.sub(REPLACEMENT, text)


def one_line(text: str, longest: int = LONGEST_LINE) -> str:
    """Return `text` made plain, on one line, blanks in a row as one, cut with `…` at `longest` characters."""
    head = text[: longest * 2 + 1]
    flat = plain(_BLANKS.sub(" ", head)).strip()
    if len(flat) > longest or len(head) < len(text):
        return flat[: max(0, longest - 1)] + "…"
    return flat
