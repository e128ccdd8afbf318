"""Screens over the others, which they let be seen, darker.

Textual mixes the colour of each piece of text beneath anew for every frame; here those of each style are mixed once,
which takes less than half of the time.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TypeVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual._context import NoActiveAppError
from textual.app import RenderResult
from textual.color import Color
from textual.css.styles import RulesMap
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

Result = TypeVar("Result")

_PLAIN = RichStyle()


class Modal(ModalScreen[Result]):
    """A screen over the others, dismissed with a result."""

    def __init__(self) -> None:
        super().__init__()
        with suppress(NoActiveAppError):  # made elsewhere, it gets the class with its size
            height = self.app.size.height  # now, when there is nothing yet that the class would style and lay out anew
            fitting = [wears for lines, wears in self.VERTICAL_BREAKPOINTS or () if height >= lines]
            self.add_class(*fitting[-1:])

    def render(self) -> RenderResult:  # type: ignore[override]  # a Visual is shown as any widget's is
        """Return what lies beneath, in the shade of the background."""
        return shade(super().render())


def shade(shown: RenderResult) -> RenderResult:
    """Return what is shown behind a screen; where that is another screen, as what is cheaper to draw."""
    return Shade(shown) if isinstance(shown, BackgroundScreen) else shown


class Shade(Visual):
    """What a screen shows, mixed with a colour; nothing in it can be clicked."""

    def __init__(self, beneath: BackgroundScreen) -> None:
        self._screen = beneath.screen
        self._color = beneath.color

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Return the lines of the screen."""
        base, color = style.rich_style, self._color
        return [
            Strip([Segment(text, shaded(its, base, color)) for text, its, _ in strip], strip.cell_length)
            for strip in self._screen._compositor.render_strips()  # as Textual's own: no public way to its lines
        ]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return all the cells there are."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the lines of the screen."""
        return self._screen.size.height


@lru_cache(4096)
def shaded(style: RichStyle | None, base: RichStyle, color: Color) -> RichStyle:
    """Return a style mixed with a colour, without links and clicks; `base` holds what it leaves open."""
    style = _PLAIN if style is None else style.clear_meta_and_links()
    if color.a:
        ink, paper = (
            None if its is None else (Color.from_rich_color(its) + color).rich_color
            for its in (style.color, style.bgcolor)
        )
        style += RichStyle.from_color(ink, paper)
    return base + style
