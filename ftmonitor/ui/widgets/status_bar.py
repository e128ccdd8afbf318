"""The line above the panes and the line below: where we are looking and how fresh it is; which keys do something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.models.phase import Phase
from ftmonitor.sync.link import Link
from ftmonitor.ui import safe
from ftmonitor.ui.theme import ink_of
from ftmonitor.ui.widgets.inks import Inked, Piece, Pieces
from ftmonitor.ui.widgets.link_words import link_forms

Counts = tuple[tuple[Phase, int], ...]
"""How many jobs there are in each phase."""

LONGEST_PROFILE, LEAST_PROFILE = 40, 8
"""Cells of a profile's name, a base URL may stand in for it; and those left to it where all else is cut."""

KEYS_ALONE_BELOW = 60
"""Cells below which hints that do not all fit lose their labels rather than their places."""

# What needs an eye first.
_ORDER = (
    Phase.RUNNING,
    Phase.UNKNOWN,
    Phase.PAUSING,
    Phase.PAUSED,
    Phase.STOPPING,
    Phase.WAITING,
    Phase.SUCCEEDED,
    Phase.FAILED,
    Phase.CANCELLED,
)
_PHASES = frozenset(phase.value for phase in Phase)
"""The inks of glyphs of a phase."""


class Hint(NamedTuple):
    """A key as people write it, what it does in a word, and the action that a click on it asks for ("": none)."""

    key: str
    label: str
    action: str = ""


def count_pieces(counts: Counts, glyphs: Glyphs, *, worded: bool, ended: bool, whole: bool = True) -> list[Piece]:
    """Return the counts as glyph and number; `worded` with the word, `ended`: also of jobs that came to their end.

    Where the list is not `whole`, there may be more of each.
    """
    pieces: list[Piece] = []
    for phase, number in sorted(counts, key=lambda counted: _ORDER.index(counted[0])):
        if number and (ended or not phase.ended):
            pieces += [("  ", ""), (words.glyph(phase, glyphs), ink_of(phase)), (f" {words.count(number)}", "text")]
            if worded:
                pieces.append((f" {phase.value}", "dim"))
    return pieces if whole or not pieces else [*pieces, ("  + more", "dim")]


def count_spots(pieces: Sequence[Piece]) -> Iterator[tuple[int, int, Phase]]:
    """Yield where the counts stand in the line above the panes: first cell, cell after the last, phase."""
    at, spot = 0, None
    for (text, ink), (_, after) in zip(pieces, (*pieces[1:], ("", "")), strict=True):
        if spot is not None and text.startswith("  "):
            yield spot[0], at, spot[1]
            spot = None
        if ink in _PHASES and after == "text":  # a number comes; what the connection is written with has none
            spot = (at, Phase(ink))
        at += cell_len(text)
    if spot is not None:
        yield spot[0], at, spot[1]


@lru_cache(4)  # of one moment it is asked several times: whether it changed, and to draw it
def top_line(
    profile: str,
    counts: Counts,
    link: Link,
    now: float,
    width: int,
    *,
    glyphs: Glyphs,
    read_only: bool,
    whole: bool = True,
    alerts: int = 0,
) -> tuple[Piece, ...]:
    """Return the line of `width` cells: the fullest that fits.

    The connection, its age, and how many alerts nobody has read are the last to go.
    """
    name = safe.fit(profile, LONGEST_PROFILE)
    lock: list[Piece] = [("  read-only", "warn")] if read_only else []
    brand: list[Piece] = [(" ftmonitor", "brand")]
    at: list[Piece] = [(f"  {name}", "text")] if name else []
    *aged, barest = (_with_alerts(form, alerts) for form in link_forms(link, now, glyphs))
    choices = [(True, True, form) for form in aged[:-1]] + [(False, True, form) for form in aged]
    for worded, ended, right in [*choices, (False, False, aged[-1])]:
        left = [*brand, *at, *lock, *count_pieces(counts, glyphs, worded=worded, ended=ended, whole=whole)]
        if _cells(left) + _cells(right) + 4 <= width:
            break
    else:
        right = aged[-1] if _cells(aged[-1]) + _cells(lock) + LEAST_PROFILE + 3 <= width else barest
        room = width - _cells(right) - 3
        short: list[Piece] = [(" " + safe.fit(name or "ftmonitor", max(0, room - 1)), "text")]
        left = next((some for some in ([*brand, *at, *lock], [*short, *lock]) if _cells(some) <= room), short)
    gap = max(1, width - _cells(left) - _cells(right) - 1)
    return (*(left if gap > 1 or width > _cells(right) + 2 else []), (" " * gap, ""), *right)


