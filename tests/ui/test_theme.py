from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from ftmonitor.models.phase import Phase
from ftmonitor.ui.theme import CURSOR, INKS, THEMES, ink_of, ink_style
from ftmonitor.ui.widgets.job_list import JobList
from tests.support.panes import PaneApp, settle

READABLE = 4.5
"""The least contrast of text after WCAG 2, AA."""


def test_each_phase_has_an_ink() -> None:
    assert {ink_of(phase) for phase in Phase} <= set(INKS)


def contrast(one: Color, other: Color) -> float:
    def luminance(color: Color) -> float:
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_colours_of_our_themes_can_be_read(theme: Theme) -> None:
    background = Color.parse(theme.background or "")
    for name in ("primary", "secondary", "accent", "success", "warning", "error", "foreground"):
        assert contrast(Color.parse(getattr(theme, name)), background) >= READABLE, name


@pytest.mark.anyio
async def test_every_ink_has_a_colour_in_every_theme() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(60, 8)) as pilot:
        for theme in ("ftmonitor-light", "ftmonitor", *BUILTIN_THEMES):
            app.theme = theme
            await settle(pilot)
            styles = {ink: pane.ink(ink) for ink in INKS}
            for style in styles.values():
                assert style is not None, theme
                assert style.color is not None, theme
                assert style.bgcolor is None, theme
            assert styles["running"] == ink_style(INKS["running"], app.theme_variables, pane.background_colors[1])
            assert pane.wash(CURSOR).bgcolor is not None


@pytest.mark.anyio
async def test_a_title_is_never_markup() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(60, 8)) as pilot:
        pane.set_title("1 Jobs", "[/nope]", "[red]x[/red]", "", "\x1b[31m")
        await settle(pilot)
        assert str(pane._border_title) == "1 Jobs  [/nope]  [red]x[/red]  \ufffd[31m"
