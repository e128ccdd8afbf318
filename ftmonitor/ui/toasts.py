"""Toasts: few at a time, the newest of each kind, and none over a dialog that is about something else."""

from __future__ import annotations

from textual.app import App
from textual.notifications import Notification, Notify
from textual.screen import ModalScreen

MOST_TOASTS = 3
"""Toasts in sight at once."""

STATE_S = 3.0
"""Seconds that a toast stands which says how something is set now: `Grouped by: day`."""

PASSING_S = 5.0
"""Seconds up to which a toast is one that the next of its kind takes the place of."""

_GRAVITY = ("information", "warning", "error")


class Toaster(App[str], inherit_bindings=False):
    """An app that keeps its toasts few and out of the way."""

    _below: frozenset[str] = frozenset()
    """The toasts that were up when no dialog was open, by identity."""
    _waiting: tuple[Notification, ...] = ()
    """What is to be said when no dialog is open any more."""

    def on_notify(self, event: Notify) -> None:
        """Make room for a toast."""
        self._make_room(event.notification)

    def _make_room(self, fresh: Notification) -> None:
        """Take away the toasts of the same kind, and of too many the oldest of the least weight."""
        toasts = self._notifications
        for other in [other for other in toasts if _same_kind(other, fresh)]:
            del toasts[other]
        while len(toasts) >= MOST_TOASTS:
            del toasts[min(toasts, key=lambda toast: _GRAVITY.index(toast.severity))]

    def _refresh_notifications(self) -> None:
        """Show the toasts. What would lie over a dialog waits till it is closed, but errors and its own short words."""
        if self.screen_stack and isinstance(self.screen_stack[-1], ModalScreen):
            self._have_them_wait()
        else:
            waiting, self._waiting = self._waiting, ()
            for toast in waiting:
                self._make_room(toast)
                self._notifications.add(_anew(toast, toast.timeout))
            self._below = frozenset(toast.identity for toast in self._notifications)
        super()._refresh_notifications()

    def _have_them_wait(self) -> None:
        for toast in list(self._notifications):
            if toast.severity != "error" and (toast.identity in self._below or toast.timeout > PASSING_S):
                del self._notifications[toast]
                if toast.time_left > PASSING_S:
                    self._waiting = (*self._waiting, _anew(toast, toast.time_left))[-MOST_TOASTS:]

    def clear_notifications(self) -> None:
        """Take the toasts away, those too that wait."""
        self._waiting = ()
        super().clear_notifications()

    def dismiss_toasts(self) -> bool:
        """Take the toasts away; return whether there were any."""
        there = bool(len(self._notifications))
        if there:
            self.clear_notifications()
        return there


def _anew(toast: Notification, timeout: float) -> Notification:
    """Return a toast as if it were raised now, for `timeout` seconds."""
    return Notification(toast.message, toast.title, toast.severity, timeout, toast.markup)


def _same_kind(one: Notification, other: Notification) -> bool:
    """Return whether both say the same, or how one thing is set: what stands before the colon."""
    if one.message == other.message:
        return True
    kind = one.message.partition(": ")[0]
    passing = max(one.timeout, other.timeout) <= PASSING_S
    return passing and kind != one.message and kind == other.message.partition(": ")[0]
