"""Which columns the list has, and in which order: those there are, and any path into the job as sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input

from ftmonitor.errors import UsageError
from ftmonitor.query.order import RAW
from ftmonitor.query.path import LONGEST, steps
from ftmonitor.ui.dialogs.dialog import Dialog, button
from ftmonitor.ui.dialogs.menu import Menu
from ftmonitor.ui.key_words import KeyWords
from ftmonitor.ui.safe import line, literal
from ftmonitor.ui.theme import QUIET

Columns = tuple[str, ...]
NO_ROOM = "  no room here"
ABOUT_CELLS = 44
"""Cells of what a column shows."""
_HINT = "space on and off · J K move · + path into the job · esc as it was"


class ColumnMenu(Dialog[Columns]):
    """Returns the columns (none: what fits best), None where it was closed without; `tried` is given each choice."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "path", "A path", show=False),
        Binding("backspace,delete,x", "usual", "As usual", show=False),
        Binding("c,q", "leave", "Close", show=False),
    ]

    def __init__(
        self,
        columns: Columns,
        known: Mapping[str, str],
        usual: Columns,
        tried: Callable[[Columns], None],
        shown: Callable[[Columns], frozenset[str]],
    ) -> None:
        """`known` are the columns there are, by id, with what they show; `usual` those that stand where none is chosen.

        The first of the usual ones is always there. `shown` tells which of the chosen ones the list has room for.
        """
        super().__init__("Columns")
        self._known = known
        self._usual = usual
        self._fixed = usual[0]
        self._before = self._chosen = columns
        self._tried = tried
        self._shown = shown
        self._ids = self._all()
        self._menu = Menu(self._rows())
        self._path = Input(max_length=LONGEST, placeholder="hyperparameters.n_epochs", classes="-path", compact=True)
        self._path.cursor_blink = False
        self._said = KeyWords(_HINT, classes="prompt consequence")

    def body(self) -> Iterable[Widget]:
        """Yield the columns, and where a path is typed."""
        yield self._menu
        yield self._path
        yield self._said

    def buttons(self) -> Iterable[Button]:
        """Yield the ways out."""
        yield button("As usual", "usual")
        yield button("Done", "yes", variant="-go")

    def on_mount(self) -> None:
        """Begin at the first."""
        self._menu.highlighted = 0

    def _all(self) -> list[str]:
        """Return the ids of the rows: what is chosen in its order, then the rest."""
        chosen = self._chosen or self._usual
        others = (column for column in (*self._before, *self._known) if column not in chosen)
        return [*chosen, *dict.fromkeys(others)]

    def _rows(self) -> list[Content]:
        chosen, shown = self._chosen or self._usual, self._shown(self._chosen)
        rows = []
        for column in self._ids:
            about = self._known.get(column, column.removeprefix(RAW))
            sign = " ● " if column == self._fixed else " ✓ " if column in chosen else "   "
            told = literal(line(about, ABOUT_CELLS), "bold" if column in chosen else "$foreground 75%")
            room = (NO_ROOM, QUIET) if column in chosen and column not in shown else ""
            rows.append(Content.assemble((sign, "$text-primary"), told, room))
        return rows

    def _take(self, chosen: Columns, at: str) -> None:
        self._chosen = chosen
        self._ids = self._all()
        self._menu.show(self._rows(), self._ids.index(at) if at in self._ids else 0)
        self._tried(chosen)

    @on(Menu.Turned)
    def _turned(self, event: Menu.Turned) -> None:
        event.stop()
        column, chosen = self._ids[event.index], self._chosen or self._usual
        if column == self._fixed:
            self._said.tell("the name is always there")
        elif column in chosen:
            where = self._menu.highlighted or 0
            self._take(tuple(one for one in chosen if one != column), column)
            self._menu.highlighted = min(where, len(self._ids) - 1)
        else:
            self._take((*chosen, column), column)

    @on(Menu.Shifted)
    def _shifted(self, event: Menu.Shifted) -> None:
        event.stop()
        column, chosen = self._ids[event.index], list(self._chosen or self._usual)
        if column not in chosen:
            return
        at = chosen.index(column)
        to = max(0, min(at + event.by, len(chosen) - 1))
        chosen.insert(to, chosen.pop(at))
        self._take(tuple(chosen), column)

    @on(Menu.Accepted)
    def _accepted(self, event: Menu.Accepted) -> None:
        event.stop()
        self.dismiss(self._chosen)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Add the column of a path, or say what is wrong with it."""
        event.stop()
        try:
            column = RAW + ".".join(steps(event.value))
        except UsageError as error:
            self._said.tell(str(error), wrong=True)
            return
        chosen = self._chosen or self._usual
        if column not in chosen:  # behind the name: at the end there may be no room for it
            at = chosen.index(self._fixed) + 1 if self._fixed in chosen else 0
            chosen = (*chosen[:at], column, *chosen[at:])
        self._path.value = ""
        self._said.tell()
        self._take(chosen, column)
        self._menu.focus()

    def action_path(self) -> None:
        """Let a path be typed."""
        self._path.focus()

    def action_usual(self) -> None:
        """Leave it to the width which columns there are."""
        self._take((), self._fixed)

    def action_leave(self) -> None:
        """Go back to the list of columns, or close with everything as it was."""
        if self._path.has_focus:
            self._menu.focus()
            return
        self._tried(self._before)
        self.dismiss(None)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "usual":
            self.action_usual()
        else:
            self.dismiss(self._chosen)
