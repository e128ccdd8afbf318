"""The two times: seconds since the epoch outside, world seconds inside.

World second 0 is the start, history is negative, and what comes after runs `speed` times as fast. Stamps are mapped
back, so a faster world still has true dates.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the world began (seconds since the epoch) and how fast it runs."""

    started_at: float
    speed: float = 1.0

    def at(self, now: float) -> float:
        """Return seconds since the epoch as a world time."""
        passed = now - self.started_at
        return passed if passed <= 0 else passed * self.speed

    def stamp(self, at: float) -> int:
        """Return a world time as whole seconds since the epoch, as the API gives them."""
        return int(self.started_at + (at if at <= 0 else at / self.speed))
