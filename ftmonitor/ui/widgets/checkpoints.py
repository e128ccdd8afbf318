"""The checkpoints of one job as a table, in the order one likes, the best one starred."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.metrics.checkpoints import best_of, measures, order
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.inks import Piece, Pieces
from ftmonitor.ui.widgets.virtual import VirtualList

if TYPE_CHECKING:
    from ftmonitor.models.checkpoint import Checkpoint

NAME = "5 Checkpoints"

STEP, NUMBER, AGE, LEAST_MODEL = 6, 7, 4, 12
"""Cells of the columns."""

FIRST_NUMBERS, MODEL = 3, 30
"""Measures beyond the first few are shown only where the model has so many cells."""


class Checkpoints(VirtualList):
    """The checkpoints of one job: in the server's order, the newest first, or the best first by a measure.

    The star is that of the measure they are sorted by, else of the first one there is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy model", show=False, id="checkpoints.copy_model"),
        Binding("s", "sort", "Sort", show=False, id="checkpoints.sort"),
    ]

    has_header = True

    checkpoints: reactive[tuple[Checkpoint, ...]] = reactive((), init=False, repaint=False)
    now: reactive[float] = reactive(0.0, init=False, repaint=False)
    """Seconds since the epoch."""
    by: reactive[str | None] = reactive(None, init=False, repaint=False)
    """The measure that they are sorted by; None: by step, as the server lists them."""
    glyphs: reactive[Glyphs] = reactive(Glyphs.BRAILLE, init=False)
    note: reactive[str] = reactive("no checkpoints yet", init=False)
    """What stands there while there are none."""

    @dataclass
    class Copied(Message):
        """The user wants a model's name in the clipboard."""

        text: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._measures: tuple[tuple[str, str], ...] = ()
        self._listed: tuple[Checkpoint, ...] = ()
        self._best: str | None = None
        self.set_title(NAME)

    @property
    def chosen(self) -> Checkpoint | None:
        """The checkpoint under the cursor."""
        return self._listed[self.cursor] if self.cursor < len(self._listed) else None

    def watch_checkpoints(self) -> None:
        """Show them; the cursor stays on its own."""
        self._measures = measures([checkpoint.metrics for checkpoint in self.checkpoints])
        self._arrange()

    def watch_by(self) -> None:
        """Show them in another order; the cursor stays on its own."""
        self._arrange()

    def _arrange(self) -> None:
        chosen, metrics = self.chosen, [checkpoint.metrics for checkpoint in self.checkpoints]
        names = [name for name, _ in self._measures]
        by = self.by if self.by in names else None
        best = best_of(metrics, by)
        self._best = None if best is None else self.checkpoints[best].id
        self._listed = tuple(self.checkpoints[at] for at in order(metrics, by))
        self._strips.clear()
        self.set_rows(len(self._listed))
        here = chosen.id if chosen is not None else None
        self.cursor = next((at for at, one in enumerate(self._listed) if one.id == here), 0)
        self.show_cursor()
        star = "*" if self.glyphs is Glyphs.ASCII else "★"
        said = f"{star} best by {by or names[0]}".replace("_", " ") if names else ""
        said += ", sorted" if by is not None else ""
        self.set_title(NAME, str(len(self._listed)) if self._listed else "", said)

    def watch_now(self) -> None:
        """Draw the rows whose age changed."""
        self.refresh_changed()

    def action_copy(self) -> None:
        """Ask for the model's name to be copied."""
        if (chosen := self.chosen) is not None and chosen.fine_tuned_model_checkpoint:
            self.post_message(self.Copied(chosen.fine_tuned_model_checkpoint))

    def action_sort(self) -> None:
        """Sort by the next of the measures; after the last comes the step again."""
        names = [None, *(name for name, _ in self._measures)]
        at = names.index(self.by) if self.by in names else 0
        self.by = names[(at + 1) % len(names)]

    def row_key(self, index: int) -> Hashable:
        """Return the checkpoint, its age, whether it is the best, and what comes first of it."""
        one = self._listed[index]
        return (index, one.id, words.age(one.created_at, self.now), one.id == self._best, self.by, self.glyphs)

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return one checkpoint as a line."""
        one = self._listed[index]
        best = one.id == self._best
        step = words.MISSING if one.step is None else str(one.step)
        star = ("*" if self.glyphs is Glyphs.ASCII else "★") if best else " "
        pieces: list[Piece] = [(" ", ""), (star, "star"), (" " + safe.pad(step, STEP, right=True), "text")]
        for at, (name, _) in enumerate(self._fitting(width)):
            number = one.metrics.get(name)
            ink = "faint" if number is None else "strong" if best and at == 0 else "text"
            pieces.append((" " + safe.pad(words.value(number), NUMBER, right=True), ink))
        pieces.append((" " + safe.pad(words.age(one.created_at, self.now), AGE, right=True) + "  ", "dim"))
        room = width - self._taken(len(self._fitting(width)))
        return [*pieces, (_from_the_right(one.fine_tuned_model_checkpoint, room), "dim")]

    def header_pieces(self, width: int) -> Pieces:
        """Return the headings."""
        numbers = "".join(" " + safe.pad(heading, NUMBER, right=True) for _, heading in self._fitting(width))
        return ((f"   {'STEP':>{STEP}}{numbers} {'AGE':>{AGE}}  MODEL", "head"),)

    def _fitting(self, width: int) -> tuple[tuple[str, str], ...]:
        """Return the measures that there is room for, that which sorts the rows before the others."""
        room = width - self._taken(0)
        count = max(min(FIRST_NUMBERS, (room - LEAST_MODEL) // (NUMBER + 1)), (room - MODEL) // (NUMBER + 1))
        first = [measure for measure in self._measures if measure[0] == self.by]
        others = (measure for measure in self._measures if measure[0] != self.by)
        return (*first, *others)[: max(1, count)]

    @staticmethod
    def _taken(numbers: int) -> int:
        return 3 + STEP + numbers * (NUMBER + 1) + 1 + AGE + 2


def _from_the_right(text: str, width: int) -> str:
    """Return the end of a model's name, which tells it from the others, where the whole does not fit."""
    shown = safe.line(text, 400)
    if len(shown) <= width or width < 2:
        return safe.fit(shown, width)
    return "…" + shown[-(width - 1) :]
