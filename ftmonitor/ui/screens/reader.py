"""The screen with what the event log can do beyond following."""

from __future__ import annotations

from ftmonitor.ui.screens.listing import Listing


class Reader(Listing):
    """The screen with what the event log can do beyond following."""
