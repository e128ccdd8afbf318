"""The screen with what the job list can do beyond showing jobs."""

from __future__ import annotations

from ftmonitor.ui.screens.bench import Bench


class Listing(Bench):
    """The screen with what the job list can do beyond showing jobs."""
