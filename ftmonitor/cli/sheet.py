"""Cells that are safe in a spreadsheet. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from ftmonitor.text import plain

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def safe(text: str) -> str:
    """Return `text` plain, with a `'` before what a spreadsheet would take for a formula.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        text = "'" + text
    return plain(text)


def lines(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as comma-separated values, a line feed after each."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()
