"""Jump mode: a letter on all that can be pressed; one key presses it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip

from ftmonitor.ui.modal import Modal
from ftmonitor.ui.screens.targets import KEYS, Target
from ftmonitor.ui.widgets.inks import Inked


class Tag(Inked):
    """One letter, over what it stands for."""

    DEFAULT_CSS = "Tag { position: absolute; width: 1; height: 1; background: $warning; color: auto; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"tag"}

    def __init__(self, letter: str, x: int, y: int) -> None:
        super().__init__()
        self._letter = letter
        self.styles.offset = (x, y)

    def render_line(self, y: int) -> Strip:
        """Return the letter."""
        return self.drawn(((self._letter, ""),), 1)


class Jump(Modal[Target]):
    """The letters; returns what was pressed, None for any other key."""

    DEFAULT_CSS = "Jump { background: $background 45%; layout: vertical; overflow: hidden; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+escape,ctrl+o", "leave", "Leave", show=False),
    ]

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__()
        self._shown_at: Size | None = None
        self._targets = dict(zip(KEYS, targets, strict=False))

    def compose(self) -> ComposeResult:
        """Yield a letter for each place."""
        for letter, target in self._targets.items():
            yield Tag(letter, target.x, target.y)

    def on_key(self, event: events.Key) -> None:
        """Press what the letter stands on, or leave."""
        if event.key not in ("escape", "alt+escape", "ctrl+o", "ctrl+q"):
            event.stop()
            self.dismiss(self._targets.get(event.character or ""))

    def on_click(self) -> None:
        """Leave."""
        self.dismiss(None)

    def on_resize(self, event: events.Resize) -> None:
        """Leave where the places are no longer where they were."""
        if self._shown_at is None:
            self._shown_at = event.size
        elif event.size != self._shown_at:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Leave."""
        self.dismiss(None)
