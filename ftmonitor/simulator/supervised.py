"""Steps of supervised jobs: training loss always, validation now and then, the whole validation set at epoch ends."""

from __future__ import annotations

from ftmonitor.simulator.curves import accuracy, losses
from ftmonitor.simulator.plan import JobPlan

HEADER = "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy"
"""Of the result file; it says `train_accuracy` where the events say `train_mean_token_accuracy`."""


class SupervisedTraining:
    """The numbers of one supervised run."""

    def __init__(self, plan: JobPlan) -> None:
        self._plan = plan
        self._losses = losses(plan.curve, plan.total_steps, f"{plan.seed}:{plan.id}")
        self._epoch_ends = frozenset(plan.epoch_ends)

    def data(self, step: int) -> dict[str, object]:
        """Return the `data` of the metrics event of `step`, keys in the order of the wire."""
        values = self._values(step)
        order = (
            "train_loss",
            "valid_loss",
            "total_steps",
            "full_valid_loss",
            "train_mean_token_accuracy",
            "valid_mean_token_accuracy",
            "full_valid_mean_token_accuracy",
        )
        values["total_steps"] = self._plan.total_steps
        return {"step": step, **{name: values[name] for name in order if name in values}}

    def message(self, step: int) -> str:
        """Return the text of the metrics event of `step`: two decimals, whatever the size of the value."""
        values = self._values(step)
        text = f"Step {step}/{self._plan.total_steps}: training loss={values['train_loss']:.2f}"
        if "valid_loss" in values:
            text += f", validation loss={values['valid_loss']:.2f}"
        if "full_valid_loss" in values:
            text += f", full validation loss={values['full_valid_loss']:.2f}"
        return text

    def checkpoint(self, step: int) -> dict[str, object]:
        """Return the `metrics` of a checkpoint: numbers, and the method's name among them."""
        return {"type": "supervised", "step": step, **self._values(step)}

    def header(self) -> str:
        """Return the first line of the result file."""
        return HEADER

    def row(self, step: int) -> str:
        """Return one line of the result file: five decimals, blank where not measured."""
        values = self._values(step)
        names = ("train_loss", "train_mean_token_accuracy", "valid_loss", "valid_mean_token_accuracy")
        return ",".join([str(step), *(f"{values[name]:.5f}" if name in values else "" for name in names)])

    def score(self, step: int) -> float:
        """Return how good the checkpoint of `step` is: the later the better, since the last ones are kept."""
        return float(step)

    def _values(self, step: int) -> dict[str, float]:
        train, valid = self._losses.train[step - 1], self._losses.valid[step - 1]
        seed = self._plan.id
        values = {"train_loss": train, "train_mean_token_accuracy": accuracy(train, seed, step)}
        last = step in self._epoch_ends
        if self._plan.validation_file and (last or step % self._plan.eval_every == 0):
            values["valid_loss"] = valid
            values["valid_mean_token_accuracy"] = accuracy(valid, seed, -step)
        if self._plan.validation_file and last:
            values["full_valid_loss"] = valid * 1.004
            values["full_valid_mean_token_accuracy"] = accuracy(valid * 1.02, seed, -step)
        return values
