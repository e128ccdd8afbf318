from __future__ import annotations

from collections.abc import Hashable

import pytest
from textual import events

from ftmonitor.ui.widgets.inks import Pieces
from ftmonitor.ui.widgets.virtual import VirtualList
from tests.support.panes import PaneApp, settle, shown


class Numbers(VirtualList):
    """Rows that count how often they were drawn."""

    has_header = True

    def __init__(self) -> None:
        super().__init__()
        self.drawn_rows: list[int] = []
        self.versions: dict[int, int] = {}
        self.moves = 0
        self.opens = 0

    def row_key(self, index: int) -> Hashable:
        return index, self.versions.get(index, 0)

    def row_pieces(self, index: int, width: int) -> Pieces:
        self.drawn_rows.append(index)
        return (("  row ", "dim"), (f"{index}.{self.versions.get(index, 0)}", "text"))

    def header_pieces(self, width: int) -> Pieces:
        return (("HEAD", "head"),)

    def empty_text(self) -> str:
        return "nothing here"

    def moved(self) -> None:
        self.moves += 1

    def opened(self) -> None:
        self.opens += 1


def wheel(pane: Numbers) -> events.MouseScrollDown:
    return events.MouseScrollDown(pane, 3, 3, delta_x=0, delta_y=1, button=0, shift=False, meta=False, ctrl=False)


def under_cursor(pane: Numbers) -> str:
    (line,) = [line for line in shown(pane) if "▸" in line]
    return line.split()[-1].partition(".")[0]


@pytest.mark.anyio
async def test_a_million_rows_draw_only_what_is_seen() -> None:
    app = PaneApp(pane := Numbers())
    async with app.run_test(size=(40, 11)) as pilot:
        pane.set_rows(1_000_000)
        await settle(pilot)
        assert set(pane.drawn_rows) == set(range(10))
        await pilot.press("G")
        assert under_cursor(pane) == "999999"
        assert len(set(pane.drawn_rows)) < 40
        assert shown(pane)[0].startswith("HEAD")


@pytest.mark.anyio
async def test_keys_move_the_cursor_and_keep_it_in_sight() -> None:
    walk = (
        *(("up", 0), ("j", 1), ("down", 2), ("k", 1), ("G", 99), ("j", 99), ("home", 0), ("end", 99), ("g", 0)),
        *(("ctrl+d", 5), ("ctrl+u", 0), ("pagedown", 9), ("pagedown", 18), ("pageup", 9)),
    )
    app = PaneApp(pane := Numbers())
    async with app.run_test(size=(40, 11)) as pilot:
        pane.focus()
        pane.set_rows(100)
        await settle(pilot)
        for at, (key, row) in enumerate(walk):
            await pilot.press(key)
            assert (pane.cursor, under_cursor(pane)) == (row, str(row)), (at, key)


@pytest.mark.anyio
async def test_a_row_is_drawn_again_only_when_its_version_changed() -> None:
    app = PaneApp(pane := Numbers())
    async with app.run_test(size=(40, 11)) as pilot:
        pane.set_rows(100)
        await settle(pilot)
        pane.drawn_rows.clear()
        pane.refresh()
        await settle(pilot)
        assert pane.drawn_rows == []
        pane.versions[3] = 1
        pane.refresh_changed()
        await settle(pilot)
        assert pane.drawn_rows == [3]
        assert "3.1" in shown(pane)[4]


@pytest.mark.anyio
async def test_a_click_moves_the_cursor_and_a_double_click_opens() -> None:
    app = PaneApp(pane := Numbers())
    async with app.run_test(size=(40, 11)) as pilot:
        pane.set_rows(3)
        await settle(pilot)
        await pilot.click(pane, offset=(5, 3))
        assert (pane.cursor, pane.moves, pane.opens) == (2, 1, 0)
        await pilot.click(pane, offset=(5, 0))
        await pilot.click(pane, offset=(5, 8))
        assert pane.cursor == 2, "neither the header nor the void below is a row"
        await pilot.double_click(pane, offset=(5, 1))
        assert (pane.cursor, pane.opens) == (0, 1)


@pytest.mark.anyio
async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    app = PaneApp(pane := Numbers())
    async with app.run_test(size=(40, 11)) as pilot:
        pane.set_rows(100)
        await settle(pilot)
        pane.post_message(wheel(pane))
        await settle(pilot)
        assert pane.top_row > 0
        assert pane.cursor == 0


@pytest.mark.anyio
async def test_no_rows_say_so_in_the_middle() -> None:
    app = PaneApp(pane := Numbers())
    async with app.run_test(size=(40, 11)) as pilot:
        pane.focus()
        await settle(pilot)
        assert shown(pane)[5].strip() == "nothing here"
        assert shown(pane)[5].index("nothing") == 14
        await pilot.press("j", "G", "k", "enter")
        assert (pane.moves, pane.cursor) == (0, 0)


@pytest.mark.anyio
async def test_a_smaller_pane_keeps_the_cursor_in_sight() -> None:
    app = PaneApp(pane := Numbers())
    async with app.run_test(size=(40, 20)) as pilot:
        pane.focus()
        pane.set_rows(100)
        await settle(pilot)
        pane.move_to(15)
        await pilot.resize_terminal(40, 6)
        await settle(pilot)
        assert under_cursor(pane) == "15"
        await pilot.resize_terminal(20, 2)
        await settle(pilot)
        assert under_cursor(pane) == "15", "a pane of two lines has no header"


@pytest.mark.anyio
async def test_fewer_rows_pull_cursor_and_scroll_back() -> None:
    app = PaneApp(pane := Numbers())
    async with app.run_test(size=(40, 11)) as pilot:
        pane.focus()
        pane.set_rows(100)
        await settle(pilot)
        await pilot.press("G")
        pane.set_rows(4)
        await settle(pilot)
        assert pane.top_row == 0
        assert under_cursor(pane) == "3"


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "nord", "ftmonitor-light", "textual-ansi"])
@pytest.mark.anyio
async def test_the_cursor_is_seen_in_every_theme_with_and_without_focus(theme: str) -> None:
    app = PaneApp(pane := Numbers())
    async with app.run_test(size=(40, 6)) as pilot:
        if theme in app.available_themes:
            app.theme = theme
        pane.set_rows(3)
        for focused in (True, False):
            app.screen.set_focus(pane if focused else None)
            await settle(pilot)
            here, there = pane.render_line(1), pane.render_line(2)
            assert here.text.startswith("▸")
            assert {segment.style.bgcolor for segment in here if segment.style} != {
                segment.style.bgcolor for segment in there if segment.style
            }
