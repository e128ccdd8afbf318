"""What went wrong, in words: a message, what to do about it, and what support wants to know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.widget import Widget

from ftmonitor.text import plain
from ftmonitor.ui.dialogs.dialog import Report, facts, paragraph


@dataclass(frozen=True, slots=True)
class Trouble:
    """A failure for people: all of it may be outside text."""

    heading: str
    message: str
    advice: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    """Such as the request id."""

    @property
    def text(self) -> str:
        """Return all of it as plain text, to copy."""
        lines = [self.heading, self.message, self.advice, *(f"{name}: {value}" for name, value in self.facts if value)]
        return plain("\n".join(line for line in lines if line))


class Failure(Report):
    """Shows a failure until it is closed; `y` copies it."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.heading)
        self._trouble = trouble
        self.add_class("-failure")

    def body(self) -> Iterable[Widget]:
        """Yield the message, the advice and the facts."""
        yield paragraph(self._trouble.message, "message")
        if self._trouble.advice:
            yield paragraph(self._trouble.advice, "consequence")
        if self._trouble.facts:
            yield facts(self._trouble.facts)

    def action_copy(self) -> None:
        """Copy the whole text."""
        self.app.copy_to_clipboard(self._trouble.text)
        self.notify("Copied the message", markup=False)
