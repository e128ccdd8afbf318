"""Rows -> lines of a table. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ftmonitor.format import cells, clip
from ftmonitor.text import one_line

GAP = 2
"""Blanks between two columns."""

LONGEST_VALUE = 12
"""Lines of a terminal that one value of `show` may take: a long error fits, the source of a grader does not."""


class Cell(NamedTuple):
    """One value. `style` is an SGR parameter such as "31" (ECMA-48), used where colours are wanted."""

    text: str
    style: str = ""


class Column(NamedTuple):
    """One column.

    `least` is the number of cells it may be cut to for the others; where it is 0 it gives way to none. A `sheet_only`
    one stands in csv, where there is room.
    """

    title: str
    least: int = 0
    sheet_only: bool = False


class Table:
    """Lays out rows batch by batch; columns may become wider with a later batch, never narrower.

    `width` is that of the terminal, which every line then fits; None: nothing is cut.
    """

    def __init__(self, columns: Sequence[Column], width: int | None, *, colored: bool = False) -> None:
        self._columns = columns
        self._width = width
        self._colored = colored
        self._natural = [cells(column.title) for column in columns]

    def head(self, rows: Sequence[Sequence[Cell]] = ()) -> str:
        """Return the line of titles, as wide as `rows`, which come next, will want it."""
        self._measure([[flat(cell.text) for cell in row] for row in rows])
        return self._line([Cell(column.title.upper()) for column in self._columns])

    def lines(self, rows: Sequence[Sequence[Cell]]) -> list[str]:
        """Return a line for each row; outside text in it is plain and on one line."""
        plain = [[cell._replace(text=flat(cell.text)) for cell in row] for row in rows]
        self._measure([[cell.text for cell in row] for row in plain])
        return [self._line(row) for row in plain]

    def _measure(self, rows: Sequence[Sequence[str]]) -> None:
        for row in rows:
            self._natural = [max(known, cells(text)) for known, text in zip(self._natural, row, strict=True)]

    def _line(self, row: Sequence[Cell]) -> str:
        widths = fit(self._natural, [column.least for column in self._columns], self._width)
        last = max((at for at, cell in enumerate(row) if cell.text), default=0)
        parts: list[str] = []
        for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
            if at > last or (width == 0 and self._width is not None):
                break
            text = cell.text if self._width is None else clip(cell.text, width)
            blanks = "" if at == last else " " * (max(0, width - cells(text)) + GAP)
            parts.append((painted(text, cell.style) if self._colored else text) + blanks)
        return "".join(parts).rstrip(" ")


def fit(natural: Sequence[int], least: Sequence[int], width: int | None) -> list[int]:
    """Return the widths of columns in a terminal of `width` cells (None: their own).

    The widest of those that may be cut gives way first; where that is not enough, columns fall off on the right.
    """
    if width is None:
        return list(natural)
    widths = [min(wanted, width) for wanted in natural]
    too_much = sum(widths) + GAP * (len(widths) - 1) - width
    while too_much > 0 and (soft := [at for at, floor in enumerate(least) if floor and widths[at] > floor]):
        widths[max(soft, key=lambda at: widths[at])] -= 1
        too_much -= 1
    room = width
    for at, wanted in enumerate(widths):
        widths[at] = max(0, min(wanted, room))
        room -= wanted + GAP
    return widths


def pairs(rows: Sequence[tuple[str, Cell]], width: int | None, *, colored: bool = False) -> list[str]:
    """Return lines of aligned names and values; in a terminal of `width` cells long values go on below themselves."""
    margin = max((cells(flat(name)) for name, _ in rows), default=0)
    if width is not None:
        margin = min(margin, max(1, width // 2))
    lines: list[str] = []
    for name, cell in rows:
        title = flat(name) if width is None else clip(flat(name), margin)
        room = None if width is None else max(1, width - margin - GAP)
        for at, text in enumerate(wrapped(flat(cell.text), room)):
            head = title if at == 0 else ""
            shown = painted(text, cell.style) if colored else text
            lines.append((head + " " * (margin - cells(head) + GAP) + shown).rstrip(" "))
    return lines


def wrapped(text: str, width: int | None, most: int = LONGEST_VALUE) -> list[str]:
    """Return one line of text as lines of at most `width` cells, broken at blanks; what passes `most` ends in `…`."""
    if width is None or cells(text) <= width:
        return [text]
    lines = [""]
    for word in text.split(" "):
        rest = word
        if lines[-1] and cells(lines[-1]) + 1 + cells(rest) <= width:
            lines[-1] += f" {rest}"
            continue
        if lines[-1]:
            lines.append("")
        while cells(rest) > width and len(lines) <= most:
            end = _end(rest, width)
            lines[-1], rest = rest[:end], rest[end:]
            lines.append("")
        lines[-1] = rest
        if len(lines) > most:
            lines = [*lines[: most - 1], clip(lines[most - 1] + "…" * width, width)]
            break
    return lines


def _end(text: str, width: int) -> int:
    """Return how many letters of `text` fit in `width` cells: at least one."""
    room = width
    for at, letter in enumerate(text):
        room -= cells(letter)
        if room < 0:
            return max(1, at)
    return len(text)


def painted(text: str, style: str) -> str:
    """Return `text` in a style, or as it is where there is none."""
    return f"\x1b[{style}m{text}\x1b[0m" if style and text else text


def flat(text: str) -> str:
    """Return `text` plain, on one line and uncut."""
    return one_line(text, len(text) + 1)
