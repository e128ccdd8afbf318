from __future__ import annotations

import pytest
from textual.theme import BUILTIN_THEMES

from ftmonitor.models.phase import Phase
from ftmonitor.ui.theme import CURSOR, INKS, ink_of, ink_style
from ftmonitor.ui.widgets.job_list import JobList
from tests.support.panes import PaneApp, settle


def test_each_phase_has_an_ink() -> None:
    assert {ink_of(phase) for phase in Phase} <= set(INKS)


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
            assert pane.wash(CURSOR).bgcolor is not None or pane.wash(CURSOR).reverse


@pytest.mark.anyio
async def test_a_title_is_never_markup() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(60, 8)) as pilot:
        pane.set_title("1 Jobs", "[/nope]", "[red]x[/red]", "", "\x1b[31m")
        await settle(pilot)
        assert str(pane._border_title) == "1 Jobs  [/nope]  [red]x[/red]  \ufffd[31m"
