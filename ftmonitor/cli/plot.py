"""Curves as plain text, for a terminal and for the log of a pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ftmonitor.cli.table import painted
from ftmonitor.format import Glyphs, plural
from ftmonitor.metrics.figure import figure
from ftmonitor.metrics.ink import Ink, Line, Run, fitted
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.panels import Panel, panels
from ftmonitor.models.summary import summary_of
from ftmonitor.text import one_line

if TYPE_CHECKING:
    from ftmonitor.cli.context import Context
    from ftmonitor.metrics.series import Series
    from ftmonitor.models.source import Row

WIDTH = 80
"""Cells of a chart where there is no terminal."""
LEAST_WIDTH = 20
HEIGHT = 16
"""Lines of a chart."""
MOST = 6
"""Charts drawn: those that tell most of the method; a reinforcement job has dozens."""

# SGR parameters of the 8 colours every terminal has (ECMA-48, 8.3.117).
_STYLES = {
    Ink.TITLE: "1",
    Ink.FAINT: "2",
    Ink.AXIS: "2",
    Ink.GRID: "2",
    Ink.TRAIN: "36",
    Ink.VALID: "33",
    Ink.FULL: "35",
    Ink.OTHER: "32",
}


def plot(context: Context, job: Row, series: Sequence[Series]) -> None:
    """Draw the charts of a job, as wide as the terminal, one below the other."""
    output, summary = context.output, summary_of(job.raw, job.id)
    glyphs = Glyphs(context.settings.look.glyphs)
    width = max(LEAST_WIDTH, output.width or WIDTH)
    found = panels(series, summary.method)
    said = (one_line(summary.name, 60), one_line(summary.status, 40), one_line(job.id, 80))
    head: Line = (Run("  ".join(part for part in said if part), Ink.TITLE),)
    pictures = [[fitted(head, width, glyphs)]] if found else []
    pictures += [drawn(panel, width, glyphs) for panel in found[:MOST]]
    texts = ["".join(f"{_written(line, colored=output.colored)}\n" for line in lines) for lines in pictures]
    output.write("\n".join(texts))
    if len(found) > MOST:
        context.talk.note(f"{plural(len(found) - MOST, 'more chart')} not drawn: -o csv has all series")


def drawn(panel: Panel, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the lines of one chart."""
    return list(figure(panel, Look(glyphs=glyphs), width, HEIGHT).lines)


def _written(line: Line, *, colored: bool) -> str:
    if not colored:
        return "".join(run.text for run in line).rstrip(" ")
    return "".join(painted(run.text, _STYLES.get(run.ink, "")) for run in line)
