"""Curves as cells of a terminal. Pure.

Every pixel column of a curve is one integer, a bit a pixel from the top down: a vertical run of any length is two
shifts, and a row of cells falls out by a shift and a table. Nothing can be drawn outside the area.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ftmonitor.format import Glyphs
from ftmonitor.metrics.downsample import Column

# Braille dots are numbered down the left, down the right, then the bottom pair; a hex digit is four pixels down.
_HEX = b"0123456789abcdef"
_LEFT = bytes(sum(dot for bit, dot in enumerate((0x01, 0x02, 0x04, 0x40)) if n >> bit & 1) for n in range(16))
_RIGHT = bytes(sum(dot for bit, dot in enumerate((0x08, 0x10, 0x20, 0x80)) if n >> bit & 1) for n in range(16))
_SIDES = (bytes.maketrans(_HEX, _LEFT), bytes.maketrans(_HEX, _RIGHT))
_BITS = tuple(bytes.maketrans(b"01", bytes((0, 1 << n))) for n in range(4))
_BRAILLE = " " + "".join(chr(0x2800 + n) for n in range(1, 256))
# Two bits of the left pixel column, top first, then two of the right.
_BLOCKS = " ▘▖▌▝▀▞▛▗▚▄▙▐▜▟█"

PIXELS = {Glyphs.BRAILLE: (2, 4), Glyphs.BLOCK: (2, 2), Glyphs.ASCII: (1, 1)}
"""Pixels across and down one cell."""


class Dash(Enum):
    """How a line is broken, (pixels on, pixels off) across; samples themselves are always drawn."""

    SOLID = (1, 0)
    DASHED = (4, 2)
    DOTTED = (1, 2)
    POINTS = (0, 1)
    """Samples only, not joined."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One line to draw. Heights are values; `columns` count pixels from the left of the area.

    `enters` and `leaves` are the heights at the edges of a line that goes on outside; columns more than `reach`
    empty ones apart are not joined, nor those with one of `breaks` (pixel columns, ascending) between them; `marker`
    stands on each sample; `letter` is what it is drawn with where a cell is one pixel.
    """

    columns: Sequence[Column]
    dash: Dash = Dash.SOLID
    reach: float = float("inf")
    enters: float | None = None
    leaves: float | None = None
    marker: str = ""
    letter: str = "*"
    breaks: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of characters, each exactly as wide as the area, and who drew each (0: nobody, n: the nth trace)."""

    rows: tuple[str, ...]
    owners: tuple[bytes, ...]


