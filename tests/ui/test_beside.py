"""What stands beside the curves: marks on the axis, marked jobs over each other, and the line of the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftmonitor.metrics.look import Sign
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.palette import Palette
from ftmonitor.ui.screens.beside import parameters_of
from ftmonitor.ui.widgets.event_log import EventLog
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.metrics_pane import MetricsPane
from tests.support.screens import Shown, screen

pytestmark = pytest.mark.anyio


def metrics(there: Shown) -> MetricsPane:
    return there.main.query_one(MetricsPane)


def step_of_the_log(there: Shown) -> int | None:
    log = there.main.query_one(EventLog)
    words = log.render_line(log.cursor - log.top_row).text.split()
    return int(words[words.index("step") + 1].split("/")[0]) if "step" in words else None


async def test_the_log_and_the_cursor_of_the_curves_point_at_each_other(tmp_path: Path) -> None:
    async with screen(tmp_path, (120, 40), posed=True) as there:
        await there.move_to("support-v7")
        await there.until(lambda: metrics(there).charts.panels and there.main.event_count > 200)
        await there.press("3", "left", *["shift+left"] * 3)
        step = round(metrics(there).look.cursor or 0)
        assert step < 290
        await there.until(lambda: step_of_the_log(there) == step)
        assert there.focus() is Pane.METRICS
        log = there.main.query_one(EventLog)
        assert not log.following
        await there.press("escape")
        assert log.following, "it followed before the cursor took it along"
        await there.press("left", *["shift+left"] * 3)
        await there.until(lambda: step_of_the_log(there) == step)
        await there.press("4", *"kkkkkkkk")
        await there.until(lambda: metrics(there).look.cursor == step_of_the_log(there))
        assert metrics(there).look.cursor == step - 8
        assert there.focus() is Pane.EVENTS
        await there.press("3", "escape")
        assert metrics(there).look.cursor is None
        assert not log.following, "it is where the user moved it to"


async def test_checkpoints_and_warnings_are_marked_on_the_axis(tmp_path: Path) -> None:
    async with screen(tmp_path, (120, 40), posed=True) as there:
        await there.move_to("support-v6")
        await there.until(lambda: metrics(there).marks)
        steps = [mark.step for mark in metrics(there).marks if mark.sign is Sign.CHECKPOINT]
        assert steps == [checkpoint.step for checkpoint in there.main.checkpoints]
        await there.move_to("triage-v1")
        await there.until(lambda: any(mark.sign is Sign.WARNING for mark in metrics(there).marks))
        await there.move_to("support-v7")
        await there.until(lambda: not any(mark.sign is Sign.WARNING for mark in metrics(there).marks))


async def test_marked_jobs_are_drawn_over_the_selected_one(tmp_path: Path) -> None:
    async with screen(tmp_path, (120, 40), posed=True) as there:
        await there.press("C")
        assert there.toasts == ["nothing to compare with: mark other jobs in the list with space"]
        rival = await there.move_to("support-v6")
        await there.press("space")
        own = await there.move_to("support-v7")
        await there.press("C")
        await there.until(lambda: len(metrics(there).rivals) == 2)
        assert [(side.summary.id, side.sign) for side in metrics(there).sides] == [(own, "▸"), (rival, "A")]
        await there.until(lambda: "comparing 2 jobs" in there.text and "training_file" in there.text)
        assert "all was set alike" not in there.text
        await there.move_to("sql-rft-3")
        await there.until(lambda: [side.sign for side in metrics(there).rivals] == ["▸", "A"])
        assert metrics(there).sides[0].summary.name == "sql-rft-3"
        await there.press("C")
        assert metrics(there).rivals == ()


async def test_a_mark_stays_with_its_job_and_ends_the_comparison_when_it_is_taken_away(tmp_path: Path) -> None:
    async with screen(tmp_path, (120, 40), posed=True) as there:
        jobs = there.main.query_one(JobList)
        rival = await there.move_to("support-v6")
        await there.press("space")
        y = jobs.cursor - jobs.top_row + 1
        assert jobs.render_line(y).text.startswith("▸A")
        await there.press("j")
        assert jobs.render_line(y).text.startswith("◆A")
        there.main.jobs = there.main.jobs[1:]
        assert jobs.marked == (rival,)
        await there.move_to("support-v7")
        await there.press("C")
        await there.until(lambda: metrics(there).rivals)
        await there.move_to("support-v6")
        await there.press("space")
        await there.until(lambda: jobs.marked == ())
        await there.until(lambda: not metrics(there).rivals)


async def test_a_chart_is_chosen_by_typing_and_keys_are_found_in_the_palette(tmp_path: Path) -> None:
    async with screen(tmp_path, (120, 40), posed=True) as there:
        await there.move_to("sql-rft-3")
        await there.until(lambda: metrics(there).charts.panels)
        await there.press("3", "m")
        assert isinstance(there.app.screen, Palette)
        await there.press(*"reas")
        await there.app.workers.wait_for_complete()
        await there.press("enter")
        current = metrics(there).charts.current
        assert current is not None
        assert current.title == "reasoning tokens"
        await there.press("1", "colon", *"smoo")
        await there.app.workers.wait_for_complete()
        await there.press("enter")
        await there.until(lambda: metrics(there).look.smoothing == 0.6)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("[]", ()),
        ('{"hyperparameters": {"n_epochs": 3.0, "batch_size": -1}}', (("n_epochs", "3"), ("batch_size", "auto"))),
        (
            '{"hyperparameters": {"n_epochs": "auto"}, '
            '"method": {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.1}}}}',
            (("n_epochs", "auto"), ("beta", "0.1")),
        ),
        ('{"seed": 7, "training_file": "file-1"}', (("seed", "7"), ("training_file", "file-1"))),
    ],
)
async def test_hyperparameters_as_words(text: str, found: tuple[tuple[str, str], ...]) -> None:
    assert parameters_of(text) == found
