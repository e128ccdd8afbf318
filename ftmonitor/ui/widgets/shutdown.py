"""The day on which a base model goes away, in words. Pure."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

NEAR_DAYS = 60
"""Days before its last day on which a model begins to be warned of."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_near(day: str, now: float, zone: tzinfo | None = None) -> bool:
    """Return whether the day (as sent, YYYY-MM-DD) is near, or past; `now` in seconds since the epoch."""
    left = _left(day, now, zone)
    return left is not None and left <= NEAR_DAYS


def short(day: str, now: float, zone: tzinfo | None = None) -> str:
    """Return the day in as few cells as can be: `14 Jan`, or `Jan 28` where it is more than eleven months away."""
    parsed, left = _parsed(day), _left(day, now, zone)
    if parsed is None or left is None:
        return day
    far = abs(left) > 330
    month = _MONTHS[parsed.month - 1]
    return f"{month} {parsed.year % 100:02}" if far else f"{parsed.day} {month}"


def told(day: str, now: float, zone: tzinfo | None = None) -> str:
    """Return a sentence about the day: `shuts down 14 Jan 2027`."""
    parsed, left = _parsed(day), _left(day, now, zone)
    if parsed is None or left is None:
        return f"shuts down {day}"
    said = f"{parsed.day} {_MONTHS[parsed.month - 1]} {parsed.year}"
    return f"shut down {said}" if left < 0 else f"shuts down {said}"


def _left(day: str, now: float, zone: tzinfo | None) -> int | None:
    parsed = _parsed(day)
    return None if parsed is None else (parsed - datetime.fromtimestamp(now, zone).date()).days


def _parsed(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None
