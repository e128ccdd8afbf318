"""A list of things in a dialog that are gone through with the keys of every list and turned on and off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList


class Menu(OptionList):
    """Rows of text, one highlighted. Space or a click turns one on or off, enter is for the dialog."""

    DEFAULT_CSS = """
        Menu {
            height: 45vh;
            min-height: 2;
            max-height: 22;
            border: none;
            padding: 0;
            background: $surface;
            scrollbar-size-vertical: 1;
            &:focus { border: none; background-tint: transparent; }
        }
        """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("g", "first", show=False),
        Binding("G", "last", show=False),
        Binding("space", "select", show=False),
        Binding("enter", "accept", show=False),
        Binding("J,shift+down", "shift(1)", show=False),
        Binding("K,shift+up", "shift(-1)", show=False),
    ]

    @dataclass
    class Turned(Message):
        """The user turned a row on or off."""

        index: int

    @dataclass
    class Accepted(Message):
        """The user wants the row, or is done."""

        index: int

    @dataclass
    class Shifted(Message):
        """The user wants a row further up (-1) or down (1)."""

        index: int
        by: int

    def __init__(self, rows: Iterable[Content], *, classes: str = "-first") -> None:
        super().__init__(*rows, classes=classes, markup=False, compact=True)

    def show(self, rows: Iterable[Content], highlighted: int | None = None) -> None:
        """Show other rows; the highlight stays where it is, or goes to a row."""
        at = self.highlighted if highlighted is None else highlighted
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(rows)
            self.highlighted = None if at is None else min(at, self.option_count - 1)

    def action_accept(self) -> None:
        """Tell the dialog."""
        if self.highlighted is not None:
            self.post_message(self.Accepted(self.highlighted))

    def action_shift(self, by: int) -> None:
        """Tell the dialog."""
        if self.highlighted is not None:
            self.post_message(self.Shifted(self.highlighted, by))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Turned(event.option_index))
