"""The question before a pause or a resume: y or n, and a stray Enter means no."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Button

from ftmonitor.ui.dialogs.dialog import HEADING_CELLS, Dialog, asked, button, facts, paragraph
from ftmonitor.ui.safe import fit


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `name` and the values of `facts` are outside text; the rest is ours."""

    verb: str
    """One word in the imperative: pause."""
    name: str
    facts: tuple[tuple[str, str], ...] = ()
    consequence: str = ""


class Confirm(Dialog[bool]):
    """Asks whether to go on; returns True for yes, and False or None for no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n,q", "answer(False)", "No", show=False),
    ]

    def __init__(self, question: Question) -> None:
        self._question = question
        self._word = question.verb.capitalize()
        super().__init__(f"{self._word} {fit(question.name, HEADING_CELLS)}".rstrip())

    def body(self) -> Iterable[Widget]:
        """Yield the question, what is known of the job, and what follows."""
        yield asked(f"{self._word} ", self._question.name, "?")
        yield facts(self._question.facts)
        yield paragraph(self._question.consequence, "consequence")

    def buttons(self) -> Iterable[Button]:
        """Yield no before yes; no has the focus."""
        yield button("n  No, leave it", "no", first=True)
        yield button(f"y  {self._word}", "yes", variant="-go")

    def action_answer(self, answer: bool) -> None:
        """Return the answer."""
        self.dismiss(answer)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "yes")
