"""How often something that takes long says how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftmonitor.clock import Clock
    from ftmonitor.monitor.log import Sifted

FIRST_S = 0.04
"""Seconds until the first word: what is done by then needs none."""
EACH_S = 0.15
"""Seconds between two words of it: each costs a frame, and what is looked through is slower for it."""


def share(sifted: Sifted) -> str:
    """Return how much was looked at so far: `42 %`."""
    return f"{100 * sifted.looked_at // max(1, sifted.total)} %"


class Pace:
    """Says when it is time for a word: soon, then a while after the one before."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next_s = clock.monotonic() + FIRST_S

    @property
    def due(self) -> bool:
        """Return whether it is time; then it is not for a while."""
        now_s = self._clock.monotonic()
        due = now_s >= self._next_s
        if due:
            self._next_s = now_s + EACH_S
        return due
