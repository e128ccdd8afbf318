from __future__ import annotations

import pytest

from ftmonitor.models.checkpoint import Checkpoint
from ftmonitor.ui.widgets.checkpoints import Checkpoints
from tests.support.panes import HOSTILE, NOW, PaneApp, assert_harmless, settle, shown


def checkpoint(step: int, **metrics: float) -> Checkpoint:
    return Checkpoint.read(
        {
            "id": f"ftckpt-{step}",
            "created_at": NOW - 60 * step,
            "step_number": step,
            "fine_tuned_model_checkpoint": f"ft:gpt-4.1-mini-2025-04-14:acme:support:A1b:ckpt-step-{step}",
            "metrics": metrics,
        }
    )


THREE = (
    checkpoint(60, train_loss=0.43, valid_loss=0.53),
    checkpoint(40, train_loss=0.73, valid_loss=0.51, full_valid_loss=0.52),
    checkpoint(20, train_loss=1.1, valid_loss=0.9, full_valid_loss=0.95),
)


@pytest.mark.anyio
async def test_the_table_stars_the_best_and_says_by_what() -> None:
    app = PaneApp(pane := Checkpoints())
    async with app.run_test(size=(110, 8)) as pilot:
        pane.now = NOW
        pane.checkpoints = THREE
        await settle(pilot)
        lines = shown(pane)
        assert lines[0].split() == ["STEP", "VALID", "FULL", "TRAIN", "AGE", "MODEL"]
        assert lines[1].split()[1:6] == ["60", "0.530", "—", "0.430", "1h"]
        assert lines[2].split()[:5] == ["★", "40", "0.510", "0.520", "0.730"]
        assert "★" not in lines[1] + lines[3]
        assert str(pane._border_title) == "5 Checkpoints  3  ★ best by valid loss"


@pytest.mark.anyio
async def test_the_cursor_stays_on_its_checkpoint_and_y_copies_its_model() -> None:
    app = PaneApp(pane := Checkpoints())
    async with app.run_test(size=(110, 8), message_hook=app.hear) as pilot:
        pane.focus()
        pane.checkpoints = THREE[1:]
        await settle(pilot)
        await pilot.press("j")
        pane.checkpoints = THREE
        await settle(pilot)
        await pilot.press("y")
        assert [m.text for m in app.said(Checkpoints.Copied) if isinstance(m, Checkpoints.Copied)] == [
            "ft:gpt-4.1-mini-2025-04-14:acme:support:A1b:ckpt-step-20"
        ]


@pytest.mark.anyio
async def test_s_sorts_by_each_measure_and_the_star_goes_with_it() -> None:
    app = PaneApp(pane := Checkpoints())
    async with app.run_test(size=(110, 8), message_hook=app.hear) as pilot:
        pane.focus()
        pane.checkpoints = THREE
        await settle(pilot)
        await pilot.press("j", "j")
        seen = []
        for _ in range(4):
            lines = shown(pane)
            steps = [line.replace("★", " ").replace("▸", " ").split()[0] for line in lines[1:4]]
            starred = next(line for line in lines if "★" in line).replace("★", " ").replace("▸", " ").split()[0]
            seen.append((steps, starred, lines[0].split()[1], str(pane._border_title).partition("★ ")[2]))
            assert pane.chosen is THREE[2]  # the cursor stays on its own
            await pilot.press("s")
            await settle(pilot)
        assert seen == [
            (["60", "40", "20"], "40", "VALID", "best by valid loss"),
            (["40", "60", "20"], "40", "VALID", "best by valid loss, sorted"),
            (["40", "20", "60"], "40", "FULL", "best by full valid loss, sorted"),
            (["60", "40", "20"], "60", "TRAIN", "best by train loss, sorted"),
        ]
        assert pane.by is None


@pytest.mark.anyio
async def test_the_order_stays_with_another_job_that_knows_the_measure() -> None:
    app = PaneApp(pane := Checkpoints())
    async with app.run_test(size=(110, 8)) as pilot:
        pane.checkpoints = THREE
        pane.by = "train_loss"
        pane.checkpoints = (checkpoint(9, train_loss=0.9), checkpoint(8, train_loss=0.1))
        await settle(pilot)
        assert [line.split()[-1][-1:] for line in shown(pane)[1:3]] == ["8", "9"]
        pane.checkpoints = (checkpoint(7, reward=0.1), checkpoint(6, reward=0.9))
        await settle(pilot)
        assert str(pane._border_title).endswith("★ best by reward")


@pytest.mark.anyio
async def test_without_checkpoints_there_is_nothing_to_copy() -> None:
    app = PaneApp(pane := Checkpoints())
    async with app.run_test(size=(60, 8), message_hook=app.hear) as pilot:
        pane.focus()
        await settle(pilot)
        await pilot.press("y")
        assert not app.said(Checkpoints.Copied)
        assert "no checkpoints yet" in "".join(shown(pane))


@pytest.mark.parametrize("width", [20, 28, 34, 48, 80, 200])
@pytest.mark.anyio
async def test_hostile_checkpoints_are_harmless(width: int) -> None:
    app = PaneApp(pane := Checkpoints())
    async with app.run_test(size=(width, 24)) as pilot:
        pane.now = NOW
        pane.checkpoints = tuple(
            Checkpoint.read(
                {
                    "id": f"c{at}",
                    "fine_tuned_model_checkpoint": text,
                    "step_number": at * 10**9,
                    "metrics": {"valid_loss": at, text: 1},
                }
            )
            for at, text in enumerate(HOSTILE)
        )
        await settle(pilot)
        assert_harmless(pane)
