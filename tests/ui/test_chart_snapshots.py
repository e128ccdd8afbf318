"""A picture per manner in which curves are looked at: the metrics pane alone, over curves that stay the same."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

import pytest
from textual.pilot import Pilot

from ftmonitor.format import Glyphs
from ftmonitor.metrics.align import Side
from ftmonitor.metrics.look import Mark, Sign
from ftmonitor.metrics.series import Series
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui.widgets.metrics_pane import MetricsPane
from tests.support.panes import PaneApp

Compare = Callable[..., bool]

T0 = 1_795_100_400.0  # 15:00 UTC
STEPS = 240
JOB = JobSummary(
    "ftjob-1",
    "support-v7",
    "running",
    Phase.RUNNING,
    "gpt-4.1-mini-2025-04-14",
    "supervised",
    step=STEPS,
    total_steps=600,
    n_epochs=3.0,
)


def noise(seed: int, step: int) -> float:
    """Return a number from -1 to 1 that looks like chance."""
    return math.sin(seed * 12.9898 + step * 78.233) * math.cos(seed * 3.1 + step * step * 0.377)


def falling(name: str, *, seed: int, every: int = 1, high: float = 2.2, n: int = STEPS) -> Series:
    """Return a loss."""
    steps = tuple(range(every, n + 1, every))
    values = tuple(0.4 + high * math.exp(-step / 70) + 0.06 * noise(seed, step) for step in steps)
    return Series(name, steps, tuple(T0 + 2 * step for step in steps), values)


def rising(name: str, *, seed: int, every: int = 1, high: float = 0.7) -> Series:
    """Return an accuracy or a reward."""
    steps = tuple(range(every, STEPS + 1, every))
    values = tuple(high * (1 - 0.8 * math.exp(-step / 60)) + 0.02 * noise(seed, step) for step in steps)
    return Series(name, steps, tuple(T0 + 2 * step for step in steps), values)


LOSS = (
    falling("train_loss", seed=1),
    falling("valid_loss", seed=2, every=10, high=2.4),
    falling("full_valid_loss", seed=3, every=200, high=2.5),
)
SUPERVISED = (
    *LOSS,
    rising("train_mean_token_accuracy", seed=4),
    rising("valid_mean_token_accuracy", seed=5, every=10, high=0.66),
)
PREFERENCE = (
    *LOSS[:2],
    rising("train_accuracy", seed=4),
    rising("train_reward_margin", seed=6, high=3.0),
    rising("valid_reward_margin", seed=7, every=10, high=2.7),
)
REINFORCEMENT = (
    rising("train_mean_reward", seed=1),
    rising("full_valid_mean_reward", seed=2, every=15, high=0.66),
    falling("reasoning_tokens_mean", seed=3, high=2400),
    falling("valid_reasoning_tokens_mean", seed=4, every=15, high=2300),
    rising("scores.graders.endpoint.train_reward_mean", seed=5),
    rising("scores.graders.endpoint.valid_reward_mean", seed=6, every=15),
    falling("errors.graders.endpoint.train_sample_parse_error_mean", seed=7, high=0.2),
    falling("timing.step.full_iteration", seed=8, high=40),
)
MARKS = (
    Mark(Sign.CHECKPOINT, step=100),
    Mark(Sign.CHECKPOINT, step=200),
    Mark(Sign.WARNING, time=T0 + 2 * 150),
)


def spiked(one: Series) -> Series:
    """Return a series with two samples far out."""
    values = dict(enumerate(one.values)) | {60: 40.0, 180: -25.0}
    return replace(one, values=tuple(values[at] for at in range(len(values))))


def holed(one: Series) -> Series:
    """Return a series of which some values were no numbers."""
    kept = [at for at, step in enumerate(one.steps) if not 120 <= step < 150 and step != 60]
    columns = [tuple(column[at] for at in kept) for column in (one.times, one.values)]
    steps = tuple(one.steps[at] for at in kept)
    return replace(one, steps=steps, times=columns[0], values=columns[1], holes=(60, *range(120, 150)))


def side(name: str, slot: int, n: int, *, lr: str, high: float) -> Side:
    """Return a job to compare with."""
    summary = replace(JOB, id=f"ftjob-{name}", name=name, total_steps=n, step=n)
    told = (falling("train_loss", seed=slot, high=high, n=n), falling("valid_loss", seed=9, every=10, high=high, n=n))
    return Side(summary, told, (("n_epochs", "3"), ("learning_rate_multiplier", lr)), "ABC"[slot - 1], slot)


RIVALS = (
    Side(JOB, (), (("n_epochs", "3"), ("learning_rate_multiplier", "2"))),
    side("support-v6", 1, 180, lr="0.5", high=1.6),
    side("tone-sweep-lr8", 2, 120, lr="8", high=2.9),
)


@dataclass(frozen=True)
class State:
    """What is shown, at which size, and the keys pressed then."""

    series: tuple[Series, ...] = LOSS
    size: tuple[int, int] = (80, 20)
    keys: tuple[str, ...] = ()
    rivals: tuple[Side, ...] = ()
    method: str = "supervised"
    glyphs: Glyphs = Glyphs.BRAILLE
    theme: str = "ftmonitor"


STATES = {
    "loss": State(),
    "supervised_120x40": State(SUPERVISED, (120, 40)),
    "dpo_120x40": State(PREFERENCE, (120, 40), method="dpo"),
    "reinforcement_120x40": State(REINFORCEMENT, (120, 40), method="reinforcement"),
    "reinforcement_200x60_light": State(REINFORCEMENT, (200, 60), method="reinforcement", theme="ftmonitor-light"),
    "unknown_keys": State((rising("grad_norm", seed=1, high=3e4), falling("lr", seed=2, high=1e-5)), (120, 20)),
    "epoch": State(keys=("x",)),
    "elapsed": State(keys=("x", "x")),
    "clock": State(keys=("x", "x", "x")),
    "log": State(keys=("Y",)),
    "clipped": State((spiked(LOSS[0]), *LOSS[1:]), keys=("Y", "Y")),
    "averaged": State(keys=("s", "s")),
    "zoomed": State(keys=("plus", "plus", "H")),
    "inspect": State(keys=("left", "shift+left", "shift+left")),
    "pinned": State(keys=("left", "space", *["shift+left"] * 4), size=(80, 22)),
    "alone": State(SUPERVISED, (120, 36), keys=("j", "enter", "s")),
    "compare": State(SUPERVISED, (120, 36), rivals=RIVALS, keys=("enter", "left", "shift+left")),
    "compare_per_cent_80x24": State(size=(80, 24), rivals=RIVALS, keys=("x", "x", "s", "s")),
    "compare_ascii": State(size=(80, 24), rivals=RIVALS, glyphs=Glyphs.ASCII),
    "empty": State(()),
    "one_point": State((Series("train_loss", (1,), (T0,), (2.25,)),)),
    "not_numbers": State((holed(LOSS[0]), *LOSS[1:])),
    "40_columns": State(size=(40, 14)),
    "40_columns_inspect": State(size=(40, 12), keys=("left", "left")),
    "too_small": State(size=(24, 4)),
    "block": State(glyphs=Glyphs.BLOCK),
    "ascii": State(glyphs=Glyphs.ASCII, keys=("left", "shift+left")),
}


@pytest.mark.parametrize("name", STATES)
def test_state(name: str, snap_compare: Compare) -> None:
    state = STATES[name]
    app = PaneApp(MetricsPane(tz=UTC))

    async def pose(pilot: Pilot[Any]) -> None:
        app.theme = state.theme
        pane = app.pane
        pane.glyphs, pane.marks, pane.rivals = state.glyphs, MARKS if state.series else (), state.rivals
        pane.summary = replace(JOB, method=state.method)
        pane.series = state.series
        pane.focus()
        await pilot.pause()
        await pilot.press(*state.keys)
        await pilot.pause()

    assert snap_compare(app, terminal_size=state.size, run_before=pose)
