"""A note about a job, for the user's own eyes."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Button, Input

from ftmonitor.ui.dialogs.dialog import HEADING_CELLS, Dialog, button, paragraph
from ftmonitor.ui.safe import fit

LONGEST_NOTE = 200
"""Characters of a note: what is kept of one."""


class Note(Dialog[str]):
    """Asks for a note; returns what was typed ("" takes the note away), None where it was closed."""

    def __init__(self, name: str, before: str) -> None:
        super().__init__(f"Note on {fit(name, HEADING_CELLS)}".rstrip())
        self._before = before

    def body(self) -> Iterable[Widget]:
        """Yield where to type."""
        yield paragraph("Kept here, in the history; the server is told nothing. / finds it: note:word", "consequence")
        text = Input(self._before, max_length=LONGEST_NOTE, classes="-first -path", compact=True, select_on_focus=False)
        text.cursor_blink = False
        yield text

    def buttons(self) -> Iterable[Button]:
        """Yield the way out, and the deed."""
        yield button("esc  Leave it", "no")
        yield button("Keep", "yes", variant="-go")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(self.query_one(Input).value.strip() if event.button.id == "yes" else None)
