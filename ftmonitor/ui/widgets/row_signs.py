"""The first cells of a row: the place of the cursor, the status, and the signs that the user or the news put there."""

from __future__ import annotations

from typing import NamedTuple

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui import safe
from ftmonitor.ui.theme import ink_of
from ftmonitor.ui.widgets.inks import Piece, Pieces

NARROW = 3
"""Cells of a lead where there is no room for a sign before the glyph."""
WORDED = 8
"""Cells of a lead with the short word of the status."""


class Signs(NamedTuple):
    """What stands beside the status of a job."""

    marked: bool = False
    pinned: bool = False
    noted: bool = False
    fresh: bool = False
    """Whether it changed since the user looked last."""
    letter: str = ""
    """What stands for it where jobs are compared, beside its mark."""


NO_SIGNS = Signs()


def signs_of(job: JobSummary, *, marked: bool, fresh: bool, letter: str = "") -> Signs:
    """Return the signs of a job."""
    return Signs(marked, job.pinned_at is not None, bool(job.note), fresh, letter if marked else "")


def lead(job: JobSummary, width: int, glyphs: Glyphs, signs: Signs) -> list[Piece]:
    """Return the first `width` cells of a row; the cursor's mark stands in the first of them."""
    ink, ascii_only = ink_of(job.phase), glyphs is Glyphs.ASCII
    mark = (words.glyph(job.phase, glyphs), ink)
    marked, pinned, fresh, noted = (sign[ascii_only] for sign in ("◆#", "★*", "•!", "✎+"))
    before: Piece = (marked, "star") if signs.marked else (pinned, "warn") if signs.pinned else (" ", "")
    behind: Piece = (fresh, "accent") if signs.fresh else (noted, "dim") if signs.noted else (" ", "")
    if width == NARROW:
        return [(" ", ""), mark, before if before[0] != " " else behind]
    first: Piece = (" ", "")
    if signs.letter:  # under the cursor the letter alone says that it is marked
        first, before = before, (signs.letter, "star")
    if width < WORDED:
        return [first, before, mark, behind]
    return [first, before, mark, (" ", ""), (safe.pad(words.short_status(job.phase, job.status), 3), ink), behind]


def faded(pieces: Pieces, width: int) -> Pieces:
    """Return a row with a lead of `width` cells as what was true a while ago, and may not be now."""
    mark = 1 if width == NARROW else 2
    return [
        (text, "faint" if at == mark or ink in ("dim", "faint") else ink if ink == "star" else "dim")
        for at, (text, ink) in enumerate(pieces)
    ]
