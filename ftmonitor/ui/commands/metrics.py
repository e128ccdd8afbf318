"""The keys of the metrics pane."""

from __future__ import annotations

from functools import partial

from ftmonitor.ui.commands.command import Command, Scope, in_pane, needs_job

_do = partial(in_pane, Scope.METRICS)


COMMANDS: tuple[Command, ...] = (
    _do("inspect_next", "right l", "Read off", "the next sample", hint=("←→", "inspect")),
    _do("inspect_previous", "left h", "Read off", "the sample before"),
    _do("inspect_far_next", "shift+right", "Read off", "ten samples on"),
    _do("inspect_far_previous", "shift+left", "Read off", "ten samples back"),
    _do("pin", "space", "Pin", "the cursor's point: what changed since?", hint=("space", "pin")),
    _do("inspect_off", "escape", "Cursor off", "back to the curves alone, then to all charts"),
    _do("zoom_in", "plus", "Zoom in", "closer, at the cursor where there is one", hint=("+-", "zoom")),
    _do("zoom_out", "minus", "Zoom out", "see more"),
    _do("fit", "equals_sign", "Fit", "see everything", hint=("=", "fit")),
    _do("pan_left", "H", "Pan left", "move the view to earlier steps"),
    _do("pan_right", "L", "Pan right", "move the view to later steps"),
    _do("oldest", "home g", "To the first", "the first steps"),
    _do("newest", "end G", "To the last", "the newest steps, and follow them"),
    _do("smooth", "s", "Smoothing", "none, then more and more", hint=("s", "smooth")),
    _do("axis", "x", "Axis", "by step, epoch, elapsed time, clock", hint=("x", "axis")),
    _do("rise", "Y", "Scale", "linear, log, clipped of outliers", hint=("Y", "scale")),
    _do("turn", "enter", "One chart", "with all the room and all its numbers, and back"),
    _do("next_chart", "j down", "Next chart", "the one that keys act on"),
    _do("previous_chart", "k up", "Previous chart", "the one that keys act on"),
    _do("next_page", "pagedown", "Next charts", "where not all of them fit"),
    _do("previous_page", "pageup", "Previous charts", "where not all of them fit"),
    _do("choose", "m", "Choose a chart", "by typing", hint=("m", "charts"), when=needs_job, by_pane=False),
)
