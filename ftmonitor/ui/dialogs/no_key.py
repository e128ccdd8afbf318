"""The first thing a newcomer sees: how to set a key, and a demo that needs none."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from ftmonitor.ui.dialogs.dialog import Dialog, button, paragraph


class Choice(StrEnum):
    """What a newcomer chose."""

    DEMO = "demo"
    QUIT = "quit"


_PROFILE = """\
[profiles.prod]
api_key_env = "OPENAI_API_KEY"
"""


class NoKey(Dialog[Choice]):
    """Says how to set a key where there is none and no history either; returns the choice, None to look around."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "choose('demo')", "Demo", show=False),
        Binding("q", "choose('quit')", "Quit", show=False),
    ]

    def __init__(self, host: str, hint: str, config_file: str) -> None:
        super().__init__("Welcome to ftmonitor")
        self._host = host
        self._hint = hint
        self._config_file = config_file

    def body(self) -> Iterable[Widget]:
        """Yield what is missing and the two ways to give it."""
        yield paragraph(f"There is no API key for {self._host}, and no history yet, so there is nothing to show.")
        yield paragraph(f"To see your jobs, {self._hint}, then start again:", "consequence")
        yield Static(Content("export OPENAI_API_KEY=sk-…\nftmonitor"), classes="code", markup=False)
        yield paragraph(f"or name the variable in a profile in {self._config_file}:")
        yield Static(Content(_PROFILE.rstrip()), classes="code", markup=False)
        yield paragraph("The demo shows everything on made-up jobs: no key, no network, nothing is kept.")

    def buttons(self) -> Iterable[Button]:
        """Yield the demo and the way out."""
        yield button("d  Open the demo", "demo", variant="-go", first=True)
        yield button("q  Quit", "quit")

    def action_choose(self, choice: str) -> None:
        """Return the choice."""
        self.dismiss(Choice(choice))

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(Choice(event.button.id or "quit"))
