"""The registry: every action with its id, keys, label, help, group, scope and condition; a table for each group.

Key bindings, the hints in the footer, the help screen, the palette and the README's table of keys are all made from
`COMMANDS`. Keys that a pane handles itself are bound there under the same id. The configuration remaps by id.
"""

from ftmonitor.ui.commands.command import Command, Condition, Pane, Scope, Situation
from ftmonitor.ui.commands.keys import parse_key, shown_key, shown_keys
from ftmonitor.ui.commands.registry import BY_ID, COMMANDS, DEFAULT, Registry, bindings

__all__ = [
    "BY_ID",
    "COMMANDS",
    "DEFAULT",
    "Command",
    "Condition",
    "Pane",
    "Registry",
    "Scope",
    "Situation",
    "bindings",
    "parse_key",
    "shown_key",
    "shown_keys",
]
