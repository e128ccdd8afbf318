"""How keys are written for people, and which of what people write are keys."""

from __future__ import annotations

import string
import unicodedata

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from ftmonitor.ui.commands.command import Command

_SHOWN = {
    "question_mark": "?",
    "slash": "/",
    "ampersand": "&",
    "exclamation_mark": "!",
    "at": "@",
    "colon": ":",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "less_than_sign": "<",
    "greater_than_sign": ">",
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


_MODIFIERS = {"ctrl", "alt", "shift", "super"}
_NAMES = {key.value for key in Keys if key.value.isalnum()}


def shown_key(key: str) -> str:
    """Return how a key is written for people: `?`, `^p`, `esc`, `shift+tab`, `P`."""
    if key in _SHOWN:
        return _SHOWN[key]
    return "^" + key[-1] if key.startswith("ctrl+") and len(key) == len("ctrl+x") else key


def shown_keys(command: Command) -> str:
    """Return all keys of a command for people: `? F1`; nothing where only the palette has it."""
    return " ".join(map(shown_key, command.keys))


def parse_key(written: str) -> str | None:
    """Return a key as Textual calls it, out of `?`, `P`, `esc`, `^p` or `ctrl+p`; None where there is no such key."""
    written = written if written == " " else written.strip()
    known = {name: key for key, name in _SHOWN.items()}
    if len(written) == 1 or written in known:
        return known.get(written) or _named(written)
    *modifiers, last = (f"ctrl+{written[1]}" if written[:1] == "^" and len(written) == 2 else written).split("+")
    modifiers = [word.lower() for word in modifiers]
    last = known.get(last, _named(last) if len(last) == 1 else last.lower())
    there = last in _SHOWN or len(last) == 1 or last in _NAMES or last in map(_named, string.punctuation)
    return "+".join((*modifiers, last)) if there and set(modifiers) <= _MODIFIERS else None


def _named(letter: str) -> str:
    if letter.isalnum():
        return letter
    name = unicodedata.name(letter, letter).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)
