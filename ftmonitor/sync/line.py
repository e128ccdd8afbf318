"""The connection while the engine runs: its state, the common wait, how many requests may be under way."""

from __future__ import annotations

import random
from dataclasses import replace

from ftmonitor.clock import Clock
from ftmonitor.errors import ApiError
from ftmonitor.sync.bells import Bells
from ftmonitor.sync.changes import LinkChanged
from ftmonitor.sync.link import Health, Link, Pause, answered, failed, hold, troubled

MOST_AT_ONCE = 8
"""Requests under way at a time."""


class Line:
    """Keeps the link's value, and rings when what is shown of it changes."""

    def __init__(self, clock: Clock, bells: Bells, chance: random.Random) -> None:
        self.link = Link(since=clock.now())
        self.chance = chance
        self._pause = Pause()
        self._failed_at = float("-inf")
        self._clock = clock
        self._bells = bells

    @property
    def opens_at(self) -> float:
        """Return the monotonic time before which nothing is asked."""
        return self._pause.until

    @property
    def live(self) -> bool:
        """Return whether the last answer was a good one."""
        return self.link.health is Health.LIVE

    def free(self, under_way: int) -> int:
        """Return how many requests may begin: one at a time until an answer came after a failure."""
        if self.link.health in (Health.LIVE, Health.CONNECTING):
            return max(0, MOST_AT_ONCE - under_way)
        return 0 if under_way else 1

    def good(self) -> None:
        """A good answer came."""
        self._pause = Pause()
        self._show(answered(self.link, self._clock.now()))

    def bad(self, error: ApiError, asked_at: float) -> None:
        """No good answer came to what was asked at monotonic `asked_at`.

        Requests that were under way together fail together: that counts once.
        """
        now = self._clock.monotonic()
        if asked_at <= self._failed_at and error.retry_after_s is None:
            return
        self._failed_at = now
        self._pause = hold(self._pause, error, now, self.chance.random())
        self._show(failed(self.link, error, self._clock.now(), self._pause.until - now))

    def trouble(self, message: str) -> None:
        """Something else is wrong, such as a full disk."""
        self._show(troubled(self.link, message))

    def hurry(self) -> None:
        """Do not wait longer, unless the server asked for it."""
        if not self._pause.firm:
            self._pause = replace(self._pause, until=self._clock.monotonic())

    def _show(self, link: Link) -> None:
        before, self.link = self.link, link
        if (before.health, before.message, before.retry_at) != (link.health, link.message, link.retry_at):
            self._bells.ring(LinkChanged())
