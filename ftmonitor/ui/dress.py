"""What the screen wears: theme and glyphs, as the configuration asks for them or as the user chose them since.

A choice made on the screen is remembered for the profile, and holds until the configuration asks for something else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ftmonitor.format import Glyphs
from ftmonitor.ui.themes import CHOICES, DARK, MONO

if TYPE_CHECKING:
    from ftmonitor.config.look import Look
    from ftmonitor.monitor.remembered import Views

THEME, GLYPHS = "ui.theme", "ui.glyphs"
"""Where the choices are remembered, each beside what the configuration asked for then."""


class Dress:
    """What is worn at first, and what was chosen later. `usual` is the theme where nobody asks for one."""

    def __init__(self, views: Views, look: Look, usual: str = DARK.name, *, colours: bool = True) -> None:
        self._views = views
        self._look = look
        self._usual = usual
        self.colours = colours
        """Whether there are any: else there is nothing to choose among themes."""

    def theme(self, known: Iterable[str]) -> tuple[str, str]:
        """Return the theme to begin with, one of the `known`, and what is odd about the one that was asked for."""
        names = tuple(known)
        if not self.colours:
            return MONO.name, ""
        chosen = self._chosen(THEME, self._look.theme)
        if chosen in names:
            return chosen, ""
        asked = self._look.theme
        if asked in names or not asked:
            return asked or self._usual, ""
        from difflib import get_close_matches

        near = get_close_matches(asked, names, n=1)
        known_as = f"; did you mean {near[0]}?" if near else ""
        return self._usual, f"{self._look.theme_where}: there is no theme {asked!r}{known_as}"

    def glyphs(self) -> Glyphs:
        """Return what to draw with at first."""
        chosen = self._chosen(GLYPHS, self._look.glyphs)
        return Glyphs(chosen) if chosen in [*Glyphs] else Glyphs(self._look.glyphs)

    def keep_theme(self, name: str) -> None:
        """Remember a theme that was chosen."""
        self._views.put(THEME, [name, self._look.theme])

    def keep_glyphs(self, glyphs: Glyphs) -> None:
        """Remember glyphs that were chosen."""
        self._views.put(GLYPHS, [glyphs.value, self._look.glyphs])

    def _chosen(self, name: str, asked: str) -> str:
        """Return what was chosen while the configuration asked for the same as now, or ""."""
        held = self._views.get(name)
        if isinstance(held, list) and len(held) == 2 and held[1] == asked and isinstance(held[0], str):
            return held[0]
        return ""


def ordered(names: Iterable[str]) -> tuple[str, ...]:
    """Return the themes to choose among: ours first, then the others by name."""
    ours = [theme.name for theme in CHOICES]
    return (*ours, *sorted(name for name in names if name not in ours and name != MONO.name))