def raster(
    traces: Sequence[Trace], y_range: tuple[float, float], width: int, height: int, glyphs: Glyphs = Glyphs.BRAILLE
) -> Picture:
    """Return `traces` drawn in `width` x `height` cells with `y_range` from the bottom to the top.

    A later trace covers the cells it shares: mixed dots would blur both. At most 254 traces are drawn.
    """
    if width < 1 or height < 1:
        return Picture(("",) * max(0, height), (b"",) * max(0, height))
    across, down = PIXELS[glyphs]
    numbered = list(enumerate(traces[:254], 1))
    cells, owners = [0] * width, [0] * width  # a column each, a byte a row, the top row last
    ones = int.from_bytes(b"\x01" * height, "big")
    for number, trace in numbered:
        masks = _masks(trace, _Scale(y_range, height * down), width * across)
        for column in range(width):
            drawn = _cells(masks[column * across : (column + 1) * across], height, glyphs)
            if drawn:
                there = drawn | drawn >> 4  # the lowest bit of each byte becomes whether there is anything in it
                there |= there >> 2
                there = (there | there >> 1) & ones
                covered = there * 255
                cells[column] = cells[column] & ~covered | drawn
                owners[column] = owners[column] & ~covered | there * number
    who = [bytearray(row) for row in _rows(owners, height)]
    rows = [_text(row, who[index], traces, glyphs) for index, row in enumerate(_rows(cells, height))]
    for number, trace in numbered:
        for place in _marked(trace, y_range, height) if trace.marker else ():
            rows[place[0]][place[1] // across] = trace.marker
            who[place[0]][place[1] // across] = number
    return Picture(tuple(map("".join, rows)), tuple(map(bytes, who)))


def _cells(masks: Sequence[int], height: int, glyphs: Glyphs) -> int:
    """Return a column of cells, a byte each, the top row last, from the pixel columns that it is made of."""
    if not any(masks):
        return 0
    cells = 0
    for side, mask in enumerate(masks):
        if glyphs is Glyphs.BRAILLE:
            above = ((mask & -mask).bit_length() - 1) // 4 if mask else 0  # short numbers are quicker to write
            digits = b"%x" % (mask >> above * 4)
            cells |= int.from_bytes(digits.translate(_SIDES[side]), "big") << above * 8
            continue
        down = PIXELS[glyphs][1]
        pixels = f"{mask:0{height * down}b}".encode()
        for bit in range(down):
            cells |= int.from_bytes(pixels[down - 1 - bit :: down].translate(_BITS[side * down + bit]), "big")
    return cells


def _rows(columns: Sequence[int], height: int) -> list[tuple[int, ...]]:
    """Return columns of bytes as rows, the top one first."""
    return list(zip(*(column.to_bytes(height, "little") for column in columns), strict=True))


def _marked(trace: Trace, y_range: tuple[float, float], height: int) -> set[tuple[int, int]]:
    """Return (row of cells, pixel column) of all samples."""
    return {(pixel_row(v, y_range, height), c[0]) for c in trace.columns for v in c[2:4]}


def pixel_row(value: float, y_range: tuple[float, float], n_rows: int) -> int:
    """Return the row, 0 at the top, of a value in an area of `n_rows` whole cells."""
    return _Scale(y_range, n_rows * 4)(value) // 4


class _Scale:
    """Heights to pixels, 0 at the top."""

    def __init__(self, y_range: tuple[float, float], n_pixels: int) -> None:
        self.low, self.last = y_range[0], n_pixels - 1
        span = y_range[1] - y_range[0]
        self.scale = self.last / span if span > 0 else 0.0

    def __call__(self, value: float) -> int:
        if not self.scale:
            return self.last
        return self.last - int(min(max((value - self.low) * self.scale, 0.0), self.last) + 0.5)

    def spans(self, columns: Sequence[Column]) -> list[tuple[int, int, int, int, int]]:
        """Return columns in pixels: (column, first, top, bottom, last)."""
        if not self.scale:
            return [(column[0], self.last, self.last, self.last, self.last) for column in columns]
        base, scale, most = self.low, self.scale, self.last
        found = []
        for number, first, low, high, last in columns:  # this runs for every pixel column: nothing is called
            lowest = (low - base) * scale
            bottom = most if lowest <= 0 else 0 if lowest >= most else most - int(lowest + 0.5)
            if low == high:
                found.append((number, bottom, bottom, bottom, bottom))
                continue
            highest = (high - base) * scale
            top = most if highest <= 0 else 0 if highest >= most else most - int(highest + 0.5)
            enter, leave = (first - base) * scale, (last - base) * scale
            if lowest < 0:
                lowest = 0.0  # the range ends before the values do where they are among the largest there are
            if highest > most:
                highest = float(most)
            enters = bottom if enter <= lowest else top if enter >= highest else most - int(enter + 0.5)
            leaves = bottom if leave <= lowest else top if leave >= highest else most - int(leave + 0.5)
            found.append((number, enters, top, bottom, leaves))
        return found


def _masks(trace: Trace, scale: _Scale, n_columns: int) -> list[int]:
    """Return the pixels of each column as bits."""
    masks = [0] * n_columns
    spans = scale.spans(trace.columns)
    before = (0, scale(trace.enters)) if trace.enters is not None else None
    solid, reach, breaks = trace.dash is Dash.SOLID, trace.reach + 1, trace.breaks
    lit = None if solid else _lit(trace.dash, n_columns)
    for index, (column, first, top, bottom, last) in enumerate(spans):
        start, end = top, bottom
        if before is not None and 0 < column - before[0] <= reach and not (breaks and _broken(breaks, before, column)):
            if solid and column - before[0] == 1:  # the usual case: the line to the next column is part of its run
                start = min(top, before[1] + 1) if before[1] < first else top
                end = max(bottom, before[1] - 1) if before[1] > first else bottom
            else:
                _join(masks, before, (column, first), lit)
        if lit is None:
            masks[column] |= ((1 << (end - start + 1)) - 1) << start
        elif lit[column] or _sticks_out(spans, index):
            masks[column] |= 1 << top | 1 << bottom
        before = (column, last)
    if trace.leaves is not None and before is not None:
        edge = (n_columns - 1, scale(trace.leaves))
        if not (breaks and _broken(breaks, before, edge[0])):
            _join(masks, before, edge, lit)
    return masks


def _run(top: int, bottom: int) -> int:
    return ((1 << (bottom - top + 1)) - 1) << top


def _lit(dash: Dash, n_columns: int) -> list[bool]:
    on, off = dash.value
    return [column % (on + off) < on for column in range(n_columns)]


def _broken(breaks: Sequence[int], before: tuple[int, int], column: int) -> bool:
    """Return whether something is missing between two columns, or in one of them."""
    at = bisect_left(breaks, before[0])
    return at < len(breaks) and breaks[at] <= column


def _sticks_out(spans: Sequence[tuple[int, int, int, int, int]], index: int) -> bool:
    """Return whether a column reaches beyond its neighbours, or has none beside it: it may not be left out."""
    column, _, top, bottom, _ = spans[index]
    beside = [s for s in spans[max(0, index - 1) : index + 2] if abs(s[0] - column) == 1]
    return len(beside) < 2 or top < min(s[2] for s in beside) or bottom > max(s[3] for s in beside)


def _join(masks: list[int], start: tuple[int, int], end: tuple[int, int], lit: Sequence[bool] | None) -> None:
    """Draw from one pixel to another further right, the last one included; `lit` are the columns a dash is in."""
    (x0, y0), (x1, y1) = start, end
    across, y_before = x1 - x0, y0
    for step in range(1, across + 1):
        y = y0 + round((y1 - y0) * step / across)
        if lit is None or lit[x0 + step]:
            if y > y_before:
                masks[x0 + step] |= _run(y_before + 1, y)
            elif y < y_before:
                masks[x0 + step] |= _run(y, y_before - 1)
            else:
                masks[x0 + step] |= 1 << y
        y_before = y


def _text(cells: Sequence[int], owners: bytearray, traces: Sequence[Trace], glyphs: Glyphs) -> list[str]:
    if glyphs is Glyphs.ASCII:
        return [traces[owner - 1].letter if owner else " " for owner in owners]
    table = _BRAILLE if glyphs is Glyphs.BRAILLE else _BLOCKS
    return [table[cell] for cell in cells]
