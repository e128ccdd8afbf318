"""JSON as the server sent it, over the screen: searched, folded, and its paths and values copied."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ftmonitor.ui import actions
from ftmonitor.ui.key_words import key_words
from ftmonitor.ui.modal import Modal
from ftmonitor.ui.safe import literal
from ftmonitor.ui.widgets.json_tree import JsonPane, JsonTree


class JsonView(Modal[None]):
    """One JSON value over the screen; escape leaves the search, then the screen; q and d leave at once."""

    CSS_PATH = "json_view.tcss"
    AUTO_FOCUS = ".-first"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+escape,q,d", "leave", "Close", show=False),
    ]

    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-high")]  # noqa: RUF012 (declared so by Textual)

    def __init__(self, heading: str, text: str) -> None:
        super().__init__()
        self._heading = heading
        self._text = text
        self._json = JsonPane(id="json")

    def compose(self) -> ComposeResult:
        """Yield the lines."""
        self._json.border_title = literal(f" {self._heading} ", longest=200)
        self._json.border_subtitle = key_words("/ search  enter fold  y path  Y value  esc close")
        yield self._json

    def on_mount(self) -> None:
        """Fill them in."""
        self._json.show(self._text)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)

    @on(JsonTree.Copied)
    def _copied(self, message: JsonTree.Copied) -> None:
        message.stop()
        actions.copy(self, message.text, message.what)
