"""What the pieces of a chart are, and how the curves are told apart: by ink, dash, sign and letter. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ftmonitor.format import Glyphs, cells, clip
from ftmonitor.metrics.panels import Curve, Role
from ftmonitor.metrics.raster import Dash


class Ink(StrEnum):
    """What a piece of a figure is; whoever shows it gives each a style."""

    TITLE = "title"
    TEXT = "text"
    FAINT = "faint"
    AXIS = "axis"
    GRID = "grid"
    CURSOR = "cursor"
    TRAIN = "train"
    VALID = "valid"
    FULL = "full"
    OTHER = "other"
    TRAIN_RAW = "train-raw"
    VALID_RAW = "valid-raw"
    FULL_RAW = "full-raw"
    OTHER_RAW = "other-raw"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line in one ink."""

    text: str
    ink: Ink


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a curve looks without its colour."""

    ink: Ink
    raw: Ink
    """What it was before smoothing, drawn behind."""
    dash: Dash
    sample: str
    """A piece of the line, for the legend."""
    marker: str
    """The sign of single samples."""
    letter: str
    """What it is drawn with in ASCII."""
    short: str
    """Its label where there is no room."""

    @property
    def averaged(self) -> bool:
        """Whether smoothing makes sense: single points far apart are what they are."""
        return self.dash is not Dash.POINTS


_SHAPES = {
    Role.TRAIN: Shape(Ink.TRAIN, Ink.TRAIN_RAW, Dash.SOLID, "━━", "●", "*", "tr"),
    Role.VALID: Shape(Ink.VALID, Ink.VALID_RAW, Dash.DASHED, "╍╍", "○", "o", "va"),
    Role.FULL: Shape(Ink.FULL, Ink.FULL_RAW, Dash.POINTS, "◇", "◇", "x", "fv"),
    Role.OTHER: Shape(Ink.OTHER, Ink.OTHER_RAW, Dash.SOLID, "━━", "■", "#", ""),
}
_SPARE = tuple(
    Shape(Ink.OTHER, Ink.OTHER_RAW, dash, sample, marker, letter, "")
    for dash, sample, marker, letter in (
        (Dash.SOLID, "━━", "■", "#"),
        (Dash.DASHED, "╍╍", "□", "+"),
        (Dash.DOTTED, "··", "▲", "%"),
    )
)
"""For a second and third curve of the same role."""


def shapes_of(curves: Sequence[Curve]) -> tuple[Shape, ...]:
    """Return a shape for each curve of one chart: that of its role, or a spare one where the role is taken."""
    taken: set[Role] = set()
    spare = iter(_SPARE * (len(curves) // len(_SPARE) + 1))
    shapes: list[Shape] = []
    for curve in curves:
        shapes.append(next(spare) if curve.role in taken else _SHAPES[curve.role])
        taken.add(curve.role)
    return tuple(shapes)


RAW_LETTER = "."

# What ASCII has no sign for, cell by cell.
_TO_ASCII = str.maketrans("…—·┊│┤├└┬─┄⇥≈", "~-.|||+++--> ")


def sample_of(shape: Shape, glyphs: Glyphs) -> Run:
    """Return a piece of a curve for the legend."""
    return Run(shape.letter * len(shape.sample) if glyphs is Glyphs.ASCII else shape.sample, shape.ink)


def fitted(line: Line, width: int, glyphs: Glyphs) -> Line:
    """Return a line cut to `width` cells; a terminal of plain ASCII gets nothing else."""
    room, kept = width, []
    for run in line:
        text = run.text
        if glyphs is Glyphs.ASCII:
            text = text.translate(_TO_ASCII).encode("ascii", "replace").decode("ascii")
        if cells(text) > room:
            text = (text[: room - 1] + "~")[:room] if glyphs is Glyphs.ASCII else clip(text, room)
        if text:
            kept.append(Run(text, run.ink))
            room -= cells(text)
    return tuple(kept)


def width_of(line: Line) -> int:
    """Return how many cells a line takes."""
    return sum(cells(run.text) for run in line)
