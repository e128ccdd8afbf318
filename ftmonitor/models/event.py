"""An event of a job."""

from __future__ import annotations

from ftmonitor.models.base import Json, Lenient, Text, Time


class Event(Lenient):
    """One line of a job's log. Events of one second tie on `created_at` and keep the server's order."""

    object: Text = ""
    created_at: Time = None
    level: Text = ""
    """info, warn, error; Azure says `warning`; anything else as sent."""
    message: Text = ""
    type: Text = ""
    """message, metrics, moderation_checks or anything else; "" where none was sent, as before December 2024."""
    data: Json = None
    """Any JSON: metrics by name, nested for reinforcement, what a check found, an error's code, or nothing."""
