"""One line that shows when the events of a log came, and when it warned; a click leads there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from ftmonitor.format import Glyphs
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.event_row import PLAIN_SIGNS
from ftmonitor.ui.widgets.inks import Inked, Piece

_BLOCKS = "▁▂▃▄▅▆▇█"
_LETTERS = "._-=+*#@"
"""The same for terminals without Unicode."""

Column = tuple[int, int, int]
"""Events of a stretch of time: plain ones, warnings, errors."""


def strip_pieces(columns: Sequence[Column], here: int | None, glyphs: Glyphs) -> list[Piece]:
    """Return the columns as one line, each as high as it has events; `here` is the one of the cursor.

    A column with a warning or an error is never lower than half, so that it is seen.
    """
    heights = _LETTERS if glyphs is Glyphs.ASCII else _BLOCKS
    most = max(map(sum, columns), default=0)
    pieces: list[Piece] = []
    for at, column in enumerate(columns):
        plain, warnings, errors = column
        total = plain + warnings + errors
        height = min(len(heights) - 1, round((total / most) ** 0.5 * (len(heights) - 1))) if most and total else 0
        if warnings or errors:
            height = max(height, len(heights) // 2)
        ink = "error" if errors else "warn" if warnings else "dim"
        text = heights[height] if total else " "
        if at == here:
            text, ink = ("|" if glyphs is Glyphs.ASCII else "┃"), ink if warnings or errors else "key"
        pieces.append((text, ink))
    return pieces


class LogStrip(Inked):
    """Events over time by level; the height of a column is the root of its number, so that single ones are seen."""

    DEFAULT_CSS = "LogStrip { height: 1; width: 1fr; }"

    columns: reactive[tuple[Column, ...]] = reactive(())
    here: reactive[int | None] = reactive(None)
    """The column of the cursor."""
    glyphs: reactive[Glyphs] = reactive(Glyphs.BRAILLE)
    said: reactive[str] = reactive("")
    """What stands behind them: how the log is shown, where no title says so."""

    @dataclass
    class Clicked(Message):
        """The user clicked a column."""

        column: int

    @dataclass
    class Resized(Message):
        """There is room for another number of columns, or for some at all."""

    def on_resize(self) -> None:
        """Say that there is other room."""
        self.post_message(self.Resized())

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        width = self.size.width
        if y or not (self.columns or self.said):
            return Strip.blank(width, safe.UNSTYLED)
        pieces = [(" ", ""), *strip_pieces(self.columns, self.here, self.glyphs)][: self.room + 1]
        gap = " " * (self.room + 2 - len(pieces))
        return self.drawn([*pieces, (gap, ""), (self._words, "accent")], width)

    @property
    def room(self) -> int:
        """How many columns there is room for."""
        words = cell_len(self._words)
        return max(0, self.size.width - 2 - words - bool(words))

    @property
    def _words(self) -> str:
        said = self.said.translate(PLAIN_SIGNS) if self.glyphs is Glyphs.ASCII else self.said
        return safe.fit(said, self.size.width * 2 // 3)

    def on_click(self, event: events.Click) -> None:
        """Say which column it was."""
        offset = event.get_content_offset(self)
        if offset is not None and 0 <= offset.x - 1 < len(self.columns):
            event.stop()
            self.post_message(self.Clicked(offset.x - 1))
