"""The line at the foot of the log in which a search or a filter is typed; it stays while there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from ftmonitor.query.logline import LONGEST
from ftmonitor.ui.widgets.typing_bar import TypingBar


class LogInput(Input):
    """Where it is typed. The arrows bring back what was typed before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+escape", "leave(False)", show=False),
        Binding("enter", "leave(True)", show=False),
        Binding("up", "recall(1)", show=False),
        Binding("down", "recall(-1)", show=False),
    ]

    def __init__(self, sign: str) -> None:
        super().__init__(max_length=LONGEST + 10, compact=True, select_on_focus=False)
        self.sign = sign
        self.history: tuple[str, ...] = ()
        """The newest first."""
        self._at = -1

    @dataclass
    class Left(Message):
        """The user is done: `keep` what was typed, or go back to what was there before."""

        sign: str
        keep: bool

    def action_leave(self, keep: bool) -> None:
        """Say that the user is done."""
        self._at = -1
        self.post_message(self.Left(self.sign, keep))

    def action_recall(self, by: int) -> None:
        """Show what was typed before, or after that."""
        at = max(-1, min(self._at + by, len(self.history) - 1))
        if at != self._at:
            self._at = at
            self.value = self.history[at] if at >= 0 else ""
            self.cursor_position = len(self.value)


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
