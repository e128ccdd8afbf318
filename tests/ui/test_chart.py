"""The chart widget: what it prints, what redraws it, and what the mouse says."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC

import pytest
from textual import events

from ftmonitor.format import Glyphs
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.panels import Panel, panels
from ftmonitor.metrics.series import Series
from ftmonitor.metrics.viewport import Viewport
from ftmonitor.ui.widgets.chart import Chart
from tests.support.panes import HOSTILE, PaneApp, assert_harmless, shown

LOOK = Look(tz=UTC)
BOUNDED = replace(LOOK, bounds=(1, 100))


def series(n: int, name: str = "train_loss", every: int = 1) -> Series:
    steps = tuple(range(every, n + 1, every))
    return Series(name, steps, tuple(1e9 + step for step in steps), tuple(1 / step for step in steps))


def loss(n: int = 100) -> Panel:
    return panels([series(n), series(n, "valid_loss", 10)])[0]


@pytest.mark.anyio
async def test_it_prints_the_figure_in_the_colours_of_the_theme() -> None:
    app = PaneApp(Chart(loss(), LOOK))
    async with app.run_test(size=(60, 12)) as pilot:
        lines = shown(app.pane)
        assert lines[0].startswith("loss  ━━ train 0.0100  ╍╍ valid 0.0100")
        assert all(len(line) == 60 for line in lines)
        before = [segment.style for segment in app.pane.render_line(0)]
        app.theme = "ftmonitor-light"
        await pilot.pause()
        assert [segment.style for segment in app.pane.render_line(0)] != before
        assert shown(app.pane) == lines


@pytest.mark.anyio
@pytest.mark.parametrize("size", [(1, 1), (5, 2), (27, 9), (28, 6), (120, 5), (200, 60)])
async def test_any_size(size: tuple[int, int]) -> None:
    app = PaneApp(Chart(loss(), replace(LOOK, cursor=50, smoothing=0.6)))
    async with app.run_test(size=size):
        assert [len(line) for line in shown(app.pane)] == [size[0]] * size[1]


@pytest.mark.anyio
async def test_a_resize_draws_anew() -> None:
    app = PaneApp(Chart(loss(), LOOK))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.resize_terminal(90, 20)
        await pilot.pause()
        assert [len(line) for line in shown(app.pane)] == [90] * 20


@pytest.mark.anyio
async def test_a_new_point_redraws_this_chart_and_leaves_a_view_alone_that_does_not_follow() -> None:
    app = PaneApp(Chart(loss(100), replace(LOOK, view=Viewport(40, 20))))
    async with app.run_test(size=(60, 12)) as pilot:
        before = shown(app.pane)
        app.pane.panel = loss(101)
        await pilot.pause()
        after = shown(app.pane)
        assert after[1:] == before[1:]
        assert after[0] != before[0]
        app.pane.look = LOOK
        await pilot.pause()
        assert shown(app.pane)[1:] != after[1:]


@pytest.mark.anyio
async def test_without_a_panel_there_are_words() -> None:
    app = PaneApp(Chart())
    async with app.run_test(size=(60, 5)) as pilot:
        assert shown(app.pane)[2].strip() == "no metrics yet"
        app.pane.words = "no job selected"
        await pilot.pause()
        assert shown(app.pane)[2].strip() == "no job selected"


@pytest.mark.anyio
async def test_hostile_names_are_only_text() -> None:
    of_each = [panels([series(30, name), series(30, f"train_{name}"), series(30, f"valid_{name}")]) for name in HOSTILE]
    app = PaneApp(Chart(of_each[0][0], LOOK))
    async with app.run_test(size=(70, 12)) as pilot:
        for panel in itertools.chain(*of_each):
            app.pane.panel = panel
            for glyphs in Glyphs:
                app.pane.look = replace(LOOK, glyphs=glyphs)
                await pilot.pause()
                assert_harmless(app.pane)


class Steered(PaneApp[Chart]):
    """A chart, and what the mouse makes of its look."""

    def __init__(self, look: Look = BOUNDED, panel: Panel | None = None) -> None:
        super().__init__(Chart(panel or loss(), look))
        self.chosen: list[Chart.Chosen] = []

    def on_chart_steered(self, message: Chart.Steered) -> None:
        self.pane.look = message.turn(self.pane.look)

    def on_chart_chosen(self, message: Chart.Chosen) -> None:
        self.chosen.append(message)


@pytest.mark.anyio
async def test_a_click_points_at_the_nearest_real_sample() -> None:
    app = Steered(panel=panels([series(100, "train_loss", 25)])[0])
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.click(Chart, offset=(59, 4))
        assert app.pane.look.cursor == 100
        await pilot.click(Chart, offset=(6, 4))
        assert app.pane.look.cursor == 25
        assert [message.opened for message in app.chosen] == [False, False]


@pytest.mark.anyio
async def test_the_button_held_down_takes_the_cursor_along_and_let_go_it_stays() -> None:
    app = Steered()
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.mouse_down(Chart, offset=(10, 4))
        await pilot.hover(Chart, offset=(40, 5))
        held = app.pane.look.cursor
        assert held == pytest.approx(63, abs=2)
        await pilot.mouse_up(Chart, offset=(40, 5))
        await pilot.hover(Chart, offset=(20, 5))
        assert app.pane.look.cursor == held


@pytest.mark.anyio
@pytest.mark.parametrize(("y", "shift"), [(11, False), (4, True)], ids=["on the axis", "with shift"])
async def test_dragging_moves_the_view_under_the_mouse(y: int, shift: bool) -> None:
    app = Steered(replace(BOUNDED, view=Viewport(40, 30)))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.mouse_down(Chart, offset=(40, y), shift=shift)
        await pilot.hover(Chart, offset=(13, y))
        await pilot.mouse_up(Chart, offset=(13, y))
        assert app.pane.look.view.window((1, 100)) == pytest.approx((50.4, 90.4), abs=0.1)
        assert app.pane.look.cursor is None


@pytest.mark.anyio
async def test_the_right_button_pins_and_lets_go() -> None:
    app = Steered()
    async with app.run_test(size=(60, 12)) as pilot:
        for pin in (99, None):
            await pilot.click(Chart, offset=(59, 4), button=3)
            assert app.pane.look.pin == pin
            assert app.pane.look.cursor == 99


@pytest.mark.anyio
async def test_a_second_click_gives_all_the_room_and_on_the_axis_shows_everything() -> None:
    app = Steered(replace(BOUNDED, view=Viewport(40, 30)))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.double_click(Chart, offset=(20, 4))
        assert app.chosen[-1] == Chart.Chosen("loss", opened=True)
        await pilot.double_click(Chart, offset=(20, 11))
        assert app.pane.look.view.fits


@pytest.mark.anyio
async def test_the_wheel_zooms_at_the_mouse_and_pans_sideways() -> None:
    app = Steered()
    async with app.run_test(size=(60, 12)) as pilot:
        app.pane.post_message(wheel(app.pane, events.MouseScrollUp))
        await pilot.pause()
        first, last = app.pane.look.view.window((1, 100))
        assert last == pytest.approx(100, abs=0.5)
        assert last - first == pytest.approx(99 / 1.25)
        app.pane.post_message(wheel(app.pane, events.MouseScrollUp, shift=True))
        await pilot.pause()
        assert app.pane.look.view.window((1, 100))[1] < 95
        app.pane.post_message(wheel(app.pane, events.MouseScrollDown))
        await pilot.pause()
        assert app.pane.look.view.fits


@pytest.mark.anyio
async def test_the_mouse_over_nothing_says_nothing() -> None:
    app = PaneApp(Chart())
    async with app.run_test(size=(60, 12), message_hook=app.hear) as pilot:
        await pilot.double_click(Chart, offset=(30, 4))
        app.pane.post_message(wheel(app.pane, events.MouseScrollUp))
        await pilot.pause()
        assert not [m for m in app.heard if isinstance(m, Chart.Steered | Chart.Chosen)]


def wheel(pane: Chart, kind: type[events.MouseEvent], *, shift: bool = False) -> events.MouseEvent:
    """Return a notch of the wheel at the right end of the plot."""
    return kind(pane, 59, 4, 0, 1, 0, shift, False, False)


@pytest.mark.anyio
async def test_a_new_point_paints_the_lines_that_it_changes_and_no_other() -> None:
    app = PaneApp(Chart(loss(100), BOUNDED))
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.pause()
        before = [app.pane.render_line(y) for y in range(16)]
        app.pane.panel = loss(101)
        app.pane.look = replace(BOUNDED, bounds=(1, 128))
        await pilot.pause()
        wide = [app.pane.render_line(y) for y in range(16)]
        app.pane.panel = loss(102)
        await pilot.pause()
        after = [app.pane.render_line(y) for y in range(16)]
        seen = ["".join(segment.text for segment in line) for line in app.screen._compositor.render_strips()]
        assert seen == [strip.text for strip in after]
        kept = [y for y in range(16) if after[y] is wide[y]]
        assert 10 <= len(kept) < 16
        assert all(new is not old for new, old in zip(wide, before, strict=True))
