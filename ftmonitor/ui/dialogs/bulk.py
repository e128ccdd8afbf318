"""One action on several jobs: what it would do to each, asked once; then what became of each, as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from ftmonitor.text import plain
from ftmonitor.ui.dialogs.dialog import Dialog, Report, button, paragraph
from ftmonitor.ui.safe import fit, line, literal, pad
from ftmonitor.ui.theme import QUIET

NAME_CELLS, STATUS_CELLS = 22, 12
"""Cells of the name of a job at most, and of its status."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the jobs. `name`, `status` and `said` are outside text."""

    job_id: str
    name: str
    status: str
    said: str
    """What will happen to it, why nothing will, or what became of it."""
    sign: str = " "
    ink: str = ""

    @property
    def text(self) -> str:
        """Return it as plain text, to copy."""
        return plain(f"{self.name}  {self.job_id}  {self.said}")


class Parts(Static):
    """A line for each job; what is said of it wraps under itself."""

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__(markup=False, classes="parts")
        self._parts = tuple(parts)

    def show(self, parts: Sequence[Part]) -> None:
        """Show them as they are now."""
        self._parts = tuple(parts)
        self.refresh(layout=True)

    def render(self) -> Content:
        """Return the lines."""
        width = min(NAME_CELLS, max((cell_len(line(part.name, 80)) for part in self._parts), default=0))
        lines = []
        for part in self._parts:
            head = Content.assemble(
                (f"{part.sign} ", part.ink or QUIET),
                literal(pad(part.name, width) + "  ", "bold"),
                literal(pad(part.status.replace("_", " "), STATUS_CELLS) + "  ", QUIET),
                literal(line(part.said, 300), part.ink),
            )
            lines.append(head)
        return Content("\n").join(lines)


class BulkConfirm(Dialog[bool]):
    """Asks once for all. What cannot be undone wants the number of jobs typed; else y and n do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", show=False),
        Binding("n,q", "answer(False)", show=False),
    ]

    def __init__(self, verb: str, parts: Sequence[Part], *, acted_on: int, consequence: str, typed: bool) -> None:
        """`verb` is one word in the imperative, `acted_on` the number of jobs that it will be asked of."""
        super().__init__(f"{verb.capitalize()} {acted_on:,} of {len(parts):,} marked jobs")
        self._verb, self._parts, self._number = verb, parts, acted_on
        self._consequence = consequence
        self._typed = typed and acted_on > 0
        self.set_class(self._typed, "-failure")

    def body(self) -> Iterable[Widget]:
        """Yield the jobs, what would be lost, and where to type."""
        yield Parts(self._parts)
        if not self._number:
            yield paragraph(f"Nothing to {self._verb} among the marked jobs.", "prompt")
            return
        yield paragraph(self._consequence, "prompt warning" if self._typed else "prompt consequence")
        if self._typed:
            yield paragraph(f"To go on, type how many: {self._number}", "consequence wanted")
            number = Input(max_length=9, id="number", classes="-first", compact=True, select_on_focus=False)
            number.cursor_blink = False
            yield number

    def buttons(self) -> Iterable[Button]:
        """Yield the way out, and the deed."""
        if not self._number:
            yield button("esc  Close", "no", first=True)
        elif self._typed:
            yield button("esc  Keep them", "no")
            deed = button(f"{self._verb.capitalize()} the jobs", "yes", variant="-danger")
            deed.disabled = True
            yield deed
        else:
            yield button("n  No, leave them", "no", first=True)
            yield button(f"y  {self._verb.capitalize()}", "yes", variant="-go")

    @property
    def _is_right(self) -> bool:
        return not self._typed or self.query_one(Input).value.strip() == str(self._number)

    def action_answer(self, yes: bool) -> None:
        """Answer with a key, where nothing has to be typed."""
        if self._number and not self._typed:
            self.dismiss(yes)
        elif not self._number or not yes:
            self.dismiss(None)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one("#yes", Button).disabled = not self._is_right
        event.input.set_class(bool(event.value) and not str(self._number).startswith(event.value.strip()), "-wrong")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._is_right:
            self.dismiss(True)
        else:
            typed = line(event.value.strip(), 9)
            wrong = f"{typed} is not {self._number}: " if typed else ""
            self.query_one(".wanted", Static).update(
                literal(f"{wrong}type {self._number} to {self._verb} them, esc keeps them")
            )

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "yes" and self._number > 0 and self._is_right)


class BulkResults(Report):
    """Shows what became of each job, as it comes; closed, the rest goes on all the same."""

    def __init__(self, heading: str, parts: Sequence[Part], copied: Callable[[str], None]) -> None:
        """`copied` is given the text of all of it where the user wants it."""
        super().__init__(heading)
        self._lines = Parts(parts)
        self._parts = tuple(parts)
        self._copied = copied
        self._said = Static(markup=False, classes="prompt consequence")

    def body(self) -> Iterable[Widget]:
        """Yield the jobs, and how far it is."""
        yield self._lines
        yield self._said

    def show(self, parts: Sequence[Part], said: str) -> None:
        """Show what became of them so far; `said` is how far it is."""
        self._parts = tuple(parts)
        self._lines.show(parts)
        self._said.update(literal(fit(said, 200)))

    def action_copy(self) -> None:
        """Copy all of it."""
        self._copied("\n".join(part.text for part in self._parts))
