"""All jobs by id: who is there at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ftmonitor.simulator.exchange import Refusal
from ftmonitor.simulator.life import Life
from ftmonitor.simulator.plan import JobPlan


class Lives:
    """All jobs of a world. Times are world seconds."""

    def __init__(self, plans: Iterable[JobPlan] = ()) -> None:
        self._lives = {plan.id: Life(plan) for plan in plans}

    def add(self, plan: JobPlan) -> None:
        """Let one more job live."""
        self._lives[plan.id] = Life(plan)

    def born(self, at: float) -> Iterator[Life]:
        """Return the jobs that are there at a time, in no order."""
        return (life for life in self._lives.values() if life.plan.created_at <= at)

    def find(self, job_id: str, at: float) -> Life:
        """Return one job; raises Refusal (404) where there is none yet."""
        life = self._lives.get(job_id)
        if life is None or life.plan.created_at > at:
            message = f"Could not find fine tune: {job_id}"
            raise Refusal(404, message, param="fine_tune_id", code="fine_tune_not_found")
        return life

    def tuned(self, at: float) -> dict[str, Life]:
        """Return the jobs that made a model, by its name."""
        return {life.plan.tuned_model(): life for life in self.born(at) if life.status(at) == "succeeded"}
