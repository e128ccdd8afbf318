"""A model: a base model, or a tuned one."""

from __future__ import annotations

from datetime import date

from ftmonitor.models.base import Lenient, Text, Time


class Model(Lenient):
    """A model that the server offers."""

    object: Text = ""
    created: Time = None
    owned_by: Text = ""
    shutdown_date: Text = ""
    """The day it goes away, as sent: `YYYY-MM-DD`, "" while none is known."""

    @property
    def shutdown(self) -> date | None:
        """Return the day it goes away, or None while none is known."""
        try:
            return date.fromisoformat(self.shutdown_date)
        except ValueError:
            return None
