"""Which theme and glyphs the screen begins with: what was chosen on it, else what the configuration asks for."""

from __future__ import annotations

from typing import cast

import pytest
from textual.theme import BUILTIN_THEMES

from ftmonitor.config.look import Look
from ftmonitor.format import Glyphs
from ftmonitor.monitor.remembered import Views
from ftmonitor.ui import themes
from ftmonitor.ui.dress import Dress, ordered

KNOWN = (*BUILTIN_THEMES, *(theme.name for theme in themes.THEMES))


class Memory:
    """What is remembered."""

    def __init__(self, **values: object) -> None:
        self.values = {name.replace("_", "."): value for name, value in values.items()}

    def get(self, name: str) -> object:
        return self.values.get(name)

    def put(self, name: str, value: object) -> None:
        self.values[name] = value


def dress(look: Look, memory: Memory | None = None, *, usual: str = "ftmonitor", colours: bool = True) -> Dress:
    return Dress(cast("Views", memory or Memory()), look, usual, colours=colours)


@pytest.mark.parametrize(
    ("look", "memory", "theme"),
    [
        (Look(), Memory(), "ftmonitor"),
        (Look(theme="nord"), Memory(), "nord"),
        (Look(), Memory(ui_theme=["gruvbox", ""]), "gruvbox"),
        (Look(theme="nord"), Memory(ui_theme=["gruvbox", "nord"]), "gruvbox"),
        (Look(theme="dracula"), Memory(ui_theme=["gruvbox", "nord"]), "dracula"),
        (Look(), Memory(ui_theme=["gone", ""]), "ftmonitor"),
        (Look(), Memory(ui_theme="gruvbox"), "ftmonitor"),
        (Look(), Memory(ui_theme=[["x"], ""]), "ftmonitor"),
    ],
)
def test_the_theme_to_begin_with(look: Look, memory: Memory, theme: str) -> None:
    assert dress(look, memory).theme(KNOWN) == (theme, "")


def test_an_unknown_theme_is_told_with_the_nearest() -> None:
    found, odd = dress(Look(theme="drakula", theme_where="c.toml, line 3"), usual="ansi-dark").theme(KNOWN)
    assert found == "ansi-dark"
    assert odd == "c.toml, line 3: there is no theme 'drakula'; did you mean dracula?"


def test_without_colours_there_is_one_theme() -> None:
    held = Memory(ui_theme=["gruvbox", "nord"])
    assert dress(Look(theme="nord"), held, colours=False).theme(KNOWN) == (themes.MONO.name, "")


def test_a_choice_is_kept_until_the_configuration_asks_for_something_else() -> None:
    memory = Memory()
    dress(Look(theme="nord"), memory).keep_theme("dracula")
    dress(Look("block"), memory).keep_glyphs(Glyphs.ASCII)
    assert dress(Look(theme="nord"), memory).theme(KNOWN)[0] == "dracula"
    assert dress(Look(theme="gruvbox"), memory).theme(KNOWN)[0] == "gruvbox"
    assert dress(Look("block"), memory).glyphs() is Glyphs.ASCII
    assert dress(Look("braille"), memory).glyphs() is Glyphs.BRAILLE


def test_ours_come_first_and_the_one_without_colours_is_no_choice() -> None:
    names = ordered(KNOWN)
    assert names[:5] == tuple(theme.name for theme in themes.CHOICES)
    assert set(names) == set(KNOWN) - {themes.MONO.name}
    assert list(names[5:]) == sorted(names[5:])
