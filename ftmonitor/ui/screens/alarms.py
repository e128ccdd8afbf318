"""The screen with what is told without being asked for."""

from __future__ import annotations

from ftmonitor.ui.screens.reader import Reader


class Alarms(Reader):
    """The screen with what is told without being asked for."""
