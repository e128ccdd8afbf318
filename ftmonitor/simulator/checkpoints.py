"""Checkpoints: one an epoch, or one an evaluation of a reinforcement job, and one where a pause made a snapshot.

They are listed as soon as they are made, as Azure does; OpenAI says it lists them once the job has succeeded or is
paused. A supervised job keeps the last three, a reinforcement job the three best: others vanish from the list.
"""

from __future__ import annotations

from ftmonitor.simulator.ids import token
from ftmonitor.simulator.life import Life, Stamp
from ftmonitor.simulator.script import checkpoint_steps

KEPT = 3


def checkpoints_of(life: Life, at: float, stamp: Stamp) -> list[dict[str, object]]:
    """Return the checkpoints of a job at a time, the highest step first."""
    kept = sorted(_steps(life, at), key=life.training.score)[-KEPT:]
    return [_checkpoint(life, step, stamp) for step in sorted(kept, reverse=True)]


def _steps(life: Life, at: float) -> set[int]:
    done = life.steps_done(at)
    steps = {step for step in checkpoint_steps(life.plan) if step <= done}
    snapshots = {life.steps_done(pause.paused) for pause in life.line.pauses if pause.paused <= at}
    return steps | (snapshots - {0})


def _checkpoint(life: Life, step: int, stamp: Stamp) -> dict[str, object]:
    plan = life.plan
    final = step == plan.total_steps
    return {
        "object": "fine_tuning.job.checkpoint",
        "id": f"ftckpt_{token(plan.id, 'checkpoint', step)}",
        "created_at": stamp(life.line.time_of(life.steps[step - 1])),
        "fine_tuned_model_checkpoint": plan.tuned_model() if final else plan.tuned_model(step),
        "fine_tuning_job_id": plan.id,
        "metrics": life.training.checkpoint(step),
        "step_number": step,
    }
