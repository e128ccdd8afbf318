"""What is about the panes and the program."""

from __future__ import annotations

import sys

from ftmonitor.ui.commands.command import Command, Pane, Scope, Situation, always, keys_of


def _can_suspend(_command: Command, _situation: Situation) -> str | None:
    return None if sys.platform == "win32" else ""


def _app(
    name: str, keys: str, label: str, says: str, hint: tuple[str, str] | None = None, *, found: bool = True
) -> Command:
    when = _can_suspend if name == "suspend" else always
    return Command(f"app.{name}", keys_of(keys), label, says, "Program", Scope.EVERYWHERE, when, hint, in_palette=found)


def _pane(pane: Pane, says: str) -> Command:
    label, action_id = f"Show {pane.title}", f"app.pane_{pane.name.lower()}"
    return Command(action_id, (str(int(pane)),), label, says, "Panes", Scope.EVERYWHERE, always)


def _panes(name: str, keys: str, label: str, says: str, hint: tuple[str, str] | None = None) -> Command:
    found = name in ("zoom", "tab_next", "tab_previous", "reset_layout")
    return Command(f"app.{name}", keys_of(keys), label, says, "Panes", Scope.EVERYWHERE, always, hint, in_palette=found)


COMMANDS: tuple[Command, ...] = (
    _pane(Pane.JOBS, "the list; 2h↑ under ETA: ended 2h ago; dim: as last heard"),
    _pane(Pane.DETAIL, "status, hyperparameters, files, wandb, errors"),
    _pane(Pane.METRICS, "the curves"),
    _pane(Pane.EVENTS, "the log"),
    _pane(Pane.CHECKPOINTS, "what can be used already"),
    _panes("next_pane", "tab", "Next pane", "round and round"),
    _panes("previous_pane", "shift+tab", "Previous pane", "the other way round"),
    _panes("zoom", "z", "Zoom", "this pane alone on the screen, and back", ("z", "zoom")),
    _panes(
        "tab_next", "right_square_bracket", "Next tab", "of the detail: overview, params, files, json", ("[]", "tabs")
    ),
    _panes("tab_previous", "left_square_bracket", "Previous tab", "of the detail"),
    _panes("reset_layout", "0", "Reset the layout", "sizes, zoom and tabs as they were at first"),
    _panes("up", "escape alt+escape", "Up", "one layer: out of a dialog, the zoom, the pane"),
    _app("help", "question_mark f1", "Help", "every key, this pane's first", ("?", "help")),
    _app("palette", "colon ctrl+p", "Commands", "find an action or a job by typing", (":", "commands"), found=False),
    _app("jump", "ctrl+o", "Jump", "letters stand on what can be pressed; one key goes there"),
    _app("profile", "", "Switch profile", "another key, server or organization; the history of each is its own"),
    _app("theme", "", "Theme", "choose one; each is seen while you move"),
    _app("glyphs", "", "Glyphs", "the next kind to draw with: braille, block, ascii"),
    _app("refresh", "r ctrl+r", "Refresh", "ask the server now", ("r", "refresh")),
    _app(
        "alerts",
        "exclamation_mark",
        "Alerts",
        "what happened while you looked elsewhere; ⚠ in the list: diverged",
        ("!", "alerts"),
    ),
    _app("requests", "at", "Requests", "of this run, and what you asked for; as curl", ("@", "requests")),
    _app("redraw", "ctrl+l", "Redraw", "paint the screen again"),
    _app("suspend", "ctrl+z", "Suspend", "back to the shell; fg returns"),
    _app("back", "q", "Back", "one layer up; in the list it quits", ("q", "quit"), found=False),
    _app("quit", "ctrl+q", "Quit", "leave ftmonitor"),
)
