"""Jumping, dragging borders, menus under the mouse, themes while one moves through them."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.widgets import OptionList

from ftmonitor.format import Glyphs
from ftmonitor.ui import themes
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.dress import GLYPHS, THEME
from ftmonitor.ui.screens.action_menu import ActionMenu
from ftmonitor.ui.screens.bench import SIZES
from ftmonitor.ui.screens.jump import Jump, Tag
from ftmonitor.ui.screens.targets import KEYS, targets
from ftmonitor.ui.screens.wardrobe import ThemePalette
from ftmonitor.ui.widgets.detail_pane import DetailPane
from ftmonitor.ui.widgets.detail_tabs import Tab
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.metrics_pane import MetricsPane
from tests.support.screens import Shown, screen

pytestmark = pytest.mark.anyio

# Jump mode


def letter_at(there: Shown, x: int, y: int) -> str:
    """Return the letter on a place of the screen."""
    return next(key for key, target in zip(KEYS, targets(there.main), strict=False) if (target.x, target.y) == (x, y))


async def test_a_letter_goes_to_a_pane_a_tab_a_row_and_a_hint(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        events = there.main.pane(Pane.EVENTS).region
        letter = letter_at(there, events.x + 1, events.y)
        await there.press("ctrl+o")
        assert isinstance(there.app.screen, Jump)
        assert len(there.app.screen.query(Tag)) > len(Pane) - 1
        await there.press(letter)
        assert there.focus() is Pane.EVENTS

        detail = there.main.query_one(DetailPane)
        tabs = detail.tabs
        letter = letter_at(there, tabs.content_region.x + tabs.spots()[1], tabs.content_region.y)
        await there.press("ctrl+o", letter)
        await there.until(lambda: detail.tab is Tab.PARAMS)
        assert there.focus() is Pane.DETAIL

        await there.press("1")
        jobs = there.main.query_one(JobList)
        x, y = jobs.content_region.x, jobs.content_region.y + jobs.header_height
        assert [letter_at(there, x, y + row) for row in range(9)] == [*KEYS[:9]]
        letter = letter_at(there, x, y + 2)
        await there.press("ctrl+o", letter)
        await there.until(lambda: jobs.cursor == 2)

        foot = there.main.query_one("#hints").content_region
        await there.press("ctrl+o", letter_at(there, foot.x, foot.y))
        await there.until(lambda: there.dialogs == 1)  # help


async def test_any_other_key_leaves(tmp_path: Path) -> None:
    async with screen(tmp_path, (60, 20), posed=True) as there:
        for key in ("escape", "ctrl+o", "Z", "left"):
            await there.press("ctrl+o")
            assert len(there.app.screen_stack) == 2, key
            await there.press(key)
            assert there.app.screen is there.main, key
            assert there.focus() is Pane.JOBS, key


async def test_letters_stand_on_the_screen_each_in_a_place_of_its_own(tmp_path: Path) -> None:
    async with screen(tmp_path, (1, 1), posed=True) as there:
        for width, height in ((1, 1), (8, 2), (40, 10), (80, 24), (200, 60)):
            await there.pilot.resize_terminal(width, height)
            await there.pilot.pause()
            places = [(target.x, target.y) for target in targets(there.main)]
            assert len(set(places)) == len(places) <= len(KEYS)
            assert all(0 <= x < width and 0 <= y < height for x, y in places), (width, height)
            assert width < 40 or len(places) > len(Pane), (width, height)
            await there.press("ctrl+o", "escape")


# Borders


async def drag(there: Shown, start: tuple[int, int], end: tuple[int, int]) -> None:
    await there.pilot.mouse_down(offset=start)
    await there.pilot.hover(offset=end)
    await there.pilot.mouse_up(offset=end)
    await there.pilot.pause()


async def test_borders_are_dragged_kept_and_reset(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        jobs, metrics = there.main.pane(Pane.JOBS), there.main.pane(Pane.METRICS)
        begin = (jobs.region, metrics.region)
        await drag(there, (jobs.region.right, 10), (60, 10))
        assert jobs.region.width == 60
        assert metrics.region.x == 60
        await drag(there, (30, jobs.region.bottom), (30, 12))
        assert jobs.region.bottom == 12
        await drag(there, (100, metrics.region.bottom), (100, 30))
        assert abs(metrics.region.bottom - 30) <= 1
        assert isinstance(there.world.monitor.views.get(SIZES), dict)
        await there.pilot.resize_terminal(160, 50)
        await there.pilot.pause()
        assert jobs.region.width == 80
        await there.pilot.resize_terminal(120, 40)
        await there.press("0")
        assert (jobs.region, metrics.region) == begin
        assert there.world.monitor.views.get(SIZES) is None


@pytest.mark.parametrize("size", [(200, 60), (80, 24)], ids=str)
async def test_no_border_can_be_dragged_so_far_that_a_pane_is_gone(tmp_path: Path, size: tuple[int, int]) -> None:
    async with screen(tmp_path, size, posed=True) as there:
        bench = there.main
        assert bench._splits is not None
        for border in bench._splits.borders():
            start = border.at.offset
            for end in ((0, 0), (size[0] - 1, size[1] - 1)):
                bench._splits.grab(Offset(*start))
                bench._splits.drag(Offset(*end))
                bench._splits.drop()
                await there.pilot.pause()
                for pane in Pane:
                    assert not there.main.pane(pane).display or there.main.pane(pane).region.area
                start = next(one for one in bench._splits.borders() if one.name == border.name).at.offset


async def test_what_is_remembered_holds_from_the_first_frame_on(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        there.world.monitor.views.put(SIZES, {"TWO left": 0.6, "TWO top": "x", "gone": 3})
        await there.world.monitor.views.flush()
    async with screen(tmp_path, posed=True, filled=False) as there:
        assert there.main.pane(Pane.JOBS).region.width == 72


# The menu under the mouse


async def test_a_right_click_offers_what_can_be_done_to_the_thing(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        jobs = there.main.query_one(JobList)
        await there.pilot.click(jobs, offset=(10, 6), button=3)
        await there.until(lambda: isinstance(there.app.screen, ActionMenu))
        assert jobs.cursor == 4
        await there.until(lambda: "Pause" in there.text)
        assert "Cancel" in there.text
        assert "Quit" not in there.text
        await there.press("escape")
        assert there.app.screen is there.main
        detail = there.main.query_one(DetailPane)
        await there.pilot.click(detail, offset=(10, 6), button=3)
        await there.until(lambda: isinstance(there.app.screen, ActionMenu))
        assert there.focus() is Pane.DETAIL
        menu = there.app.screen
        labels = [str(option.prompt) for option in menu.query_one(OptionList).options]
        at = next(at for at, label in enumerate(labels) if label.startswith("Peek"))
        menu.query_one(OptionList).highlighted = at
        await there.press("enter")
        await there.until(lambda: '"id"' in there.text)


async def test_the_menu_stays_on_a_small_screen(tmp_path: Path) -> None:
    async with screen(tmp_path, (20, 5), posed=True) as there:
        for width, height in ((20, 5), (8, 2), (1, 1)):
            await there.pilot.resize_terminal(width, height)
            there.app.push_screen(ActionMenu(there.main.registry.commands, Offset(width - 1, height - 1)))
            await there.pilot.pause()
            region = there.app.screen.query_one(OptionList).region
            assert there.app.screen.region.contains_region(region), (width, height)
            assert region.area, (width, height)
            there.app.pop_screen()


# Themes and glyphs


async def test_a_theme_is_seen_while_one_moves_and_taken_off_again(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        there.main.run_command("app.theme")
        await there.until(lambda: isinstance(there.app.screen, ThemePalette))
        await there.until(lambda: there.app.screen.query_one(OptionList).option_count)
        await there.press("down", "down")
        await there.until(lambda: there.app.theme != themes.DARK.name)
        await there.press("escape")
        await there.until(lambda: there.app.screen is there.main)
        await there.until(lambda: there.app.theme == themes.DARK.name)
        assert there.world.monitor.views.get(THEME) is None


async def test_a_chosen_theme_is_worn_and_remembered(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        there.main.run_command("app.theme")
        await there.until(lambda: isinstance(there.app.screen, ThemePalette))
        await there.press(*"contrast")
        await there.until(lambda: there.app.screen.query_one(OptionList).option_count == 1)
        await there.press("enter", "enter")
        await there.until(lambda: there.app.theme == themes.CONTRAST.name)
        assert there.world.monitor.views.get(THEME) == [themes.CONTRAST.name, ""]


async def test_glyphs_are_changed_at_once_in_every_pane(tmp_path: Path) -> None:
    async with screen(tmp_path, (200, 60), posed=True, at="support-v7") as there:
        assert there.main.around is not None
        there.main.around.wardrobe.draw_with(Glyphs.ASCII)
        await there.pilot.pause()
        assert there.main.query_one(JobList).glyphs is Glyphs.ASCII
        assert there.main.query_one(MetricsPane).look.glyphs is Glyphs.ASCII
        assert there.main.query_one(DetailPane).overview.glyphs is Glyphs.ASCII
        assert there.world.monitor.views.get(GLYPHS) == ["ascii", "braille"]
        there.main.run_command("app.glyphs")
        assert there.main.query_one(JobList).glyphs is Glyphs.BRAILLE
