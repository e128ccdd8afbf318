"""The event log with what belongs to it: the JSON of an event, a strip of when events came, and a line to type in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.message import Message

from ftmonitor.ui.widgets.event_log import EventLog
from ftmonitor.ui.widgets.inks import Inked
from ftmonitor.ui.widgets.log_bar import LogBar
from ftmonitor.ui.widgets.log_panel import LogPanel
from ftmonitor.ui.widgets.log_strip import LogStrip
from ftmonitor.ui.widgets.room import Room

BESIDE_FROM = 90
"""Cells from which on the JSON stands beside the log; below, it stands under it."""
STRIP_FROM = 7
"""Lines from which on one of them shows when events came."""
LEAST_LINES = 3
"""Lines that the log keeps above the JSON."""

_WORDS = {
    "follow": "events.follow",
    "new": "events.follow",
    "wrap": "events.wrap",
    "warn+": "events.levels",
    "errors": "events.levels",
    "no metrics": "events.metrics",
    "only metrics": "events.metrics",
    "ended": "events.all_jobs",
    "since start": "events.time",
    "ago": "events.time",
    "delta": "events.time",
    "iso": "events.time",
    "&": "events.only",
    "chosen": "events.range",
}
"""What a click on a part of the title does."""


class LogPane(Inked):
    """The pane of the events."""

    DEFAULT_CSS = """
        LogPane {
            layout: vertical;
        }
        LogPane > Room {
            layout: horizontal;
            height: 1fr;
        }
        LogPane EventLog {
            width: 1fr;
            height: 1fr;
        }
        LogPane LogPanel {
            width: 2fr;
            height: 1fr;
            border-left: vkey $foreground 20%;
        }
        LogPane LogPanel:focus {
            border-left: vkey $primary;
        }
        LogPane.-beside EventLog {
            width: 3fr;
        }
        LogPane.-below > Room {
            layout: vertical;
        }
        LogPane.-below LogPanel {
            width: 1fr;
            border-left: none;
            border-top: hkey $foreground 20%;
        }
        LogPane.-below LogPanel:focus {
            border-top: hkey $primary;
        }
        """

    @dataclass
    class Pressed(Message):
        """The user clicked something in the title that stands for an action, by its id."""

        action: str

    def __init__(self, log: EventLog, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.events = log
        self.panel = LogPanel()
        self.strip = LogStrip()
        self.search = LogBar("/")
        self.filter = LogBar("&")

    def compose(self) -> ComposeResult:
        """Yield the log and the JSON, the strip, and the lines to type in."""
        yield Room(self.events, self.panel)
        yield self.strip
        yield self.filter
        yield self.search

    def on_mount(self) -> None:
        """Say in the title what there is."""
        self.events.retitle()

    def set_title(self, name: str, *parts: str) -> None:
        """Set the title; where there is no frame for it, what it has to say stands behind the strip."""
        super().set_title(name, *parts)
        self.strip.said = (
            ""
            if self.styles.border_top[0]
            else " · ".join(part for part in self.events.manners if not part.startswith("& "))
        )

    @property
    def opened(self) -> bool:
        """Whether the JSON is shown."""
        return bool(self.panel.display)

    @opened.setter
    def opened(self, opened: bool) -> None:
        self.panel.display = opened
        self.settle()

    def settle(self) -> None:
        """Put everything where there is room for it."""
        width, height = self.size
        beside = self.opened and width >= BESIDE_FROM
        self.set_class(beside, "-beside")
        self.set_class(self.opened and not beside, "-below")
        self.strip.display = height >= STRIP_FROM
        self.panel.styles.height = None if beside else max(1, min(height // 2 + 1, height - LEAST_LINES))

    def on_resize(self) -> None:
        """Arrange anew."""
        self.settle()
        self.events.retitle()

    def on_click(self, event: events.Click) -> None:
        """Do what a word of the title stands for."""
        if event.screen_y != self.region.y or not self.styles.border_top[0]:
            return
        action = action_at(self._said, event.screen_x - self.region.x - 2)
        if action:
            event.stop()
            self.post_message(self.Pressed(action))


def action_at(said: Sequence[str], cell: int) -> str:
    """Return the id of the action that the part of a title at a cell stands for, or ""; parts are two blanks apart."""
    at = 0
    for part in filter(None, said):
        if at <= cell < at + cell_len(part):
            words = (part, part.split(" ")[0], part.split(" ")[-1])
            return next((_WORDS[word] for word in words if word in _WORDS), "")
        at += cell_len(part) + 2
    return ""
