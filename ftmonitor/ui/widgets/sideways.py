"""A list whose long lines can be scrolled sideways; what stands before them stays."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events

from ftmonitor.ui.widgets.wrapping import WrappingList

SIDESTEP = 8
"""Cells that one key moves sideways."""


class SidewaysList(WrappingList):
    """A subclass says how long its lines are as it draws them, and leaves out what is scrolled away."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._sideways = 0
        self._longest = 0
        """Cells of the longest line that was drawn, or as many of them as were looked at."""
        self._lead = 0
        """Cells that stay."""

    @property
    def sideways(self) -> int:
        """Cells that are scrolled away."""
        return self._sideways

    @sideways.setter
    def sideways(self, cells: int) -> None:
        if cells != self._sideways:
            self._sideways = cells
            self.refresh()

    def action_sideways(self, direction: int) -> None:
        """Scroll the messages sideways; times and levels stay."""
        least = self._longest - (self.page_width - self._lead)
        self._sideways = max(0, min(self._sideways + direction * SIDESTEP, max(least, self._sideways)))
        self.refresh()

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Scroll the messages sideways."""
        event.stop()
        self.action_sideways(1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Scroll the messages back."""
        event.stop()
        self.action_sideways(-1)


def revealing(text: str, spans: Sequence[tuple[int, int]], sideways: int, room: int) -> int:
    """Return how many cells of a line to scroll away so that one of the places in it is seen: as few moves as can be.

    `spans` are (start, stop) in characters, ascending, `room` is in cells. The first and the last cell of what is seen
    may be signs that there is more.
    """
    at = cells = 0
    places: list[tuple[int, int]] = []
    for span in spans:
        start = cells + cell_len(text[at : span[0]])
        at, cells = span[1], start + cell_len(text[slice(*span)])
        places.append((start, cells))
    if not places or any(sideways + bool(sideways) <= start and stop < sideways + room for start, stop in places):
        return sideways
    start, stop = places[0]
    return 0 if stop < room else max(0, start - room // 3)
