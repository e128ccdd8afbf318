"""JSON as the server sent it: indented, coloured, scrolled by the keys of every list, and copied with y."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from typing import ClassVar

from rich.cells import cell_len, chop_cells
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from ftmonitor.jsontext import pretty
from ftmonitor.ui.safe import literal
from ftmonitor.ui.widgets.inks import Piece, Pieces
from ftmonitor.ui.widgets.virtual import VirtualLines

_TOKEN = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*"(?=\s*:))|(?P<string>"(?:[^"\\]|\\.)*"?)'
    r"|(?P<number>-?\d[\d.eE+-]*)|(?P<word>true|false|null)|(?P<mark>[^\"\w-]+|.)"
)
_INKS = {"key": "accent", "string": "text", "number": "warn", "word": "waiting", "mark": "dim"}
_DEEPEST = 24
"""Cells of indentation that a continued line keeps at most."""


def coloured(line: str) -> Iterator[Piece]:
    """Yield the tokens of one line of indented JSON, each with its ink."""
    for found in _TOKEN.finditer(line):
        yield found.group(), _INKS[found.lastgroup or "mark"]


def rows_of(text: str, width: int) -> list[Pieces]:
    """Return JSON as coloured rows of at most `width` cells; a long value goes on in the next row, indented."""
    rows: list[Pieces] = []
    for line in pretty(text).split("\n"):
        if len(line) <= width and cell_len(line) <= width:
            rows.append(tuple(coloured(line)))
            continue
        indent = min(len(line) - len(line.lstrip()) + 2, _DEEPEST, width // 2)
        row: list[Piece] = []
        room = width - 1  # the last cell is for the comma behind a value
        for piece, ink in coloured(line):
            if cell_len(piece) <= room + (ink == "dim"):
                row.append((piece, ink))
                room -= cell_len(piece)
                continue
            head, rest = _split(piece, room)
            if head:
                row.append((head, ink))
            for part in chop_cells(rest, max(2, width - 1 - indent)):
                rows.append(tuple(row))
                row = [(" " * indent, ""), (part, ink)]
                room = width - 1 - indent - cell_len(part)
        rows.append(tuple(row))
    return rows


def _split(text: str, room: int) -> tuple[str, str]:
    """Return what fits into `room` cells, and the rest; nothing fits where only a scrap would."""
    if room < 8:
        return "", text
    head = chop_cells(text[: room + 1], room)[0]
    return head, text[len(head) :]


class JsonLines(VirtualLines):
    """One JSON value as lines."""

    def __init__(self, text: str) -> None:
        super().__init__(id="json", classes="-first")
        self._text = text
        self._broken: list[Pieces] = []
        self._width = 0

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return a line."""
        return self._broken[index] if index < len(self._broken) else ()

    def row_key(self, index: int) -> Hashable:
        """Return what tells one line from another."""
        return (index, self._width)

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines anew."""
        if self.size.width != self._width:
            self._width = self.size.width
            self._broken = rows_of(self._text, max(8, self._width))
            self.set_rows(len(self._broken))
            self.refresh()


class JsonView(ModalScreen[None]):
    """One JSON value over the screen; escape, q and d close it, y copies it."""

    CSS_PATH = "json_view.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+escape,q,d", "leave", "Close", show=False),
        Binding("enter", "leave", "Close", show=False),
        Binding("y", "copy", "Copy", show=False),
    ]

    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-high")]  # noqa: RUF012 (declared so by Textual)

    def __init__(self, heading: str, text: str) -> None:
        super().__init__()
        self._heading = heading
        self._text = text

    def compose(self) -> ComposeResult:
        """Yield the lines."""
        lines = JsonLines(self._text)
        lines.border_title = literal(f" {self._heading} ", longest=200)
        lines.border_subtitle = literal(" j k scroll  y copy  esc close ")
        yield lines

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_copy(self) -> None:
        """Copy the JSON as it was sent."""
        self.app.copy_to_clipboard(self._text)
        self.notify("Copied the JSON", markup=False)
