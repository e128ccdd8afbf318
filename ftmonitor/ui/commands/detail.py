"""The keys of the detail pane."""

from __future__ import annotations

from ftmonitor.ui.commands.command import Command

COMMANDS: tuple[Command, ...] = ()
