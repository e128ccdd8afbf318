"""Attributes in place of colours: for NO_COLOR (https://no-color.org) and terminals that know none.

What stands on a light ground is reversed, what is grey is dim; bold, underlined and reversed text stays so. It works on
the theme `themes.MONO`, which has nothing but black, white and grey.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

LIGHT_GROUND = 0.2
"""Brightness from which on a ground counts as light: those of the theme are black, or a cursor's."""

GREY = 0.72
"""Brightness below which writing counts as grey: the brightest of the fainter inks is there."""

_PLAIN = Style()
_DEFAULT = RichColor.default()
"""Said, not left out: what has no colour of its own would get that of its widget."""


class Attributes(LineFilter):
    """Makes attributes of colours, for whatever is painted."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without a colour."""
        return [
            segment if segment.control else Segment(segment.text, attributes(segment.style or _PLAIN))
            for segment in segments
        ]


@lru_cache(1024)
def attributes(style: Style) -> Style:
    """Return a style without colours that says the same."""
    over, under = _brightness(style.color, 1.0), _brightness(style.bgcolor, 0.0)
    if style.reverse:
        over, under = under, over
    reversed_ = under >= LIGHT_GROUND
    return Style(
        color=_DEFAULT,
        bgcolor=_DEFAULT,
        bold=style.bold,
        italic=style.italic,
        underline=style.underline,
        strike=style.strike,
        reverse=reversed_,
        dim=not reversed_ and (over < GREY or bool(style.dim)),
        link=style.link,
    )


def _brightness(color: RichColor | None, otherwise: float) -> float:
    """Return how bright a colour is, 0 to 1; `otherwise` where it is the terminal's own."""
    if color is None or color.triplet is None:
        return otherwise
    red, green, blue = color.triplet
    return (red * 299 + green * 587 + blue * 114) / 255_000
