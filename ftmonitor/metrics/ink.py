"""What the pieces of a chart are, and how the curves are told apart: by ink, dash, sign and letter. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ftmonitor.format import Glyphs, cells, clip
from ftmonitor.metrics.panels import Curve, Role
from ftmonitor.metrics.raster import Dash


class Ink(StrEnum):
    """What a piece of a figure is; whoever shows it gives each a style."""

    TITLE = "title"
    CHOSEN = "chosen"
    """The title of the chart that keys act on."""
    TEXT = "text"
    FAINT = "faint"
    AXIS = "axis"
    GRID = "grid"
    CURSOR = "cursor"
    PIN = "pin"
    """The second point, and what has changed since."""
    CHECKPOINT = "checkpoint"
    WARNING = "warning"
    FAULT = "fault"
    """What was sent but is no number."""
    BEST = "best"
    TRAIN = "train"
    VALID = "valid"
    FULL = "full"
    OTHER = "other"
    TRAIN_RAW = "train-raw"
    VALID_RAW = "valid-raw"
    FULL_RAW = "full-raw"
    OTHER_RAW = "other-raw"
    JOB_0 = "job-0"
    JOB_1 = "job-1"
    JOB_2 = "job-2"
    JOB_3 = "job-3"
    JOB_4 = "job-4"
    JOB_5 = "job-5"
    JOB_6 = "job-6"
    JOB_7 = "job-7"
    JOB_RAW_0 = "job-raw-0"
    JOB_RAW_1 = "job-raw-1"
    JOB_RAW_2 = "job-raw-2"
    JOB_RAW_3 = "job-raw-3"
    JOB_RAW_4 = "job-raw-4"
    JOB_RAW_5 = "job-raw-5"
    JOB_RAW_6 = "job-raw-6"
    JOB_RAW_7 = "job-raw-7"


SLOTS = 8
"""Jobs that have a colour of their own."""


def job_ink(slot: int) -> Ink:
    """Return the ink of a job that is compared."""
    return Ink(f"job-{slot % SLOTS}")


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
    sign: str = ""
    """The letter that stands along the line, where jobs are compared."""

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
    """Return a shape for each curve of one chart: that of its role, or a spare one where the role is taken.

    Where jobs are compared the ink is that of the job, and its letter stands along the line.
    """
    taken: set[tuple[int, Role]] = set()
    spare = iter(_SPARE * (len(curves) // len(_SPARE) + 1))
    shapes: list[Shape] = []
    for curve in curves:
        shape = next(spare) if (curve.job, curve.role) in taken else _SHAPES[curve.role]
        taken.add((curve.job, curve.role))
        if curve.sign:
            slot = curve.slot % SLOTS
            letter = shape.letter  # of the job that has a sign and no letter
            if curve.sign.isalpha():
                letter = curve.sign if shape.dash is Dash.SOLID else curve.sign.lower()
            ink, raw = Ink(f"job-{slot}"), Ink(f"job-raw-{slot}")
            shape = replace(shape, ink=ink, raw=raw, letter=letter, sign=curve.sign)
        shapes.append(shape)
    return tuple(shapes)


RAW_LETTER = "."

# What ASCII has no sign for, cell by cell.
_TO_ASCII = str.maketrans("…—−–·┊┆│┤├└┬┴─┄⇥≈×◆▲▼★Δ▸●○◇", "~---.||||++++--> x#^v@d>*ox")
SIGNS = {"▲": "^", "▼": "v", "★": "@", "●": "O", "○": "O", "◇": "O", "■": "O", "□": "O", "◉": "P"}
"""What stands for the signs among the curves where a cell is one letter."""


def sample_of(shape: Shape, glyphs: Glyphs, *, short: bool = False) -> Run:
    """Return a piece of a curve for the legend."""
    text = shape.letter * len(shape.sample) if glyphs is Glyphs.ASCII else shape.sample
    return Run(text[:1] if short else text, shape.ink)


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
