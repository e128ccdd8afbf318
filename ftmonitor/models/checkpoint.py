"""A checkpoint of a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from pydantic import Field

from ftmonitor.models.base import Count, Json, Lenient, Text, Texts, Time, lenient
from ftmonitor.models.summary import count_of, number_of


def _numbers(value: Json) -> Mapping[str, float] | None:
    """Return the finite numbers by name; a text among them (`"type": "supervised"`) falls away."""
    if not isinstance(value, Mapping):
        return None
    read = {str(name): number_of(item) for name, item in value.items()}
    return {name: number for name, number in read.items() if number is not None}


Numbers: TypeAlias = Annotated[Mapping[str, float], lenient(_numbers, {}, "an object of numbers")]


class Checkpoint(Lenient):
    """A model saved on the way; the last one of a job is its tuned model."""

    object: Text = ""
    created_at: Time = None
    step_number: Count = None
    fine_tuned_model_checkpoint: Text = ""
    fine_tuning_job_id: Text = ""
    metrics: Numbers = Field(default_factory=dict)
    """What was measured at this step, by the names of the API; each may be missing."""
    result_files: Texts = ()
    """Nebius only."""

    @property
    def step(self) -> int | None:
        """Return the step it was taken at, also where only the metrics name it."""
        return self.step_number if self.step_number is not None else count_of(self.metrics.get("step"))
