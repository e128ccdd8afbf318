"""The line above the charts: which there are, which are seen, and how far the job is."""

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


@dataclass(frozen=True, slots=True)
class Name:
    """A chart's name as it stands in the line: the cells `start` to `stop` belong to it."""

    index: int
    text: str
    start: int
    stop: int


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
    """One line; a click on a name shows that chart."""

    DEFAULT_CSS = "PanelBar { height: 1; width: 1fr; }"

    titles: reactive[tuple[str, ...]] = reactive(())
    seen: reactive[tuple[int, int]] = reactive((0, 0))
    """The first chart that is seen, and the one after the last."""
    said: reactive[str] = reactive("")
    """What stands at the right."""

    @dataclass
    class Chosen(Message):
        """The user clicked a name."""

        index: int

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        width = self.size.width
        if y:
            return Strip.blank(width, safe.UNSTYLED)
        said = self.said if cell_len(self.said) + 12 <= width else ""
        names = self._names(width)
        pieces: list[Piece] = [("‹ ", "faint")] if names and names[0].start else []
        for name in names:
            seen = self.seen[0] <= name.index < self.seen[1]
            pieces += [("  ", "")] if name is not names[0] else []
            pieces.append((name.text, "accent" if seen else "faint"))
        if names and names[-1].index < len(self.titles) - 1:
            pieces.append((" ›", "faint"))
        gap = width - sum(cell_len(text) for text, _ in pieces) - cell_len(said)
        return self.drawn([*pieces, (" " * max(0, gap), ""), (said, "dim")], width)

    def _names(self, width: int) -> tuple[Name, ...]:
        said = cell_len(self.said) + 2 if self.said and cell_len(self.said) + 12 <= width else 0
        return names_line(self.titles, min(self.seen[0], len(self.titles) - 1), width - said) if self.titles else ()

    async def _on_click(self, event: events.Click) -> None:
        for name in self._names(self.size.width):
            if name.start <= event.x < name.stop:
                event.stop()
                self.post_message(self.Chosen(name.index))
