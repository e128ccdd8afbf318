"""The line in which the filter of the job list is typed, and stands while there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from ftmonitor.ui.widgets.typing_bar import Typing, TypingBar

LONGEST = 300
"""Characters that can be typed: some lines of any screen."""


class FilterInput(Typing):
    """Where it is typed. The list is moved in with the arrows meanwhile; in an empty one, up brings back the last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]

    @dataclass
    class Left(Message):
        """The user is done: `keep` what was typed, or go back to what was there before."""

        keep: bool

    @dataclass
    class Moved(Message):
        """The user wants another row of the list."""

        by: int

    def left(self, keep: bool) -> Message:
        """Return what is said at the end."""
        return self.Left(keep)

    def action_move(self, by: int) -> None:
        """Say that another row is wanted, or bring back what was typed before."""
        if self.recalled >= 0 and self.value != self.former[self.recalled]:
            self.recalled = -1  # it is another by now
        if self.recalled >= 0 or (not self.value and by < 0 and self.former):
            self.action_recall(-by)
        else:
            self.post_message(self.Moved(by))


class FilterBar(TypingBar):
    """`/`, what is typed, and how much of the list fits, or why it cannot be read."""

    @dataclass
    class Typed(Message):
        """What is typed has changed."""

        text: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        self.input = FilterInput(LONGEST)
        super().__init__("/", self.input, id=id)

    def typed(self, text: str) -> Message:
        """Return what is said of a letter."""
        return self.Typed(text)
