"""What the app asks of the terminal beside being drawn on: one way out for all of it."""

from __future__ import annotations

from textual import on
from textual.driver import Driver

from ftmonitor.config.terminal import Reach
from ftmonitor.ui.toasts import Toaster


class Outlet(Toaster, inherit_bindings=False):
    """An app that reaches the terminal through whatever stands in between."""

    reach: Reach = Reach()
    """What can be asked of the terminal."""
    alt_keys = False
    """Whether a key goes with alt; otherwise an escape and a letter that come together are two keys."""

    def copy_to_clipboard(self, text: str) -> None:
        """Put a text into the clipboard of the terminal; what is too long for that goes nowhere."""
        from ftmonitor.ui import terminal

        self._clipboard = text
        self.tell_terminal(terminal.clipboard(text, self.reach))

    @on(Driver.SignalResume)
    def _draw_again(self) -> None:
        """Draw all of it when the program comes back to the foreground: what stood there is gone."""
        self.refresh(layout=True)

    def tell_terminal(self, sequence: str) -> None:
        """Write a sequence that asks the terminal for something: the only way to it beside what is drawn."""
        if sequence and self._driver is not None:
            self._driver.write(sequence)
