"""What figures are printed with: their inks in the colours of the theme."""

from __future__ import annotations

from typing import ClassVar

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from ftmonitor.metrics.ink import Ink, Line
from ftmonitor.ui import safe
from ftmonitor.ui.contrast import FAINT, TEXT, Rgb, readable

_LEAST = {Ink.TITLE: TEXT, Ink.CHOSEN: TEXT, Ink.TEXT: TEXT, Ink.GRID: 1.0}
"""Contrasts that inks must have, other than `FAINT`."""


def chart_style(ink: Ink, color: Rgb, paper: Rgb) -> Style:
    """Return the style of an ink that the theme gives a colour, so that it can be seen on the paper.

    Raw values lie behind the curves that say the same, and may be as faint as they like.
    """
    least = 1.0 if "raw" in ink.value else _LEAST.get(ink, FAINT)
    return Style(color=RichColor.from_rgb(*readable(color, (paper,), least)))


class Printed(Widget):
    """A widget that prints lines of `metrics.ink`. Without colours the inks are still told apart by what they write."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"chart--{ink}" for ink in Ink}

    DEFAULT_CSS = """
    Printed {
        & > .chart--title { color: $foreground; text-style: bold; }
        & > .chart--chosen { color: $primary; text-style: bold; }
        & > .chart--text { color: $foreground 88%; }
        & > .chart--faint { color: $foreground 50%; }
        & > .chart--axis { color: $foreground 50%; }
        & > .chart--grid { color: $foreground 12%; }
        & > .chart--cursor { color: $warning; text-style: bold; }
        & > .chart--pin { color: $secondary; text-style: bold; }
        & > .chart--checkpoint { color: $success; text-style: bold; }
        & > .chart--warning { color: $warning; text-style: bold; }
        & > .chart--fault { color: $error; text-style: bold; }
        & > .chart--best { color: $warning; text-style: bold; }
        & > .chart--train { color: $primary; text-style: bold; }
        & > .chart--valid { color: $accent; text-style: bold; }
        & > .chart--full { color: $success; text-style: bold; }
        & > .chart--other { color: $secondary; text-style: bold; }
        & > .chart--train-raw { color: $primary 40%; }
        & > .chart--valid-raw { color: $accent 40%; }
        & > .chart--full-raw { color: $success 40%; }
        & > .chart--other-raw { color: $secondary 40%; }
        & > .chart--job-0 { color: $primary; text-style: bold; }
        & > .chart--job-raw-0 { color: $primary 40%; }
        & > .chart--job-1 { color: $accent; text-style: bold; }
        & > .chart--job-raw-1 { color: $accent 40%; }
        & > .chart--job-2 { color: $success; text-style: bold; }
        & > .chart--job-raw-2 { color: $success 40%; }
        & > .chart--job-3 { color: $secondary; text-style: bold; }
        & > .chart--job-raw-3 { color: $secondary 40%; }
        & > .chart--job-4 { color: $warning; text-style: bold; }
        & > .chart--job-raw-4 { color: $warning 40%; }
        & > .chart--job-5 { color: $error; text-style: bold; }
        & > .chart--job-raw-5 { color: $error 40%; }
        & > .chart--job-6 { color: $foreground; text-style: bold; }
        & > .chart--job-raw-6 { color: $foreground 40%; }
        & > .chart--job-7 { color: $foreground 60%; text-style: bold; }
        & > .chart--job-raw-7 { color: $foreground 30%; }
    }
    """

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
            full, paper = self.get_component_rich_style(f"chart--{ink}"), self.rich_style.bgcolor
            style = Style(color=full.color, bgcolor=paper, bold=full.bold)
            if full.color and full.color.triplet and paper and paper.triplet:
                style += chart_style(ink, full.color.triplet, paper.triplet)
            self._styles[ink] = style
        return self._styles[ink]
