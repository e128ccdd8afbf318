"""What a pane writes with: the inks of `ui.theme` as Rich styles of one widget."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Self

from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from ftmonitor.ui import safe
from ftmonitor.ui.theme import INKS, Ink, ink_style, wash_style

Piece = tuple[str, str]
"""A text and the name of the ink it is written with; "" is the widget's own colour."""

Pieces = Sequence[Piece]
"""One line, from left to right."""


class Inked(Widget):
    """A widget that draws lines of `Pieces`."""

    _inks: dict[str, Style] | None = None
    _paper: Style | None = None
    _restyled = True
    _colours: object = None
    """What the inks are mixed of."""
    _said: tuple[str, ...] = ()
    _only_title = False

    @property
    def paper(self) -> Style:
        """Return the style of the widget itself: its colour on its background."""
        if self._paper is None:
            style = self.rich_style
            self._paper = Style(color=style.color, bgcolor=style.bgcolor)
        return self._paper

    def ink(self, name: str) -> Style | None:
        """Return the style of an ink, without a background: the line's own shows through."""
        return self.mixed(name, lambda variables, paper: ink_style(INKS[name], variables, paper)) if name else None

    def wash(self, ink: Ink) -> Style:
        """Return the style that lays an ink under what is written."""
        return self.mixed(f"under {ink}", lambda variables, paper: wash_style(ink, variables, paper))

    def mixed(self, key: str, mix: Callable[[Mapping[str, str], Color], Style]) -> Style:
        """Return what `mix` makes of the variables of the theme and the colour behind the widget, kept as `key`."""
        if self._inks is None:
            self._inks = {}
        if key not in self._inks:
            self._inks[key] = mix(self.app.theme_variables, self.background_colors[1])
        return self._inks[key]

    def drawn(self, pieces: Iterable[Piece], width: int) -> Strip:
        """Return one line as a strip of exactly `width` cells."""
        return safe.strip(((text, self.ink(name)) for text, name in pieces), width)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines on the widget's own paper: what has no colour or background of its own gets the widget's."""
        self.freshen()
        paper = self.paper
        return [strip.apply_style(paper) for strip in super().render_lines(crop)]

    def freshen(self) -> None:
        """Look, before anything is drawn, whether the colours changed with the styles: mostly that was the frame."""
        if self._restyled:
            self._restyled = False
            colours = (self.app.theme_variables, self.rich_style, self.background_colors)
            if colours != self._colours:
                self._colours = colours
                self.recolour()

    def recolour(self) -> None:
        """Draw with the new colours from now on; a subclass drops what it has drawn."""
        self._inks = None
        self._paper = None

    def set_title(self, name: str, *parts: str) -> None:
        """Set the border title: the pane's own name, and dimmer behind it what it has to say."""
        said = (name, *parts)
        if self._said != said:
            self._said = said
            self._only_title = True
            self.border_title = Content.assemble(
                safe.literal(name),
                *(safe.literal(f"  {safe.line(part, 60)}", "not bold $foreground 68%") for part in parts if part),
            )
            self._only_title = False

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw again. A new title draws its own line only: it may change with each key."""
        if self._only_title and not regions:
            regions = (Region(-self.gutter.left, -self.gutter.top, self.outer_size.width, 1),)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """See to the colours before the next drawing."""
        super().notify_style_update()
        self._restyled = True
