"""Statuses and levels as cells: the colours of the command line."""

from __future__ import annotations

from ftmonitor.cli.table import Cell
from ftmonitor.models.phase import Phase, phase_of

# SGR parameters of the 8 colours every terminal has (ECMA-48, 8.3.117).
_RED, _GREEN, _YELLOW, _BLUE, _MAGENTA, _FAINT = "31", "32", "33", "34", "35", "2"

_PHASES = {
    Phase.WAITING: _BLUE,
    Phase.RUNNING: _GREEN,
    Phase.PAUSING: _YELLOW,
    Phase.PAUSED: _YELLOW,
    Phase.STOPPING: _MAGENTA,
    Phase.FAILED: _RED,
    Phase.CANCELLED: _MAGENTA,
}
_LEVELS = {"warn": _YELLOW, "warning": _YELLOW, "error": _RED}


def status(word: str) -> Cell:
    """Return a status as sent, in the colour of its phase."""
    return Cell(word, _PHASES.get(phase_of(word), ""))


def level(word: str) -> Cell:
    """Return the level of an event as sent; the usual one is faint."""
    return Cell(word, _LEVELS.get(word.lower(), _FAINT if word == "info" else ""))
