"""The metrics pane: which charts are seen, and that keys and mouse steer all of them together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC

import pytest
from textual.app import ComposeResult
from textual.binding import Binding

from ftmonitor.format import Glyphs
from ftmonitor.metrics.align import Side
from ftmonitor.metrics.axis import Axis
from ftmonitor.metrics.ink import Ink, Line, Run
from ftmonitor.metrics.panels import Panel
from ftmonitor.metrics.series import Series
from ftmonitor.metrics.viewport import FIT
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui.commands import BY_ID
from ftmonitor.ui.widgets.chart import Chart
from ftmonitor.ui.widgets.compare_table import CompareTable
from ftmonitor.ui.widgets.metrics_pane import MetricsPane, progress_of, words_for
from ftmonitor.ui.widgets.panel_bar import PanelBar, Switch, names_line
from tests.support.panes import HOSTILE, PaneApp, assert_harmless, settle, shown
from tests.support.stagehand import toasts

JOB = JobSummary("ftjob-1", "n", "succeeded", Phase.SUCCEEDED, "gpt-4.1", "supervised", step=100, total_steps=400)
RUNNING = replace(JOB, status="running", phase=Phase.RUNNING)
NAMES = ("train_loss", "valid_loss", "train_accuracy", "grad_norm", "lr", "memory")


def series(*names: str, n: int = 100) -> tuple[Series, ...]:
    steps = tuple(range(1, n + 1))
    times, values = tuple(1.8e9 + step for step in steps), tuple(1 / step for step in steps)
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
        assert bar.startswith("loss  accuracy")
        assert bar.endswith("x step  Y linear  s raw  step 100/400 · 25%")
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
        await pilot.press("left", "left", "s", "plus", "j")
        looks = {replace(chart.look, chosen=False) for chart in app.charts}
        assert len(looks) == 1
        assert [chart.look.chosen for chart in app.charts] == [False, True, False, False]
        assert all("┊ 98" in app.line(0, index) for index in range(4))
        await pilot.press("pagedown")
        assert app.titles == ["grad norm", "lr", "memory"][-3:] or app.titles[-1] == "memory"
        await pilot.resize_terminal(60, 14)
        await pilot.pause()
        assert len(app.titles) == 1
        await pilot.resize_terminal(30, 4)
        await pilot.pause()
        assert not app.query_one(PanelBar).display
        assert len(app.titles) == 1


@pytest.mark.anyio
async def test_one_chart_takes_all_the_room_and_gives_it_back() -> None:
    app = Ready(*NAMES)
    async with app.run_test(size=(118, 40)) as pilot:
        await pilot.pause()
        await pilot.press("j", "enter")
        assert app.titles == ["accuracy"]
        assert app.charts[0].size.height == 39
        assert any("slope" in app.line(y) for y in range(39))
        await pilot.press("j")
        assert app.titles == ["grad norm"]
        await pilot.press("escape")
        assert len(app.titles) == 5


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
async def test_a_pinned_point_is_compared_with_the_cursor() -> None:
    app = Ready("train_loss")
    async with app.run_test(size=(130, 16)) as pilot:
        await pilot.pause()
        await pilot.press("space")
        assert app.pane.look.cursor == 100
        await pilot.press("left", "left", "space", *["shift+left"] * 5)
        assert app.pane.look.pin == 98
        assert "Δ -50 steps  -50s  ━━ train +0.011" in "".join(app.line(y) for y in range(15))
        await pilot.press(*["shift+right"] * 5, "space")
        assert app.pane.look.pin is None
        await pilot.press("space", "escape")
        assert app.pane.look.pin is None


@pytest.mark.anyio
async def test_it_says_which_step_the_user_points_at() -> None:
    app = Ready("train_loss")
    async with app.run_test(size=(130, 16), message_hook=app.hear) as pilot:
        await pilot.pause()
        await pilot.press("left", "left")
        app.pane.charts.point_at(40)
        await pilot.pause()
        assert app.pane.look.cursor == 40
        app.pane.charts.point_at(4000)
        await pilot.pause()
        assert app.pane.look.cursor == 40
        said = app.said(MetricsPane.Pointed)
        assert [message.step for message in said if isinstance(message, MetricsPane.Pointed)] == [100, 99]
        assert said[0] == MetricsPane.Pointed("ftjob-1", 100, 1.8e9 + 100)


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
        await pilot.press("left", "enter", "escape", "escape")
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
        assert "= zoom ⇥" in app.query_one(PanelBar).render_line(0).text
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
async def test_smoothing_and_the_scale_go_round() -> None:
    app = Ready("train_loss")
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        seen = []
        for _ in range(4):
            await pilot.press("s", "Y")
            seen.append((app.pane.look.smoothing, app.pane.look.rise.value))
        assert seen == [(0.6, "log"), (0.9, "clipped"), (0.97, "linear"), (0, "log")]


@pytest.mark.anyio
async def test_an_axis_that_is_not_known_is_skipped_and_said() -> None:
    app = Ready("train_loss")
    async with app.run_test(size=(66, 16), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("left", "left", "x")
        assert app.pane.look.axis is Axis.ELAPSED
        assert app.pane.look.cursor == 97
        assert toasts(app) == ["no axis by epoch: the number of epochs is not known"]
        app.pane.summary = replace(JOB, n_epochs=2.0)
        await pilot.pause()
        await pilot.press("x", "x", "x")
        looked = app.pane.look
        assert looked.axis is Axis.EPOCH
        assert looked.cursor == pytest.approx(98 / 200)
        assert "┊ 98 epoch 0.49" in app.line()
        app.pane.summary = JOB
        await pilot.pause()
        back = app.pane.look
        assert back.axis is Axis.STEP
        assert back.cursor == 98
        assert "x step, not epoch" in app.query_one(PanelBar).render_line(0).text


@pytest.mark.anyio
async def test_a_new_point_moves_only_a_view_that_follows() -> None:
    app = Ready("train_loss", summary=RUNNING)
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        await pilot.press("plus", "H")
        before = [app.line(y) for y in range(1, 13)]
        app.pane.series = series("train_loss", n=130)
        await pilot.pause()
        assert [app.line(y) for y in range(1, 13)] == before
        await pilot.press("end")
        bounds = app.pane.look.bounds
        assert bounds is not None
        assert app.pane.look.view.window(bounds)[1] >= 130


@pytest.mark.anyio
async def test_a_chart_whose_series_did_not_change_is_not_drawn_again() -> None:
    app = Ready("train_loss", "lr", summary=RUNNING)
    async with app.run_test(size=(66, 30)) as pilot:
        await pilot.pause()
        before = [[chart.render_line(y) for y in range(14)] for chart in app.charts]
        first, second = app.pane.series
        app.pane.series = (first, replace(second, values=(*second.values[:-1], 0.9)))
        await pilot.pause()
        after = [[chart.render_line(y) for y in range(14)] for chart in app.charts]
        same = [[new is old for new, old in zip(*pair, strict=True)] for pair in zip(after, before, strict=True)]
        assert all(same[0])
        assert not all(same[1])


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
        app.pane.summary = replace(JOB, id="ftjob-2")
        await pilot.pause()
        assert app.titles == ["loss"]
        looked = app.pane.look
        assert looked.cursor is None
        assert looked.view == FIT
        assert app.pane.look.smoothing == 0.6


@pytest.mark.anyio
async def test_a_chart_that_comes_before_the_current_one_does_not_push_it_away() -> None:
    app = Ready("lr", "memory")
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        await pilot.press("j")
        assert app.titles == ["memory"]
        app.pane.series = series("lr", "memory", "train_loss")
        await pilot.pause()
        assert app.titles == ["memory"]


@pytest.mark.anyio
async def test_the_method_decides_what_comes_first() -> None:
    app = Ready("train_loss", "train_mean_reward", summary=replace(JOB, method="reinforcement"))
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        assert app.titles == ["reward"]


@pytest.mark.anyio
async def test_the_mouse_points_chooses_and_turns_switches() -> None:
    app = Ready(*NAMES)
    async with app.run_test(size=(66, 16), message_hook=app.hear) as pilot:
        await pilot.pause()
        app.set_focus(None)
        await pilot.click(Chart, offset=(64, 5))
        assert app.pane.look.cursor in (98, 99, 100)
        assert app.pane.has_focus
        assert app.said(MetricsPane.Pointed)
        await pilot.click(PanelBar, offset=(7, 0))
        assert app.titles == ["accuracy"]
        for switch in ("s raw", "Y linear", "x step"):
            await pilot.click(PanelBar, offset=(app.query_one(PanelBar).render_line(0).text.index(switch), 0))
        assert (app.pane.look.smoothing, app.pane.look.rise.value) == (0.6, "log")
        assert app.pane.look.axis is Axis.ELAPSED


@pytest.mark.anyio
async def test_a_second_click_gives_a_chart_all_the_room() -> None:
    app = Ready(*NAMES)
    async with app.run_test(size=(118, 30)) as pilot:
        await pilot.pause()
        await pilot.double_click(app.charts[2], offset=(20, 5))
        assert app.titles == ["grad norm"]
        await pilot.double_click(app.charts[0], offset=(20, 5))
        assert len(app.titles) == 4


@pytest.mark.anyio
async def test_jobs_side_by_side_share_the_charts_and_a_table_says_what_differs() -> None:
    app = Ready("train_loss", "valid_loss")
    other = replace(JOB, id="ftjob-2", name="other")
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.pause()
        own = Side(JOB, (), (("n_epochs", "3"), ("batch_size", "8")))
        rival = Side(other, series("train_loss", n=50), (("n_epochs", "4"), ("batch_size", "8")), "A", 1)
        app.pane.rivals = (own, rival)
        await pilot.pause()
        assert "comparing 2 jobs" in str(app.pane.border_title)
        assert [curve.sign for curve in (app.charts[0].panel or Panel("", ())).curves] == ["▸", "▸", "A"]
        table = app.query_one(CompareTable)
        told = [table.render_line(y).text.split() for y in range(table.size.height)]
        assert told[0] == ["comparing", "▸", "n", "A", "other"]
        assert told[1] == ["loss", "train,", "last", "0.0100", "@100", "0.0200", "@50"]
        assert told[2] == ["beside", "the", "first", "+0.010"]
        assert told[3] == ["n_epochs", "3", "4"]
        many = tuple((f"p{at}", "x") for at in range(20))
        app.pane.rivals = (replace(own, parameters=many), rival)
        await pilot.pause()
        ends = [table.render_line(table.size.height - 1).text]
        for _ in range(9):
            await pilot.press("pagedown")
            ends.append(table.render_line(table.size.height - 1).text)
        assert "more rows" in ends[0]
        assert ends[-1].split() == ["18", "above"]
        await pilot.press("pageup")
        assert table.render_line(table.size.height - 1).text != ends[-1]
        app.pane.rivals = (own, rival)
        await pilot.press("x")
        assert app.pane.look.axis is Axis.SHARE
        app.pane.rivals = ()
        await pilot.pause()
        assert not table.display
        alone = app.pane.look
        assert alone.axis is Axis.STEP


@pytest.mark.anyio
async def test_a_table_that_was_scrolled_beyond_its_rows_comes_back_at_once() -> None:
    def made(rows: int) -> Callable[[int], tuple[Line, ...]]:
        return lambda top: tuple((Run(f"{min(top, rows - 3) + at}", Ink.TEXT),) for at in range(3))

    app = PaneApp(table := CompareTable())
    async with app.run_test(size=(20, 5)) as pilot:
        table.show(made(20))
        assert [table.turn(5) for _ in range(5)] == [True] * 4 + [False]
        table.show(made(8))
        await settle(pilot)
        assert [line.strip() for line in shown(table)] == ["5", "6", "7"]
        assert table.turn(-3)
        await settle(pilot)
        assert [line.strip() for line in shown(table)] == ["2", "3", "4"]
        assert [table.turn(-3), table.turn(-3)] == [True, False]


@pytest.mark.anyio
async def test_keys_without_data_do_nothing() -> None:
    app = Ready()
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        for binding in MetricsPane.BINDINGS:
            assert isinstance(binding, Binding)
            await pilot.press(*binding.key.split(","))
        await pilot.click(Chart, offset=(30, 4))
        assert app.line(7).strip() == "this job left no metrics"


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        (None, "no job selected"),
        (RUNNING, "no metrics yet"),
        (replace(JOB, phase=Phase.WAITING), "no metrics yet: training has not started"),
        (replace(JOB, phase=Phase.FAILED), "this job left no metrics"),
    ],
)
def test_words(summary: JobSummary | None, words: str) -> None:
    assert words_for(summary) == words


def test_progress() -> None:
    assert progress_of(JOB) == "step 100/400 · 25%"
    assert progress_of(replace(JOB, total_steps=None)) == "step 100"
    assert progress_of(None) == ""


@pytest.mark.anyio
async def test_the_bar_gives_way_but_names_stay() -> None:
    app = PaneApp(PanelBar())
    async with app.run_test(size=(60, 1)) as pilot:
        app.pane.titles, app.pane.seen = ("loss", "accuracy", "reward margin"), (0, 1)
        app.pane.switches, app.pane.said = (Switch("x", "step", "axis"), Switch("Y", "log", "rise")), "step 9/10 · 90%"
        for width in range(1, 90):
            await pilot.resize_terminal(width, 1)
            await pilot.pause()
            line = app.pane.render_line(0)
            assert line.cell_length == width
            assert width < 22 or "loss  accuracy" in line.text


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
async def test_a_hostile_job_is_compared_as_text() -> None:
    app = Ready("train_loss")
    async with app.run_test(size=(90, 30)) as pilot:
        await pilot.pause()
        for name in HOSTILE:
            rival = Side(
                replace(JOB, id="ftjob-2", name=name, model=name), series("train_loss"), ((name, name),), "A", 1
            )
            app.pane.rivals = (Side(JOB), rival)
            await pilot.pause()
            assert_harmless(app.query_one(CompareTable))
            assert_harmless(app.charts[0])


@pytest.mark.anyio
async def test_glyphs_change_at_once() -> None:
    app = Ready("train_loss")
    async with app.run_test(size=(66, 16)) as pilot:
        await pilot.pause()
        app.pane.glyphs = Glyphs.ASCII
        await pilot.pause()
        await pilot.press("left", "space", "s", "Y")
        assert all(app.line(y).isascii() for y in range(14))


def test_every_key_has_an_id_and_a_word_and_is_in_the_registry() -> None:
    for binding in MetricsPane.BINDINGS:
        assert not isinstance(binding, tuple)
        assert binding.id is not None
        assert set(binding.key.split(",")) == set(BY_ID[binding.id].keys)
        assert binding.description
