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
    _do("range", "v", "Mark a range", "from here; pressed again, up to there", found=False),
    _do("mark_all", "a", "Mark all", "that are listed"),
    _do("unmark", "u", "Clear marks", "take all of them away"),
    _do("pin", "p", "Pin", "the marked jobs, or this one, on top of any order; and back", by_pane=False),
    _do("note", "n", "Note", "write one about the job; / finds note:word", by_pane=False),
    _do("sort", "s", "Sort", "by any column, or by several", hint=("s", "sort"), by_pane=False),
    _do(
        "columns", "c", "Columns", "which, in which order; any path into the job", hint=("c", "columns"), by_pane=False
    ),
    _do("sort_next", "greater_than_sign", "Sort by the next column", "and the next; at last as listed", by_pane=False),
    _do("sort_previous", "less_than_sign", "Sort by the column before", "or as the server lists them", by_pane=False),
    _do("invert", "i", "Turn the order round", "the last first", by_pane=False),
    _do("group", "B", "Group", "by day, by status, not at all; enter folds", hint=("B", "group"), by_pane=False),
)
