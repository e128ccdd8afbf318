"""The keys of the job list."""

from __future__ import annotations

from functools import partial

from ftmonitor.ui.commands.command import Command, Scope, always, in_pane, needs_job

_do = partial(in_pane, Scope.JOBS, when=needs_job)


COMMANDS: tuple[Command, ...] = (
    _do("open", "enter", "Open", "show what is known of the job", hint=("enter", "open"), found=False),
    _do("mark", "space", "Mark", "the job, or take its mark away", hint=("space", "mark")),
    _do(
        "filter",
        "slash",
        "Filter",
        "by words, status:running, age<2d, loss<0.4",
        hint=("/", "filter"),
        when=always,
        by_pane=False,
    ),
)
