"""Lines of pieces, taken apart: broken into several, and with places in them marked. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from ftmonitor.ui.widgets.inks import Piece, Pieces

BREAK = "⏎"
"""What stands in a line where the text had an end of line: `safe.flat`."""


def text_of(pieces: Pieces) -> str:
    """Return what a line says."""
    return "".join(text for text, _ in pieces)


def part_of(pieces: Pieces, start: int, stop: int) -> list[Piece]:
    """Return the characters `start` to `stop` (not included) of a line."""
    kept: list[Piece] = []
    at = 0
    for text, ink in pieces:
        some = text[max(0, start - at) : max(0, stop - at)]
        if some:
            kept.append((some, ink))
        at += len(text)
        if at >= stop:
            break
    return kept


def marked(pieces: Pieces, spans: Sequence[tuple[int, int]], ink: str) -> list[Piece]:
    """Return a line with the characters of `spans`, (start, stop) ascending, in another ink."""
    kept: list[Piece] = []
    at = 0
    for start, stop in spans:
        if stop > max(at, start):
            kept += part_of(pieces, at, start)
            kept.append(("".join(text for text, _ in part_of(pieces, max(at, start), stop)), ink))
            at = stop
    rest = sum(len(text) for text, _ in pieces)
    return [*kept, *part_of(pieces, at, rest)] if at < rest else kept


def broken(pieces: Pieces, width: int, most: int) -> list[list[Piece]]:
    """Return a line as lines of at most `width` cells, broken at blanks where there are some, and at its own ends.

    No more than `most` of them, of which the last one ends in `…` where there is more.
    """
    width, text = max(1, width), text_of(pieces)
    lines: list[list[Piece]] = []
    start = 0
    while start < len(text) or not lines:
        stop = _stop(text, start, width)
        if len(lines) == most - 1 and stop < len(text):
            stop = _fits(text, start, width - 1)
            stop -= cell_len(text[start:stop]) >= width  # a wide letter that only just fits
            lines.append([*part_of(pieces, start, stop), ("…", "faint")])
            break
        lines.append(part_of(pieces, start, stop))
        start = stop
        while start < len(text) and text[start] == " ":
            start += 1
    return lines


def _stop(text: str, start: int, width: int) -> int:
    """Return where a line that begins at `start` ends: behind an end of line, before a blank, or where it is full."""
    stop = _fits(text, start, width)
    if (end := text.find(BREAK, start, stop)) >= 0:
        return end + 1
    if stop < len(text) and text[stop] != " ":
        blank = text.rfind(" ", start + 1, stop)
        stop = blank if blank > start else stop
    return stop


def _fits(text: str, start: int, width: int) -> int:
    """Return up to where a text fits into `width` cells from `start` on; one character at least."""
    some = text[start : start + width]
    if some.isascii():
        return start + max(1, len(some))
    cells = 0
    at = start
    while at < len(text):
        cells += cell_len(text[at])
        if cells > width:
            break
        at += 1
    return max(at, start + 1)
