"""What stands in one line of the job list. Pure."""

from __future__ import annotations

from rich.cells import cell_len

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.metrics.estimate import Basis, Estimate, Pace
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import SHORT_ID, JobSummary
from ftmonitor.ui import safe
from ftmonitor.ui.theme import ink_of
from ftmonitor.ui.widgets import shutdown
from ftmonitor.ui.widgets.inks import Piece, Pieces
from ftmonitor.ui.widgets.job_columns import ETA, MEASURES, PERCENT_ONLY, Columns
from ftmonitor.ui.widgets.row_signs import NO_SIGNS, Signs, lead

_PERCENT = 5
"""Cells of the per cent behind a bar, and the blank before it."""
METHODS = {"supervised": "sft", "dpo": "dpo", "reinforcement": "rft"}
"""Short words for the methods that are known."""


def row(
    job: JobSummary,
    columns: Columns,
    now: float,
    stands: Estimate,
    glyphs: Glyphs,
    *,
    signs: Signs = NO_SIGNS,
    measure: str = "loss",
) -> Pieces:
    """Return a job as a line. `stands` is how it stands at `now`, in seconds since the epoch.

    `measure` is what stands in the column of the loss: the last value, or the one that is sorted by.
    """
    name = (safe.pad(shown_name(job), columns.name), "strong" if signs.fresh else "text")
    pieces = [*lead(job, columns.lead, glyphs, signs), name]
    if columns.base:
        pieces += [(" ", ""), *base_model(job, columns.base, now)]
    if columns.method:
        method = METHODS.get(job.method, job.method)
        pieces.append((" " + safe.pad(method[: columns.method], columns.method), "dim"))
    if job.phase is Phase.FAILED and job.value is None:
        span = sum(getattr(columns, name) + 1 for name in _SPANNED if getattr(columns, name)) - 1
        pieces += [(" ", ""), *progress(job, span, now, glyphs)]
    else:
        pieces += [
            (" ", ""),
            *progress(job, columns.progress, now, glyphs),
            *_numbers(job, columns, now, stands, glyphs, measure=measure),
        ]
    if columns.age:
        pieces.append((" " + safe.pad(words.age(job.created_at, now), columns.age, right=True), "dim"))
    return pieces


_SPANNED = ("progress", "eta", "loss", "valid", "trend")


def shown_name(job: JobSummary) -> str:
    """Return the name to show: the job's, or the end of its id where the name is nothing to see."""
    name = safe.line(job.name, 200)
    return name if cell_len(name) and name.strip() else safe.line(job.id[-SHORT_ID:])


def clock_words(job: JobSummary, now: float, stands: Estimate) -> tuple[str, str]:
    """Return the words of a row that time alone changes: its age, and its time left or how long ago it ended."""
    return words.age(job.created_at, now), words.age(job.ended_at, now) if job.phase.ended else left(stands)[0]


def progress(job: JobSummary, width: int, now: float, glyphs: Glyphs) -> list[Piece]:
    """Return what stands in the progress column, exactly `width` cells."""
    share = job.progress
    barred = job.phase not in (Phase.SUCCEEDED, Phase.FAILED, Phase.WAITING)
    if barred and share is not None:
        return _bar(share, width, ink_of(job.phase), glyphs)
    if width <= PERCENT_ONLY:
        return [(safe.pad(words.short_status(job.phase, job.status), width, right=True), ink_of(job.phase))]
    if job.phase is Phase.FAILED:
        return [(safe.pad(job.error or job.status or "failed", width), "error")]
    return [(safe.pad(_in_words(job, width, now), width), "dim")]


def _bar(share: float, width: int, ink: str, glyphs: Glyphs) -> list[Piece]:
    said = safe.pad(words.percent(share), min(PERCENT_ONLY, width), right=True)
    if width <= PERCENT_ONLY:
        return [(said, "text")]
    bar = words.bar(share, width - _PERCENT, glyphs)
    done = len(bar.rstrip(bar[-1])) if share < 1 else len(bar)
    return [(bar[:done], ink), (bar[done:], "faint"), (" " + said, "text")]


def _in_words(job: JobSummary, width: int, now: float) -> str:
    """Return the progress of a job without a bar: `queued 6m`, `3.1M tok`, `step 120`."""
    status = safe.line(job.status, 60).replace("_", " ") or "?"
    if job.phase is Phase.SUCCEEDED:
        if job.trained_tokens is not None:
            return f"{words.count(job.trained_tokens)} tok"
        return words.plural(job.step, "step") if job.step else "done"
    if job.phase is Phase.CANCELLED:
        return status
    if job.step is not None:
        return f"step {words.exact(job.step)}"
    since = words.age(job.created_at, now)
    if since == words.MISSING:
        return status
    full = f"{status} {since}"
    return full if len(full) <= width else f"{status.split(' ')[0]} {since}"


def _numbers(
    job: JobSummary, columns: Columns, now: float, stands: Estimate, glyphs: Glyphs, *, measure: str
) -> list[Piece]:
    pieces: list[Piece] = []
    if columns.eta:
        ended: Piece = ("", "dim") if columns.age else since_end(job, now)
        text, ink = ended if job.phase.ended else left(stands)
        pieces.append((" " + safe.pad(text, columns.eta, right=True), ink))
    for number, width in ((MEASURES[measure][1](job), columns.loss), (job.valid, columns.valid)):
        if width:
            pieces += [(" ", ""), measured(number, job.metric, width)]
    if columns.trend:
        pieces += [(" ", ""), trend(job, columns.trend, glyphs)]
    return pieces


def trend(job: JobSummary, width: int, glyphs: Glyphs) -> Piece:
    """Return the run in small bars."""
    ink = "dim" if job.phase.ended else ink_of(job.phase)
    return words.sparkline(job.trend, 0, glyphs).ljust(width)[:width], ink


def since_end(job: JobSummary, now: float) -> Piece:
    """Return how long ago a job ended, where its time left would stand."""
    since = words.age(job.ended_at, now)
    return ("" if since == words.MISSING else f"{since}↑", "dim")


def left(stands: Estimate) -> Piece:
    """Return the time left, or what is known instead."""
    if stands.pace is Pace.STALLED:
        return ("stall", "warn")
    if stands.pace is Pace.EVALUATING:
        return ("eval", "text")
    if stands.left_s is None:
        return (words.MISSING, "faint")
    exact = words.duration(stands.left_s)
    sure = stands.basis is Basis.STEPS  # else it is a first guess, or what the server says
    return (exact if len(exact) <= ETA else stands.left, "text" if sure else "dim")


def measured(number: float | None, metric: str, width: int) -> Piece:
    """Return a loss, or a reward with an `r` before it, at the right edge of its column."""
    if number is None:
        return safe.pad(words.MISSING, width, right=True), "faint"
    reward = "reward" in metric
    text = words.value(number, width - 1 if reward else width)
    return safe.pad(f"r{text}" if reward else text, width, right=True), "text"


def base_model(job: JobSummary, width: int, now: float) -> Pieces:
    """Return the base model, and the day on which it goes away as far as there is room for it."""
    name = words.model_name(job.model)
    if not job.shutdown:
        return ((safe.pad(name, width), "dim"),)
    ink = "warn" if shutdown.is_near(job.shutdown, now) else "dim"
    for sign in (f" ⚠{shutdown.short(job.shutdown, now)}", " ⚠", "⚠"):
        if cell_len(name) + cell_len(sign) <= width:
            break
    shown = safe.fit(name, width - cell_len(sign))
    return ((shown, "dim"), (safe.pad(sign, width - cell_len(shown)), ink))
