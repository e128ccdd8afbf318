"""The line at the foot of a pane in which something is typed: a sign, the text, and what has come of it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from ftmonitor.ui.safe import literal

MOST_FORMER = 30
"""Texts that can be brought back."""


class Typing(Input):
    """Where it is typed, up to `longest` characters; enter keeps it. What was typed before can be brought back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+escape", "leave(False)", show=False),
        Binding("enter", "leave(True)", show=False),
    ]

    def __init__(self, longest: int) -> None:
        super().__init__(max_length=longest, compact=True, select_on_focus=False)
        self.cursor_blink = False
        self.former: tuple[str, ...] = ()
        """What was typed before, the newest first."""
        self.recalled = -1
        """The one of those that was brought back; -1: none."""

    def left(self, keep: bool) -> Message:
        """Return the message that says that the user is done: `keep` what was typed, or not."""
        raise NotImplementedError

    def action_leave(self, keep: bool) -> None:
        """Say that the user is done."""
        self.recalled = -1
        self.post_message(self.left(keep))

    def action_recall(self, by: int) -> None:
        """Show what was typed before, or after that."""
        at = max(-1, min(self.recalled + by, len(self.former) - 1))
        if at != self.recalled:
            self.recalled = at
            self.value = self.former[at] if at >= 0 else ""
            self.cursor_position = len(self.value)

    def remember(self, text: str) -> None:
        """Have a text brought back first from now on."""
        self.former = (text, *(old for old in self.former if old != text))[:MOST_FORMER]


class TypingBar(Horizontal):
    """Hidden until it is wanted. Whoever has one says by `typed` what becomes of each letter."""

    DEFAULT_CSS = """
        TypingBar {
            height: 1;
            background: $surface;
            display: none;
        }
        TypingBar > .sign {
            width: 3;
            color: $primary;
            padding: 0 1;
        }
        TypingBar > Input {
            width: 1fr;
            background: $surface;
        }
        TypingBar > .said {
            width: auto;
            max-width: 60%;
            padding: 0 1;
            color: $foreground 68%;
        }
        TypingBar.-wrong > .said {
            color: $text-error;
        }
        """

    silent: ClassVar[bool] = False
    """Whether nobody is told of a text that is set and not typed."""

    said: reactive[str] = reactive("", init=False)
    """What stands at the right: how many there are, or what is wrong."""
    wrong: reactive[bool] = reactive(False, init=False)

    def __init__(self, sign: str, typing: Typing, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._sign = sign
        self._typing = typing
        self._said = Static(classes="said", markup=False)

    def compose(self) -> ComposeResult:
        """Yield the sign, the text, and what is said of it."""
        yield Static(self._sign, classes="sign", markup=False)
        yield self._typing
        yield self._said

    @property
    def text(self) -> str:
        """What is typed."""
        return self._typing.value

    @text.setter
    def text(self, text: str) -> None:
        with self.prevent(*[Input.Changed] if self.silent else []):
            self._typing.value = text

    def typed(self, text: str) -> Message:
        """Return the message that says what is typed now."""
        raise NotImplementedError

    def tell(self, said: str, *, wrong: bool = False) -> None:
        """Say what has come of it."""
        self.said, self.wrong = said, wrong

    def watch_said(self, said: str) -> None:
        """Show it."""
        self._said.update(literal(said))

    def watch_wrong(self, wrong: bool) -> None:
        """Show it as wrong, or not."""
        self.set_class(wrong, "-wrong")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.typed(event.value))
