"""What figures are printed with: their inks in the colours of the theme."""

from __future__ import annotations

from collections.abc import Mapping

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from ftmonitor.metrics.ink import Ink, Line
from ftmonitor.ui import safe, theme
from ftmonitor.ui.contrast import FAINT, TEXT, mixed, readable

_ROLES = {"train": "primary", "valid": "accent", "full": "success", "other": "secondary"}
_JOBS = ("primary", "accent", "success", "secondary", "warning", "error", "foreground")
_RAW = 0.4

COLOURS: Mapping[Ink, theme.Ink] = {
    Ink.TITLE: theme.Ink("foreground", bold=True),
    Ink.CHOSEN: theme.Ink("primary", bold=True),
    Ink.TEXT: theme.Ink("foreground", 0.88),
    Ink.FAINT: theme.Ink("foreground", 0.5),
    Ink.AXIS: theme.Ink("foreground", 0.5),
    Ink.GRID: theme.Ink("foreground", 0.12),
    Ink.CURSOR: theme.Ink("warning", bold=True),
    Ink.PIN: theme.Ink("secondary", bold=True),
    Ink.CHECKPOINT: theme.Ink("success", bold=True),
    Ink.WARNING: theme.Ink("warning", bold=True),
    Ink.FAULT: theme.Ink("error", bold=True),
    Ink.BEST: theme.Ink("warning", bold=True),
    **{Ink(role): theme.Ink(variable, bold=True) for role, variable in _ROLES.items()},
    **{Ink(f"{role}-raw"): theme.Ink(variable, _RAW) for role, variable in _ROLES.items()},
    **{Ink(f"job-{slot}"): theme.Ink(variable, bold=True) for slot, variable in enumerate(_JOBS)},
    **{Ink(f"job-raw-{slot}"): theme.Ink(variable, _RAW) for slot, variable in enumerate(_JOBS)},
    Ink.JOB_7: theme.Ink("foreground", 0.6, bold=True),
    Ink.JOB_RAW_7: theme.Ink("foreground", 0.3),
}
"""What each ink of a figure is made of."""

_LEAST = {Ink.TITLE: TEXT, Ink.CHOSEN: TEXT, Ink.TEXT: TEXT, Ink.GRID: 1.0}
"""Contrasts that inks must have, other than `FAINT`."""


def chart_style(ink: Ink, variables: Mapping[str, str], paper: Color) -> Style:
    """Return the style of an ink out of the `variables` of a theme, so that it can be seen on the paper.

    Raw values lie behind the curves that say the same, and may be as faint as they like.
    """
    made = COLOURS[ink]
    color = Color.parse(variables[made.variable])
    if color.ansi is not None:  # a colour of the terminal, which nobody can mix
        return Style(color=color.rich_color, bold=made.bold, dim=made.cover < 1)
    least = 1.0 if "raw" in ink.value else _LEAST.get(ink, FAINT)
    shown = readable(mixed(color.rgb, paper.rgb, made.cover), (paper.rgb,), least)
    return Style(color=RichColor.from_rgb(*shown), bold=made.bold)


class Printed(Widget):
    """A widget that prints lines of `metrics.ink`. Without colours the inks are still told apart by what they write."""

    _styles: dict[Ink, Style] | None = None

    def printed(self, line: Line, width: int, *, exact: bool = False) -> Strip:
        """Return a line as a strip of `width` cells; `exact` says that it has just those, drawn cell for cell."""
        pieces = [(run.text, self._style(run.ink)) for run in line]
        if exact:
            return Strip([Segment(text, style) for text, style in pieces], width)
        return safe.strip(pieces, width, self._style(Ink.TEXT))

    def notify_style_update(self) -> None:
        """Print with the new colours from now on."""
        super().notify_style_update()
        self._styles = None

    def _style(self, ink: Ink) -> Style:
        """Return the style of an ink with the paper in it, so that no line needs to be styled once more."""
        if self._styles is None:
            self._styles = {}
        if ink not in self._styles:
            style = chart_style(ink, self.app.theme_variables, self.background_colors[1])
            self._styles[ink] = style + Style(bgcolor=self.rich_style.bgcolor)
        return self._styles[ink]
