"""Alerts as rows of a list. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.cells import cell_len

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.models.phase import Phase
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.inks import Piece, Pieces

if TYPE_CHECKING:
    from ftmonitor.store.alerts import Alert

AGE_CELLS, MOST_NAME = 5, 24
"""Cells of the age, and of a name at most."""

_ENDED = {"succeeded": Phase.SUCCEEDED, "failed": Phase.FAILED, "cancelled": Phase.CANCELLED, "paused": Phase.PAUSED}


def name_cells(alerts: Iterable[Alert]) -> int:
    """Return how many cells the names of alerts need, as far as they may have them."""
    return max((cell_len(safe.fit(_name(alert), MOST_NAME)) for alert in alerts), default=0)


def age(alert: Alert, now: float) -> str:
    """Return how long ago it was."""
    return words.age(alert.at, max(alert.at, now))


def pieces(alert: Alert, width: int, *, now: float, names: int, glyphs: Glyphs) -> Pieces:
    """Return a row of `width` cells: mark, age, name in `names` cells at most, and what happened."""
    sign, ink = _sign(alert, glyphs)
    name = min(names, max(8, width // 3))
    unread: Piece = (" ", "") if not alert.unread else ("*" if glyphs is Glyphs.ASCII else "•", "warn")
    said = "text" if alert.unread else "dim"
    return (
        (" ", ""),
        unread,
        (f" {sign} ", ink if alert.unread else "dim"),
        (f"{age(alert, now):>{AGE_CELLS}}  ", "dim"),
        (safe.pad(_name(alert), name) + "  ", "strong" if alert.unread else "dim"),
        (safe.fit(alert.said, max(0, width - name - AGE_CELLS - 9)), said),
    )


def _name(alert: Alert) -> str:
    return alert.name or alert.job_id


def _sign(alert: Alert, glyphs: Glyphs) -> tuple[str, str]:
    if alert.rule in _ENDED:
        phase = _ENDED[alert.rule]
        return words.glyph(phase, glyphs), phase.value
    return ("!", "error" if alert.level == "error" else "warn")
