"""What every dialog has: a box with a title, a row of buttons, and escape. A dialog returns a value, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from ftmonitor.ui.modal import Modal
from ftmonitor.ui.safe import fit, literal
from ftmonitor.ui.theme import QUIET

Result = TypeVar("Result")

HEADING_CELLS = 40
"""Cells of an outside name in the heading of a dialog."""

NAME_CELLS = 16
"""Cells of the names in a table of facts."""


class Dialog(Modal[Result]):
    """A modal box in the middle of the screen; escape dismisses it with None.

    A subclass yields what stands above the buttons from `body`, and its buttons from `buttons`. What has the class
    `-first` gets the focus.
    """

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = ".-first"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+escape", "leave", "Close", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
        Binding("pagedown,j", "scroll(1)", show=False),
        Binding("pageup,k", "scroll(-1)", show=False),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-high")]  # noqa: RUF012 (declared so by Textual)

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading = heading

    def compose(self) -> ComposeResult:
        """Yield the box."""
        with Vertical(id="box") as box:
            box.border_title = literal(self._heading)
            with VerticalScroll(id="body", can_focus=False):
                yield from self.body()
            with Horizontal(id="buttons"):
                yield from self.buttons()

    def body(self) -> Iterable[Widget]:
        """Yield what stands above the buttons."""
        return ()

    def buttons(self) -> Iterable[Button]:
        """Yield the buttons, from the left."""
        return ()

    def action_scroll(self, direction: int) -> None:
        """Scroll what stands above the buttons by half of what is seen."""
        body = self.query_one("#body", VerticalScroll)
        body.scroll_relative(y=direction * max(1, body.size.height // 2), animate=False)

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


class Report(Dialog[None]):
    """A dialog that says something: it is read, copied (`y`) and closed. A subclass says what is copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", show=False),
        Binding("q", "leave", "Close", show=False),
    ]

    def buttons(self) -> Iterable[Button]:
        """Yield close and copy."""
        yield button("esc  Close", "close", first=True)
        yield button("y  Copy", "copy")

    def action_copy(self) -> None:
        """Copy all of it."""
        raise NotImplementedError

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "copy":
            self.action_copy()
        else:
            self.dismiss(None)


def button(label: str, action_id: str, *, variant: str = "", first: bool = False) -> Button:
    """Return a button of one line; `label` is constant text, `variant` a class that colours it."""
    classes = " ".join(name for name in (variant, "-first" if first else "") if name)
    return Button(Content(label), id=action_id, classes=classes, compact=True)


def paragraph(text: str, classes: str = "") -> Static:
    """Return outside text as it is, wrapped."""
    return Static(literal(text), classes=classes, markup=False)


def asked(before: str, name: str, after: str) -> Static:
    """Return a question with an outside name in it."""
    content = Content.assemble(before, literal(name).stylize("bold"), after)
    return Static(content, classes="question", markup=False)


def facts(rows: Iterable[tuple[str, str]]) -> Static:
    """Return names and outside values as two columns; what has no value is left out."""
    shown = [(fit(name, NAME_CELLS), value) for name, value in rows if value]
    width = max((len(name) for name, _ in shown), default=0) + 2
    lines = [Content.assemble((name.ljust(width), QUIET), literal(value)) for name, value in shown]
    return Static(Content("\n").join(lines), classes="facts", markup=False)
