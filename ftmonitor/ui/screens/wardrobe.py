"""Themes and glyphs while the program runs: chosen from the palette, seen while one moves through them, remembered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from textual import on
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.timer import Timer
from textual.widgets import OptionList

from ftmonitor.format import Glyphs
from ftmonitor.ui import themes
from ftmonitor.ui.dress import Dress, ordered
from ftmonitor.ui.palette import Palette, Setting
from ftmonitor.ui.theme import QUIET
from ftmonitor.ui.toasts import STATE_S
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.status_bar import TopBar

if TYPE_CHECKING:
    from ftmonitor.ui.screens.stage import Stage

PREVIEW_S = 0.12
"""Seconds that the cursor rests on a theme before it is put on: a key held down is not to wait for all of them."""

_SAID = {
    themes.DARK.name: "ours, dark",
    themes.LIGHT.name: "ours, light",
    themes.RED_GREEN.name: "told apart without red and green",
    themes.BLUE_YELLOW.name: "told apart without blue and yellow",
    themes.CONTRAST.name: "high contrast: black, white and bright",
    "ansi-dark": "the terminal's own sixteen colours",
    "ansi-light": "the terminal's own sixteen colours, on white",
}
_GLYPHS = {Glyphs.BRAILLE: "finest curves", Glyphs.BLOCK: "for fonts without braille", Glyphs.ASCII: "plain letters"}


class Dressed(Protocol):
    """An app with a dress."""

    dress: Dress


class Wardrobe:
    """Puts on themes and glyphs, and remembers them."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._dress = cast("Dressed", stage.app).dress

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes there are to choose among, the present one first; none without colours."""
        here = self._stage.app.theme
        names = ordered(self._stage.app.available_themes) if self._dress.colours else ()
        return tuple(sorted(names, key=lambda name: name != here))

    @property
    def settings(self) -> Iterator[Setting]:
        """What can be set, for the palette."""
        here = self._stage.app.theme
        for name in self.themes:
            yield Setting(f"Theme: {name}", said_of(name, here), partial(self.wear, name))
        for glyphs, said in _GLYPHS.items():
            yield Setting(f"Glyphs: {glyphs.value}", said, partial(self.draw_with, glyphs))

    def choose_theme(self) -> None:
        """Let the user move through the themes."""
        if self.themes:
            self._stage.app.push_screen(ThemePalette(self))
        else:
            self._stage.notify("there are no colours here (NO_COLOR, or the terminal has none)", markup=False)

    def try_on(self, name: str) -> None:
        """Show a theme."""
        if self._stage.app.theme != name:
            self._stage.app.theme = name

    def wear(self, name: str) -> None:
        """Put on a theme, and remember it."""
        self.try_on(name)
        self._dress.keep_theme(name)

    def next_glyphs(self) -> None:
        """Draw with the next kind of glyphs, and say which."""
        kinds = [*Glyphs]
        now = kinds[(kinds.index(self._stage.query_one(JobList).glyphs) + 1) % len(kinds)]
        self.draw_with(now)
        self._stage.notify(f"Glyphs: {now.value} ({_GLYPHS[now]})", markup=False, timeout=STATE_S)

    def draw_with(self, glyphs: Glyphs) -> None:
        """Draw with other glyphs, and remember them."""
        stage = self._stage
        stage.query_one(TopBar).glyphs = stage.query_one(JobList).glyphs = glyphs
        for pane in stage.panes.by_name.values() if stage.panes else ():
            if hasattr(pane, "glyphs"):
                pane.glyphs = glyphs
        self._dress.keep_glyphs(glyphs)


def said_of(name: str, here: str) -> str:
    """Return what a theme is."""
    said = _SAID.get(name, "Textual's")
    return f"{said}; worn now" if name == here else said


class Themes(Provider):
    """The themes by name."""

    async def discover(self) -> Hits:
        """Yield all of them, the present one first."""
        for name in self._names():
            yield DiscoveryHit(self._line(name), partial(self._wardrobe.wear, name), text=name, help=None)

    async def search(self, query: str) -> Hits:
        """Yield those that fit `query`."""
        matcher = self.matcher(query)
        for name in self._names():
            score = max(matcher.match(name), 0.6 * matcher.match(said_of(name, "")))
            if score > 0:
                yield Hit(score, self._line(name), partial(self._wardrobe.wear, name), text=name)

    @property
    def _palette(self) -> ThemePalette:
        return cast("ThemePalette", self.app.screen)

    @property
    def _wardrobe(self) -> Wardrobe:
        return self._palette.wardrobe

    def _names(self) -> tuple[str, ...]:
        return ordered_from(self._wardrobe.themes, self._palette.before)

    def _line(self, name: str) -> Content:
        return Content.assemble(f"{name:<28}", (said_of(name, self._palette.before), QUIET))


def ordered_from(names: tuple[str, ...], first: str) -> tuple[str, ...]:
    """Return the names, `first` before the others."""
    return tuple(sorted(names, key=lambda name: name != first))


class ThemePalette(Palette):
    """The themes; the one under the cursor is put on at once, and taken off again where none is chosen."""

    CSS_PATH = str(Path(__file__).parents[1] / "palette.tcss")  # the same name as elsewhere: it is read once

    def __init__(self, wardrobe: Wardrobe) -> None:
        super().__init__(Themes, placeholder="a theme")
        self.wardrobe = wardrobe
        self.before = ""
        self._soon: Timer | None = None

    def on_mount(self) -> None:
        """Remember what is worn."""
        self.before = self.app.theme

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._forget()
        hit = getattr(event.option, "hit", None)
        if hit is not None and hit.text:
            self._soon = self.set_timer(PREVIEW_S, partial(self.wardrobe.try_on, str(hit.text)))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._forget()
        self.before = ""

    def on_unmount(self) -> None:
        """Take off what was only tried on."""
        self._forget()
        if self.before:
            self.wardrobe.try_on(self.before)

    def _forget(self) -> None:
        if self._soon is not None:
            self._soon.stop()
            self._soon = None
