"""Which columns of the job list a width holds, and what stands over them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from ftmonitor.models.summary import JobSummary
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.inks import Piece, Pieces
from ftmonitor.ui.widgets.row_signs import NARROW, SIGNED, WORDED

LEAST_NAME = 14
"""Cells below which a name says too little: a column goes instead."""

EASY_NAME, LONG_NAME = 20, 28
"""Cells that a long name has before there are columns that are not needed, and before the bar grows."""

GROWTH = (
    ("progress", 15),
    ("name", 24),
    ("base", 10),
    ("progress", 20),
    ("method", 3),
    ("name", 32),
    ("base", 16),
    ("progress", 32),
)
"""What columns grow to where there is room, in this order; the name takes what is still left."""

PERCENT_ONLY = 4
"""The progress column without a bar."""

ETA = 6
"""Cells of the time left: `2h 5m`; where that does not do, one unit."""

STATUS_TITLE = "  ST"
"""What stands over the word of the status."""

MEASURES: Mapping[str, tuple[str, Callable[[JobSummary], float | None]]] = {
    "loss": ("LOSS", lambda job: job.value),
    "smooth": ("MEAN", lambda job: job.smoothed),
    "best": ("BEST", lambda job: job.best),
}
"""What stands in the column of the loss, by the column that is sorted by: its title, and what is read for it."""


class Columns(NamedTuple):
    """The width of each column in cells, from left to right; 0 = it is not there."""

    lead: int
    """The mark of the cursor, the glyph and, where there is room, the word of the status: see `row_signs`."""
    name: int = 0
    base: int = 9
    method: int = 1
    progress: int = 10
    eta: int = ETA
    loss: int = 6
    valid: int = 6
    trend: int = 6
    age: int = 4

    @property
    def taken(self) -> int:
        """Return the cells of all columns but the name, with the blanks between them."""
        others = (self.base, self.method, self.progress, self.eta, self.loss, self.valid, self.trend, self.age)
        return self.lead + sum(width + 1 for width in others if width)


NO_TITLES: Mapping[str, str] = {}


class Heading(NamedTuple):
    """What stands over one column: the column that a click sorts by, its title and its cells."""

    column: str
    title: str
    width: int
    right: bool = False


_OPTIONAL: tuple[dict[str, int], ...] = ({"valid": 0}, {"trend": 0}, {"age": 0}, {"base": 0, "method": 0})
"""What goes first where it is narrow, one after the other."""
_DETAILED: tuple[dict[str, int], ...] = ({"valid": 0}, {"base": 0, "method": 0}, {"age": 0}, {"trend": 0})
"""The same where the pane beside the list says the base model."""
_NEEDED: tuple[tuple[dict[str, int], int], ...] = (
    ({"eta": 0}, LEAST_NAME),
    ({"loss": 0, "progress": PERCENT_ONLY}, LEAST_NAME + 4),
    ({"lead": NARROW}, LEAST_NAME),
)
"""What goes then, each where the name has less than so many cells."""


@lru_cache(16)
def columns_for(width: int, *, worded: bool, detailed: bool = False, longest: int = LEAST_NAME) -> Columns:
    """Return the columns of a list `width` cells wide; `worded`: with the short status word beside the glyph.

    `longest` are the cells of the longest name: it is shown whole, up to a point, before the bar is at its ease. Where
    the list is `detailed`, the pane beside it says the base model, which makes room for how the run goes.
    """
    columns = Columns(lead=WORDED if worded else SIGNED)
    easy = min(max(longest, LEAST_NAME), EASY_NAME)
    drops = [(drop, easy) for drop in (_DETAILED if detailed else _OPTIONAL)] + list(_NEEDED)
    for drop, least in drops:
        if width - columns.taken >= least:
            break
        columns = columns._replace(**drop)
    grown = {"name": min(LEAST_NAME, max(0, width - columns.taken))}
    room = max(0, width - columns.taken - LEAST_NAME)
    for column, comfort in (("name", min(longest, LONG_NAME)), *GROWTH):
        now = grown.get(column, getattr(columns, column))
        if now and now != PERCENT_ONLY:
            grown[column] = now + min(room, max(0, comfort - now))
            room -= grown[column] - now
    grown["name"] += room
    return columns._replace(**grown)


def headings(columns: Columns, measure: str = "loss") -> tuple[Heading, ...]:
    """Return what stands over the columns, from left to right; the first is over the status."""
    percent = columns.progress <= PERCENT_ONLY
    titles = (
        Heading("status", STATUS_TITLE if columns.lead == WORDED else "", columns.lead - 1),
        Heading("name", "NAME", columns.name),
        Heading("base", "BASE", columns.base),
        Heading("method", "" if columns.method < 3 else "HOW", columns.method),
        Heading("progress", "%" if percent else "PROGRESS", columns.progress, right=percent),
        Heading("eta", "ETA", columns.eta, right=True),
        Heading(measure, MEASURES[measure][0], columns.loss, right=True),
        Heading("valid", "VALID", columns.valid, right=True),
        Heading("smooth", "TREND", columns.trend),
        Heading("age", "AGE", columns.age, right=True),
    )
    return tuple(title for title in titles if title.width)


def header(titles: Sequence[Heading], signs: Mapping[str, str] = NO_TITLES) -> Pieces:
    """Return the line of headings. `signs` says by column how it is sorted by: ▲, ▼."""
    pieces: list[Piece] = []
    for at, title in enumerate(titles):
        sign = signs.get(title.column, "")
        shown = safe.fit(title.title, title.width - cell_len(sign)) if title.width > 1 else ""
        said = safe.pad(f"{shown}{sign}", title.width, right=title.right)
        pieces += [(" " if at else "", ""), (said, "accent" if sign else "head")]
    return pieces
