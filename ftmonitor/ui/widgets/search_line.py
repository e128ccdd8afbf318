"""A line in which one types what to look for, and reads how often it was found."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from ftmonitor.ui.widgets.typing_bar import Typing, TypingBar

LONGEST = 200
"""Characters that can be typed."""


class SearchInput(Typing):
    """Where it is typed."""

    def left(self, keep: bool) -> Message:
        """Return what is said at the end."""
        return SearchLine.Left(keep)


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
        super().__init__("/", SearchInput(LONGEST))

    def typed(self, text: str) -> Message:
        """Return what is said of a letter."""
        return self.Typed(text)

    def open(self) -> None:
        """Let the user type; what was typed before is there to be changed."""
        self.display = True
        typing = self.query_one(SearchInput)
        typing.focus()
        typing.cursor_position = len(typing.value)
