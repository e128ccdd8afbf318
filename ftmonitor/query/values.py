"""Numbers, spans of time and days, as people write them in a filter. Pure."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta, tzinfo

_NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)([kmb%]?)", re.IGNORECASE)
_SPAN = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(mo|[smhdwy])", re.IGNORECASE)
_TIMES = {"": 1.0, "%": 1.0, "k": 1e3, "m": 1e6, "b": 1e9}
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800, "mo": 2_629_800, "y": 31_557_600}


def number(text: str) -> float | None:
    """Return `0.4`, `1e-3`, `12k`, `3M` or `50%` (50) as a number, or None."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    value = float(found[1]) * _TIMES[found[2].lower()]
    return value if math.isfinite(value) else None


def span(text: str) -> float | None:
    """Return `30s`, `5m`, `1h30m`, `2d`, `1w`, `3mo` or `1y` in seconds, or None."""
    total, at = 0.0, 0
    while at < len(text):
        found = _SPAN.match(text, at)
        if found is None:
            return None
        total += float(found[1]) * _SECONDS[found[2].lower()]
        at = found.end()
    return total if at else None


def day(text: str, now: float, zone: tzinfo | None = None) -> tuple[float, float] | None:
    """Return the first and the last moment of a day or a minute, in seconds since the epoch, or None.

    `today`, `yesterday`, `2026-11-23`, `2026-11` or `2026-11-23T14:05` (local time, where `zone` is None).
    """
    here = datetime.fromtimestamp(now, zone)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    if text in ("today", "yesterday"):
        start = midnight if text == "today" else _previous(midnight)
        return start.timestamp(), _next(start).timestamp()
    if re.fullmatch(r"\d{4}-\d\d", text):
        text, long = f"{text}-01", 31
    else:
        long = 1
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        return None
    if start.tzinfo is None:
        start = start.replace(tzinfo=zone)
    try:
        if "t" in text.lower() or ":" in text:
            return start.timestamp(), start.timestamp() + 60.0
        end = start
        for _ in range(long):
            end = _next(end)
            if long > 1 and end.day == 1:
                break
        return start.timestamp(), end.timestamp()
    except (OverflowError, OSError, ValueError):
        return None


def _next(start: datetime) -> datetime:
    return (start + timedelta(hours=36)).replace(hour=0, minute=0, second=0, microsecond=0)


def _previous(start: datetime) -> datetime:
    return (start - timedelta(hours=12)).replace(hour=0, minute=0, second=0, microsecond=0)
