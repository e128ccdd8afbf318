"""The list with columns that the user chose: what fits of them, and what stands in each. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.metrics.estimate import Estimate
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui import safe
from ftmonitor.ui.theme import ink_of
from ftmonitor.ui.widgets import job_columns, job_row, shutdown
from ftmonitor.ui.widgets.inks import Piece, Pieces
from ftmonitor.ui.widgets.job_columns import Heading
from ftmonitor.ui.widgets.row_signs import SIGNED, WORDED, Signs, lead

RAW = "raw:"
"""What the id of a column begins with that shows a path of the job as sent."""

NAME = "name"
"""The column that is always there: a row without it tells nothing."""

WIDEST_NAME = 44
"""Cells up to which the name takes what nobody else wants."""
RAW_CELLS = 12
"""Cells in which a column that shows a path is at its ease."""


class Seen(NamedTuple):
    """What a cell is made of."""

    job: JobSummary
    now: float
    """Seconds since the epoch."""
    stands: Estimate
    glyphs: Glyphs
    values: Mapping[str, Mapping[str, str]]
    """The words in the `raw:` columns, by column and job."""


class Fit(NamedTuple):
    """What fits of the chosen columns."""

    lead: int
    """The cells before the first column."""
    columns: tuple[tuple[str, int], ...]
    """The columns from left to right, each with its cells."""


class Cell(NamedTuple):
    """A column: its title, the least cells in which it is of use, those in which it is at ease, and what draws it."""

    title: str
    about: str
    least: int
    ease: int
    draw: Callable[[Seen, int], Pieces]
    right: bool = False


def _text(read: Callable[[JobSummary], str], ink: str = "dim") -> Callable[[Seen, int], Pieces]:
    return lambda seen, width: ((safe.pad(read(seen.job), width), ink),)


def _right(read: Callable[[Seen], str]) -> Callable[[Seen, int], Pieces]:
    def draw(seen: Seen, width: int) -> Pieces:
        text = read(seen)
        return ((safe.pad(text or words.MISSING, width, right=True), "text" if text else "faint"),)

    return draw


def _measured(read: Callable[[JobSummary], float | None]) -> Callable[[Seen, int], Pieces]:
    return lambda seen, width: (job_row.measured(read(seen.job), seen.job.metric, width),)


def _count(read: Callable[[JobSummary], float | None]) -> Callable[[Seen, int], Pieces]:
    def text(seen: Seen) -> str:
        number = read(seen.job)
        return "" if number is None else words.count(number)

    return _right(text)


def _ago(read: Callable[[JobSummary], float | None]) -> Callable[[Seen, int], Pieces]:
    return lambda seen, width: ((safe.pad(words.age(read(seen.job), seen.now), width, right=True), "dim"),)


def _status(seen: Seen, width: int) -> Pieces:
    status = safe.line(seen.job.status, 60).replace("_", " ") or "?"
    return ((safe.pad(status, width), ink_of(seen.job.phase)),)


def _eta(seen: Seen, width: int) -> Pieces:
    text, ink = job_row.since_end(seen.job, seen.now) if seen.job.phase.ended else job_row.left(seen.stands)
    return ((safe.pad(text, width, right=True), ink),)


def _troubles(seen: Seen, width: int) -> Pieces:
    said = [f"{number}{sign}" for number, sign in ((seen.job.errors, "✖"), (seen.job.warnings, "⚠")) if number]
    return ((safe.pad(" ".join(said), width, right=True), "error" if seen.job.errors else "warn"),)


def _shutdown(seen: Seen, width: int) -> Pieces:
    day = seen.job.shutdown
    if not day:
        return ((safe.pad(words.MISSING, width), "faint"),)
    return ((safe.pad(f"⚠ {day}", width), "warn" if shutdown.is_near(day, seen.now) else "dim"),)


CELLS: Mapping[str, Cell] = {
    NAME: Cell("NAME", "name", 12, 32, _text(job_row.shown_name, "text")),
    "status": Cell("STATUS", "status, as sent", 7, 10, _status),
    "base": Cell("BASE", "base model", 8, 16, lambda seen, width: job_row.base_model(seen.job, width, seen.now)),
    "method": Cell("HOW", "method", 3, 3, _text(lambda job: job_row.METHODS.get(job.method, job.method))),
    "progress": Cell(
        "PROGRESS", "progress", 10, 20, lambda seen, width: job_row.progress(seen.job, width, seen.now, seen.glyphs)
    ),
    "eta": Cell("ETA", "time left", 6, 6, _eta, right=True),
    "loss": Cell("LOSS", "last metric", 6, 7, _measured(lambda job: job.value), right=True),
    "smooth": Cell("MEAN", "smoothed: the mean of the newest sixth", 6, 7, _measured(lambda job: job.smoothed), True),
    "best": Cell("BEST", "best: of the means of its sixths", 6, 7, _measured(lambda job: job.best), right=True),
    "valid": Cell("VALID", "last validation metric", 6, 7, _measured(lambda job: job.valid), right=True),
    "trend": Cell("TREND", "the run in six bars", 6, 6, lambda seen, width: (_trend(seen, width),)),
    "age": Cell("AGE", "age", 4, 4, _ago(lambda job: job.created_at), right=True),
    "ended": Cell("ENDED", "how long ago it ended", 5, 5, _ago(lambda job: job.ended_at), right=True),
    "tokens": Cell("TOKENS", "trained tokens", 6, 6, _count(lambda job: job.trained_tokens), right=True),
    "step": Cell("STEP", "last step", 6, 6, _count(lambda job: job.step), right=True),
    "epochs": Cell("EPOCHS", "n_epochs", 6, 6, _right(lambda seen: _plain(seen.job.n_epochs)), right=True),
    "troubles": Cell("WARN", "warnings and errors in the log", 6, 8, _troubles, right=True),
    "shutdown": Cell("SHUTDOWN", "last day of the base model", 12, 12, _shutdown),
    "note": Cell("NOTE", "your note", 10, 24, _text(lambda job: job.note, "text")),
    "output": Cell("OUTPUT", "tuned model", 12, 40, _text(lambda job: job.fine_tuned_model)),
    "error": Cell("ERROR", "reason of a failure", 12, 40, _text(lambda job: job.error, "error")),
    "id": Cell("ID", "id", 12, 32, _text(lambda job: job.id)),
}
"""The columns that can be chosen, by id, in the order in which the chooser names them."""

USUAL = ("name", "base", "method", "progress", "eta", "loss", "valid", "trend", "age")
"""What stands in the list where nothing is chosen and there is room for all of it."""


def cell_of(column: str) -> Cell | None:
    """Return a column by its id, or None where there is none."""
    if column.startswith(RAW) and len(column) > len(RAW):
        path = column[len(RAW) :]
        return Cell(path.rsplit(".", 1)[-1].upper()[:20], path, 6, RAW_CELLS, _raw(column))
    return CELLS.get(column)


_PRIORITY = ("progress", "loss", "eta", "base", "method", "age", "trend", "valid")
"""Which of the usual columns stay the longest: the list without any choice lets them go in the same order."""


def _ranked(cells: Mapping[str, Cell]) -> list[str]:
    """Return the chosen columns but the name, those that go last first.

    What the user added comes before what is there of itself. Once the usual ones were moved, their order is the rank.
    """
    usual = [column for column in cells if column in USUAL]
    others = [column for column in cells if column != NAME]
    if usual != [column for column in USUAL if column in cells]:
        return others
    added = [column for column in others if column not in USUAL]
    return [*added, *(column for column in _PRIORITY if column in cells)]


@lru_cache(16)
def fitted(width: int, chosen: tuple[str, ...], longest: int = job_columns.LONG_NAME, *, worded: bool = False) -> Fit:
    """Return what fits of the chosen columns in a list `width` cells wide; see `_ranked`.

    The name has the first right to room, and takes of what is left over as much as names need. The bar goes before the
    time left or the loss does. `longest` are the cells of the longest name. `worded`: the word of the status stands
    beside its glyph, unless a column says it; else it stands there only where nothing has to give way to it.
    """
    narrow, wide = _columns(width - SIGNED, chosen, longest), _columns(width - WORDED, chosen, longest)
    said = any(column == "status" for column, _ in narrow)
    easy = dict(wide).keys() == dict(narrow).keys() and dict(wide)[NAME] >= longest
    return Fit(SIGNED, narrow) if said or not (worded or easy) else Fit(WORDED, wide)


def _columns(room: int, chosen: tuple[str, ...], longest: int) -> tuple[tuple[str, int], ...]:
    """Return what fits of the chosen columns into so many cells, with the cells of each."""
    cells = {column: cell for column in chosen if (cell := cell_of(column)) is not None}
    room = max(0, room)
    held = {NAME: min(room, CELLS[NAME].least)}
    room -= held[NAME]
    for column in _ranked(cells):
        wanted = cells[column].least + 1
        spare = held.get("progress", 0) - job_columns.PERCENT_ONLY
        if column in ("eta", "loss") and room < wanted <= room + spare:
            held["progress"] -= spare
            room += spare
        if room < wanted:
            break
        held[column] = cells[column].least
        room -= wanted
    for column in [column for column in cells if column in held]:
        ease = longest if column == NAME else cells[column].ease
        if column == "progress" and held[column] == job_columns.PERCENT_ONLY:
            ease = job_columns.PERCENT_ONLY
        more = max(0, min(room, ease - held[column]))
        held[column] += more
        room -= more
    held[NAME] += min(room, max(0, WIDEST_NAME - held[NAME]))
    return tuple((column, held[column]) for column in ([] if NAME in cells else [NAME]) + list(cells) if column in held)


def headings(fit: Fit) -> tuple[Heading, ...]:
    """Return what stands over the columns."""
    found = [Heading("status", job_columns.STATUS_TITLE if fit.lead == WORDED else "", fit.lead - 1)]
    for column, width in fit.columns:
        cell = cell_of(column)
        if cell is not None:
            title = "%" if column == "progress" and width <= job_columns.PERCENT_ONLY else cell.title
            right = cell.right or title == "%"
            found.append(Heading("smooth" if column == "trend" else column, title, width, right))
    return tuple(found)


def row(seen: Seen, fit: Fit, signs: Signs) -> Pieces:
    """Return a job as a line."""
    pieces: list[Piece] = lead(seen.job, fit.lead, seen.glyphs, signs)
    for at, (column, width) in enumerate(fit.columns):
        cell = cell_of(column)
        if cell is None:
            continue
        drawn = list(cell.draw(seen, width))
        if column == NAME and signs.fresh:
            drawn = [(text, "strong") for text, _ in drawn]
        pieces += ([(" ", "")] if at else []) + drawn
    return pieces


def clock_words(seen: Seen, fit: Fit) -> tuple[object, ...]:
    """Return what changes in a row though its job does not."""
    beside = [seen.values.get(column, {}).get(seen.job.id) for column, _ in fit.columns if column.startswith(RAW)]
    ended = words.age(seen.job.ended_at, seen.now) if any(column == "ended" for column, _ in fit.columns) else ""
    return (*job_row.clock_words(seen.job, seen.now, seen.stands), ended, *beside)


def _raw(column: str) -> Callable[[Seen, int], Pieces]:
    def draw(seen: Seen, width: int) -> Pieces:
        text = seen.values.get(column, {}).get(seen.job.id, "")
        return ((safe.pad(text or words.MISSING, width), "text" if text else "faint"),)

    return draw


def _trend(seen: Seen, width: int) -> Piece:
    text, ink = job_row.trend(seen.job, min(width, 6), seen.glyphs)
    return text + " " * (width - cell_len(text)), ink


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:g}"
