"""A bare app to stand dialogs and widgets in, and what the screen says."""

from __future__ import annotations

from typing import TypeVar

from textual.app import App

from ftmonitor.ui import theme

T = TypeVar("T")

HOSTILE = (
    "[/nope]",
    "[@click=app.bell]x[/]",
    "[red]red[/red]",
    "[Red]",
    "[$primary]",
    "\\",
    "x\\",
    "\x1b]0;pwned\x07",
    "\x1b[31mred\x9b2J",
    "\u202egnp.exe",
    "日本語の名前",
    "",
    "a" * 100_000,
    "line\nline\r\nline",
)
"""Names that somebody might give a job to see what happens."""


class BareApp(App[None]):
    """Our theme, and nothing on the screen."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"
        for ours in theme.THEMES:
            self.register_theme(ours)
        self.theme = theme.DARK.name
        self.copied: list[str] = []

    def copy_to_clipboard(self, text: str) -> None:
        """Remember what was copied."""
        self.copied.append(text)


def shown(app: App[T]) -> str:
    """Return what is on the screen, as lines of text."""
    width, height = app.size
    update = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in update[:height]) if width else ""


def toasts(app: App[T]) -> list[str]:
    """Return what the toasts say, the oldest first."""
    return [notification.message for notification in app._notifications]
