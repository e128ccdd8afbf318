"""The registry: every action with its id, keys, label, help, group, scope and condition.

Key bindings, the hints in the footer, the help screen and the palette are all made from `COMMANDS`. Keys that a pane
handles itself are bound there under the same id. Ids are what a configuration remaps by.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import NamedTuple

from textual.binding import Binding, BindingType


class Pane(IntEnum):
    """The panes; the number is the key that shows and focuses one."""

    JOBS = 1
    DETAIL = 2
    METRICS = 3
    EVENTS = 4
    CHECKPOINTS = 5

    @property
    def title(self) -> str:
        """Return the name that stands in titles and tabs."""
        return self.name.capitalize()


class Scope(StrEnum):
    """Where a key works."""

    EVERYWHERE = "everywhere"
    JOBS = "jobs"
    METRICS = "metrics"
    EVENTS = "events"
    CHECKPOINTS = "checkpoints"
    LISTS = "lists"
    """The panes that are made of lines."""
    BUT_CHECKPOINTS = "but checkpoints"
    BUT_EVENTS = "but events"

    def covers(self, pane: Pane) -> bool:
        """Return whether keys of this scope work in `pane`."""
        return pane in _PANES_OF[self]

    @property
    def wide(self) -> bool:
        """Return whether its actions are about the selected job or the program, not about one pane."""
        return self in (Scope.EVERYWHERE, Scope.BUT_CHECKPOINTS, Scope.BUT_EVENTS)


_PANES_OF = {
    Scope.EVERYWHERE: frozenset(Pane),
    Scope.JOBS: frozenset({Pane.JOBS}),
    Scope.METRICS: frozenset({Pane.METRICS}),
    Scope.EVENTS: frozenset({Pane.EVENTS}),
    Scope.CHECKPOINTS: frozenset({Pane.CHECKPOINTS}),
    Scope.LISTS: frozenset(Pane) - {Pane.METRICS},
    Scope.BUT_CHECKPOINTS: frozenset(Pane) - {Pane.CHECKPOINTS},
    Scope.BUT_EVENTS: frozenset(Pane) - {Pane.EVENTS},
}


class Situation(NamedTuple):
    """What conditions look at. `reasons` says, by action id, why something cannot be done now ("" = it can)."""

    pane: Pane = Pane.JOBS
    has_job: bool = False
    read_only: bool = False
    at_root: bool = True
    """Whether `q` quits: nothing is zoomed and the focus is in the list."""
    tabs: bool = False
    """Whether tabs on the screen name the panes and their keys."""
    reasons: Mapping[str, str] = MappingProxyType({})


Condition = Callable[["Command", Situation], str | None]
"""What stands in the way: "" = nothing, a sentence = why not now, None = the action is not there at all."""


class Command(NamedTuple):
    """One action. `keys` are Textual's key names; `hint` is what the footer says (shown key, label)."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    scope: Scope
    when: Condition
    hint: tuple[str, str] | None = None
    by_pane: bool = False
    """Whether the pane itself handles the keys."""
    in_palette: bool = True

    def home(self, pane: Pane) -> Pane:
        """Return the pane in which it works: `pane`, or the first one of its scope."""
        return pane if self.scope.covers(pane) else min(_PANES_OF[self.scope])

    def obstacle(self, situation: Situation) -> str | None:
        """Return "" where it can be done now, a sentence why not, or None where it is not there at all."""
        return self.when(self, situation) if self.scope.covers(situation.pane) else None


def _always(_command: Command, _situation: Situation) -> str | None:
    return ""


def _needs_job(command: Command, situation: Situation) -> str | None:
    return situation.reasons.get(command.id, "") if situation.has_job else "no job is selected"


def _steers(command: Command, situation: Situation) -> str | None:
    return None if situation.read_only else _needs_job(command, situation)


def _can_suspend(_command: Command, _situation: Situation) -> str | None:
    return None if sys.platform == "win32" else ""


