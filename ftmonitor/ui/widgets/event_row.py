"""One line of the event log: time, level, and a message that is readable at a glance; or a gap. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len, split_text

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.models.log import Gap, LogRow
from ftmonitor.text import LONGEST_LINE
from ftmonitor.turns import InTurn
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.inks import Piece, Pieces

LEVEL_CELLS = 5
"""`INFO`, `WARN`, `ERROR`; other words are cut."""

SHORT_TIME, LONG_TIME, ISO_TIME = 8, 15, 25
"""`14:31:07`; `20 Nov 14:31:07` for a log that is not all of today; `2026-11-20T14:31:07+01:00`."""

LABEL_CELLS = 12
"""Cells of the name of a job, where a log has several."""

LEAST_READ = 256
"""Characters of a message that are looked at even where less of it is seen."""

AT_ONCE = 64
"""Characters that are measured in one go: few enough for what measures them to remember them."""

NARROW = 40
"""Cells below which the level is one letter and the date falls away."""


PLAIN_SIGNS = str.maketrans("…⏎·┄–▸▼⚠", "~|.-->v!")
"""What stands for the signs of a log in a terminal of plain letters."""


class TimeFormat(InTurn):
    """How the times of a log read."""

    CLOCK = "clock"
    SINCE_START = "since start"
    AGO = "ago"
    DELTA = "delta"
    """To the line before."""
    ISO = "iso"
    """With the offset from UTC."""


_LEVELS = {
    "info": ("INFO", "faint"),
    "warn": ("WARN", "warn"),
    "warning": ("WARN", "warn"),
    "error": ("ERROR", "error"),
    "critical": ("ERROR", "error"),
    "fatal": ("ERROR", "error"),
}
# `Step 60/200: training loss=0.73, ...` and `Step 10/20 , train mean reward=0.42, ...`; Azure has no total.
_STEP = re.compile(r"Step (\d{1,12})(?:/(\d{1,12}))?\s?[:,]\s*(?=\S)")
_PAIR = re.compile(r"\s*([^=,]{1,60})=([^,\s]{1,40})\s*(?:,|$)")
_NAMES = (
    ("training ", "train "),
    ("full validation ", "full "),
    ("validation ", "valid "),
    ("train mean reward", "reward"),
    ("mean ", ""),
    ("train loss", "loss"),
    (" loss", ""),
)


@dataclass(frozen=True, slots=True)
class Manner:
    """What decides how the lines of a log read, beside what they say. Times are seconds since the epoch."""

    form: TimeFormat = TimeFormat.CLOCK
    start: float | None = None
    """When the log begins, as far as is known."""
    now: float = 0.0
    dated: bool = False
    """Whether times of day bear their date."""
    asking: bool = True
    """Whether the server answers, so that an open gap is being closed."""
    glyphs: Glyphs = Glyphs.BRAILLE

    wide: bool = True
    """Whether there is room for whole dates with their offset; else the time of day has to do."""

    @property
    def time_cells(self) -> int:
        """Return how wide times are."""
        if self.form is TimeFormat.ISO and self.wide:
            return ISO_TIME
        return LONG_TIME if self.dated and self.form is not TimeFormat.ISO else SHORT_TIME

    def time(self, time: float | None, before: float | None = None) -> str:
        """Return a time as it reads here; `before` is that of the line before."""
        if time is None:
            return words.MISSING
        if self.form is TimeFormat.DELTA:
            return (
                words.MISSING if before is None else ("+" if time >= before else "-") + _stopwatch(abs(time - before))
            )
        if self.form is TimeFormat.ISO:
            return words.iso(time) if self.wide else words.clock_time(time)
        if self.form is TimeFormat.AGO:
            return words.age(time, self.now)
        if self.form is TimeFormat.SINCE_START:
            return words.MISSING if self.start is None else "+" + _stopwatch(time - self.start)
        clock = words.clock_time(time)
        if not self.dated:
            return clock
        day = words.when(time, self.now + 2 * 366 * 86_400)  # from years on, the day is named: `20 Nov 2024`
        return f"{day.rpartition(' ')[0]:>6} {clock}"


def prefix(
    row: LogRow, time: str, width: int, *, dated: bool, cells: int = 0, label: tuple[str, str] | None = None
) -> list[Piece]:
    """Return the part of a row that stays where it is when the message is scrolled sideways.

    `cells` are those of the time, where they are not the usual ones; `label` is the name of the job and its ink.
    """
    level, ink = _LEVELS.get(row.level.lower(), (safe.line(row.level, 20).upper() or "-", "accent"))
    if width < NARROW:
        whose = [] if label is None else [(safe.pad(label[0], 4), label[1]), (" ", "")]
        return [(" ", ""), *whose, (safe.pad(level[:1], 1), ink), (" ", "")]
    cells = cells or (LONG_TIME if dated else SHORT_TIME)
    whose = [] if label is None else [(safe.pad(label[0], LABEL_CELLS), label[1]), (" ", "")]
    pieces = [(safe.pad(time, cells, right=True), "dim"), (safe.pad(level, LEVEL_CELLS), ink)]
    return [(" ", ""), pieces[0], (" ", ""), *whose, pieces[1], (" ", "")]


def message(row: LogRow, as_sent: Callable[[str, str], bool] | None = None, cells: int | None = None) -> Pieces:
    """Return the message on one line; a step's numbers are set out, with short names, and stand out from them.

    `as_sent(sent, shown)` may ask for the words that were sent. Of a long message no more is looked at than `cells` of
    it take, where that is said; it ends in `…` then.
    """
    numbered = row.type == "metrics"
    text = safe.flat(row.message) if numbered or cells is None else _head(row.message, cells)
    pieces = _numbers(text) if numbered else ()
    if pieces and not (as_sent and as_sent(text, "".join(part for part, _ in pieces))):
        return pieces
    level = row.level.lower()
    return ((text, {"warn": "warn", "warning": "warn"}.get(level, "error" if _is_error(level) else "text")),)


def gap_line(gap: Gap, width: int, manner: Manner) -> Pieces:
    """Return the line of a gap: in the longest words that fit, between dashes from edge to edge."""
    dash = "-" if manner.glyphs is Glyphs.ASCII else "┄"
    said = next((f" {text} " for text in gap_words(gap, manner) if cell_len(text) + 7 <= width), "")
    rest = max(0, width - 3 - cell_len(said))
    return ((" " + dash * 2, "faint"), (said, "warn" if gap.lost else "dim"), (dash * rest, "faint"))


def gap_words(gap: Gap, manner: Manner) -> tuple[str, ...]:
    """Return what a gap is, from the fullest words to the shortest."""
    ago = " ago" if manner.form is TimeFormat.AGO else ""
    older, newer = (None if at is None else _bound(at, manner) for at in (gap.older_at, gap.newer_at))
    if older is not None and newer is not None:
        where, brief = f"what came between {older} and {newer}{ago}", f"{older} – {newer}{ago}"
    elif newer is not None:
        where, brief = f"what came before {newer}{ago}", f"before {newer}{ago}"
    elif older is not None:
        where, brief = f"what came after {older}{ago}", f"after {older}{ago}"
    else:
        where, brief = "what came here", "here"
    if gap.lost:
        return f"{where} is no longer served", f"{brief} not served", "not served", "lost"
    if manner.asking:
        return f"reading {where}…", f"reading {brief}…", "reading…"
    return f"{where} is not read yet", f"{brief} not read yet", "not read yet"


def missing(width: int) -> Pieces:
    """Return what stands for a row that is not here yet."""
    return ((" " + "·" * min(SHORT_TIME, max(0, width - 1)), "faint"),)


def no_event(gap: Gap | None, width: int, manner: Manner) -> Pieces:
    """Return the line of a gap, or what stands for a row that is not here yet."""
    return missing(width) if gap is None else gap_line(gap, width, manner)


def cut_left(pieces: Pieces, cells: int) -> Pieces:
    """Return a line without its first `cells` cells."""
    kept: list[Piece] = []
    for text, ink in pieces:
        size = cell_len(text)
        if cells >= size:
            cells -= size
        else:
            kept.append((_split(text, cells)[1] if cells else text, ink))
            cells = 0
    return kept


def shifted(pieces: Pieces, cells: int) -> Pieces:
    """Return a line scrolled by some cells, with `…` at its beginning where something is hidden there."""
    if not cells or not cells_of(pieces):
        return pieces
    return (("…", "faint"), *cut_left(pieces, cells + 1))


def cut_right(pieces: Pieces, cells: int) -> Pieces:
    """Return a line in at most `cells` cells, with `…` at its end where it is longer."""
    if cells_of(pieces) <= cells:
        return pieces
    kept: list[Piece] = []
    room = max(0, cells - 1)
    for text, ink in pieces:
        size = cell_len(text)
        if size > room:
            kept.append((_split(text, room)[0], ink))
            break
        kept.append((text, ink))
        room -= size
    return [*kept, ("…", "faint")] if cells > 0 else []


def cells_of(pieces: Sequence[Piece]) -> int:
    """Return how many cells a line takes."""
    return sum(cell_len(text) for text, _ in pieces)


def _head(text: str, cells: int) -> str:
    """Return the beginning of a message on one line: at least so many cells of it, where it has them."""
    longest = min(LONGEST_LINE, max(LEAST_READ, cells))
    shown = safe.flat(text, longest)
    while longest < min(LONGEST_LINE, len(text)) and cell_len(shown) < cells:  # blanks, or marks of no width
        longest *= 2
        shown = safe.flat(text, min(LONGEST_LINE, longest))
    return shown


def _split(text: str, cells: int) -> tuple[str, str]:
    """Return what stands before and behind the first `cells` cells; what lies before is measured piece by piece."""
    at = 0
    while (size := cell_len(text[at : at + AT_ONCE])) < cells and at + AT_ONCE < len(text):
        at, cells = at + AT_ONCE, cells - size
    left, right = split_text(text[at : at + AT_ONCE], cells)
    return text[:at] + left, right + text[at + AT_ONCE :]


def _bound(time: float, manner: Manner) -> str:
    """Return an end of a gap; one of another day bears its date, also in a log that is all of today."""
    far = " " in words.when(time, manner.now)
    return (replace(manner, dated=True) if far and not manner.dated else manner).time(time).strip()


def _is_error(level: str) -> bool:
    return _LEVELS.get(level, ("", ""))[1] == "error"


def _numbers(text: str) -> Pieces:
    """Return `Step 60/200: training loss=0.73, validation loss=1.46` as `60/200  loss 0.73  valid 1.46`, or nothing."""
    found = _STEP.match(text)
    if found is None:
        return ()
    pieces: list[Piece] = [("step ", "dim"), (f"{found[1]}/{found[2]}" if found[2] else found[1], "text")]
    at = found.end()
    while at < len(text):
        pair = _PAIR.match(text, at)
        if pair is None:
            return ()
        pieces += [(f"  {_short(pair[1].strip())} ", "dim"), (pair[2], "strong")]
        at = pair.end()
    return pieces


def _short(name: str) -> str:
    for long, short in _NAMES:
        name = name.replace(long, short)
    return name


def _stopwatch(seconds: float) -> str:
    whole = max(0, int(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02d}:{whole % 60:02d}"
