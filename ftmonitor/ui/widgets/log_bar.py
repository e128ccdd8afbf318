"""The line at the foot of the log in which a search or a filter is typed; it stays while there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from ftmonitor.query.logline import LONGEST
from ftmonitor.ui.safe import literal


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
        self.cursor_blink = False
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


class LogBar(Horizontal):
    """A sign, what is typed, and what has become of it."""

    DEFAULT_CSS = """
        LogBar {
            height: 1;
            background: $surface;
            display: none;
        }
        LogBar > .sign {
            width: 3;
            color: $primary;
            padding: 0 1;
        }
        LogBar > LogInput {
            width: 1fr;
            background: $surface;
        }
        LogBar > .said {
            width: auto;
            max-width: 60%;
            padding: 0 1;
            color: $foreground 62%;
        }
        LogBar.-wrong > .said {
            color: $error;
        }
        """

    said: reactive[str] = reactive("", init=False)
    """What stands at the right: how many there are, or what is wrong."""
    wrong: reactive[bool] = reactive(False, init=False)

    @dataclass
    class Typed(Message):
        """What is typed has changed."""

        sign: str
        text: str

    def __init__(self, sign: str) -> None:
        super().__init__()
        self.input = LogInput(sign)
        self._said = Static(classes="said", markup=False)

    def compose(self) -> ComposeResult:
        """Yield the sign, the text, and what is said of it."""
        yield Static(self.input.sign, classes="sign", markup=False)
        yield self.input
        yield self._said

    @property
    def text(self) -> str:
        """What is typed."""
        return self.input.value

    @text.setter
    def text(self, text: str) -> None:
        with self.prevent(Input.Changed):
            self.input.value = text

    def tell(self, said: str, *, wrong: bool = False) -> None:
        """Say what has become of it."""
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
        self.post_message(self.Typed(self.input.sign, event.value))
