"""The keys of the event log."""

from __future__ import annotations

from functools import partial

from ftmonitor.ui.commands.command import Command, Scope, in_pane

_do = partial(in_pane, Scope.EVENTS)
_ask = partial(in_pane, Scope.EVENTS, by_pane=False)


COMMANDS: tuple[Command, ...] = (
    _do("json", "enter", "Show the JSON", "of the event, beside the log; follows the cursor", hint=("enter", "json")),
    _do("follow", "f", "Follow", "go to the newest event and stay there", hint=("f", "follow")),
    _ask("search", "slash", "Search", "a text in either case, or /an expression/", hint=("/", "search")),
    _ask("next", "n", "Next", "place of what was searched for, below", found=False),
    _ask("previous", "N", "Previous", "place of what was searched for, above", found=False),
    _ask("only", "ampersand", "Only", "lines with a text, /an expression/, or !without it", hint=("&", "only")),
    _ask("levels", "L", "Levels", "all, warnings and errors, errors", hint=("L", "levels")),
    _ask("metrics", "M", "Metrics", "show the numbers of the steps, hide them, nothing else", hint=("M", "metrics")),
    _ask("next_alarm", "e", "Next warning", "or error (error, critical, fatal), below", hint=("eE", "errors")),
    _ask("previous_alarm", "E", "Previous warning", "or error, above"),
    _do("time", "t", "Time format", "clock, since the start, ago, to the line before, ISO", hint=("t", "time")),
    _do("wrap", "w", "Wrap", "long lines, and back to where they were looked at", hint=("w", "wrap")),
    _ask("all_jobs", "A", "All jobs at once", "that have not ended: one log by time, and back", hint=("A", "all jobs")),
    _ask("open_job", "O", "Open the job", "of the line, in the log of all jobs"),
    _do("range", "v", "Range", "from here to the cursor, to copy or save", hint=("v", "range")),
    _ask("copy", "y", "Copy", "the line or the range, as text", hint=("y", "copy")),
    _ask("save", "ctrl+s", "Save", "the line, the range or everything, as text or JSONL", hint=("^s", "save")),
    _ask("whole_json", "", "JSON of the event", "on the whole screen"),
    _do("left", "h left", "Left", "move long lines sideways", found=False),
    _do("right", "l right", "Right", "move long lines sideways", found=False),
)
