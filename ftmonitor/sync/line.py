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


SLEPT_S = 30.0
"""A wall clock that ran ahead by so much from one look to the next was not only corrected."""
STEADY_S = 0.5
"""The two clocks may drift by this much before the times of the link are fitted to the wall clock anew."""


class Line:
    """Keeps the link's value, and rings when what is shown of it changes."""

    def __init__(self, clock: Clock, bells: Bells, chance: random.Random) -> None:
        self.chance = chance
        self._link = Link(since=clock.monotonic())  # all of its times are monotonic here
        self._fitted = clock.now() - clock.monotonic()
        self._ahead = self._fitted
        self._pause = Pause()
        self._failed_at = float("-inf")
        self._clock = clock
        self._bells = bells

    @property
    def link(self) -> Link:
        """Return the state of the connection, its times by the wall clock of now: however that jumps, ages are true."""
        ahead = self._clock.now() - self._clock.monotonic()
        if abs(ahead - self._fitted) > STEADY_S:
            self._fitted = ahead
        link = self._link
        return replace(
            link,
            since=link.since + self._fitted,
            answered_at=None if link.answered_at is None else link.answered_at + self._fitted,
            retry_at=None if link.retry_at is None else link.retry_at + self._fitted,
        )

    def slept(self) -> bool:
        """Return whether the machine slept since the last look, while the clock of the waits stood still."""
        before, self._ahead = self._ahead, self._clock.now() - self._clock.monotonic()
        return self._ahead - before >= SLEPT_S

    @property
    def opens_at(self) -> float:
        """Return the monotonic time before which nothing is asked."""
        return self._pause.until

    @property
    def live(self) -> bool:
        """Return whether the last answer was a good one."""
        return self._link.health is Health.LIVE

    def free(self, under_way: int) -> int:
        """Return how many requests may begin: one at a time until an answer came after a failure."""
        if self._link.health in (Health.LIVE, Health.CONNECTING):
            return max(0, MOST_AT_ONCE - under_way)
        return 0 if under_way else 1

    def good(self) -> None:
        """A good answer came."""
        self._pause = Pause()
        self._show(answered(self._link, self._clock.monotonic()))

    def bad(self, error: ApiError, asked_at: float) -> None:
        """No good answer came to what was asked at monotonic `asked_at`.

        Requests that were under way together fail together: that counts once.
        """
        now = self._clock.monotonic()
        if asked_at <= self._failed_at and error.retry_after_s is None:
            return
        self._failed_at = now
        self._pause = hold(self._pause, error, now, self.chance.random())
        self._show(failed(self._link, error, now, self._pause.until - now, now - asked_at))

    def trouble(self, message: str, *, answered: bool = False) -> None:
        """Something else is wrong, such as a full disk; `answered` where the server's answer was good all the same.

        What it told is not on the screen then, so that the age of what is goes on.
        """
        link = self._link
        if answered and link.health is not Health.LIVE:
            self._pause = Pause()
            link = replace(link, health=Health.LIVE, since=self._clock.monotonic(), retry_at=None)
        self._show(troubled(link, message))

    def hurry(self) -> None:
        """Do not wait longer, unless the server asked for it."""
        if not self._pause.firm:
            self._pause = replace(self._pause, until=self._clock.monotonic())

    def _show(self, link: Link) -> None:
        before, self._link = self._link, link
        if (before.health, before.message, before.retry_at) != (link.health, link.message, link.retry_at):
            self._bells.ring(LinkChanged())
