"""The JSON of the event under the cursor, beside the log or below it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from ftmonitor.ui.widgets.inks import Pieces
from ftmonitor.ui.widgets.json_lines import broken, json_lines
from ftmonitor.ui.widgets.virtual import VirtualLines

LONGEST = 100_000
"""Characters of JSON that are laid out; the view that has the screen to itself shows all of it."""


def laid_out(heading: str, text: str, width: int) -> tuple[Pieces, ...]:
    """Return JSON as coloured rows of at most `width` cells, under a heading."""
    rows: list[Pieces] = [((f" {heading}", "dim"),)]
    lines = json_lines(text, LONGEST)
    for line in lines:
        rows += [((" ", ""), *row) for row in broken(line.text, max(8, width - 1))]
    if sum(len(line.text) + 1 for line in lines) > LONGEST:
        rows.append(((" d shows all of it", "dim"),))
    return tuple(rows)


class LogPanel(VirtualLines):
    """One JSON value as lines. It keeps the one it has until another is laid out."""

    DEFAULT_CSS = """
        LogPanel {
            display: none;
        }
        """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,alt+escape,q", "leave", "Close", show=False),
        Binding("y", "say('copy')", "Copy", show=False),
        Binding("d", "say('whole')", "The whole screen", show=False),
    ]

    @dataclass
    class Said(Message):
        """The user wants something: `leave`, `copy`, `whole`."""

        what: str

    @dataclass
    class Resized(Message):
        """There is another width to lay the lines out for."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[Pieces] = ()
        self._shown: dict[int, Hashable] = {}
        self._version = 0

    def show(self, rows: Sequence[Pieces]) -> None:
        """Show other lines; from their first on."""
        self._lines = rows
        self._version += 1
        self.set_rows(len(rows))
        self.scroll_row(0)

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return a line."""
        return self._lines[index] if index < len(self._lines) else ()

    def row_key(self, index: int) -> Hashable:
        """Return what tells one line from another."""
        return (index, self._version)

    def empty_text(self) -> str:
        """Return what stands there while there is nothing to show."""
        return "no event here"

    def resized(self) -> None:
        """Say that the lines are to be laid out anew."""
        self.post_message(self.Resized())

    def action_leave(self) -> None:
        """Say that the user is done."""
        self.action_say("leave")

    def action_say(self, what: str) -> None:
        """Say what the user wants."""
        self.post_message(self.Said(what))
