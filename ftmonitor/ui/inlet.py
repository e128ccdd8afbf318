"""How keys come in: one after the other, each only when all is done that the one before it asked for."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

from textual import events
from textual.dom import DOMNode
from textual.message import Message

from ftmonitor.ui.outlet import Outlet

MOST_HELD = 2_000
"""Keys that wait: more than anybody types ahead."""

LAPS = 4
"""Rounds through whoever has the focus: the first ends behind what the key did, the second behind what that sent,
and so on; in the palette three messages lead from enter to the deed."""

LOST_S = 0.1
"""Seconds after which a round counts as lost: the widget that it began at has gone meanwhile."""

LOOK_S = 0.02
"""Seconds between two looks whether it can go on, where that is not told."""

LATE_S = 2.0
"""Seconds after which keys that still wait are dropped: what they were typed for does not come."""

Typed = events.Key | events.Paste


@dataclass
class Lap(Message):
    """Goes from whoever has the focus to the app, on the way of a key and behind it."""

    number: int


class Inlet(Outlet, inherit_bindings=False):
    """An app in which a burst of keys does what the same keys do one by one.

    A key may move the focus or open a screen, and Textual gives the next one away before that is so. Therefore keys
    wait while one is worked at. A screen whose `answering` is true has not done yet what a key asked for.
    """

    _working = False
    _lap = 0
    _quiet = 0
    """Rounds since the focus last moved."""
    _where: tuple[object, object] = (None, None)
    _lap_at = 0.0
    _rests = False
    """Whether no round is under way, since a screen has not answered yet."""
    _since = 0.0
    """When the first of those that wait came, or the last one was let go, in seconds of the loop."""
    _let_go: Typed | None = None
    """The one whose turn it is, on its way through the queue."""
    _watched = False

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[Typed] = deque(maxlen=MOST_HELD)

    async def on_event(self, event: events.Event) -> None:
        """Go on as ever, but let a key wait for the one before it."""
        if not isinstance(event, Typed) or event.is_forwarded:
            await super().on_event(event)
            return
        if self._working and event is not self._let_go:
            self._hold(event)
            return
        self._working, self._let_go = True, None
        await super().on_event(event)
        self._begin()

    def simulate_key(self, key: str) -> None:
        """Take in a key that a click stands for; as the app's own, for on its way up it would go no further than its
        sender, which may be any widget."""
        self.post_message(events.Key(key, None).set_sender(self))

    def forget_typed(self) -> None:
        """Drop the keys that wait: they were typed for something that does not come."""
        self._held.clear()

    def _hold(self, event: Typed) -> None:
        if not self._held:
            self._since = _now()
            if self._since - self._lap_at >= LOST_S:
                self._go_round()  # nobody watched over the last one
            self._watch_over()
        self._held.append(event)

    def _begin(self) -> None:
        self._quiet = 0
        self._since = _now()
        self._go_round()
        if self._held:
            self._watch_over()

    def _go_round(self) -> None:
        if not self._screen_stack:
            return
        self._lap += 1
        self._lap_at = _now()
        self._rests = False
        self._where = (self.screen, self.focused)
        start: DOMNode = self.focused or self.screen
        start.post_message(Lap(self._lap).set_sender(start))

    def on_lap(self, message: Lap) -> None:
        """Let the next key go, or go another round where the focus has moved or something is still to come."""
        message.stop()
        if message.number != self._lap or not self._working:
            return
        self._quiet = self._quiet + 1 if self._where == (self.screen, self.focused) else 0
        if getattr(self.screen, "answering", False):
            self._quiet, self._rests = 0, True  # until somebody looks after it
        elif self._quiet < LAPS:
            self._go_round()
        else:
            self._next()

    def _next(self) -> None:
        self._working = bool(self._held)
        if self._held:
            self._let_go = self._held.popleft()
            self.post_message(self._let_go)

    def _watch_over(self) -> None:
        if not self._watched:
            self._watched = True
            self.set_timer(LOOK_S, self._look_after)

    def _look_after(self) -> None:
        """Go another round where one was lost or came too soon; in the end, wait no more."""
        self._watched = False
        if not self._held:
            return
        if self._let_go is None:
            if _now() - self._since >= LATE_S:
                self._held.clear()
                self._working = False
                return
            if self._rests or _now() - self._lap_at >= LOST_S:
                self._go_round()
        self._watch_over()


def _now() -> float:
    return asyncio.get_running_loop().time()
