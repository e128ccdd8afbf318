"""A small box beside the panes: the newest few of something that a screen of its own lists whole."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.geometry import Offset
from textual.message import Message

from ftmonitor.ui.widgets.inks import Pieces
from ftmonitor.ui.widgets.virtual import VirtualLines


class Row(NamedTuple):
    """One row: what changes whenever it looks different, what draws it at a width in cells, what a click on it does."""

    key: Hashable
    draw: Callable[[int], Pieces]
    press: Callable[[], object]


Choice = Callable[[int], Sequence[Row]]
"""Returns what is to be shown on so many lines at most."""


class Dock(VirtualLines, can_focus=False):
    """As many rows as fit, never scrolled; keys go elsewhere, a click says what it was on."""

    @dataclass
    class Pressed(Message):
        """The user clicked a row, or the box beside its rows (None)."""

        dock: Dock
        row: Row | None

    def __init__(self, name: str) -> None:
        super().__init__(classes="pane")
        self._called = name
        self.given: Sequence[Row] = ()
        """The rows that are shown."""
        self._choice: Choice | None = None
        self._pressed_at: Offset | None = None
        self.set_title(name)

    def show(self, rows: Choice, said: str = "") -> None:
        """Show rows, and what there is to say of them in the title; only what looks different is drawn again."""
        self._choice = rows
        self.set_title(self._called, said)
        self.resized()

    def resized(self) -> None:
        """Show as many rows as fit now."""
        if self._choice is None:
            return
        self.given = self._choice(self.page_rows)[: self.page_rows]
        if self.given and len(self.given) == self.rows:
            self.refresh_changed()
        else:
            self.set_rows(len(self.given))

    def row_key(self, index: int) -> Hashable:
        """Return what changes whenever the row looks different."""
        return self.given[index].key

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return one row."""
        return self.given[index].draw(width)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember where: a button that is let go elsewhere has moved a border."""
        self._pressed_at = event.screen_offset

    def on_click(self, event: events.Click) -> None:
        """Say what was clicked."""
        event.stop()
        if event.screen_offset != self._pressed_at:
            return
        offset = event.get_content_offset(self)
        row = None if offset is None else self.row_at(offset.y)
        self.post_message(self.Pressed(self, None if row is None else self.given[row]))