def _app(
    name: str, keys: str, label: str, says: str, hint: tuple[str, str] | None = None, *, found: bool = True
) -> Command:
    when = _can_suspend if name == "suspend" else _always
    return Command(f"app.{name}", _keys(keys), label, says, "Program", Scope.EVERYWHERE, when, hint, in_palette=found)


def _pane(pane: Pane, says: str) -> Command:
    label, action_id = f"Show {pane.title}", f"app.pane_{pane.name.lower()}"
    return Command(action_id, (str(int(pane)),), label, says, "Panes", Scope.EVERYWHERE, _always)


def _panes(name: str, keys: str, label: str, says: str, hint: tuple[str, str] | None = None) -> Command:
    found = name == "zoom"
    return Command(f"app.{name}", _keys(keys), label, says, "Panes", Scope.EVERYWHERE, _always, hint, in_palette=found)


def _job(name: str, keys: str, label: str, says: str, hint: tuple[str, str] | None = None) -> Command:
    when = _steers if name in ("pause", "resume", "cancel") else _needs_job
    scope = {"copy_id": Scope.BUT_CHECKPOINTS, "save_results": Scope.BUT_EVENTS}.get(name, Scope.EVERYWHERE)
    return Command(f"job.{name}", _keys(keys), label, says, "Job", scope, when, hint)


def _in(scope: Scope, name: str, keys: str, label: str, says: str, *, hint: tuple[str, str] | None = None) -> Command:
    when = _needs_job if scope is Scope.JOBS else _always
    found = scope is Scope.METRICS or name == "mark"
    return Command(
        f"{scope.value}.{name}", _keys(keys), label, says, "", scope, when, hint, by_pane=True, in_palette=found
    )


def _keys(keys: str) -> tuple[str, ...]:
    return tuple(keys.split())


