"""The first cells of a row: the place of the cursor, the status, and the signs that the user or the news put there."""

from __future__ import annotations

from typing import NamedTuple

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui import safe
from ftmonitor.ui.theme import ink_of
from ftmonitor.ui.widgets.inks import Piece, Pieces

NARROW, SIGNED, WORDED = 3, 4, 8
"""Cells of a lead: without room for a sign before the glyph; with it; with the short word of the status too."""


class Signs(NamedTuple):
    """What stands beside the status of a job."""

    marked: bool = False
    pinned: bool = False
    noted: bool = False
    fresh: bool = False
    """Whether it changed since the user looked last."""
    letter: str = ""
    """What stands for it where jobs are compared, beside its mark."""
    watched: bool = False
    diverged: bool = False
    """Whether it was told to diverge, and nobody has acknowledged that."""


NO_SIGNS = Signs()
_BLANK: Piece = (" ", "")


def watch_sign(glyphs: Glyphs) -> str:
    """Return what stands for a job that is watched."""
    return "@" if glyphs is Glyphs.ASCII else "⚑"


def lead(job: JobSummary, width: int, glyphs: Glyphs, signs: Signs) -> list[Piece]:
    """Return the first `width` cells of a row; the cursor's mark stands in the first of them."""
    ink, ascii_only = ink_of(job.phase), glyphs is Glyphs.ASCII
    mark = (words.glyph(job.phase, glyphs), ink)
    marked, pinned, fresh, noted, alarm = (sign[ascii_only] for sign in ("◆#", "★*", "•!", "✎+", "⚠~"))
    users: list[Piece] = [(marked, "star")] if signs.marked else [(pinned, "warn")] if signs.pinned else []
    users += [(watch_sign(glyphs), "accent")] if signs.watched else []
    before, *more = users or [_BLANK]
    behind = (fresh, "accent") if signs.fresh else more[0] if more else (noted, "dim") if signs.noted else _BLANK
    beside: Piece = (alarm, "warn") if signs.diverged else _BLANK
    if width == NARROW:
        first_of = (before, beside, behind) if signs.marked else (beside, before, behind)
        return [_BLANK, mark, next((piece for piece in first_of if piece != _BLANK), _BLANK)]
    first = _BLANK
    if signs.letter:  # under the cursor the letter alone says that it is marked
        first, before = before, (signs.letter, "star")
    if width < WORDED:
        return [first, before, mark, beside if signs.diverged else behind]
    return [first, before, mark, beside, (safe.pad(words.short_status(job.phase, job.status), 3), ink), behind]


def faded(pieces: Pieces, width: int) -> Pieces:
    """Return a row with a lead of `width` cells as what was true a while ago, and may not be now."""
    mark = 1 if width == NARROW else 2
    return [
        (text, "faint" if at == mark or ink in ("dim", "faint") else ink if ink == "star" else "dim")
        for at, (text, ink) in enumerate(pieces)
    ]
