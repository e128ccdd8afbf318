"""What the app asks of the terminal beside being drawn on: one way out for all of it."""

from __future__ import annotations

from textual.app import App
from textual.notifications import Notification, Notify

from ftmonitor.config.terminal import Reach

MOST_TOASTS = 3
"""Toasts in sight at once."""

STATE_S = 3.0
"""Seconds that a toast stands which says how something is set now: `Grouped by: day`."""

PASSING_S = 5.0
"""Seconds up to which a toast is one that the next of its kind takes the place of."""

_GRAVITY = ("information", "warning", "error")


class Outlet(App[str], inherit_bindings=False):
    """An app that reaches the terminal through whatever stands in between."""

    reach: Reach = Reach()
    """What can be asked of the terminal."""

    def copy_to_clipboard(self, text: str) -> None:
        """Put a text into the clipboard of the terminal; what is too long for that goes nowhere."""
        from ftmonitor.ui import terminal

        self._clipboard = text
        self.tell_terminal(terminal.clipboard(text, self.reach))

    def on_notify(self, event: Notify) -> None:
        """Make room for a toast: another of its kind goes, and of too many the oldest of the least weight."""
        fresh, toasts = event.notification, self._notifications
        for other in [other for other in toasts if _same_kind(other, fresh)]:
            del toasts[other]
        while len(toasts) >= MOST_TOASTS:
            del toasts[min(toasts, key=lambda toast: _GRAVITY.index(toast.severity))]

    def dismiss_toasts(self) -> bool:
        """Take the toasts away; return whether there were any."""
        there = bool(len(self._notifications))
        if there:
            self.clear_notifications()
        return there

    def tell_terminal(self, sequence: str) -> None:
        """Write a sequence that asks the terminal for something: the only way to it beside what is drawn."""
        if sequence and self._driver is not None:
            self._driver.write(sequence)


def _same_kind(one: Notification, other: Notification) -> bool:
    """Return whether both say the same, or how one thing is set: what stands before the colon."""
    if one.message == other.message:
        return True
    kind = one.message.partition(": ")[0]
    passing = max(one.timeout, other.timeout) <= PASSING_S
    return passing and kind != one.message and kind == other.message.partition(": ")[0]
