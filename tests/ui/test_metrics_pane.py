"""The metrics pane: which charts are seen, and that keys and mouse steer all of them together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest
from textual.app import ComposeResult

from ftmonitor.format import Glyphs
from ftmonitor.metrics.series import Series
from ftmonitor.metrics.viewport import FIT
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui.widgets.chart import Chart
from ftmonitor.ui.widgets.metrics_pane import MetricsPane, arrangement, words_for
from ftmonitor.ui.widgets.panel_bar import PanelBar, names_line
from tests.support.panes import HOSTILE, PaneApp, assert_harmless

JOB = JobSummary("ftjob-1", "n", "running", Phase.RUNNING, "gpt-4.1", "supervised", step=100, total_steps=400)
NAMES = ("train_loss", "valid_loss", "train_accuracy", "grad_norm", "lr", "memory")


def series(*names: str, n: int = 100) -> tuple[Series, ...]:
    steps = tuple(range(1, n + 1))
    times, values = tuple(1e9 + step for step in steps), tuple(1 / step for step in steps)
    return tuple(Series(name, steps, times, values) for name in names)


class Ready(PaneApp[MetricsPane]):
    """The pane with a job in it."""

    def __init__(self, *names: str, summary: JobSummary | None = JOB) -> None:
        super().__init__(MetricsPane(tz=UTC))
        self.start = (series(*names), summary)

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.series, self.pane.summary = self.start
        self.pane.focus()

    @property
    def charts(self) -> list[Chart]:
        return [chart for chart in self.query(Chart) if chart.display]

    @property
    def titles(self) -> list[str]:
        return [chart.panel.title for chart in self.charts if chart.panel]

    def line(self, y: int = 0, chart: int = 0) -> str:
        return self.charts[chart].render_line(y).text.rstrip()


@pytest.mark.parametrize(
    ("count", "size", "grid"),
    [
        (4, (66, 16), (1, 1)),
        (4, (78, 13), (1, 1)),
        (2, (98, 38), (1, 2)),
        (2, (90, 18), (2, 1)),
        (4, (118, 30), (2, 2)),
        (1, (200, 60), (1, 1)),
        (0, (80, 24), (1, 1)),
        (9, (1, 1), (1, 1)),
        (40, (200, 60), (3, 3)),
    ],
)
def test_the_grid_fits_the_size(count: int, size: tuple[int, int], grid: tuple[int, int]) -> None:
    assert arrangement(count, *size) == grid


def test_names_give_way_but_the_seen_one_stays() -> None:
    titles = ["loss", "accuracy", "reward", "x" * 90]
    assert [name.text for name in names_line(titles[:3], 0, 40)] == ["loss", "accuracy", "reward"]
    for width in range(1, 40):
        for first in range(4):
            names = names_line(titles, first, width)
            assert first in [name.index for name in names]
            assert names[-1].stop <= width
    assert names_line([], 0, 40) == ()


@pytest.mark.anyio
async def test_one_chart_where_there_is_room_for_one_and_paging_to_the_others() -> None:
    app = Ready(*NAMES)
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        assert app.titles == ["loss"]
        bar = app.query_one(PanelBar).render_line(0).text
        assert bar.startswith("loss  accuracy  grad norm  lr")
        assert bar.endswith("step 100/400 · 25%")
        assert app.line().startswith("━━ train 0.0100")
        await pilot.press("pagedown")
        assert app.titles == ["accuracy"]
        await pilot.press("k", "pageup")
        assert app.titles == ["loss"]
        for _ in range(9):
            await pilot.press("j")
        assert app.titles == ["memory"]


@pytest.mark.anyio
async def test_more_room_shows_more_charts_in_step() -> None:
    app = Ready(*NAMES)
    async with app.run_test(size=(118, 30)) as pilot:
        await pilot.pause()
        assert app.titles == ["loss", "accuracy", "grad norm", "lr"]
        await pilot.press("left", "left", "s", "plus")
        looks = {chart.look for chart in app.charts}
        assert len(looks) == 1
        assert all("┊ 98" in app.line(0, index) for index in range(4))
        await pilot.resize_terminal(60, 14)
        await pilot.pause()
        assert app.titles == ["loss"]
        await pilot.resize_terminal(30, 4)
        await pilot.pause()
        assert not app.query_one(PanelBar).display
        assert app.titles == ["loss"]


@pytest.mark.anyio
async def test_the_cursor_goes_from_sample_to_sample_and_away() -> None:
    app = Ready("train_loss")
    async with app.run_test(size=(130, 16)) as pilot:
        await pilot.pause()
        await pilot.press("h")
        assert app.pane.look.cursor == 100
        await pilot.press("left", "h", "shift+left")
        assert app.pane.look.cursor == 88
        await pilot.press("l", "right", "shift+right", "right", "right", "right")
        assert app.pane.look.cursor == 100
        assert "┊ 100" in app.line()
        await pilot.press("escape")
        assert app.pane.look.cursor is None


@pytest.mark.anyio
async def test_escape_is_left_to_others_without_a_cursor() -> None:
    class Outer(Ready):
        BINDINGS = [("escape", "out", "Out")]  # noqa: RUF012
        outs = 0

        def action_out(self) -> None:
            self.outs += 1

    app = Outer("train_loss")
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        await pilot.press("left", "escape")
        assert app.outs == 0
        await pilot.press("escape")
        assert app.outs == 1


@pytest.mark.anyio
async def test_zoom_pan_and_fit_by_key() -> None:
    app = Ready("train_loss")
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        await pilot.press("plus")
        assert app.pane.look.view.window((1, 100)) == (50.5, 100)
        await pilot.press("H")
        assert app.pane.look.view.window((1, 100)) == (38.125, 87.625)
        await pilot.press("g")
        assert app.pane.look.view.window((1, 100)) == (1, 50.5)
        await pilot.press("end")
        assert app.pane.look.view.follows
        await pilot.press("minus")
        assert app.pane.look.view == FIT
        await pilot.press("plus", "plus", "equals_sign")
        assert app.pane.look.view == FIT


@pytest.mark.anyio
async def test_the_cursor_is_kept_in_view() -> None:
    app = Ready("train_loss")
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        await pilot.press("plus", "plus", "left", *["shift+left"] * 5)
        first, last = app.pane.look.view.window((1, 100))
        assert first <= 50 <= last < 100
        assert "┊ 50" in app.line()


@pytest.mark.anyio
async def test_smoothing_goes_round() -> None:
    app = Ready("train_loss")
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        seen = []
        for _ in range(4):
            await pilot.press("s")
            seen.append(app.pane.look.smoothing)
        assert seen == [0.6, 0.9, 0.97, 0]


@pytest.mark.anyio
async def test_a_new_point_moves_only_a_view_that_follows() -> None:
    app = Ready("train_loss")
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        await pilot.press("plus", "H")
        before = [app.line(y) for y in range(1, 14)]
        app.pane.series = series("train_loss", n=130)
        await pilot.pause()
        assert [app.line(y) for y in range(1, 14)] == before
        await pilot.press("end")
        assert app.pane.look.view.window((1, 130))[1] == 130


@pytest.mark.anyio
async def test_a_chart_whose_series_did_not_change_is_not_drawn_again() -> None:
    app = Ready("train_loss", "lr")
    async with app.run_test(size=(66, 30)) as pilot:
        await pilot.pause()
        kept, renewed = (chart.panel for chart in app.charts)
        first, second = app.pane.series
        app.pane.series = (first, replace(second, values=(*second.values[:-1], 9.0)))
        await pilot.pause()
        assert app.charts[0].panel is kept
        assert app.charts[1].panel is not renewed


@pytest.mark.anyio
async def test_another_job_starts_afresh_and_the_same_one_does_not() -> None:
    app = Ready(*NAMES)
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        await pilot.press("s", "plus", "left", "pagedown")
        app.pane.summary = replace(JOB, step=101)
        await pilot.pause()
        assert app.titles == ["accuracy"]
        assert app.pane.look.cursor is not None
        looked = app.pane.look
        app.pane.summary = replace(JOB, id="ftjob-2")
        await pilot.pause()
        assert app.titles == ["loss"]
        assert app.pane.look == replace(looked, cursor=None, view=FIT)
        assert app.pane.look.smoothing == 0.6


@pytest.mark.anyio
async def test_the_method_decides_what_comes_first() -> None:
    app = Ready("train_loss", "train_mean_reward", summary=replace(JOB, method="reinforcement"))
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        assert app.titles == ["reward"]


@pytest.mark.anyio
async def test_the_mouse_points_zooms_and_chooses() -> None:
    app = Ready(*NAMES)
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        app.set_focus(None)
        await pilot.click(Chart, offset=(64, 5))
        assert app.pane.look.cursor in (98, 99, 100)
        assert app.pane.has_focus
        app.charts[0].post_message(Chart.Zoomed(0.5, 50))
        await pilot.pause()
        assert app.pane.look.view.window((1, 100)) == (25.5, 75)
        app.charts[0].post_message(Chart.Panned(-0.1))
        await pilot.pause()
        assert app.pane.look.view.window((1, 100)) == pytest.approx((20.55, 70.05))
        await pilot.click(PanelBar, offset=(7, 0))
        assert app.titles == ["accuracy"]


@pytest.mark.anyio
async def test_keys_without_data_do_nothing() -> None:
    app = Ready()
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        await pilot.press(
            "left", "plus", "minus", "H", "L", "g", "G", "s", "equals_sign", "pagedown", "pageup", "escape"
        )
        await pilot.click(Chart, offset=(30, 4))
        assert app.line(7).strip() == "no metrics yet"


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        (None, "no job selected"),
        (JOB, "no metrics yet"),
        (replace(JOB, phase=Phase.WAITING), "no metrics yet: training has not started"),
        (replace(JOB, phase=Phase.FAILED), "this job left no metrics"),
    ],
)
def test_words(summary: JobSummary | None, words: str) -> None:
    assert words_for(summary) == words


@pytest.mark.anyio
async def test_hostile_names_are_shown_as_text_everywhere() -> None:
    app = Ready(*HOSTILE)
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        for _ in HOSTILE:
            assert_harmless(app.query_one(PanelBar))
            assert_harmless(app.charts[0])
            await pilot.press("pagedown")
        assert str(app.pane.border_title) == "3 Metrics"
        await pilot.resize_terminal(30, 5)
        await pilot.pause()
        assert str(app.pane.border_title).startswith("3 Metrics")


@pytest.mark.anyio
async def test_glyphs_change_at_once() -> None:
    app = Ready("train_loss")
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        app.pane.glyphs = Glyphs.ASCII
        await pilot.pause()
        assert all(app.line(y).isascii() for y in range(14))


def test_every_key_has_an_id_and_a_word() -> None:
    for binding in MetricsPane.BINDINGS:
        assert not isinstance(binding, tuple)
        assert binding.id
        assert binding.id.startswith("metrics.")
        assert binding.description
