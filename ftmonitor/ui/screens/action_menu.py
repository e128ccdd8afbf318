"""What can be done to the thing under the pointer: a small menu where the mouse is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import OptionList

from ftmonitor.ui.commands import Command, Pane, Registry, Situation, shown_keys
from ftmonitor.ui.modal import Modal
from ftmonitor.ui.safe import pad

KEYS_CELLS = 8
TINY = 7
"""Cells or lines of a screen below which there is no room for a frame."""
FRAME = 4
"""Cells of the border and the blanks beside the text."""


def offered(registry: Registry, situation: Situation) -> tuple[Command, ...]:
    """Return what can be done here and now: to the job, and in the pane; in the list of jobs that comes last."""
    told = (one for one in registry.commands if one.in_palette or one.hint)
    there = [one for one in told if one.obstacle(situation) == ""]
    here = [one for one in there if not one.scope.wide]
    job = [one for one in there if one.scope.wide and one.group == "Job"]
    return (*job, *here) if situation.pane is Pane.JOBS else (*here, *job)


class ActionMenu(Modal[str]):
    """The actions, at a place of the screen; returns the id of the one that was chosen, or None."""

    DEFAULT_CSS = """
        ActionMenu { background: transparent; }
        ActionMenu > OptionList {
            position: absolute;
            height: auto;
            padding: 0 1;
            background: $surface;
            border: round $primary;
            scrollbar-size-vertical: 1;
            &:focus { border: round $primary; }
        }
        ActionMenu.-tiny > OptionList, ActionMenu.-tiny > OptionList:focus { border: none; padding: 0; }
        """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+escape,q", "leave", "Close", show=False),
        Binding("j", "move('down')", show=False),
        Binding("k", "move('up')", show=False),
    ]

    def __init__(self, commands: Sequence[Command], at: Offset) -> None:
        super().__init__()
        self._commands = commands
        self._at = at
        label = max((len(command.label) for command in commands), default=0) + 2
        self._width = label + KEYS_CELLS
        self._list = OptionList(markup=False)

    @staticmethod
    def _row(command: Command, room: int) -> Content:
        """Return an action in one line of `room` cells."""
        keys = (shown_keys(command).split() or [""])[0]
        label = pad(command.label, max(1, room - KEYS_CELLS))
        return Content.assemble(label, (keys.rjust(KEYS_CELLS) if room > 2 * KEYS_CELLS else "", "$text-primary"))

    def compose(self) -> ComposeResult:
        """Yield the actions."""
        yield self._list

    def on_mount(self) -> None:
        """Stand at the pointer, as far as the screen goes."""
        self._place()

    def on_resize(self) -> None:
        """Stay on the screen."""
        self._place()

    def _place(self) -> None:
        width, height = self.app.size
        self.set_class(width < TINY or height < TINY, "-tiny")
        wide = min(width, self._width + FRAME)
        high = min(height, len(self._commands) + 2)
        scrollbar = int(high < len(self._commands) + 2)
        at = self._list.highlighted or 0
        self._list.set_options(self._row(command, wide - FRAME - scrollbar) for command in self._commands)
        self._list.highlighted = at
        self._list.styles.width, self._list.styles.max_height = max(1, wide), max(1, high)
        self._list.styles.offset = (max(0, min(self._at.x, width - wide)), max(0, min(self._at.y, height - high)))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._commands[event.option_index].id)

    def on_click(self, event: events.Click) -> None:
        """Close where something else was clicked."""
        if not self._list.region.contains(event.screen_x, event.screen_y):
            self.dismiss(None)

    def action_move(self, direction: str) -> None:
        """Move in the list."""
        getattr(self._list, f"action_cursor_{direction}")()

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
