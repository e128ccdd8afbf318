"""The chart widget: what it prints, what redraws it, and what the mouse says."""

from __future__ import annotations

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
@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name)[:20])
async def test_hostile_names_are_only_text(name: str) -> None:
    found = panels([series(30, name), series(30, f"train_{name}"), series(30, f"valid_{name}")])
    app = PaneApp(Chart(found[0], LOOK))
    async with app.run_test(size=(70, 12)) as pilot:
        for panel in found:
            app.pane.panel = panel
            for glyphs in Glyphs:
                app.pane.look = replace(LOOK, glyphs=glyphs)
                await pilot.pause()
                assert_harmless(app.pane)


@pytest.mark.anyio
async def test_a_click_points_at_the_nearest_real_sample() -> None:
    sparse = panels([series(100, "train_loss", 25)])[0]
    app = PaneApp(Chart(sparse, LOOK))
    async with app.run_test(size=(60, 12), message_hook=app.hear) as pilot:
        await pilot.click(Chart, offset=(59, 4))
        await pilot.click(Chart, offset=(6, 4))
        assert app.said(Chart.Pointed) == [Chart.Pointed(100), Chart.Pointed(25)]


@pytest.mark.anyio
async def test_the_wheel_zooms_at_the_mouse_and_pans_sideways() -> None:
    app = PaneApp(Chart(loss(), LOOK))
    async with app.run_test(size=(60, 12), message_hook=app.hear) as pilot:
        for kind, shift in ((events.MouseScrollUp, False), (events.MouseScrollDown, True)):
            app.pane.post_message(kind(app.pane, 59, 4, 0, 1, 0, shift, False, False))
        await pilot.pause()
        (zoomed,), (panned,) = app.said(Chart.Zoomed), app.said(Chart.Panned)
        assert isinstance(zoomed, Chart.Zoomed)
        assert zoomed.factor < 1
        assert zoomed.around == pytest.approx(100, abs=2)
        assert isinstance(panned, Chart.Panned)
        assert panned.share > 0


@pytest.mark.anyio
async def test_the_mouse_over_nothing_says_nothing() -> None:
    app = PaneApp(Chart())
    async with app.run_test(size=(60, 12), message_hook=app.hear) as pilot:
        await pilot.click(Chart, offset=(30, 4))
        app.pane.post_message(events.MouseScrollUp(app.pane, 5, 4, 0, 1, 0, False, False, False))
        await pilot.pause()
        assert not [m for m in app.heard if isinstance(m, Chart.Pointed | Chart.Zoomed | Chart.Panned)]
