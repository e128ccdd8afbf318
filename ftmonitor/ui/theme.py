"""Our two themes, and the inks: what the panes write with, each mixed from a variable of the theme.

No pane names a colour. It names an ink (`running`, `dim`, ...), whose colour comes from the variables that every
theme of Textual has, so that all of them work. (Component classes would do the same, at several milliseconds for each
pane whenever the focus moves.) Colour is never the only signal: a glyph or a word stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

from ftmonitor.models.phase import Phase

DARK = Theme(
    name="ftmonitor",
    primary="#6cb6ff",
    secondary="#b39df3",
    accent="#f0a868",
    success="#7bd88f",
    warning="#e9c46a",
    error="#ff7b86",
    foreground="#dce3ec",
    background="#0e1218",
    surface="#141a22",
    panel="#1c2430",
    dark=True,
    variables={
        "border": "#6cb6ff",
        "border-blurred": "#34404f",
        "block-cursor-background": "#23425f",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#1f2a37",
        "footer-background": "#141a22",
        "footer-key-foreground": "#6cb6ff",
        "input-selection-background": "#6cb6ff 35%",
        "scrollbar": "#34404f",
        "scrollbar-hover": "#4a5a6d",
        "scrollbar-active": "#6cb6ff",
        "scrollbar-background": "#0e1218",
        "scrollbar-background-hover": "#0e1218",
        "scrollbar-background-active": "#0e1218",
    },
)
"""The theme we start with."""

LIGHT = Theme(
    name="ftmonitor-light",
    primary="#0b63b8",
    secondary="#6a4fc0",
    accent="#b45a10",
    success="#1a7f37",
    warning="#8a6100",
    error="#c4232f",
    foreground="#1c2530",
    background="#fbfcfd",
    surface="#f1f4f7",
    panel="#e4e9ef",
    dark=False,
    variables={
        "border": "#0b63b8",
        "border-blurred": "#b9c3cf",
        "block-cursor-background": "#cfe4f9",
        "block-cursor-foreground": "#0b1620",
        "block-cursor-blurred-background": "#e4e9ef",
        "footer-background": "#f1f4f7",
        "footer-key-foreground": "#0b63b8",
        "scrollbar": "#b9c3cf",
        "scrollbar-hover": "#93a1b1",
        "scrollbar-active": "#0b63b8",
        "scrollbar-background": "#fbfcfd",
        "scrollbar-background-hover": "#fbfcfd",
        "scrollbar-background-active": "#fbfcfd",
    },
)
"""Its twin for light terminals."""

THEMES = (DARK, LIGHT)


class Ink(NamedTuple):
    """A way of writing: a colour variable of the theme, how much of it covers the paper, and the strokes."""

    variable: str
    cover: float = 1.0
    bold: bool = False
    underline: bool = False


INKS: Mapping[str, Ink] = {
    "text": Ink("foreground"),
    "strong": Ink("foreground", bold=True),
    "dim": Ink("foreground", 0.62),
    "faint": Ink("foreground", 0.45),
    "head": Ink("foreground", 0.55),
    "label": Ink("foreground", 0.62),
    "accent": Ink("primary"),
    "key": Ink("primary", bold=True),
    "brand": Ink("primary", bold=True),
    "star": Ink("warning", bold=True),
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

CURSOR, CURSOR_BLURRED = Ink("primary", 0.27), Ink("foreground", 0.09)
"""What lies under the row of the cursor, in a pane with the focus and in one without."""


def ink_of(phase: Phase) -> str:
    """Return the ink of a phase."""
    return phase.value


def ink_style(ink: Ink, variables: Mapping[str, str], paper: Color) -> Style:
    """Return an ink as a style without a background, out of the `variables` of a theme and the colour of the paper."""
    color = Color.parse(variables[ink.variable])
    if color.ansi is not None:  # a colour of the terminal, which nobody can mix
        return Style(color=color.rich_color, bold=ink.bold, underline=ink.underline, dim=ink.cover < 1)
    return Style(color=_mixed(color, ink.cover, paper), bold=ink.bold, underline=ink.underline)


def wash_style(ink: Ink, variables: Mapping[str, str], paper: Color) -> Style:
    """Return a style that lays an ink under what is written."""
    color = Color.parse(variables[ink.variable])
    if color.ansi is not None:
        return Style(bgcolor="blue" if ink is CURSOR else "bright_black")
    return Style(bgcolor=_mixed(color, ink.cover, paper))


def _mixed(color: Color, cover: float, paper: Color) -> RichColor:
    return (paper + color.with_alpha(cover)).rich_color
