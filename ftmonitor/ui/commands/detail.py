"""The keys of the detail pane: each is that of one of its tabs, which has it for itself."""

from __future__ import annotations

from functools import partial

from ftmonitor.ui.commands.command import Command, Scope, in_pane, needs_job

_do = partial(in_pane, Scope.DETAIL, when=needs_job)


COMMANDS: tuple[Command, ...] = (
    _do("unlike", "equals_sign", "Only unlike", "params: what is not the same in all marked jobs"),
    _do("search", "slash", "Search", "json: a key or a value"),
    _do("find_next", "n", "Next", "json: place of what is looked for", found=False),
    _do("find_previous", "N", "Previous", "json: place of what is looked for", found=False),
    _do("fold", "enter", "Fold", "json: an object or a list, and open it again", found=False),
    _do("copy_path", "y", "Copy the path", "json: of the line, as method.dpo.hyperparameters.beta"),
    _do("copy_value", "Y", "Copy the value", "json: of the line; on the first line all of it"),
)
