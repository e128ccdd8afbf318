"""What to copy: a second key, or a click."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from ftmonitor.ui.dialogs.dialog import HEADING_CELLS, Dialog
from ftmonitor.ui.safe import fit, literal
from ftmonitor.ui.theme import QUIET

SAID_CELLS = 42
"""Cells of what is said of a choice: the dialog is 68 wide, its frame 6, the key and the label 12."""


class Choice(NamedTuple):
    """One thing to copy. `said` may be outside text; where it is "", `why_not` says why it cannot be copied."""

    id: str
    key: str
    label: str
    said: str
    why_not: str = ""


class CopyMenu(Dialog[str]):
    """Returns the id of what was chosen; the first choice has the key of the menu itself, so that `yy` is quick."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "choose('')", "First", show=False),
        Binding("q", "leave", "Close", show=False),
        *(Binding(key, f"choose({key!r})", show=False) for key in "imjc"),
    ]

    def __init__(self, name: str, choices: Sequence[Choice]) -> None:
        super().__init__(f"Copy of {fit(name, HEADING_CELLS)}".rstrip())
        self._choices = tuple(choices)
        self.add_class("-menu")

    def body(self) -> Iterable[Widget]:
        """Yield the choices."""
        for at, choice in enumerate(self._choices):
            key = f"y {choice.key}" if at == 0 else f"  {choice.key}"
            label = Content.assemble(
                (f"{key}  ", "bold $text-primary"),
                choice.label.ljust(7),
                literal(fit(choice.said or choice.why_not, SAID_CELLS), QUIET),
            )
            button = Button(label, id=choice.id, classes="choice -first" if at == 0 else "choice", compact=True)
            button.disabled = not choice.said
            yield button

    def action_choose(self, key: str) -> None:
        """Return what has a key, "" for the first, or say why it cannot be copied."""
        choice = next((one for one in self._choices if one.key == key), self._choices[0])
        if choice.said:
            self.dismiss(choice.id)
        else:
            self.notify(choice.why_not, severity="warning", markup=False)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id)
