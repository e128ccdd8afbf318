"""The inks: what the panes write with, each mixed from a variable of the theme.

No pane names a colour. It names an ink (`running`, `dim`, ...), whose colour comes from the variables that every
theme of Textual has, so that all of them work. (Component classes would do the same, at several milliseconds for each
pane whenever the focus moves.) Colour is never the only signal: a glyph or a word stands beside it. Where the colours
of a theme are too close to what they stand on, an ink is moved away from it until it can be read (`contrast.readable`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color

from ftmonitor.models.phase import Phase
from ftmonitor.ui.contrast import FAINT, TEXT, mixed, readable
from ftmonitor.ui.themes import DARK, LIGHT, THEMES

__all__ = [
    "CURSOR",
    "CURSOR_BLURRED",
    "DARK",
    "INKS",
    "LIGHT",
    "QUIET",
    "THEMES",
    "Ink",
    "ink_of",
    "ink_style",
    "wash_style",
]

FADED = 0.6
"""Inks that cover less of the paper are for what stands between words, and have to be seen rather than read."""


class Ink(NamedTuple):
    """A way of writing: a colour variable of the theme, how much of it covers the paper, and the strokes."""

    variable: str
    cover: float = 1.0
    bold: bool = False
    underline: bool = False

    @property
    def least(self) -> float:
        """Return the contrast that it must have."""
        return FAINT if self.cover < FADED else TEXT


INKS: Mapping[str, Ink] = {
    "text": Ink("foreground"),
    "strong": Ink("foreground", bold=True),
    "dim": Ink("foreground", 0.62),
    "faint": Ink("foreground", 0.45),
    "head": Ink("foreground", 0.55),
    "label": Ink("foreground", 0.62),
    "accent": Ink("primary"),
    "key": Ink("primary", bold=True),
    "chosen": Ink("primary", bold=True, underline=True),
    "brand": Ink("primary", bold=True),
    "star": Ink("warning", bold=True),
    "found": Ink("warning", bold=True, underline=True),
    "good": Ink("success"),
    "warn": Ink("warning"),
    "error": Ink("error"),
    "waiting": Ink("secondary"),
    "running": Ink("primary"),
    "pausing": Ink("warning"),
    "paused": Ink("warning"),
    "stopping": Ink("warning"),
    "succeeded": Ink("success"),
    "failed": Ink("error"),
    "cancelled": Ink("foreground", 0.62),
    "unknown": Ink("accent"),
}
"""All inks by name. Each phase has one of its own name."""

QUIET = "$foreground 68%"
"""How contents and not inks write what is said beside something: fainter, it would not have a contrast of 4.5 on each
paper of our themes and of Textual's own two."""

CURSOR, CURSOR_BLURRED = Ink("primary", 0.24), Ink("foreground", 0.09)
"""What lies under the row of the cursor, in a pane with the focus and in one without."""


def ink_of(phase: Phase) -> str:
    """Return the ink of a phase."""
    return phase.value


def ink_style(ink: Ink, variables: Mapping[str, str], paper: Color) -> Style:
    """Return an ink as a style without a background, out of the `variables` of a theme and the colour of the paper.

    It can be read on the paper and on what lies under the row of a cursor.
    """
    color = Color.parse(variables[ink.variable])
    if color.ansi is not None:  # a colour of the terminal, which nobody can mix
        return Style(color=color.rich_color, bold=ink.bold, underline=ink.underline, dim=ink.cover < 1)
    under = paper.rgb
    primary, foreground = (Color.parse(variables[wash.variable]) for wash in (CURSOR, CURSOR_BLURRED))
    papers = (under, mixed(primary.rgb, under, CURSOR.cover), mixed(foreground.rgb, under, CURSOR_BLURRED.cover))
    shown = readable(mixed(color.rgb, under, ink.cover), papers, ink.least)
    return Style(color=RichColor.from_rgb(*shown), bold=ink.bold, underline=ink.underline)


def wash_style(ink: Ink, variables: Mapping[str, str], paper: Color) -> Style:
    """Return a style that lays an ink under what is written; where nothing can be mixed, writing is turned round."""
    color = Color.parse(variables[ink.variable])
    if color.ansi is not None:
        return Style(reverse=True) if ink is CURSOR else Style(underline=True)
    return Style(bgcolor=RichColor.from_rgb(*mixed(color.rgb, paper.rgb, ink.cover)))
