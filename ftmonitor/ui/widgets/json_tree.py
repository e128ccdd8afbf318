"""JSON with a cursor: objects are folded, a text is looked for, and the place and the value of a line are copied."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive

from ftmonitor.ui.widgets.inks import Pieces
from ftmonitor.ui.widgets.json_lines import (
    JsonLine,
    broken,
    folded,
    found_in,
    json_lines,
    lines_with,
    value_of,
)
from ftmonitor.ui.widgets.search_line import SearchLine
from ftmonitor.ui.widgets.virtual import VirtualList

LEAST_CELLS = 8
"""Cells into which a line is broken at least."""


class JsonTree(VirtualList):
    """One JSON value, as sent, line by line. A line that is longer than the pane goes on in the next row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Fold", show=False, id="detail.fold"),
        Binding("y", "copy_path", "Copy the path", show=False, id="detail.copy_path"),
        Binding("Y", "copy_value", "Copy the value", show=False, id="detail.copy_value"),
        Binding("slash", "search", "Search", show=False, id="detail.search"),
        Binding("n", "find(1)", "Next", show=False, id="detail.find_next"),
        Binding("N", "find(-1)", "Previous", show=False, id="detail.find_previous"),
    ]

    wanted: reactive[str] = reactive("", init=False)
    """What is looked for."""

    @dataclass
    class Copied(Message):
        """The user wants `text` in the clipboard; `what` is our word for it."""

        text: str
        what: str

    class Searched(Message):
        """The user wants to type what to look for."""

    @dataclass
    class Found(Message):
        """What was looked for stands in `count` lines; the cursor is on the one of number `at`, 0: on none."""

        at: int
        count: int

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._text = ""
        self._lines: tuple[JsonLine, ...] = ()
        self._folded: set[int] = set()
        self._seen: list[tuple[int, Pieces]] = []
        self._hits: tuple[int, ...] = ()
        self._broken_for = 0
        self._begun_at = 0

    # What is shown

    def show(self, text: str) -> None:
        """Show another value, or the same one as it is now: then cursor and folds stay with their paths."""
        if text == self._text:
            return
        here = self.line.path if self.line else ""
        paths = {self._lines[at].path for at in self._folded}
        self._text = text
        self._lines = json_lines(text) if text else ()
        self._folded = {at for at, line in enumerate(self._lines) if line.path in paths and line.last > at}
        self._hits = lines_with(self._lines, self.wanted)
        self._break()
        self._go_to(next((at for at, line in enumerate(self._lines) if line.path == here), 0))

    @property
    def line(self) -> JsonLine | None:
        """The line under the cursor."""
        return self._lines[self._seen[self.cursor][0]] if self.cursor < len(self._seen) else None

    def resized(self) -> None:
        """Break the lines anew; the cursor stays on its line."""
        if self.page_width != self._broken_for:
            at = self._seen[self.cursor][0] if self.cursor < len(self._seen) else 0
            self._break()
            self._go_to(at)
        super().resized()

    def _break(self) -> None:
        self._broken_for = self.page_width
        width = max(LEAST_CELLS, self.page_width - 1)
        self._seen = []
        at = 0
        while at < len(self._lines):
            is_folded = at in self._folded
            text = folded(self._lines, at) if is_folded else self._lines[at].text
            self._seen += [(at, row) for row in broken(text, width)]
            at = self._lines[at].last + 1 if is_folded else at + 1
        self._strips.clear()
        self.set_rows(len(self._seen))

    def _go_to(self, at: int) -> None:
        """Put the cursor on a line; where that is folded up, on what hides it."""
        self.cursor = next((row for row, (line, _) in reversed([*enumerate(self._seen)]) if line < at), -1) + 1
        if self.cursor < len(self._seen) and self._seen[self.cursor][0] != at:
            self.cursor = max(0, self.cursor - 1)
        self.show_cursor()

    def row_key(self, index: int) -> Hashable:
        """Return what tells one row from another."""
        return (index, self._broken_for, self._text, len(self._folded), self.wanted)

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return a row."""
        return ((" ", ""), *found_in(self._seen[index][1], self.wanted)) if index < len(self._seen) else ()

    # What keys do

    def action_open(self) -> None:
        """Fold the object or array that begins or ends here, or unfold it."""
        if self.cursor >= len(self._seen):
            return
        at = self._seen[self.cursor][0]
        start = next((one for one in range(at + 1) if self._lines[one].last == at and one != at), at)
        if self._lines[start].last > start:
            self._folded ^= {start}
            self._break()
            self._go_to(start)

    def action_copy_path(self) -> None:
        """Ask for the path of the line to be copied; on the first line it is all of it."""
        if (line := self.line) is not None:
            self.post_message(self.Copied(line.path or self._text, "the path" if line.path else "the JSON"))

    def action_copy_value(self) -> None:
        """Ask for the value of the line to be copied; on the first line it is all of it, as it was sent."""
        if (line := self.line) is not None:
            at = self._seen[self.cursor][0]
            value = value_of(self._lines, at) if line.path else self._text
            self.post_message(self.Copied(value, "the value" if line.path else "the JSON"))

    def action_search(self) -> None:
        """Ask for what is to be looked for, from here on."""
        self._begun_at = self._seen[self.cursor][0] if self.cursor < len(self._seen) else 0
        self.post_message(self.Searched())

    def watch_wanted(self) -> None:
        """Go to the first line that has it, from where the search began."""
        self._hits = lines_with(self._lines, self.wanted)
        if self._hits:
            self._unfold_to(next((at for at in self._hits if at >= self._begun_at), self._hits[0]))
        self._tell()

    def action_find(self, direction: int) -> None:
        """Go to the next or the previous line that has it, round and round."""
        if not self._hits:
            self._tell()
            return
        here = self._seen[self.cursor][0]
        later = [at for at in self._hits if at > here] or [*self._hits]
        earlier = [at for at in self._hits if at < here] or [*self._hits]
        self._unfold_to(later[0] if direction > 0 else earlier[-1])
        self._tell()

    def _unfold_to(self, at: int) -> None:
        hiding = {start for start in self._folded if start < at <= self._lines[start].last}
        if hiding:
            self._folded -= hiding
            self._break()
        self._go_to(at)

    def _tell(self) -> None:
        here = self._seen[self.cursor][0] if self.cursor < len(self._seen) else -1
        at = self._hits.index(here) + 1 if here in self._hits else 0
        self.post_message(self.Found(at, len(self._hits)))


class JsonPane(Vertical):
    """The tree, and under it the line in which one types what to look for."""

    DEFAULT_CSS = "JsonPane { height: 1fr; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,alt+escape", "leave_search", show=False)]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.tree_lines = JsonTree(classes="-first")
        self.search = SearchLine()

    def compose(self) -> ComposeResult:
        """Yield both."""
        yield self.tree_lines
        yield self.search

    def show(self, text: str) -> None:
        """Show JSON, as sent."""
        self.tree_lines.show(text)

    @property
    def searching(self) -> bool:
        """Whether something is typed or looked for."""
        return self.search.display

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave escape to others while nothing is looked for."""
        return self.searching if action == "leave_search" else True

    def action_leave_search(self) -> None:
        """Look for nothing any more."""
        self.search.display = False
        self.search.text = self.tree_lines.wanted = ""
        self.tree_lines.focus()

    @on(JsonTree.Searched)
    def _searched(self, message: JsonTree.Searched) -> None:
        message.stop()
        self.search.open()

    @on(JsonTree.Found)
    def _found(self, message: JsonTree.Found) -> None:
        message.stop()
        if self.tree_lines.wanted:
            self.search.tell(f"{message.at}/{message.count}" if message.count else "not found", wrong=not message.count)

    @on(SearchLine.Typed)
    def _typed(self, message: SearchLine.Typed) -> None:
        message.stop()
        self.tree_lines.wanted = message.text
        if not message.text:
            self.search.tell("")

    @on(SearchLine.Left)
    def _left(self, message: SearchLine.Left) -> None:
        message.stop()
        if message.keep and self.tree_lines.wanted:
            self.tree_lines.focus()
        else:
            self.action_leave_search()
