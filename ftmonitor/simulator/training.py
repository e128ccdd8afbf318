"""The numbers of a run, whatever its method."""

from __future__ import annotations

from typing import Protocol

from ftmonitor.simulator.plan import JobPlan, Method
from ftmonitor.simulator.preference import PreferenceTraining
from ftmonitor.simulator.reinforcement import ReinforcementTraining
from ftmonitor.simulator.supervised import SupervisedTraining


class Training(Protocol):
    """What every method has: steps count from 1 to the plan's `total_steps`."""

    def data(self, step: int) -> dict[str, object]:
        """Return the `data` of the metrics event of `step`."""
        ...

    def message(self, step: int) -> str:
        """Return the text of that event."""
        ...

    def checkpoint(self, step: int) -> dict[str, object]:
        """Return the `metrics` of a checkpoint at `step`."""
        ...

    def header(self) -> str:
        """Return the first line of the result file."""
        ...

    def row(self, step: int) -> str:
        """Return the line of `step` in the result file."""
        ...

    def score(self, step: int) -> float:
        """Return what decides which checkpoints are kept: the highest are."""
        ...


_BY_METHOD: dict[Method, type[SupervisedTraining] | type[PreferenceTraining] | type[ReinforcementTraining]] = {
    Method.SUPERVISED: SupervisedTraining,
    Method.DPO: PreferenceTraining,
    Method.REINFORCEMENT: ReinforcementTraining,
}


def training_of(plan: JobPlan) -> Training:
    """Return the numbers of the run that `plan` describes."""
    return _BY_METHOD[plan.method](plan)
