"""Everything that will be said of a job if nothing is asked of it, by seconds of work since its creation.

Work stands still while a job is paused, so a pause moves the script in time and changes nothing in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ftmonitor.simulator.ids import pick
from ftmonitor.simulator.plan import JobPlan, Method, Stage


class Kind(StrEnum):
    """What an entry says."""

    CREATED = "created"
    VALIDATING = "validating"
    VALIDATED = "validated"
    STARTED = "started"
    STEP = "step"
    CHECKPOINT = "checkpoint"
    MODEL = "model"
    EVALUATING = "evaluating"
    MODERATION = "moderation"
    ENABLED = "enabled"
    SUCCESS = "success"
    FAILURE = "failure"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Times:
    """When a job passes its milestones, in seconds of work since its creation; None where it never gets there."""

    validated: float | None
    run: float | None
    first: float | None
    """From here on steps take `step_s` each."""
    last_step: int
    """How many steps are done in all."""
    trained: float | None
    """When the last step is done."""
    end: float
    succeeds: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One event to come: what it says, and of which step (or which aside)."""

    at: float
    kind: Kind
    index: int = 0


# After the last step, as shares of `closing_s`. The order is the one of real jobs.
_CLOSING = ((0.3, Kind.MODEL), (0.4, Kind.EVALUATING), (0.85, Kind.MODERATION), (0.9, Kind.ENABLED))
_SCREENING = frozenset({Kind.EVALUATING, Kind.MODERATION, Kind.ENABLED})


def times_of(plan: JobPlan) -> Times:
    """Return the milestones of a job; cheap, as lists ask for it."""
    failure = plan.failure
    if failure is not None and failure.stage is Stage.VALIDATION:
        return Times(None, None, None, 0, None, plan.validate_s, succeeds=False)
    run = plan.validate_s + plan.queue_s
    first = run + plan.warmup_s
    if failure is not None and failure.stage is Stage.TRAINING:
        last = max(1, min(plan.total_steps, int(plan.total_steps * failure.share)))
        end = first + last * plan.step_s
        return Times(plan.validate_s, run, first, last, None, end, succeeds=False)
    trained = first + plan.total_steps * plan.step_s
    end = trained + plan.closing_s
    return Times(plan.validate_s, run, first, plan.total_steps, trained, end, succeeds=failure is None)


def step_times(plan: JobPlan) -> tuple[float, ...]:
    """Return when each step is told, in seconds of work: the steps of a burst all come with its last one."""
    times = times_of(plan)
    if times.first is None:
        return ()
    out: list[float] = []
    while len(out) < times.last_step:
        size = _burst(plan, len(out))
        size = min(size, times.last_step - len(out))
        out += [times.first + (len(out) + size) * plan.step_s] * size
    return tuple(out)


def checkpoint_steps(plan: JobPlan) -> tuple[int, ...]:
    """Return the steps that leave a checkpoint: epoch ends, or the evaluations of a reinforcement job."""
    if plan.method is Method.REINFORCEMENT:
        steps = {*range(plan.eval_every, plan.total_steps, plan.eval_every), plan.total_steps}
        return tuple(sorted(steps))
    return tuple(dict.fromkeys(step for step in plan.epoch_ends if step))


def script_of(plan: JobPlan) -> tuple[Entry, ...]:
    """Return the whole script, in the server's order."""
    times = times_of(plan)
    entries = [Entry(0.0, Kind.CREATED), Entry(0.0, Kind.VALIDATING)]
    if times.validated is not None and times.run is not None:
        entries += [Entry(times.validated, Kind.VALIDATED), Entry(times.run, Kind.STARTED)]
        entries += _steps(plan)
    if times.trained is not None:
        entries += _closing(plan, times)
    entries.append(Entry(times.end, Kind.SUCCESS if times.succeeds else Kind.FAILURE))
    asides = [Entry(min(aside.after_s, times.end), Kind.ASIDE, index) for index, aside in enumerate(plan.asides)]
    return tuple(sorted([*entries, *asides], key=lambda entry: entry.at))


def _steps(plan: JobPlan) -> list[Entry]:
    marks = frozenset(checkpoint_steps(plan)) - {plan.total_steps}
    told = step_times(plan)
    entries: list[Entry] = []
    waiting: list[int] = []
    for step, (at, after) in enumerate(pairwise((*told, float("inf"))), start=1):
        entries.append(Entry(at, Kind.STEP, step))
        if step in marks:
            waiting.append(step)
        if after != at:  # a burst is over: now its checkpoints are told
            entries += [Entry(at, Kind.CHECKPOINT, mark) for mark in waiting]
            waiting = []
    return entries


def _closing(plan: JobPlan, times: Times) -> list[Entry]:
    trained = times.trained or 0.0
    kinds = [(share, kind) for share, kind in _CLOSING if plan.screened or kind not in _SCREENING]
    if not times.succeeds:  # refused by the evaluation: the checks say so, nothing is enabled
        kinds = [(share, kind) for share, kind in _CLOSING if kind is not Kind.ENABLED]
    return [Entry(trained + share * plan.closing_s, kind) for share, kind in kinds]


def _burst(plan: JobPlan, done: int) -> int:
    """Return how many steps come together: two or three of a quick job, one of a slow one."""
    if plan.method is Method.REINFORCEMENT:
        return 1
    return pick((2, 3, 3), plan.id, "burst", done)
