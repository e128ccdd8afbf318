"""A line in which one types what to look for, and reads how often it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from ftmonitor.ui.widgets.typing_bar import TypingBar

LONGEST = 200
"""Characters that can be typed."""


class _Typing(Input):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+escape", "leave(False)", show=False),
        Binding("enter", "leave(True)", show=False),
    ]

    def action_leave(self, keep: bool) -> None:
        """Say that the user is done."""
        self.post_message(SearchLine.Left(keep))


class SearchLine(TypingBar):
    """`/`, what is typed, and what came of it."""

    @dataclass
    class Typed(Message):
        """What is typed has changed."""

        text: str

    @dataclass
    class Left(Message):
        """The user is done: `keep` what was typed, or look for nothing."""

        keep: bool

    def __init__(self) -> None:
        super().__init__("/", _Typing(max_length=LONGEST, compact=True, select_on_focus=False))

    def typed(self, text: str) -> Message:
        """Return what is said of a letter."""
        return self.Typed(text)

    def open(self) -> None:
        """Let the user type; what was typed before is there to be changed."""
        self.display = True
        typing = self.query_one(_Typing)
        typing.focus()
        typing.cursor_position = len(typing.value)
