"""The line in which the filter of the job list is typed, and stands while there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from ftmonitor.ui.widgets.typing_bar import TypingBar

LONGEST = 300
"""Characters that can be typed: some lines of any screen."""


class FilterInput(Input):
    """Where it is typed. The list is moved in with the arrows meanwhile; in an empty one, up brings back the last."""

    former: tuple[str, ...] = ()
    """What was typed before, the newest first."""
    _at = -1
    """The one of those that is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+escape", "leave(False)", show=False),
        Binding("enter", "leave(True)", show=False),
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

    def action_leave(self, keep: bool) -> None:
        """Say that the user is done."""
        self._at = -1
        self.post_message(self.Left(keep))

    def action_move(self, by: int) -> None:
        """Say that another row is wanted, or bring back what was typed before."""
        shown = self.former[self._at] if 0 <= self._at < len(self.former) else ""
        if self.value != shown:
            self._at = -1  # it is another by now
        if (not self.value and by < 0 and self.former) or self._at >= 0:
            self._at = max(-1, min(self._at - by, len(self.former) - 1))
            self.value = self.former[self._at] if self._at >= 0 else ""
            self.cursor_position = len(self.value)
        else:
            self.post_message(self.Moved(by))


class FilterBar(TypingBar):
    """`/`, what is typed, and how much of the list fits, or why it cannot be read."""

    @dataclass
    class Typed(Message):
        """What is typed has changed."""

        text: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        self.input = FilterInput(max_length=LONGEST, compact=True, select_on_focus=False)
        super().__init__("/", self.input, id=id)

    def typed(self, text: str) -> Message:
        """Return what is said of a letter."""
        return self.Typed(text)
