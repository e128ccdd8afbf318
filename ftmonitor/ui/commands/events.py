"""The keys of the event log."""

from __future__ import annotations

from functools import partial

from ftmonitor.ui.commands.command import Command, Scope, in_pane

_do = partial(in_pane, Scope.EVENTS, found=False)


COMMANDS: tuple[Command, ...] = (
    _do("json", "enter", "Show the JSON", "the event as the server sent it", hint=("enter", "json")),
    _do("follow", "f", "Follow", "go to the newest event and stay there", hint=("f", "follow")),
    _do("time", "t", "Time format", "clock, since the start, ago", hint=("t", "time")),
    _do("left", "h left", "Left", "move long lines sideways"),
    _do("right", "l right", "Right", "move long lines sideways"),
)
