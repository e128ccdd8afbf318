"""The keys of every pane that is made of lines."""

from __future__ import annotations

from functools import partial

from ftmonitor.ui.commands.command import Command, Scope, in_pane

_do = partial(in_pane, Scope.LISTS, found=False)


COMMANDS: tuple[Command, ...] = (
    _do("down", "j down", "Down", "one line"),
    _do("up", "k up", "Up", "one line"),
    _do("first", "g home", "To the first", ""),
    _do("last", "G end", "To the last", ""),
    _do("half_down", "ctrl+d", "Down", "half a page"),
    _do("half_up", "ctrl+u", "Up", "half a page"),
    _do("page_down", "pagedown", "Down", "a page"),
    _do("page_up", "pageup", "Up", "a page"),
)
