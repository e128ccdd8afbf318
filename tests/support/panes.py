"""An app with one pane in it, and jobs to put there."""

from __future__ import annotations

from dataclasses import replace
from typing import Generic, TypeVar

from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from ftmonitor.models.phase import phase_of
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui.theme import DARK, THEMES

W = TypeVar("W", bound=Widget)

NOW = 1_795_400_000.0
"""A fixed now, in seconds since the epoch."""

HOSTILE = (
    "[/nope]",
    "[@click=app.quit]x[/]",
    "[Red]",
    "[$primary]",
    "x\\",
    "\x1b]0;pwned\x07",
    "\x1b[31mred",
    "\x9b31m",
    "a\u202eb\u2066c",
    "a\r\nb\tc\x0bd\u2028e",
    "日本語の名前",
    "e\u0301" * 50,
    "👩\u200d👩\u200d👧 ⚠\ufe0f",
    "\u200b\u200b",
    "",
    "x" * 100_000,
    "日" * 100_000,
    "\ud800 lone",
)
"""Texts that a server, a file or a user's metadata may hold."""


class PaneApp(App[None], Generic[W]):
    """One widget alone on the screen."""

    def __init__(self, pane: W) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name
        self.pane = pane
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.pane

    def hear(self, message: Message) -> None:
        """Keep what was said; for `run_test(message_hook=...)`."""
        self.heard.append(message)

    def said(self, kind: type[Message]) -> list[Message]:
        """Return the messages of one kind, in order, each once."""
        found: list[Message] = []
        for message in self.heard:
            if isinstance(message, kind) and not any(message is other for other in found):
                found.append(message)
        return found


def shown(pane: Widget) -> list[str]:
    """Return the lines of a pane as text."""
    return [pane.render_line(y).text for y in range(pane.size.height)]


def assert_harmless(pane: Widget) -> None:
    """Fail where a line is not exactly as wide as the pane, or holds what a terminal could obey."""
    for y in range(pane.size.height):
        strip = pane.render_line(y)
        assert strip.cell_length == cell_len(strip.text) == pane.scrollable_content_region.width
        assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in strip.text)
        assert not set(strip.text) & set("\u061c\u200e\u200f\u202a\u202e\u2066\u2069\u2028\ufe0f\u200d")


async def settle(pilot: Pilot[None]) -> None:
    """Wait until what was asked for is done and drawn."""
    await pilot.pause()
    await pilot.pause()


def job(number: int, status: str = "running", **fields: object) -> JobSummary:
    """Return a job whose id, name and age come from `number`."""
    plain = JobSummary(
        id=f"ftjob-{number:04d}",
        name=f"job-{number}",
        status=status,
        phase=phase_of(status),
        model="gpt-4.1-mini-2025-04-14",
        method="supervised",
        created_at=NOW - 60 * (number + 1),
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def jobs(count: int, start: int = 0) -> tuple[JobSummary, ...]:
    """Return `count` jobs."""
    return tuple(job(number) for number in range(start, start + count))
