"""Where to save a file: its name, in this folder or another."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Button, Input

from ftmonitor.ui.dialogs.dialog import Dialog, button, paragraph

LONGEST_PATH = 1_000
"""Characters that can be typed."""


class SaveFile(Dialog[str]):
    """Asks where to save; returns what was typed, None where it was closed. It writes nothing itself."""

    def __init__(self, what: str, name: str, folder: str) -> None:
        """`what` is our own word for it; `name`, which is safe, is suggested in `folder`."""
        super().__init__(f"Save {what}")
        self._suggested, self._folder = name, folder

    def body(self) -> Iterable[Widget]:
        """Yield where it goes, and where to type something else."""
        yield paragraph(f"in {self._folder}, or with a path anywhere else", "consequence")
        path = Input(
            self._suggested, max_length=LONGEST_PATH, classes="-first -path", compact=True, select_on_focus=False
        )
        path.cursor_blink = False
        yield path

    def buttons(self) -> Iterable[Button]:
        """Yield the way out, and the deed."""
        yield button("esc  Do not save", "no")
        yield button("Save", "yes", variant="-go")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._say(event.value)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self._say(self.query_one(Input).value if event.button.id == "yes" else "")

    def _say(self, typed: str) -> None:
        self.dismiss(typed.strip() or None)
