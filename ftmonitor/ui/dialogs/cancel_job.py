"""The question before a job is cancelled for good: part of its id has to be typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from ftmonitor.text import plain
from ftmonitor.ui.dialogs.confirm import Question
from ftmonitor.ui.dialogs.dialog import HEADING_CELLS, Dialog, asked, button, facts, paragraph
from ftmonitor.ui.safe import fit, literal

TYPED = 4
"""Characters at the end of the id that have to be typed: what cannot be undone should not happen by habit."""


def word_to_type(job_id: str) -> str:
    """Return what has to be typed: the end of the id, or `cancel` where no keyboard can write that."""
    end = job_id[-TYPED:]
    return end if end.isascii() and end.isprintable() and end == end.strip() and end else "cancel"


class CancelJob(Dialog[bool]):
    """Asks for the last characters of the id; returns True where they were typed, else None or False."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, question: Question, job_id: str) -> None:
        super().__init__(f"Cancel {fit(question.name, HEADING_CELLS)}".rstrip())
        self._question = question
        self._word = word_to_type(job_id)

    def body(self) -> Iterable[Widget]:
        """Yield the question, what would be lost, and where to type."""
        yield asked("Cancel ", self._question.name, " for good?")
        yield facts(self._question.facts)
        yield paragraph(self._question.consequence, "warning")
        what = "the last four characters of its id" if self._word != "cancel" else "the word"
        yield paragraph(f"To go on, type {what}: {plain(self._word)}", "prompt")
        word = Input(max_length=len(self._word), id="word", classes="-first", compact=True, select_on_focus=False)
        word.cursor_blink = False
        yield word

    def buttons(self) -> Iterable[Button]:
        """Yield the way out, and the deed, which stays off until the word is right."""
        yield button("esc  Keep it", "no")
        deed = button("Cancel the job", "yes", variant="-danger")
        deed.disabled = True
        yield deed

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one("#yes", Button).disabled = event.value != self._word
        event.input.set_class(bool(event.value) and not self._word.startswith(event.value), "-wrong")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value == self._word:
            self.dismiss(True)
        else:
            wrong = f"{event.value} is not {self._word}: " if event.value else ""
            self.query_one(".prompt", Static).update(
                literal(f"{wrong}type {self._word} to cancel the job, esc keeps it")
            )

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "yes" and self.query_one(Input).value == self._word)
