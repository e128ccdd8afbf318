"""The line at the foot of the log in which a search or a filter is typed; it stays while there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from ftmonitor.query.logline import LONGEST
from ftmonitor.ui.widgets.typing_bar import Typing, TypingBar


class LogInput(Typing):
    """Where it is typed. The arrows bring back what was typed before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "recall(1)", show=False),
        Binding("down", "recall(-1)", show=False),
    ]

    def __init__(self, sign: str) -> None:
        super().__init__(LONGEST + 10)
        self.sign = sign

    @dataclass
    class Left(Message):
        """The user is done: `keep` what was typed, or go back to what was there before."""

        sign: str
        keep: bool

    def left(self, keep: bool) -> Message:
        """Return what is said at the end."""
        return self.Left(self.sign, keep)


class LogBar(TypingBar):
    """A sign, what is typed, and what has become of it."""

    silent = True

    @dataclass
    class Typed(Message):
        """What is typed has changed."""

        sign: str
        text: str

    def __init__(self, sign: str) -> None:
        self.input = LogInput(sign)
        super().__init__(sign, self.input)

    def typed(self, text: str) -> Message:
        """Return what is said of a letter."""
        return self.Typed(self.input.sign, text)
