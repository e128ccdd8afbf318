"""The line above the charts: which there are, which are seen, how they are looked at, and how far the job is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from ftmonitor.ui import safe
from ftmonitor.ui.widgets.inks import Inked, Piece

LEAST_NAMES = 22
"""Cells that the names of the charts keep."""


@dataclass(frozen=True, slots=True)
class Name:
    """A chart's name as it stands in the line: the cells `start` to `stop` belong to it."""

    index: int
    text: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Switch:
    """One manner of looking: the key that changes it, what it is now, and the action of a click."""

    key: str
    text: str
    action: str


def names_line(titles: Sequence[str], first: int, width: int) -> tuple[Name, ...]:
    """Return as many of `titles` as fit into `width`, from such a one on that the `first` seen one is among them."""
    for begin in range(first + 1):
        names: list[Name] = []
        at = 2 if begin else 0  # room for the sign that there are others before
        for index in range(begin, len(titles)):
            text = safe.fit(titles[index], width)
            if at + cell_len(text) > width - 2 * (index < len(titles) - 1):
                break
            names.append(Name(index, text, at, at + cell_len(text)))
            at += cell_len(text) + 2
        if any(name.index == first for name in names):
            return tuple(names)
    return (Name(first, safe.fit(titles[first], width), 0, width),) if titles and width > 0 else ()


class PanelBar(Inked):
    """One line; a click on a name shows that chart, a click on a switch turns it."""

    DEFAULT_CSS = "PanelBar { height: 1; width: 1fr; }"

    titles: reactive[tuple[str, ...]] = reactive(())
    seen: reactive[tuple[int, int]] = reactive((0, 0))
    """The first chart that is seen, and the one after the last."""
    current: reactive[int] = reactive(0)
    """The chart that keys act on."""
    switches: reactive[tuple[Switch, ...]] = reactive(())
    said: reactive[str] = reactive("")
    """What stands at the right."""

    @dataclass
    class Chosen(Message):
        """The user clicked a name."""

        index: int

    @dataclass
    class Pressed(Message):
        """The user clicked a switch."""

        action: str

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        width = self.size.width
        if y:
            return Strip.blank(width, safe.UNSTYLED)
        switches, said = self._right(width)
        names = self._names(width)
        pieces: list[Piece] = [("‹ ", "faint")] if names and names[0].start else []
        for name in names:
            seen = self.seen[0] <= name.index < self.seen[1]
            pieces += [("  ", "")] if name is not names[0] else []
            mine = name.index == self.current and self.seen[1] - self.seen[0] > 1
            pieces.append((name.text, "key" if mine else "accent" if seen else "faint"))
        if names and names[-1].index < len(self.titles) - 1:
            pieces.append((" ›", "faint"))
        right: list[Piece] = []
        for switch in switches:
            right += [(f"{switch.key} ", "accent"), (f"{switch.text}  ", "dim")]
        right.append((said, "dim"))
        gap = width - sum(cell_len(text) for text, _ in (*pieces, *right))
        return self.drawn([*pieces, (" " * max(0, gap), ""), *right], width)

    def _right(self, width: int) -> tuple[tuple[Switch, ...], str]:
        """Return the switches and the words at the right for which there is room."""
        needed = min(LEAST_NAMES, sum(cell_len(title) + 2 for title in self.titles))
        for switches, said in ((self.switches, self.said), (self.switches, ""), ((), self.said)):
            taken = sum(_cells(switch) for switch in switches) + cell_len(said)
            if needed + taken <= width:
                return switches, said
        return (), ""

    def _names(self, width: int) -> tuple[Name, ...]:
        switches, said = self._right(width)
        taken = sum(map(_cells, switches)) + cell_len(said)
        room = width - taken - 2 if taken else width
        return names_line(self.titles, min(self.seen[0], len(self.titles) - 1), room) if self.titles else ()

    def spots(self) -> tuple[int, ...]:
        """Return the cells that a click is for."""
        width = self.size.width
        switches, said = self._right(width)
        at = width - cell_len(said) - sum(map(_cells, switches))
        found = [name.start for name in self._names(width)]
        for switch in switches:
            found.append(at)
            at += _cells(switch)
        return tuple(found)

    async def _on_click(self, event: events.Click) -> None:
        width = self.size.width
        for name in self._names(width):
            if name.start <= event.x < name.stop:
                event.stop()
                self.post_message(self.Chosen(name.index))
                return
        switches, said = self._right(width)
        at = width - cell_len(said) - sum(map(_cells, switches))
        for switch in switches:
            if at <= event.x < at + _cells(switch) - 2:
                event.stop()
                self.post_message(self.Pressed(switch.action))
            at += _cells(switch)


def _cells(switch: Switch) -> int:
    """Return the cells of a switch with the blanks after it."""
    return cell_len(switch.key) + cell_len(switch.text) + 3
