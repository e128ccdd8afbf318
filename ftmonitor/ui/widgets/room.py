"""What holds the panes and shows nothing of its own.

Each second a line is drawn anew, and Textual asks all that lies below it for its lines too, those that nobody sees
among them. Here they are kept, for half of what such a second costs.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual.color import Color
from textual.containers import Container
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


class Blank:
    """The lines of a widget that has neither border nor content, made once for each size and colour."""

    def __init__(self) -> None:
        self._made_for: tuple[Size, Color, Sequence[LineFilter]] | None = None
        self._lines: list[Strip] = []

    def lines(self, widget: Widget, crop: Region) -> list[Strip]:
        """Return the part of the lines of `widget` that `crop` is."""
        paper, filters = widget.background_colors[1], widget.get_line_filters()
        if self._made_for != (crop.size, paper, filters):
            self._made_for = (crop.size, paper, filters)
            strip = Strip.blank(crop.width, Style(bgcolor=paper.rich_color))
            for each in filters:
                strip = strip.apply_filter(each, paper)
            self._lines = [strip] * crop.height
        return self._lines


class Room(Container):
    """A container whose own lines cost nothing."""

    def __init__(self, *children: Widget, id: str | None = None) -> None:  # noqa: A002
        super().__init__(*children, id=id)
        self._blank = Blank()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines, which are blank."""
        return self._blank.lines(self, crop)
