"""The checkpoints of one job as a table, the best one starred."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.inks import Piece, Pieces
from ftmonitor.ui.widgets.virtual import VirtualList

if TYPE_CHECKING:
    from ftmonitor.models.checkpoint import Checkpoint

LOSSES = (("valid_loss", "VALID"), ("full_valid_loss", "FULL"), ("train_loss", "TRAIN"))
"""The losses of a checkpoint by the names of the API, and their headings; the first one there is tells the best."""

MOST_REWARDS = 2
"""Columns of rewards, where a job is trained for them."""

STEP, NUMBER, AGE, LEAST_MODEL = 6, 7, 4, 12
"""Cells of the columns."""


def measures(metrics: Sequence[Mapping[str, float]]) -> tuple[tuple[str, str], ...]:
    """Return what the checkpoints were measured by, as (name, heading), the telling one first: rewards, then losses."""
    names = dict.fromkeys(name for numbers in metrics for name in numbers)
    rewards = sorted((name for name in names if "reward" in name), key=lambda name: (not name.startswith("full"), name))
    found = [(name, _reward_heading(name)) for name in rewards[:MOST_REWARDS]]
    losses = [(name, heading) for name, heading in LOSSES if name in names]
    # The margin of a preference job only accompanies its loss; a reward is what a reinforcement job is trained for.
    return (*losses, *found) if any("margin" in name for name in rewards) else (*found, *losses)


def best_of(metrics: Sequence[Mapping[str, float]]) -> int | None:
    """Return which checkpoint is best: by highest reward, else lowest valid loss, else lowest train loss."""
    for name, _ in measures(metrics):
        known = [(numbers[name], at) for at, numbers in enumerate(metrics) if name in numbers]
        if known:
            return max(known)[1] if "reward" in name else min(known)[1]
    return None


class Checkpoints(VirtualList):
    """The checkpoints of one job, in the server's order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy model", show=False, id="checkpoints.copy_model"),
    ]

    has_header = True

    checkpoints: reactive[tuple[Checkpoint, ...]] = reactive((), init=False, repaint=False)
    now: reactive[float] = reactive(0.0, init=False, repaint=False)
    """Seconds since the epoch."""
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
        self._best: int | None = None
        self.set_title("5 Checkpoints")

    @property
    def chosen(self) -> Checkpoint | None:
        """The checkpoint under the cursor."""
        return self.checkpoints[self.cursor] if self.cursor < len(self.checkpoints) else None

    def watch_checkpoints(self, before: tuple[Checkpoint, ...], checkpoints: tuple[Checkpoint, ...]) -> None:
        """Show them; the cursor stays on its own."""
        metrics = [checkpoint.metrics for checkpoint in checkpoints]
        self._measures, self._best = measures(metrics), best_of(metrics)
        self._strips.clear()
        here = before[self.cursor].id if self.cursor < len(before) else None
        self.set_rows(len(checkpoints))
        self.cursor = next((at for at, one in enumerate(checkpoints) if one.id == here), 0)
        self.show_cursor()
        by = f"★ best by {self._measures[0][0].replace('_', ' ')}" if self._measures else ""
        self.set_title("5 Checkpoints", str(len(checkpoints)) if checkpoints else "", by)

    def watch_now(self) -> None:
        """Draw the rows whose age changed."""
        self.refresh_changed()

    def action_copy(self) -> None:
        """Ask for the model's name to be copied."""
        if (chosen := self.chosen) is not None and chosen.fine_tuned_model_checkpoint:
            self.post_message(self.Copied(chosen.fine_tuned_model_checkpoint))

    def row_key(self, index: int) -> Hashable:
        """Return the checkpoint, its age, and whether it is the best."""
        one = self.checkpoints[index]
        return (index, one.id, words.age(one.created_at, self.now), index == self._best, self.glyphs)

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return one checkpoint as a line."""
        one = self.checkpoints[index]
        best = index == self._best
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

    def empty_text(self) -> str:
        """Return what stands there while there are none."""
        return self.note

    def _fitting(self, width: int) -> tuple[tuple[str, str], ...]:
        room = width - self._taken(0) - LEAST_MODEL
        return self._measures[: max(1, room // (NUMBER + 1))]

    @staticmethod
    def _taken(numbers: int) -> int:
        return 3 + STEP + numbers * (NUMBER + 1) + 1 + AGE + 2


def _reward_heading(name: str) -> str:
    if "margin" in name:
        return "MARGIN"
    return "FULL" if name.startswith("full") else "VALID" if name.startswith("valid") else "REWARD"


def _from_the_right(text: str, width: int) -> str:
    """Return the end of a model's name, which tells it from the others, where the whole does not fit."""
    shown = safe.line(text, 400)
    if len(shown) <= width or width < 2:
        return safe.fit(shown, width)
    return "…" + shown[-(width - 1) :]