def hint_line(hints: tuple[Hint, ...], width: int) -> list[tuple[int, int, Hint, list[Piece]]]:
    """Return the hints that fit as (first cell, cell after the last, hint, pieces)."""
    full = [_hint(hint, labelled=True) for hint in hints]
    if sum(map(_cells, full)) > width and width < KEYS_ALONE_BELOW:
        full = [_hint(hint, labelled=False) for hint in hints]
    placed = []
    at = 0
    for hint, pieces in zip(hints, full, strict=True):
        cells = _cells(pieces)
        if at + cells > width:
            break
        placed.append((at, at + cells, hint, pieces))
        at += cells
    return placed


def _with_alerts(form: Pieces, alerts: int) -> Pieces:
    return ((alerts_mark(alerts), "warn"), (" ", ""), *form) if alerts else form


def alerts_mark(alerts: int) -> str:
    """Return what says that so many alerts were not read."""
    return f" ! {words.count(alerts)} "


class TopBar(Inked):
    """Where we are looking, at how many jobs, and how fresh it is."""

    DEFAULT_CSS = "TopBar { height: 1; width: 1fr; }"

    profile: reactive[str] = reactive("", init=False)
    counts: reactive[Counts] = reactive((), init=False)
    link: reactive[Link] = reactive(Link(), init=False, repaint=False)
    now: reactive[float] = reactive(0.0, init=False, repaint=False)
    """Seconds since the epoch; the line is drawn again only where that changes what it says."""
    read_only: reactive[bool] = reactive(False, init=False)
    glyphs: reactive[Glyphs] = reactive(Glyphs.BRAILLE, init=False)
    whole: reactive[bool] = reactive(True, init=False)
    """Whether the counts are of all jobs, not of those that were listed so far."""
    alerts: reactive[int] = reactive(0, init=False)
    """How many alerts nobody has read."""

    @dataclass
    class AlertsPressed(Message):
        """The number of the alerts was clicked."""

    @dataclass
    class CountPressed(Message):
        """The number of jobs in a phase was clicked."""

        phase: Phase

    _shown: tuple[Piece, ...] = ()

    def watch_now(self) -> None:
        """Draw again where an age changed."""
        if self.is_mounted and self._pieces() != self._shown:
            self.refresh()

    def watch_link(self) -> None:
        """Draw again where the connection reads differently."""
        self.watch_now()

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        pieces = self._shown = self._pieces()
        return self.drawn(pieces if y == 0 else (), self.size.width)

    def _pieces(self) -> tuple[Piece, ...]:
        return top_line(
            self.profile,
            self.counts,
            self.link,
            self.now,
            self.size.width,
            glyphs=self.glyphs,
            read_only=self.read_only,
            whole=self.whole,
            alerts=self.alerts,
        )

    def on_click(self, event: events.Click) -> None:
        """Ask for the alerts where their number is clicked, for the jobs of a phase where theirs is."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        before = "".join(text for text, _ in self._shown)
        at = before.rfind(alerts_mark(self.alerts)) if self.alerts else -1
        first = cell_len(before[:at])
        if at >= 0 and first <= offset.x < first + cell_len(alerts_mark(self.alerts)):
            event.stop()
            self.post_message(self.AlertsPressed())
        for first, end, phase in count_spots(self._shown):
            if first <= offset.x < end:
                event.stop()
                self.post_message(self.CountPressed(phase))


class Hints(Inked):
    """The keys that do something here; a click is as good as the key."""

    DEFAULT_CSS = "Hints { height: 1; width: 1fr; }"

    hints: reactive[tuple[Hint, ...]] = reactive((), init=False)
    """The most telling first: what does not fit is left out from the end."""

    @dataclass
    class Pressed(Message):
        """A hint was clicked."""

        action: str

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        width = self.size.width
        placed = hint_line(self.hints, width) if y == 0 else []
        return self.drawn([piece for _, _, _, pieces in placed for piece in pieces], width)

    def spots(self) -> tuple[int, ...]:
        """Return the cells that a click is for."""
        return tuple(first for first, _, hint, _ in hint_line(self.hints, self.size.width) if hint.action)

    def on_click(self, event: events.Click) -> None:
        """Ask for the action of the hint that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        for first, end, hint, _ in hint_line(self.hints, self.size.width):
            if first <= offset.x < end and hint.action:
                self.post_message(self.Pressed(hint.action))


def _hint(hint: Hint, *, labelled: bool) -> list[Piece]:
    key: Piece = (f" {safe.line(hint.key, 40)}", "key")
    return [key, (f" {safe.line(hint.label, 40)} ", "dim")] if labelled else [key]


def _cells(pieces: Sequence[Piece]) -> int:
    return sum(cell_len(text) for text, _ in pieces)
