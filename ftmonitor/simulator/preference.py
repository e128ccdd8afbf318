"""Steps of DPO jobs: a loss that starts at ln 2, how often the preferred answer wins, and by how much."""

from __future__ import annotations

import math

from ftmonitor.simulator.curves import LN_2, losses, wobble
from ftmonitor.simulator.plan import JobPlan

HEADER = "step,train_loss,train_accuracy,train_reward_margin,valid_loss,valid_accuracy,valid_reward_margin"
_ORDER = ("train_loss", "valid_loss", "total_steps", "train_accuracy", "train_reward_margin", "valid_accuracy",
          "valid_reward_margin")  # fmt: skip
_FLOOR = 0.19


class PreferenceTraining:
    """The numbers of one DPO run. The preference keys are ours: no dump of the service with them is known."""

    def __init__(self, plan: JobPlan) -> None:
        self._plan = plan
        self._losses = losses(plan.curve, plan.total_steps, f"{plan.seed}:{plan.id}", start=LN_2, floor=_FLOOR)
        self._epoch_ends = frozenset(plan.epoch_ends)

    def data(self, step: int) -> dict[str, object]:
        """Return the `data` of the metrics event of `step`."""
        values = {**self._values(step), "total_steps": self._plan.total_steps}
        return {"step": step, **{name: values[name] for name in _ORDER if name in values}}

    def message(self, step: int) -> str:
        """Return the text of the metrics event of `step`."""
        values = self._values(step)
        text = f"Step {step}/{self._plan.total_steps}: training loss={values['train_loss']:.2f}"
        return text + (f", validation loss={values['valid_loss']:.2f}" if "valid_loss" in values else "")

    def checkpoint(self, step: int) -> dict[str, object]:
        """Return the `metrics` of a checkpoint."""
        return {"type": "dpo", "step": step, **self._values(step)}

    def header(self) -> str:
        """Return the first line of the result file."""
        return HEADER

    def row(self, step: int) -> str:
        """Return one line of the result file."""
        values = self._values(step)
        names = HEADER.split(",")[1:]
        return ",".join([str(step), *(f"{values[name]:.5f}" if name in values else "" for name in names)])

    def score(self, step: int) -> float:
        """Return how good the checkpoint of `step` is: the later the better."""
        return float(step)

    def _values(self, step: int) -> dict[str, float]:
        values = self._of(self._losses.train[step - 1], "train", step)
        if self._plan.validation_file and (step in self._epoch_ends or step % self._plan.eval_every == 0):
            values |= self._of(self._losses.valid[step - 1], "valid", step)
        return values

    def _of(self, loss: float, side: str, step: int) -> dict[str, float]:
        # loss = -log sigmoid(margin), so the margin follows from the loss; the win rate grows with it.
        margin = -math.log(max(1e-9, math.expm1(loss)))
        wins = 1.0 / (1.0 + math.exp(-1.35 * margin)) + 0.035 * wobble(self._plan.id, side, step)
        return {
            f"{side}_loss": loss,
            f"{side}_accuracy": round(min(1.0, max(0.0, wins)), 4),
            f"{side}_reward_margin": round(margin, 6),
        }