COMMANDS: tuple[Command, ...] = (
    _in(Scope.JOBS, "open", "enter", "Open", "show what is known of the job", hint=("enter", "open")),
    _in(Scope.JOBS, "mark", "space", "Mark", "the job, or take its mark away", hint=("space", "mark")),
    Command(
        "jobs.filter",
        ("slash",),
        "Filter",
        "by words, status:running, age<2d, loss<0.4",
        "",
        Scope.JOBS,
        _always,
        ("/", "filter"),
    ),
    _in(Scope.METRICS, "inspect_next", "right l", "Read off", "the next sample", hint=("←→", "inspect")),
    _in(Scope.METRICS, "inspect_previous", "left h", "Read off", "the sample before"),
    _in(Scope.METRICS, "inspect_far_next", "shift+right", "Read off", "ten samples on"),
    _in(Scope.METRICS, "inspect_far_previous", "shift+left", "Read off", "ten samples back"),
    _in(Scope.METRICS, "pin", "space", "Pin", "the cursor's point: what changed since?", hint=("space", "pin")),
    _in(Scope.METRICS, "inspect_off", "escape", "Cursor off", "back to the curves alone, then to all charts"),
    _in(Scope.METRICS, "zoom_in", "plus", "Zoom in", "closer, at the cursor where there is one", hint=("+-", "zoom")),
    _in(Scope.METRICS, "zoom_out", "minus", "Zoom out", "see more"),
    _in(Scope.METRICS, "fit", "equals_sign", "Fit", "see everything", hint=("=", "fit")),
    _in(Scope.METRICS, "pan_left", "H", "Pan left", "move the view to earlier steps"),
    _in(Scope.METRICS, "pan_right", "L", "Pan right", "move the view to later steps"),
    _in(Scope.METRICS, "oldest", "home g", "To the first", "the first steps"),
    _in(Scope.METRICS, "newest", "end G", "To the last", "the newest steps, and follow them"),
    _in(Scope.METRICS, "smooth", "s", "Smoothing", "none, then more and more", hint=("s", "smooth")),
    _in(Scope.METRICS, "axis", "x", "Axis", "by step, epoch, elapsed time, clock", hint=("x", "axis")),
    _in(Scope.METRICS, "rise", "Y", "Scale", "linear, log, clipped of outliers", hint=("Y", "scale")),
    _in(Scope.METRICS, "turn", "enter", "One chart", "with all the room and all its numbers, and back"),
    _in(Scope.METRICS, "next_chart", "j down", "Next chart", "the one that keys act on"),
    _in(Scope.METRICS, "previous_chart", "k up", "Previous chart", "the one that keys act on"),
    _in(Scope.METRICS, "next_page", "pagedown", "Next charts", "where not all of them fit"),
    _in(Scope.METRICS, "previous_page", "pageup", "Previous charts", "where not all of them fit"),
    Command("metrics.choose", ("m",), "Choose a chart", "by typing", "", Scope.METRICS, _needs_job, ("m", "charts")),
    _in(Scope.EVENTS, "json", "enter", "Show the JSON", "the event as the server sent it", hint=("enter", "json")),
    _in(Scope.EVENTS, "follow", "f", "Follow", "go to the newest event and stay there", hint=("f", "follow")),
    _in(Scope.EVENTS, "time", "t", "Time format", "clock, since the start, ago", hint=("t", "time")),
    _in(Scope.EVENTS, "left", "h left", "Left", "move long lines sideways"),
    _in(Scope.EVENTS, "right", "l right", "Right", "move long lines sideways"),
    _in(Scope.CHECKPOINTS, "copy_model", "y", "Copy", "the model's name, to the clipboard", hint=("y", "copy model")),
    _in(Scope.CHECKPOINTS, "sort", "s", "Sort", "by step, or the best first by each measure", hint=("s", "sort")),
    _in(Scope.LISTS, "down", "j down", "Down", "one line"),
    _in(Scope.LISTS, "up", "k up", "Up", "one line"),
    _in(Scope.LISTS, "first", "g home", "To the first", ""),
    _in(Scope.LISTS, "last", "G end", "To the last", ""),
    _in(Scope.LISTS, "half_down", "ctrl+d", "Down", "half a page"),
    _in(Scope.LISTS, "half_up", "ctrl+u", "Up", "half a page"),
    _in(Scope.LISTS, "page_down", "pagedown", "Down", "a page"),
    _in(Scope.LISTS, "page_up", "pageup", "Up", "a page"),
    Command(
        "metrics.compare",
        ("C",),
        "Compare",
        "draw the marked jobs over this one, and back",
        "Job",
        Scope.EVERYWHERE,
        _needs_job,
        ("C", "compare"),
    ),
    _job("pause", "P", "Pause", "stop, keep a snapshot; asks first", ("P", "pause")),
    _job("resume", "R", "Resume", "go on from the snapshot; asks first", ("R", "resume")),
    _job("cancel", "X", "Cancel", "end the job for good; wants part of its id", ("X", "cancel")),
    _job("peek", "d", "Peek", "the job's JSON as the server sent it", ("d", "json")),
    _job("copy_id", "y", "Copy the id", "of the job, to the clipboard", ("y", "copy id")),
    _job("copy_model", "", "Copy the tuned model", "its name, to the clipboard"),
    _job("results", "", "Read the result file", "its numbers join the curves"),
    _job("save_results", "ctrl+s", "Save the result file", "as CSV, where you say"),
    _job("open_run", "o", "Open the wandb run", "in the browser", ("o", "wandb")),
    _pane(Pane.JOBS, "the list; 2h↑ under ETA: ended 2h ago; dim: as last heard"),
    _pane(Pane.DETAIL, "status, hyperparameters, files, wandb, errors"),
    _pane(Pane.METRICS, "the curves"),
    _pane(Pane.EVENTS, "the log"),
    _pane(Pane.CHECKPOINTS, "what can be used already"),
    _panes("next_pane", "tab", "Next pane", "round and round"),
    _panes("previous_pane", "shift+tab", "Previous pane", "the other way round"),
    _panes("zoom", "z", "Zoom", "this pane alone on the screen, and back", ("z", "zoom")),
    _panes("up", "escape alt+escape", "Up", "one layer: out of a dialog, the zoom, the pane"),
    _app("help", "question_mark f1", "Help", "every key, this pane's first", ("?", "help")),
    _app("palette", "colon ctrl+p", "Commands", "find an action or a job by typing", (":", "commands"), found=False),
    _app("refresh", "r ctrl+r", "Refresh", "ask the server now", ("r", "refresh")),
    _app("redraw", "ctrl+l", "Redraw", "paint the screen again"),
    _app("suspend", "ctrl+z", "Suspend", "back to the shell; fg returns"),
    _app("back", "q", "Back", "one layer up; in the list it quits", ("q", "quit"), found=False),
    _app("quit", "ctrl+q", "Quit", "leave ftmonitor"),
)

BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}

_HINTED = ("app.help", "app.palette", "*", "job.pause", "job.resume", "job.cancel", "app.zoom", "app.back")
"""What the footer names first; `*` stands for the pane's own keys. The rest follows in the order of the table."""

_GROUPS = ("Job", "Panes", "Program")

_SHOWN = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "escape": "esc",
    "alt+escape": "alt+esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "shift+left": "shift+←",
    "shift+right": "shift+→",
    "f1": "F1",
}


def shown_key(key: str) -> str:
    """Return how a key is written for people: `?`, `^p`, `esc`, `shift+tab`, `P`."""
    if key in _SHOWN:
        return _SHOWN[key]
    return "^" + key[-1] if key.startswith("ctrl+") and len(key) == len("ctrl+x") else key


def shown_keys(command: Command) -> str:
    """Return all keys of a command for people: `? F1`; nothing where only the palette has it."""
    return " ".join(map(shown_key, command.keys))


def bindings() -> list[BindingType]:
    """Return the bindings of the main screen: every command that no pane handles itself, as `command('<id>')`.

    What is typed right behind the key of the filter belongs to the filter, so that key is handled before the next one
    finds its way: `/Pa` must not ask whether to pause.
    """
    return [
        Binding(
            ",".join(command.keys),
            f"command({command.id!r})",
            command.label,
            show=False,
            id=command.id,
            priority=command.id == "jobs.filter",
        )
        for command in COMMANDS
        if command.keys and not command.by_pane
    ]


def hints(situation: Situation) -> tuple[tuple[str, str, str], ...]:
    """Return what the footer says, the most telling first: (key, label, id) of what can be done here and now."""
    found = [command for command in COMMANDS if command.hint and command.obstacle(situation) == ""]
    found.sort(key=lambda command: _HINTED.index(_hinted_as(command)) if _hinted_as(command) in _HINTED else 99)
    said = [(*command.hint, command.id) for command in found if command.hint]
    if not situation.tabs:
        said.insert(2, ("1-5", "panes", ""))
    return tuple(
        ("q", "back", its) if its == "app.back" and not situation.at_root else (key, label, its)
        for key, label, its in said
    )


def _hinted_as(command: Command) -> str:
    return command.id if command.scope.wide else "*"


def for_help(situation: Situation) -> tuple[tuple[str, tuple[Command, ...]], ...]:
    """Return the sections of the help screen: this pane's keys, then those of every pane by group.

    What a situation takes away altogether (read-only) is left out; what is only impossible now stays.
    """
    there = [command for command in COMMANDS if command.obstacle(situation) is not None]
    here = tuple(command for command in there if not command.scope.wide)
    groups = [
        (group, tuple(command for command in there if command.scope.wide and command.group == group))
        for group in _GROUPS
    ]
    return ((f"In {situation.pane.title}", here), *groups)
