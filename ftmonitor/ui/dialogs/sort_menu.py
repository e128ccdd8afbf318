"""By what the list is sorted: any column, or several, the first of which counts most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from ftmonitor.query.order import MOST_KEYS, By, Order, first_way
from ftmonitor.ui.dialogs.dialog import Dialog, button
from ftmonitor.ui.dialogs.menu import Menu
from ftmonitor.ui.key_words import KeyWords
from ftmonitor.ui.safe import line, literal

ABOUT_CELLS = 40
"""Cells of what a column shows."""
_HINT = "enter sorts by one · space adds, turns, takes away · i turns all round · esc as it was"


class SortMenu(Dialog[Order]):
    """Returns the order, None where it was closed without one; `tried` is given each that is tried meanwhile."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "turn", "Turn round", show=False),
        Binding("backspace,delete,x", "clear", "As listed", show=False),
        Binding("s,q", "leave", "Close", show=False),
    ]

    def __init__(self, columns: Sequence[tuple[str, str]], order: Order, tried: Callable[[Order], None]) -> None:
        """`columns` are ids with what people call them; the names may be outside text."""
        super().__init__("Sort by")
        self._columns = columns
        self._before = self._order = order
        self._tried = tried
        self._menu = Menu(self._rows())

    def body(self) -> Iterable[Widget]:
        """Yield the columns."""
        yield self._menu
        yield KeyWords(_HINT, classes="prompt consequence")

    def buttons(self) -> Iterable[Button]:
        """Yield the ways out."""
        yield button("As listed", "clear")
        yield button("Done", "yes", variant="-go")

    def on_mount(self) -> None:
        """Begin at the column that is sorted by."""
        ids = [column for column, _ in self._columns]
        first = self._order[0].column if self._order else ""
        self._menu.highlighted = ids.index(first) if first in ids else 0

    def _rows(self) -> list[Content]:
        places = {by.column: (at, by.down) for at, by in enumerate(self._order)}
        rows = []
        for column, about in self._columns:
            at, down = places.get(column, (-1, False))
            number = f"{at + 1}" if len(self._order) > 1 and at >= 0 else " "
            sign = f" {number} {'▼' if down else '▲'} " if at >= 0 else "     "
            said = literal(line(about, ABOUT_CELLS), "bold" if at >= 0 else "")
            rows.append(Content.assemble((sign, "$text-primary"), said))
        return rows

    def _take(self, order: Order) -> None:
        self._order = order[:MOST_KEYS]
        self._menu.show(self._rows())
        self._tried(self._order)

    @on(Menu.Turned)
    def _turned(self, event: Menu.Turned) -> None:
        """Add the column, then turn it round, then take it away."""
        event.stop()
        column = self._columns[event.index][0]
        first, held = first_way(column), next((by for by in self._order if by.column == column), None)
        if held is None:
            self._take((*self._order, first))
        elif held == first:
            self._take(tuple(By(column, not by.down) if by == held else by for by in self._order))
        else:
            self._take(tuple(by for by in self._order if by.column != column))

    @on(Menu.Accepted)
    def _accepted(self, event: Menu.Accepted) -> None:
        """Sort by this one alone, or by all that were chosen here."""
        event.stop()
        column = self._columns[event.index][0]
        held = any(by.column == column for by in self._order)
        self.dismiss(self._order if held or self._order != self._before else (first_way(column),))

    def action_turn(self) -> None:
        """Turn the whole order round."""
        self._take(tuple(By(by.column, not by.down) for by in self._order))

    def action_clear(self) -> None:
        """Leave the jobs as the server lists them."""
        self._take(())

    def action_leave(self) -> None:
        """Close, with the order as it was."""
        self._tried(self._before)
        self.dismiss(None)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "clear":
            self.action_clear()
        else:
            self.dismiss(self._order)
