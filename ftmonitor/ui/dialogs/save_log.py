"""Which lines of the log to save, how, and where to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input

from ftmonitor.ui.dialogs.dialog import Dialog, button, paragraph
from ftmonitor.ui.dialogs.save_file import LONGEST_PATH

ENDINGS = (".log", ".jsonl")
"""Of files of text, and of JSON as the server sent it, a line each."""


class Wish(NamedTuple):
    """What is to be saved: the number of the choice, the ending that says how, and where to."""

    choice: int
    ending: str
    path: str


class SaveLog(Dialog[Wish]):
    """Asks what to save and where; None where it was closed. It writes nothing itself."""

    def __init__(self, choices: Sequence[str], name: str, folder: str) -> None:
        """`choices` are our own words; `name`, which is safe and without an ending, is suggested in `folder`."""
        super().__init__("Save events")
        self._choices = choices
        self._choice = 0
        self._ending = 0
        self._stem, self._folder = name, folder

    def body(self) -> Iterable[Widget]:
        """Yield the choices, and where it goes."""
        for label, action in ((self._what, "what"), (self._how, "how")):
            choice = button(label, action)
            choice.styles.margin = 0
            yield choice
        yield paragraph(f"in {self._folder}, or with a path anywhere else", "consequence")
        path = Input(
            self._stem + ENDINGS[0],
            max_length=LONGEST_PATH,
            classes="-first -path",
            compact=True,
            select_on_focus=False,
        )
        path.cursor_blink = False
        yield path

    def buttons(self) -> Iterable[Button]:
        """Yield the way out, and the deed."""
        yield button("esc  Do not save", "no")
        yield button("Save", "yes", variant="-go")

    @property
    def _what(self) -> str:
        return f"what  {self._choices[self._choice]}"

    @property
    def _how(self) -> str:
        return f"how   {('as text', 'as JSONL, as the server sent it')[self._ending]}"

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._say()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "what":
            self._choice = (self._choice + 1) % len(self._choices)
            event.button.label = Content(self._what)
        elif event.button.id == "how":
            self._ending = 1 - self._ending
            event.button.label = Content(self._how)
            path = self.query_one(Input)
            stem, known = path.value, Path(path.value).suffix
            path.value = (stem[: -len(known)] if known in ENDINGS else stem) + ENDINGS[self._ending]
            path.cursor_position = len(path.value)
        elif event.button.id == "yes":
            self._say()
        else:
            self.dismiss(None)

    def _say(self) -> None:
        typed = self.query_one(Input).value.strip()
        self.dismiss(Wish(self._choice, ENDINGS[self._ending], typed) if typed else None)
