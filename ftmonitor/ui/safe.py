"""The only door for outside text into widgets: nothing that passes here is read as markup or obeyed by a terminal.

`text.plain` takes the teeth out of it; here it also becomes what Textual and Rich want, measured in cells.
Lengths are capped before anything else looks at the text, so that a message of 100 kB costs no more than a short one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, chop_cells, split_text
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.content import Content
from textual.strip import Strip

from ftmonitor.text import LONGEST_LINE, one_line, plain

if TYPE_CHECKING:
    from textual.app import App
    from textual.widget import Widget

    from ftmonitor.errors import FtmonitorError

LONGEST_TEXT = 20_000
"""Characters of one text over several lines (a dialog, a toast): more than anyone reads there."""

# Terminals disagree about the width of what these join or restyle; without them every cell is where we think it is.
_JOINERS = re.compile("[\u200d\ufe0e\ufe0f]")
_BREAKS = re.compile(r"\s*[\r\n\x0b\x0c\x85\u2028\u2029]\s*")


def literal(text: str, style: str = "", longest: int = LONGEST_TEXT) -> Content:
    """Return `text` as content that is never read as markup, cut with `…` at `longest` characters."""
    return Content.styled(_capped(text, longest), style)


def cell(text: str, style: str = "") -> Text:
    """Return `text` on one line, as Rich wants it: for whatever measures `rich.text.Text` and not Content."""
    return Text(one_line(text), style=style, no_wrap=True, end="")


def say_error(node: Widget | App[Any], error: FtmonitorError) -> None:
    """Show what went wrong as a toast, on one line."""
    node.notify(line(str(error)), severity="error", markup=False)


def line(text: str, longest: int = LONGEST_LINE) -> str:
    """Return `text` plain and on one line, every character as wide as it is measured."""
    return _JOINERS.sub("", one_line(text, longest))


def flat(text: str, longest: int = LONGEST_LINE) -> str:
    """Return `text` as `line` does, with `⏎` where a line of it ended."""
    return line(_BREAKS.sub(" ⏎ ", text[: longest * 2 + 1].strip()), longest)


def fit(text: str, width: int) -> str:
    """Return `text` plain, on one line and at most `width` cells wide, cut with `…` where it is longer."""
    if width <= 0:
        return ""
    if len(text) <= width and text.isascii() and text.isprintable():
        return text
    shown = line(text, width * 4 + 64)
    if cell_len(shown) <= width:
        return shown
    return split_text(shown, width - 1)[0].rstrip() + "…"


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return `text` as `fit` does and blanks up to exactly `width` cells, on its left where `right` is set."""
    shown = fit(text, width)
    blanks = " " * (width - cell_len(shown))
    return blanks + shown if right else shown + blanks


def wrap(text: str, width: int, most: int = 60) -> tuple[str, ...]:
    """Return `text` plain and broken at blanks into lines of at most `width` cells, words that are longer cut up.

    Its own line breaks are kept. After `most` lines the last one ends in `…`.
    """
    width = max(1, width)
    lines: list[str] = []
    for part in text[: width * most * 2 + 1].splitlines():
        lines.extend(_wrapped(line(part, width * most), width))
        if len(lines) > most:
            lines[most - 1 :] = [fit(lines[most - 1] + " …", width)]
            break
    return tuple(lines) or ("",)


UNSTYLED = Style()
"""No style of its own. Not None: the filter that takes colours away (NO_COLOR) fails on a segment without a style."""


def strip(pieces: Iterable[tuple[str, Style | None]], width: int, fill: Style | None = None) -> Strip:
    """Return styled pieces of text as a strip of exactly `width` cells, cropped or filled up with blanks.

    Each piece passes the gate once more, so that not even a forgotten one can reach the terminal unread.
    """
    segments: list[Segment] = []
    room = width
    for text, style in pieces:
        if room <= 0:
            break
        head = text[: room * 4 + 64]  # with marks of no width between its letters, still a line
        shown = head if head.isprintable() else _gated(head)
        cells = cell_len(shown)
        if cells > room:
            shown = split_text(shown, room)[0]
            cells = room
        if shown:
            segments.append(Segment(shown, style or UNSTYLED))
            room -= cells
    if room > 0:
        segments.append(Segment(" " * room, fill or UNSTYLED))
    return Strip(segments, max(0, width))


def _gated(text: str) -> str:
    shown = _JOINERS.sub("", plain(text))
    return shown.replace("\n", " ").replace("\t", " ")


def _capped(text: str, longest: int) -> str:
    return plain(text) if len(text) <= longest else plain(text[: longest - 1]) + "…"


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    row = ""
    for word in text.split(" "):
        joined = f"{row} {word}" if row else word
        if cell_len(joined) <= width:
            row = joined
            continue
        if row:
            lines.append(row)
        *full, row = chop_cells(word, width) or [""]
        lines.extend(full)
    return [*lines, row]
