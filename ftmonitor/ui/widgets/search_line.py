"""A line in which one types what to look for, and reads how often it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from ftmonitor.ui.safe import literal

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


class SearchLine(Horizontal):
    """`/`, what is typed, and what came of it. Hidden until it is opened."""

    DEFAULT_CSS = """
        SearchLine { height: 1; background: $surface; }
        SearchLine > .sign { width: 3; padding: 0 1; color: $primary; }
        SearchLine > Input { width: 1fr; background: $surface; }
        SearchLine > .said { width: auto; max-width: 60%; padding: 0 1; color: $foreground 70%; }
        SearchLine.-none > .said { color: $error; }
        """

    @dataclass
    class Typed(Message):
        """What is typed has changed."""

        text: str

    @dataclass
    class Left(Message):
        """The user is done: `keep` what was typed, or look for nothing."""

        keep: bool

    def __init__(self) -> None:
        super().__init__()
        self._input = _Typing(max_length=LONGEST, compact=True, select_on_focus=False)
        self._input.cursor_blink = False
        self._said = Static(classes="said", markup=False)
        self.display = False

    def compose(self) -> ComposeResult:
        """Yield the sign, the text, and what is said of it."""
        yield Static("/", classes="sign", markup=False)
        yield self._input
        yield self._said

    @property
    def text(self) -> str:
        """What is typed."""
        return self._input.value

    @text.setter
    def text(self, text: str) -> None:
        self._input.value = text

    def open(self) -> None:
        """Let the user type; what was typed before is there to be changed."""
        self.display = True
        self._input.focus()
        self._input.cursor_position = len(self._input.value)

    def say(self, what: str, found: bool) -> None:
        """Say how it went."""
        self._said.update(literal(what))
        self.set_class(not found, "-none")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))
