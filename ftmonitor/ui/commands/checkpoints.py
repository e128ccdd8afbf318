"""The keys of the checkpoints."""

from __future__ import annotations

from functools import partial

from ftmonitor.ui.commands.command import Command, Scope, in_pane

_do = partial(in_pane, Scope.CHECKPOINTS, found=False)


COMMANDS: tuple[Command, ...] = (
    _do("copy_model", "y", "Copy", "the model's name, to the clipboard", hint=("y", "copy model")),
    _do("sort", "s", "Sort", "by step, or the best first by each measure", hint=("s", "sort")),
)
